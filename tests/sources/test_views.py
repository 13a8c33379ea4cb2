"""The pages of this room, as an officer, a colleague with less rights, and people who may not see them."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image
from tests.factories.accounts import make_member, make_unit
from tests.factories.sources import ArticleFactory, OutletFactory, SourceFactory

from kentongan.accounts.choices import Role
from kentongan.accounts.models import User
from kentongan.sources.choices import ArticleState, Problem
from kentongan.sources.models import Article, ArticlePart, Outlet, Source, SourceDay

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 23, 12, tzinfo=UTC)


@pytest.fixture
def unit() -> Any:
    return make_unit()


@pytest.fixture
def manager(unit: Any) -> User:
    return make_member(unit, Role.PR_COORDINATOR)


@pytest.fixture
def officer(unit: Any) -> User:
    return make_member(unit, Role.PR_OFFICER)


@pytest.fixture
def reader(unit: Any) -> User:
    return make_member(unit, Role.COMPLAINT_ADMIN)


def enter(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def picture() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (20, 10), "white").save(buffer, "PNG")
    return buffer.getvalue()


def pages(outlet: Outlet, article: Article) -> list[str]:
    return [
        reverse("sources:outlets"), reverse("sources:silent"), reverse("sources:catalogue"),
        reverse("sources:outlet", args=[outlet.pk]), reverse("sources:article", args=[article.pk]),
    ]  # fmt: skip


def test_every_member_reads_and_no_stranger(reader: User, at_now: datetime) -> None:
    source = SourceFactory()
    article = ArticleFactory(outlet=source.outlet, source=source)
    for address in pages(source.outlet, article):
        assert enter(reader).get(address).status_code == 200, address
        assert Client().get(address).status_code == 302
    nobody = User.objects.create_user("tamu@kpp.example", name="Tamu")
    for address in pages(source.outlet, article):
        response = enter(nobody).get(address)
        assert response.status_code == 403
        assert article.title not in response.content.decode()


def test_the_list_says_what_is_wrong_since_when(reader: User, at_now: datetime) -> None:
    outlet = OutletFactory(name="Kabar Serayu")
    SourceFactory(
        outlet=outlet,
        failures=4,
        problem=Problem.NO_ANSWER,
        failing_since=datetime(2026, 11, 23, 21, 10, tzinfo=UTC),
        next_fetch_at=datetime(2026, 11, 23, 23, 25, tzinfo=UTC),
    )
    reader.language = "en"
    reader.save()
    page = enter(reader).get(reverse("sources:outlets")).content.decode().replace("\xa0", " ")
    assert "Kabar Serayu does not answer, since 04:10 WIB. Next try 06:25 WIB." in page


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"Antara Jaya", "Radio Muara", "Warta Nusa"}),
        ("q=warta", {"Warta Nusa"}),
        ("jenis=radio", {"Radio Muara"}),
        ("status=factual", {"Antara Jaya"}),
        ("masalah=failing", {"Warta Nusa"}),
        ("masalah=paused", {"Radio Muara"}),
        ("masalah=silent", {"Antara Jaya"}),
        ("jenis=ngawur&status=%00&masalah=x&hal=999999&q=%F0%9F%98%80", set()),
        ("hal=-1", {"Antara Jaya", "Radio Muara", "Warta Nusa"}),
    ],
)
def test_the_list_is_filtered_by_its_address(reader: User, at_now: datetime, query: str, names: set[str]) -> None:
    one = SourceFactory(
        outlet=OutletFactory(name="Antara Jaya", standing="factual"),
        last_new_at=NOW - timedelta(days=2),
        created_at=NOW - timedelta(days=20),
    )
    for back in range(2, 10):
        SourceDay.objects.create(source=one, day=(NOW - timedelta(days=back)).date(), items=20)
    long = NOW - timedelta(hours=2)
    SourceFactory(outlet=OutletFactory(name="Warta Nusa"), failures=1, failing_since=long, problem=Problem.GONE)
    SourceFactory(outlet=OutletFactory(name="Radio Muara", kind="radio"), is_active=False)
    rows = enter(reader).get(f"{reverse('sources:outlets')}?{query}").context["rows"]
    assert {row.outlet.name for row in rows} == names


def test_the_list_costs_the_same_with_one_row_and_with_thirty(reader: User, at_now: datetime) -> None:
    client = enter(reader)
    counts = []
    for wanted in (1, 30):
        while Outlet.objects.count() < wanted:
            source = SourceFactory(last_success_at=NOW)
            SourceDay.objects.create(source=source, day=NOW.date(), items=3)
        with CaptureQueriesContext(connection) as counted:
            assert len(client.get(reverse("sources:outlets")).context["rows"]) == wanted
        counts.append(sum("sources_" in query["sql"] for query in counted.captured_queries))
    assert counts[0] == counts[1]


def test_only_who_manages_changes_sources(manager: User, officer: User, at_now: datetime) -> None:
    source = SourceFactory(next_fetch_at=NOW + timedelta(hours=1))
    for name in ("pause", "resume", "look"):
        address = reverse(f"sources:source-{name}", args=[source.pk])
        assert enter(officer).post(address).status_code == 403
        assert enter(manager).get(address).status_code == 405
    assert enter(manager).post(reverse("sources:source-pause", args=[source.pk])).status_code == 302
    source.refresh_from_db()
    assert source.is_active is False
    enter(manager).post(reverse("sources:source-resume", args=[source.pk]))
    source.refresh_from_db()
    assert (source.is_active, source.next_fetch_at) == (True, NOW)
    for name in ("source-add", "import"):
        assert enter(officer).get(reverse(f"sources:{name}")).status_code == 403
        assert enter(manager).get(reverse(f"sources:{name}")).status_code == 200
    assert enter(officer).get(reverse("sources:outlet-edit", args=[source.outlet_id])).status_code == 403


def test_all_sources_are_looked_at_with_one_button(manager: User, officer: User, at_now: datetime) -> None:
    source = SourceFactory(next_fetch_at=NOW + timedelta(hours=1))
    address = reverse("sources:look-at-all")
    assert address in page_of(manager)
    assert address not in page_of(officer)
    assert enter(officer).post(address).status_code == 403
    answer = enter(manager).post(address, follow=True)
    source.refresh_from_db()
    assert source.next_fetch_at == NOW
    assert "1 source is looked at now." in answer.content.decode()


def page_of(person: User) -> str:
    return enter(person).get(reverse("sources:outlets")).content.decode()


@pytest.mark.loopback
def test_an_address_is_tried_out_and_then_watched(manager: User, web: Any, at_now: datetime) -> None:
    feed = web.feed("/rss", [("Loket daring terhenti", web.url("/a"), NOW)])
    home = web.page("/", f'<html><head><link rel="alternate" type="application/rss+xml" href="{feed}"></head></html>')
    client = enter(manager)
    shown = client.post(reverse("sources:source-add"), {"coba": "1", "url": home})
    assert "Loket daring terhenti" in shown.content.decode()
    assert not Source.objects.exists()
    found = shown.context["confirm"].initial
    answer = client.post(reverse("sources:source-add"), {**found, "outlet_name": "Kabar Serayu"})
    source = Source.objects.get()
    assert (source.url, source.outlet.name, source.next_fetch_at) == (feed, "Kabar Serayu", NOW)
    assert answer.url == reverse("sources:outlet", args=[source.outlet_id])
    again = client.post(reverse("sources:source-add"), {**found, "outlet_name": "Kabar Serayu"})
    assert again.status_code == 200
    assert Source.objects.count() == 1


@pytest.mark.loopback
def test_an_address_that_cannot_be_read_is_said_so(manager: User, web: Any, at_now: datetime) -> None:
    client = enter(manager)
    for address in (web.url("/tidak-ada"), "http://10.0.0.1/rss", "bukan alamat::"):
        answer = client.post(reverse("sources:source-add"), {"coba": "1", "url": address})
        assert answer.status_code == 200
        assert "confirm" not in answer.context


def test_an_outlet_is_changed_and_its_standing_dated(manager: User, at_now: datetime) -> None:
    outlet = OutletFactory()
    values = {"name": "Warta Nusa", "kind": "online", "standing": "factual", "is_active": "on"}
    address = reverse("sources:outlet-edit", args=[outlet.pk])
    refused = enter(manager).post(address, values)
    assert refused.context["form"].errors["standing_checked_on"]
    enter(manager).post(address, {**values, "standing_checked_on": "2026-10-12"})
    outlet.refresh_from_db()
    assert (outlet.name, outlet.standing, str(outlet.standing_checked_on)) == ("Warta Nusa", "factual", "2026-10-12")


def test_the_catalogue_is_ticked(manager: User, officer: User, at_now: datetime) -> None:
    address = reverse("sources:catalogue")
    assert enter(officer).post(address, {"outlet": ["antaranews-com"]}).status_code == 403
    enter(manager).post(address, {"outlet": ["antaranews-com", "tidak-ada"]})
    assert Outlet.objects.get().name == "ANTARA"
    assert Source.objects.count() == 4
    assert "antaranews-com" in enter(manager).get(address).context["ticked"]
    sections = enter(manager).get(address + "?q=sukabumi").context["sections"]
    assert [entry.domain for _name, entries in sections for entry in entries] == ["portal.sukabumikota.go.id"]


def test_the_welcome_says_that_nothing_was_ticked_and_how_to_go_on(manager: User, at_now: datetime) -> None:
    page = enter(manager).post(reverse("sources:welcome"), {})
    shown = page.content.decode()
    assert page.context["nothing"]
    assert f'href="{reverse("monitoring:welcome")}"' in shown
    assert 'aria-current="step"' in shown
    assert 'type="file"' in shown


def test_the_welcome_takes_a_list_and_names_its_bad_rows(manager: User, at_now: datetime) -> None:
    client, address = enter(manager), reverse("sources:welcome")
    broken = SimpleUploadedFile("media.csv", b"bukan daftar")
    page = client.post(address, {"file": broken, "outlet": ["detik-com"]})
    assert page.context["form"].errors["file"]
    assert 'value="detik-com" id="o-detik-com" checked>' in page.content.decode()
    mixed = SimpleUploadedFile(
        "media.csv", b'outlet,url\nSerayu,https://serayu.example/rss\n"Muara,https://m.example\n'
    )
    page = client.post(address, {"file": mixed})
    assert [row.line for row in page.context["report"].rejected] == [3]
    assert "https://m.example" in page.content.decode()
    good = SimpleUploadedFile("media.csv", b"outlet,url\nMuara,https://muara.example/rss\n")
    assert client.post(address, {"file": good}).url == reverse("accounts:welcome")
    assert client.post(address, {}).url == reverse("accounts:welcome")  # something is watched: nothing to mend
    assert Source.objects.count() == 2


def test_the_welcome_step_ticks_too(manager: User, at_now: datetime) -> None:
    assert enter(manager).get(reverse("sources:welcome")).status_code == 200
    answer = enter(manager).post(reverse("sources:welcome"), {"outlet": ["detik-com"]})
    assert answer.url == reverse("accounts:welcome")
    assert Source.objects.count() == 1


def test_a_list_is_imported_with_its_report(manager: User, at_now: datetime) -> None:
    table = "outlet;url\nKabar Serayu;https://serayu.example/rss\nRusak;bukan alamat ini\n"
    answer = enter(manager).post(reverse("sources:import"), {"file": SimpleUploadedFile("a.csv", table.encode())})
    report = answer.context["report"]
    assert (report.sources, [row.line for row in report.rejected]) == (1, [3])
    bad = enter(manager).post(reverse("sources:import"), {"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04rusak")})
    assert bad.context["form"].errors["file"]


def test_an_article_is_pasted_once(officer: User, reader: User, at_now: datetime) -> None:
    address = reverse("sources:article-add")
    assert enter(reader).get(address).status_code == 403
    first = enter(officer).post(address, {"url": "https://www.serayu.example/berita/loket?utm_source=wa"})
    second = enter(officer).post(address, {"url": "serayu.example/berita/loket"})
    article = Article.objects.get()
    assert first.url == second.url == reverse("sources:article", args=[article.pk])
    assert (article.state, article.entered_by, article.outlet.domain) == (
        ArticleState.WAITING,
        officer,
        "serayu.example",
    )


def test_a_printed_page_is_added_by_hand(officer: User, at_now: datetime) -> None:
    values = {
        "outlet": "Harian Muara", "outlet_kind": "print", "published_on": "2026-11-24", "title": "Antrean mengular",
        "place": "hlm. 3", "text": "Antrean mengular sejak pagi.",
        "file": SimpleUploadedFile("../../jahat.html", picture(), "text/html"),
    }  # fmt: skip
    answer = enter(officer).post(reverse("sources:article-add-hand"), values)
    article = Article.objects.get()
    assert answer.url == reverse("sources:article", args=[article.pk])
    assert (article.outlet.name, article.outlet.kind, article.place) == ("Harian Muara", "print", "hlm. 3")
    assert article.published_at == datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
    assert article.picture.name.endswith(".png")
    served = enter(officer).get(reverse("sources:article-file", args=[article.pk]))
    assert (served["content-type"], served["x-content-type-options"]) == ("image/png", "nosniff")
    assert served["content-disposition"].startswith("attachment;")
    assert b"".join(served.streaming_content) == picture()
    assert Client().get(reverse("sources:article-file", args=[article.pk])).status_code == 302


def test_a_printed_page_without_a_time_shows_its_day_alone(officer: User, at_now: datetime) -> None:
    values = {"outlet": "Harian Muara", "outlet_kind": "print", "published_on": "2026-11-24", "text": "Antrean."}
    client = enter(officer)
    for title, time in (("Tanpa jam", ""), ("Dengan jam", "05:10")):
        client.post(reverse("sources:article-add-hand"), {**values, "title": title, "published_time": time})
    timeless, timed = Article.objects.get(title="Tanpa jam"), Article.objects.get(title="Dengan jam")
    assert (timeless.published_on, timed.published_on) == (date(2026, 11, 24), None)
    assert timed.published_at == datetime(2026, 11, 23, 22, 10, tzinfo=UTC)
    for name, pk in (("article", timeless.pk), ("outlet", timeless.outlet_id)):
        page = client.get(reverse(f"sources:{name}", args=[pk])).content.decode()
        assert "00.00" not in page
        assert "00:00" not in page
    assert "24\xa0Nov\xa02026" in page


def test_a_date_to_come_and_a_false_picture_are_refused_at_their_field(officer: User, at_now: datetime) -> None:
    values = {"outlet": "Harian Muara", "outlet_kind": "print", "title": "A", "text": "B", "published_on": "2026-11-25"}
    answer = enter(officer).post(reverse("sources:article-add-hand"), values)
    assert answer.context["form"].errors["published_on"]
    values |= {
        "published_on": "2026-11-24",
        "file": SimpleUploadedFile("a.png", b"<script>alert(1)</script>", "image/png"),
    }
    answer = enter(officer).post(reverse("sources:article-add-hand"), values)
    assert answer.context["form"].errors["file"]
    assert not Article.objects.exists()
    assert not Outlet.objects.exists()


def test_an_address_that_leads_nowhere_is_taken_back_where_it_is_seen(
    officer: User, reader: User, manager: User, at_now: datetime
) -> None:
    client = enter(officer)
    client.post(reverse("sources:article-add"), {"url": "https://salah.example/berita/loket"})
    article = Article.objects.get()
    page, remove = (reverse(f"sources:{name}", args=[article.pk]) for name in ("article", "article-remove"))
    for person, sees in ((officer, True), (manager, True), (reader, False), (make_member(make_unit()), False)):
        assert (remove in enter(person).get(page).content.decode()) is sees
    assert remove in client.get(reverse("sources:article-add")).content.decode()
    assert remove in enter(manager).get(reverse("sources:article-add")).content.decode()
    stranger = enter(make_member(make_unit(), Role.BUREAU_HEAD))
    assert remove not in stranger.get(reverse("sources:article-add")).content.decode()
    assert [stranger.post(remove).status_code, client.get(remove).status_code] == [403, 405]
    answer = client.post(remove)
    assert answer.url == reverse("sources:article-add") + "?url=https%3A%2F%2Fsalah.example%2Fberita%2Floket"
    assert 'value="https://salah.example/berita/loket"' in client.get(answer.url).content.decode()
    assert not Article.objects.exists()
    assert [client.get(page).status_code, client.post(remove).status_code] == [404, 404]


def test_text_of_strangers_is_shown_as_text(reader: User, at_now: datetime) -> None:
    article = ArticleFactory(title="<script>alert(1)</script>", body="<img src=x onerror=alert(1)>\n\nBaris dua")
    page = enter(reader).get(reverse("sources:article", args=[article.pk])).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_the_pane_is_a_part_of_a_page(reader: User, at_now: datetime) -> None:
    article = ArticleFactory()
    pane = enter(reader).get(reverse("sources:article", args=[article.pk]), headers={"HX-Request": "true"}).content
    assert b"<html" not in pane
    assert article.title.encode() in pane


def test_an_article_says_which_of_its_pages_is_missing(reader: User) -> None:
    article = ArticleFactory(problem="part", outlet__name="Kabar Serayu")
    ArticlePart.objects.create(article=article, number=2, url="https://serayu.example/a/2", read_at=NOW)
    for number in (3, 4):
        ArticlePart.objects.create(
            article=article, number=number, url=f"https://serayu.example/a/{number}", problem="gone"
        )
    page = enter(reader).get(reverse("sources:article", args=[article.pk])).content.decode()
    assert "Part of the text is missing (page 3, 4): Kabar Serayu has nothing at this address" in page
    rows = enter(reader).get(reverse("sources:outlet", args=[article.outlet_id])).content.decode()
    assert "text not complete" in rows
    article.parts.all().delete()
    ArticlePart.objects.create(
        article=article, number=ArticlePart.WHOLE, url="https://serayu.example/a", problem="robots"
    )
    page = enter(reader).get(reverse("sources:article", args=[article.pk])).content.decode()
    assert "Part of the text is missing: Kabar Serayu" in page


def test_articles_of_an_outlet_come_page_by_page(reader: User, at_now: datetime) -> None:
    outlet = OutletFactory()
    for number in range(45):
        ArticleFactory(outlet=outlet, published_at=NOW - timedelta(minutes=number // 3))
    client, seen, after = enter(reader), [], ""
    for _ in range(3):
        page = client.get(reverse("sources:outlet", args=[outlet.pk]), {"sesudah": after})
        seen += [article.pk for article in page.context["articles"]]
        after = page.context["after"]
    assert sorted(seen) == sorted(Article.objects.values_list("pk", flat=True))
    assert after == ""


def test_what_is_not_there_answers_404(reader: User, manager: User, at_now: datetime) -> None:
    for name in ("outlet", "article", "article-file"):
        assert enter(reader).get(reverse(f"sources:{name}", args=[99])).status_code == 404
    assert enter(manager).post(reverse("sources:source-pause", args=[99])).status_code == 404


def test_a_manager_below_is_offered_no_button_that_silences(at_now: datetime) -> None:
    root = make_unit()
    below = make_unit("Kanwil", parent=root)
    source = SourceFactory()
    closed = [
        reverse("sources:outlet-edit", args=[source.outlet_id]),
        reverse("sources:source-pause", args=[source.pk]),
        reverse("sources:source-resume", args=[source.pk]),
    ]
    for unit, status in ((root, 302), (below, 403)):
        client = enter(make_member(unit, Role.PR_COORDINATOR))
        page = client.get(reverse("sources:outlet", args=[source.outlet_id])).content.decode()
        assert reverse("sources:source-look", args=[source.pk]) in page
        assert [address in page for address in closed] == [status == 302, status == 302, False]
        assert client.get(closed[0]).status_code == (200 if status == 302 else 403)
        assert client.post(closed[2]).status_code == status
        assert client.post(closed[1]).status_code == status
        source.refresh_from_db()
        assert source.is_active is (status == 403)
        type(source).objects.update(is_active=True)
