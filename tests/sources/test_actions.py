"""What people do to outlets, sources and articles: rights, results, the record."""

from __future__ import annotations

import errno
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import DatabaseError
from PIL import Image
from tests.factories.accounts import make_member, make_unit
from tests.factories.sources import ArticleFactory, OutletFactory, SourceFactory

from kentongan.accounts.choices import Role
from kentongan.audit.models import Entry
from kentongan.common.errors import ActionError, NotAllowed
from kentongan.engine.types import FeedItem
from kentongan.sources import actions
from kentongan.sources.choices import ArticleState
from kentongan.sources.models import Article, Outlet, Source
from kentongan.sources.queries import catalogue
from kentongan.sources.signals import articles_ready

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 23, 12, tzinfo=UTC)


@pytest.fixture
def as_manager() -> dict[str, Any]:
    unit = make_unit()
    return {"unit": unit, "by": make_member(unit, Role.PR_COORDINATOR), "now": NOW}


@pytest.fixture
def as_staff(as_manager: dict[str, Any]) -> dict[str, Any]:
    return {**as_manager, "by": make_member(as_manager["unit"], Role.STAFF)}


@pytest.fixture
def as_stranger(as_manager: dict[str, Any]) -> dict[str, Any]:
    return {**as_manager, "by": make_member(make_unit("Biro lain"), Role.PR_COORDINATOR)}


def item(link: str, title: str = "Judul", **values: Any) -> FeedItem:
    return FeedItem(**{"id": link, "title": title, "link": link, "summary": "", "published": NOW, **values})


# --- Outlets and sources ---


def test_an_outlet_is_added_once_per_domain(as_manager: dict[str, Any]) -> None:
    outlet = actions.add_outlet(name="  Kabar  Serayu ", domain="https://www.serayu.example/x", **as_manager)
    assert (outlet.name, outlet.slug, outlet.domain) == ("Kabar Serayu", "kabar-serayu", "serayu.example")
    assert Entry.objects.get().action == "sources.outlet_added"
    with pytest.raises(ActionError) as refusal:
        actions.add_outlet(name="Lain", domain="serayu.example", **as_manager)
    assert refusal.value.field == "domain"
    assert actions.add_outlet(name="Kabar Serayu", **as_manager).slug == "kabar-serayu-2"


@pytest.mark.parametrize(("name", "kind", "domain"), [("", "online", ""), ("A", "kapal", ""), ("A", "online", "a b")])
def test_a_bad_outlet_is_refused(as_manager: dict[str, Any], name: str, kind: str, domain: str) -> None:
    with pytest.raises(ActionError):
        actions.add_outlet(name=name, kind=kind, domain=domain, **as_manager)


def test_staff_and_strangers_change_no_sources(as_staff: dict[str, Any], as_stranger: dict[str, Any]) -> None:
    source = SourceFactory()
    for person in (as_staff, as_stranger):
        for call in (
            lambda who: actions.add_outlet(name="A", **who),
            lambda who: actions.add_source(url="https://a.example/rss", kind="feed", **who),
            lambda who: actions.pause_source(source=source, **who),
            lambda who: actions.tick_catalogue(slugs=["detik-com"], **who),
            lambda who: actions.try_address(address="https://a.example", unit=who["unit"], by=who["by"]),
        ):
            with pytest.raises(NotAllowed):
                call(person)
    assert not Entry.objects.exists()


def test_a_source_finds_its_outlet_by_domain(as_manager: dict[str, Any]) -> None:
    outlet = OutletFactory(domain="serayu.example")
    source = actions.add_source(url="news.serayu.example/rss", kind="feed", **as_manager)
    assert (source.outlet, source.url, source.next_fetch_at) == (outlet, "https://news.serayu.example/rss", NOW)
    with pytest.raises(ActionError):
        actions.add_source(url="https://news.serayu.example/rss", kind="feed", **as_manager)
    ministry = actions.add_source(url="https://layanan.go.id/rss", kind="feed", **as_manager).outlet
    assert (ministry.name, ministry.kind, ministry.domain) == ("layanan.go.id", "government", "layanan.go.id")


@pytest.mark.parametrize(
    "url", ["", "javascript:alert(1)", "http://", "https://a b.example", "https://a.example/" + "x" * 600]
)
def test_a_bad_address_is_refused(as_manager: dict[str, Any], url: str) -> None:
    with pytest.raises(ActionError):
        actions.add_source(url=url, kind="feed", **as_manager)


@pytest.mark.parametrize("url", ["http://127.0.0.1/rss", "http://10.0.0.9:8000/rss", "http://192.168.1.9/feed"])
def test_a_private_address_is_refused_where_it_is_entered(as_manager: dict[str, Any], settings: Any, url: str) -> None:
    settings.FETCH_ALLOWED_HOSTS = frozenset()
    with pytest.raises(ActionError, match="private network") as refusal:
        actions.add_source(url=url, kind="feed", **as_manager)
    assert refusal.value.field == "url"
    with pytest.raises(ActionError, match="private network"):
        actions.add_article_from_url(url=url, **as_manager)
    assert not Outlet.objects.exists()
    settings.FETCH_ALLOWED_HOSTS = frozenset({"127.0.0.1", "10.0.0.9:8000", "192.168.0.0/16"})
    assert actions.add_source(url=url, kind="feed", **as_manager).url == url


def test_pausing_and_resuming(as_manager: dict[str, Any]) -> None:
    source = SourceFactory(failures=3, failing_since=NOW)
    actions.pause_source(source=source, **as_manager)
    source.refresh_from_db()
    assert source.is_active is False
    actions.resume_source(source=source, **as_manager)
    source.refresh_from_db()
    assert (source.is_active, source.next_fetch_at, source.failures) == (True, NOW, 0)


def test_looking_now_reads_the_source_anew(as_manager: dict[str, Any]) -> None:
    source = SourceFactory(etag="1", last_modified="x", content_hash="h", next_fetch_at=NOW + timedelta(days=1))
    actions.look_now(source=source, **as_manager)
    source.refresh_from_db()
    assert (source.next_fetch_at, source.etag, source.last_modified, source.content_hash) == (NOW, "", "", "")


def test_all_sources_are_called_at_once_but_for_the_paused(
    as_manager: dict[str, Any], as_staff: dict[str, Any]
) -> None:
    later = NOW + timedelta(hours=1)
    far = [SourceFactory(next_fetch_at=later, etag="1") for _ in range(2)]
    paused = SourceFactory(next_fetch_at=later, is_active=False)
    shut = SourceFactory(next_fetch_at=later, outlet=OutletFactory(is_active=False))
    with pytest.raises(NotAllowed):
        actions.look_at_all(**as_staff)
    assert actions.look_at_all(**as_manager) == 2
    assert actions.look_at_all(**as_manager) == 0  # they stand at the head already
    assert [(row.next_fetch_at, row.etag) for row in Source.objects.filter(pk__in=[row.pk for row in far])] == [
        (NOW, "1")
    ] * 2
    assert {row.next_fetch_at for row in Source.objects.filter(pk__in=[paused.pk, shut.pk])} == {later}
    assert Entry.objects.filter(action="sources.all_called").count() == 1


def test_the_whole_catalogue_can_be_ticked_twice(as_manager: dict[str, Any]) -> None:
    slugs = [entry.slug for entry in catalogue()]
    assert len(actions.tick_catalogue(slugs=slugs, **as_manager)) == len(slugs)
    assert actions.tick_catalogue(slugs=slugs, **as_manager) == ()
    assert Outlet.objects.count() == len(slugs)
    assert Source.objects.count() == sum(len(entry.sources) for entry in catalogue())


# --- Storing ---


def test_the_same_items_twice_are_stored_once() -> None:
    source = SourceFactory()
    items = [item("https://a.example/1"), item("https://a.example/2"), item("https://m.a.example/2/?utm_source=x")]
    assert len(actions.store_items(source=source, items=items, now=NOW).new) == 2
    assert actions.store_items(source=source, items=items, now=NOW).new == ()


def test_items_without_an_address_are_known_by_their_id() -> None:
    one, two = SourceFactory(), SourceFactory()
    entry = item("", id="a1", summary="Isi siaran")
    for source in (one, one, two):
        actions.store_items(source=source, items=[entry], now=NOW)
    assert Article.objects.filter(state=ArticleState.READY, url="").count() == 2


def test_items_without_address_and_words_are_left_out() -> None:
    assert (
        actions.store_items(
            source=SourceFactory(), items=[item("", title=""), item("mailto:a@b.example", "")], now=NOW
        ).new
        == ()
    )


def test_odd_text_is_stored_as_text() -> None:
    odd = item("https://a.example/1", "Ju\u202edul\0 \u2066\ud800 aneh" + "x" * 900, authors=("A" * 500,), summary="\0")
    (article,) = actions.store_items(source=SourceFactory(), items=[odd], now=NOW).new
    article.refresh_from_db()
    assert article.title.startswith("Judul ? aneh")
    assert (len(article.title), len(article.authors), article.summary) == (500, 300, "")


@pytest.mark.whole
def test_thousands_of_items_come_in_at_once(django_assert_max_num_queries: Any) -> None:
    source = SourceFactory()
    items = [item(f"https://a.example/{n}") for n in range(3000)]
    with django_assert_max_num_queries(100):
        assert len(actions.store_items(source=source, items=items, now=NOW).new) == 3000


def test_old_entries_of_an_index_page_are_no_news() -> None:
    source = SourceFactory(kind="index")
    items = [item("https://a.example/1", published=NOW - timedelta(days=60)), item("https://a.example/2")]
    assert [one.url for one in actions.store_items(source=source, items=items, now=NOW).new] == ["https://a.example/2"]


# --- Articles by people ---


def scan(kind: str = "JPEG") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(buffer, kind)
    return buffer.getvalue()


@pytest.mark.parametrize("url", ["http://user:pw@serayu.example/", "https://user@serayu.example/a"])
def test_a_pasted_address_holds_no_password(as_staff: dict[str, Any], url: str) -> None:
    with pytest.raises(ActionError) as refused:
        actions.add_article_from_url(url=url, **as_staff)
    assert refused.value.field == "url"


def test_a_pasted_article_waits_for_its_page(as_staff: dict[str, Any]) -> None:
    article, is_new = actions.add_article_from_url(url="https://serayu.example/berita/loket-mati", **as_staff)
    assert is_new
    assert (article.title, article.state, article.next_try_at) == ("Loket mati", ArticleState.WAITING, NOW)
    again, is_new = actions.add_article_from_url(url="http://m.serayu.example/berita/loket-mati/?fbclid=1", **as_staff)
    assert (again, is_new) == (article, False)
    assert Entry.objects.count() == 1


def test_an_article_by_hand_is_announced(as_staff: dict[str, Any]) -> None:
    heard: list[Article] = []

    def hear(articles: list[Article], **_: Any) -> None:
        heard.extend(articles)

    articles_ready.connect(hear)
    try:
        article = actions.add_article_by_hand(
            outlet=OutletFactory(), title="Antrean", published_at=NOW, place="hlm. 3", file=scan(), **as_staff
        )
    finally:
        articles_ready.disconnect(hear)
    assert heard == [article]
    path = Path(article.picture.path)
    assert path.suffix == ".jpg"
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("content", "suffix"),
    [(b"%PDF-1.7\n...", ".pdf"), (scan("PNG"), ".png"), (scan("WEBP"), ".webp"), (scan("JPEG"), ".jpg")],
)
def test_a_file_is_what_its_content_says(as_staff: dict[str, Any], content: bytes, suffix: str) -> None:
    article = actions.add_article_by_hand(outlet=OutletFactory(), title="A", published_at=NOW, file=content, **as_staff)
    assert article.picture.name.endswith(suffix)


@pytest.mark.parametrize(
    "content",
    [b"<svg onload=alert(1)>", b"GIF89a", scan("PNG")[:40], scan("BMP"), b"MZ", b"%PDF-" + b"x" * 10_485_760],
    ids=["svg", "gif", "cut", "bmp", "exe", "big"],
)
def test_other_files_are_refused_and_leave_nothing(as_staff: dict[str, Any], content: bytes, settings: Any) -> None:
    with pytest.raises(ActionError) as refusal:
        actions.add_article_by_hand(outlet_name="Harian", title="A", published_at=NOW, file=content, **as_staff)
    assert refusal.value.field == "file"
    assert not Outlet.objects.exists()
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.*"))


def test_a_row_that_fails_leaves_no_file(
    as_staff: dict[str, Any], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise DatabaseError("database or disk is full")

    monkeypatch.setattr(Article, "save", full)
    with pytest.raises(DatabaseError):
        actions.add_article_by_hand(outlet=OutletFactory(), title="A", published_at=NOW, file=scan(), **as_staff)
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.jpg"))


def test_a_full_disk_leaves_no_half_of_a_file(
    as_staff: dict[str, Any], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(storage: FileSystemStorage, name: str, _content: Any) -> str:
        path = Path(storage.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", half)
    with pytest.raises(OSError, match="No space left"):
        actions.add_article_by_hand(outlet=OutletFactory(), title="A", published_at=NOW, file=scan(), **as_staff)
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.jpg"))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": " "}, "title"),
        ({"published_at": NOW + timedelta(minutes=1)}, "published_at"),
        ({"text": ""}, "text"),
        ({"outlet_name": " "}, "outlet"),
    ],
)
def test_an_article_by_hand_needs_its_parts(as_staff: dict[str, Any], values: dict[str, Any], field: str) -> None:
    asked = {"outlet_name": "Harian", "title": "A", "published_at": NOW, "text": "B", **values}
    with pytest.raises(ActionError) as refusal:
        actions.add_article_by_hand(**asked, **as_staff)
    assert refusal.value.field == field


def test_readers_and_strangers_add_no_articles(as_manager: dict[str, Any], as_stranger: dict[str, Any]) -> None:
    ArticleFactory()
    reader = {**as_manager, "by": make_member(as_manager["unit"], Role.COMPLAINT_ADMIN)}
    for person in (reader, as_stranger):
        with pytest.raises(NotAllowed):
            actions.add_article_from_url(url="https://a.example/1", **person)
        with pytest.raises(NotAllowed):
            actions.add_article_by_hand(outlet_name="A", title="A", published_at=NOW, text="B", **person)
    assert Article.objects.count() == 1


def test_an_article_that_leads_nowhere_goes_with_the_outlet_that_came_with_it(as_staff: dict[str, Any]) -> None:
    article, _ = actions.add_article_from_url(url="https://salah-ketik.example/berita/loket", **as_staff)
    articles_ready.send(sender=Article, articles=[article], now=NOW)  # its words are findable
    actions.remove_article(article=article, **as_staff)
    assert not Article.objects.exists()
    assert not Outlet.objects.exists()
    entry = Entry.objects.latest("pk")
    assert (entry.action, entry.target_id, entry.unit_id) == (
        "sources.article_removed",
        str(article.pk),
        as_staff["unit"].pk,
    )
    assert entry.data["outlet_removed"] is True
    actions.remove_article(article=article, **as_staff)  # somebody was quicker: nothing to do
    assert Entry.objects.latest("pk") == entry


def test_an_outlet_that_was_here_before_stays(as_staff: dict[str, Any]) -> None:
    outlet = OutletFactory(domain="serayu.example")
    article, _ = actions.add_article_from_url(url="https://serayu.example/berita/loket", **as_staff)
    actions.remove_article(article=article, **as_staff)
    assert Outlet.objects.get() == outlet


def test_an_outlet_that_has_more_stays(as_staff: dict[str, Any]) -> None:
    article, _ = actions.add_article_from_url(url="https://muara.example/loket", **as_staff)
    ArticleFactory(outlet=article.outlet)
    actions.remove_article(article=article, **as_staff)
    assert Outlet.objects.count() == Article.objects.count() == 1


def test_who_may_take_an_entered_article_back(
    as_staff: dict[str, Any], as_manager: dict[str, Any], as_stranger: dict[str, Any]
) -> None:
    unit = as_staff["unit"]
    colleague = {**as_staff, "by": make_member(unit, Role.PR_OFFICER)}
    article, _ = actions.add_article_from_url(url="https://a.example/1", **as_staff)
    for person in (colleague, as_stranger):
        with pytest.raises(NotAllowed):
            actions.remove_article(article=article, **person)
    actions.remove_article(article=article, **{**as_staff, "by": make_member(unit, Role.PR_COORDINATOR)})
    assert not Article.objects.exists()


def test_what_a_source_brought_or_a_hand_wrote_stays(as_staff: dict[str, Any]) -> None:
    printed = actions.add_article_by_hand(outlet_name="A", title="A", published_at=NOW, text="B", **as_staff)
    brought = ArticleFactory(source=SourceFactory(), entered_by=as_staff["by"])
    for article in (printed, brought):
        with pytest.raises(ActionError):
            actions.remove_article(article=article, **as_staff)
    assert Article.objects.count() == 2


def test_a_manager_below_adds_sources_but_silences_none(as_manager: dict[str, Any]) -> None:
    below = make_unit("Kanwil", parent=as_manager["unit"])
    local = {"unit": below, "by": make_member(below, Role.PR_COORDINATOR), "now": NOW}
    source = SourceFactory()

    actions.add_source(url="https://baru.example/rss", kind="feed", **local)
    for silence in (actions.pause_source, actions.resume_source):
        with pytest.raises(NotAllowed):
            silence(source=source, **local)
    assert Source.objects.get(pk=source.pk).is_active
