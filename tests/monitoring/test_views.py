"""The pages as three people meet them: officer, colleague, stranger."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from urllib.parse import quote

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories.accounts import make_member, make_unit
from tests.factories.monitoring import LEDE, OTHER, MentionFactory, hear, make_article, watch

from kentongan.accounts.choices import Role
from kentongan.accounts.models import Unit, User
from kentongan.monitoring.models import Mention, Story, Tag, Triage, WatchQuery
from kentongan.sources.models import Article
from kentongan.sources.signals import articles_ready

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
HTMX = {"HX-Request": "true"}
CHART = re.compile(r"<figure class=\"chart.*?</figure>|<thead>.*?</thead>", re.DOTALL)  # an axis tells its own hours


@pytest.fixture
def unit() -> Unit:
    return make_unit()


@pytest.fixture
def officer(unit: Unit) -> User:
    return make_member(unit, language="en")


@pytest.fixture
def mentions(unit: Unit, now: datetime) -> list[Mention]:
    watch(unit, "loket")
    body = LEDE + "\n\nLoket itu PENANDA bagi warga."
    return hear(
        make_article("Loket daring terhenti", body),
        make_article("Loket daring mati", body, minutes=3),
        make_article("Loket di stadion", OTHER + " Loket penuh.", minutes=5),
        now=now,
    )


@pytest.fixture
def client_of(client: Client, officer: User) -> Client:
    client.force_login(officer)
    return client


def text(response: object) -> str:
    return response.content.decode()


def addresses(mention: Mention) -> list[str]:
    story = mention.story_id
    return [
        reverse("monitoring:mention", args=[mention.pk]),
        reverse("monitoring:copies", args=[mention.pk]),
        reverse("monitoring:story", args=[story]),
        reverse("monitoring:story_rename", args=[story]),
        reverse("monitoring:story_merge", args=[story]),
        reverse("monitoring:story_split", args=[story]),
        reverse("monitoring:query", args=[WatchQuery.objects.first().pk]),
        reverse("monitoring:query_done", args=[WatchQuery.objects.first().pk]),
    ]


PLAIN = ["stream", "filters", "text", "stories", "queries", "query_new", "list_new"]


@pytest.mark.parametrize("name", PLAIN)
def test_every_page_opens_empty_and_full(name: str, client_of: Client, unit: Unit, now: datetime) -> None:
    assert client_of.get(reverse(f"monitoring:{name}")).status_code == 200
    watch(unit, "loket")
    hear(make_article("Loket daring terhenti"), now=now)
    assert client_of.get(reverse(f"monitoring:{name}")).status_code == 200


def test_a_stranger_meets_nothing_of_another_unit(client: Client, mentions: list[Mention]) -> None:
    stranger = make_member(make_unit("Biro lain"), Role.BUREAU_HEAD)
    client.force_login(stranger)
    for address in addresses(mentions[0]):
        assert client.get(address).status_code == 404, address
        assert client.post(address).status_code in {404, 405}, address
    assert client.post(reverse("monitoring:judge", args=[mentions[0].pk]), {"tone": "positive"}).status_code == 404
    for name in PLAIN:
        assert "PENANDA" not in text(client.get(reverse(f"monitoring:{name}")))
        assert "Loket daring" not in text(client.get(reverse(f"monitoring:{name}")))


def test_nobody_enters_without_signing_in(client: Client, mentions: list[Mention]) -> None:
    for address in [*addresses(mentions[0]), *(reverse(f"monitoring:{name}") for name in PLAIN), reverse("search")]:
        assert client.get(address).status_code == 302, address


def test_a_colleague_sees_the_officers_pages(client: Client, unit: Unit, mentions: list[Mention]) -> None:
    client.force_login(make_member(unit, Role.MEDIA_ANALYST))
    for address in addresses(mentions[0]):
        assert client.get(address).status_code == 200, address


# --- the stream -----------------------------------------------------------------------------------------------------


def test_copies_fold_under_the_first_text(client_of: Client, mentions: list[Mention]) -> None:
    page = client_of.get("/pantau/?period=24h")
    shown = [row.mention.pk for hour in page.context["hours"] for row in hour.rows]
    assert shown == [mentions[2].pk, mentions[0].pk]
    assert [row.copies for hour in page.context["hours"] for row in hour.rows] == [0, 1]
    unfolded = client_of.get("/pantau/?fold=0")
    assert sum(len(hour.rows) for hour in unfolded.context["hours"]) == 3


def test_a_copy_whose_first_text_is_filtered_away_shows_itself(client_of: Client, mentions: list[Mention]) -> None:
    copy = mentions[1]
    page = client_of.get(f"/pantau/?outlet={copy.outlet_id}")
    assert [row.mention.pk for hour in page.context["hours"] for row in hour.rows] == [copy.pk]


@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("?q=stadion", 1), ("?q=loket+BUKAN+stadion", 1), ("?q=loket+-stadion", 1), ("?assigned=none", 2),
        ("?assigned=me", 0), ("?kind=tv", 0),
        ("?relevance=irrelevant", 0), ("?period=look", 2), ("?period=nonsense", 2), ("?tone=nonsense", 2), ("?q=(", 0),
        ("?after=nonsense", 2), ("?below=1", 2), ("?outlet=99999999999999999999", 2), ("?tag=x", 2),
    ],
)  # fmt: skip
def test_filters_live_in_the_address(address: str, count: int, client_of: Client, mentions: list[Mention]) -> None:
    page = client_of.get("/pantau/" + address)
    assert page.status_code == 200
    assert sum(len(hour.rows) for hour in page.context["hours"]) == count


def test_the_heading_counts_what_stands_below_it(client_of: Client, mentions: list[Mention]) -> None:
    for mention, tone in zip(mentions, ("negative", "negative", "positive"), strict=True):
        Mention.objects.filter(pk=mention.pk).update(tone=tone)
    for asked, count, texts in (("", 3, 2), ("tone=negative", 2, 1), ("tone=positive", 1, 1), ("tone=neutral", 0, 0)):
        page = client_of.get(f"/pantau/?period=24h&{asked}")
        assert (page.context["shown"].mentions, page.context["shown"].texts) == (count, texts)
        assert [chip["count"] for chip in page.context["tones"]] == [1, 0, 2]


def test_a_missing_bracket_in_the_search_names_its_column(client_of: Client) -> None:
    assert "Column 7" in text(client_of.get("/pantau/?q=loket+(daring"))


def test_the_stream_goes_on_where_a_page_ended(client_of: Client, unit: Unit, now: datetime) -> None:
    watch(unit, "nomor")
    articles = [
        make_article(f"Nomor {n}", f"Nomor {n} dari {n * 7919} orang antre.", minutes=n // 2) for n in range(60)
    ]
    hear(*articles, now=now)
    first = client_of.get("/pantau/")
    rest = client_of.get("/pantau/" + first.context["more"] + "&rows=1", headers=HTMX)
    shown = [row.mention.pk for page in (first, rest) for hour in page.context["hours"] for row in hour.rows]
    assert len(shown) == len(set(shown)) == 60
    assert rest.context["more"] == ""


def test_lists_cost_the_same_with_one_row_and_with_thirty(client_of: Client, unit: Unit, now: datetime) -> None:
    watch(unit, "nomor")
    counts = {}
    for name, numbers in [("one", range(1)), ("thirty", range(1, 30))]:
        articles = [make_article(f"Nomor {n}", f"Nomor {n} dari {n * 7919} orang antre di {n}.") for n in numbers]
        hear(*articles, now=now)
        for page in ("stream", "stories"):
            client_of.get(reverse(f"monitoring:{page}"))
            with CaptureQueriesContext(
                connection,
            ) as caught:
                client_of.get(reverse(f"monitoring:{page}"))
            counts[page, name] = len(caught)
    assert counts["stream", "one"] == counts["stream", "thirty"]
    assert counts["stories", "one"] == counts["stories", "thirty"]


def test_new_ones_are_told_and_come_only_when_asked_for(
    client_of: Client, mentions: list[Mention], now: datetime
) -> None:
    page = client_of.get("/pantau/")
    newest = page.context["newest"]
    assert client_of.get(f"/pantau/baru/?newest={newest}", headers=HTMX).context["count"] == 0
    hear(make_article("Loket ketiga", "Di tempat lain antrean loket berjalan lancar.", minutes=8), now=now)
    assert "1 new" in text(client_of.get(f"/pantau/baru/?newest={newest}", headers=HTMX))
    rows = text(client_of.get(f"/pantau/?rows=1&arrived={newest}", headers=HTMX))
    assert rows.count("arrived") == 1
    assert client_of.get("/pantau/", {"arrived": "9" * 5000}).status_code == 200
    assert 'hx-swap-oob="true"' in rows


def test_a_bureau_sees_the_units_below_when_it_asks(client_of: Client, unit: Unit, now: datetime) -> None:
    below = make_unit("Kantor Muara Damar", parent=unit)
    watch(below, "loket")
    hear(make_article("Loket daring terhenti"), now=now)
    assert client_of.get("/pantau/").context["hours"] == []
    assert "Kantor Muara Damar" in text(client_of.get("/pantau/?below=1"))


# --- triage ---------------------------------------------------------------------------------------------------------


def test_a_decision_in_the_pane_comes_back_with_its_undo(client_of: Client, mentions: list[Mention]) -> None:
    address = reverse("monitoring:judge", args=[mentions[0].pk])
    answer = client_of.post(address, {"relevance": "irrelevant", "version": "1"}, headers=HTMX)
    undo = Triage.objects.get()
    assert reverse("monitoring:undo", args=[undo.pk]) in text(answer)
    assert "Marked as not ours. Its copy went along." in text(answer)
    client_of.post(reverse("monitoring:undo", args=[undo.pk]))
    mentions[0].refresh_from_db()
    assert mentions[0].relevance == "new"


def test_who_comes_second_is_told_and_sees_what_stands(client_of: Client, unit: Unit, mentions: list[Mention]) -> None:
    other = Client()
    other.force_login(make_member(unit))
    address = reverse("monitoring:judge", args=[mentions[0].pk])
    other.post(address, {"relevance": "irrelevant", "version": "1"})
    answer = text(client_of.post(address, {"relevance": "relevant", "version": "1"}, headers=HTMX))
    assert "Somebody changed this in the meantime" in answer
    assert '<div class="toast wash" data-toast><svg class="icon" aria-hidden="true"><use href="#i-alert"/>' in answer
    mentions[0].refresh_from_db()
    assert (mentions[0].relevance, mentions[0].version) == ("irrelevant", 2)


def test_note_tags_and_person(client_of: Client, officer: User, mentions: list[Mention]) -> None:
    address = reverse("monitoring:judge", args=[mentions[0].pk])
    client_of.post(address, {"version": "1", "note": "Tanya Balai", "tags": "loket, daring", "assign_to": officer.pk})
    mention = Mention.objects.get(pk=mentions[0].pk)
    assert (mention.note, mention.assigned_to) == ("Tanya Balai", officer)
    assert sorted(mention.tags.values_list("name", flat=True)) == ["daring", "loket"]
    client_of.post(address, {"version": "2", "note": "", "tags": "daring", "assign_to": ""})
    mention.refresh_from_db()
    assert (mention.note, mention.assigned_to, mention.tags.get().name) == ("", None, "daring")
    assert Tag.objects.count() == 2


def test_many_at_once_and_back(client_of: Client, mentions: list[Mention]) -> None:
    picks = [f"{row.pk}:{row.version}" for row in mentions]
    page = client_of.post("/pantau/sekaligus/", {"pick": picks, "relevance": "relevant"}, follow=True)
    assert "3 mentions changed." in text(page)
    assert Mention.objects.filter(relevance="relevant").count() == 3
    client_of.post(reverse("monitoring:undo", args=[Triage.objects.get().pk]))
    assert Mention.objects.filter(relevance="new").count() == 3


@pytest.mark.parametrize(
    "data", [{}, {"pick": ["x", ":", "9:9:9", "99999999999999999999:1"]}, {"pick": ["1"], "tone": "x"}]
)
def test_nonsense_in_a_bulk_changes_nothing(
    data: dict[str, object], client_of: Client, mentions: list[Mention]
) -> None:
    assert client_of.post("/pantau/sekaligus/", data).status_code == 302
    assert Mention.objects.filter(version=1).count() == 3


def test_another_persons_doing_is_not_undone(
    client: Client, client_of: Client, unit: Unit, mentions: list[Mention]
) -> None:
    client_of.post(reverse("monitoring:judge", args=[mentions[0].pk]), {"relevance": "relevant", "version": "1"})
    other = Client()
    other.force_login(make_member(unit))
    assert other.post(reverse("monitoring:undo", args=[Triage.objects.get().pk])).status_code == 404


# --- taking along ---------------------------------------------------------------------------------------------------


def test_the_workbook_holds_the_present_filter(client_of: Client, mentions: list[Mention]) -> None:
    answer = client_of.get("/pantau/unduh.xlsx?q=stadion")
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [row[2] for row in rows if row[2]] == ["Loket di stadion"]


def test_the_text_for_whatsapp_reads_without_any_symbol(client_of: Client, mentions: list[Mention]) -> None:
    words = client_of.get("/pantau/teks/").context["text"]
    assert words.startswith("*Biro Humas*: 24 hours, ")
    assert "Loket di stadion" in words
    assert "1 copy" in words


# --- stories --------------------------------------------------------------------------------------------------------


def test_a_story_tells_who_came_first_and_who_copied(client_of: Client, mentions: list[Mention]) -> None:
    page = client_of.get(reverse("monitoring:story", args=[mentions[0].story_id]))
    shown = page.context["page"]
    assert [row.outlet.pk for row in shown.appeared] == [mentions[0].outlet_id, mentions[1].outlet_id]
    assert shown.appeared[1].similarity == pytest.approx(1.0)
    assert [(source.mention.pk, source.copies) for source in shown.sources] == [(mentions[0].pk, 1)]
    assert "*Loket daring terhenti*" in page.context["text"]
    assert page.context["curve"] is None  # two texts make no course
    assert page.context["came"] in page.content.decode()


def test_a_story_says_what_it_is_about_and_each_phrase_is_searched_for(
    client_of: Client, mentions: list[Mention]
) -> None:
    page = client_of.get(reverse("monitoring:story", args=[mentions[0].story_id]))
    phrases = page.context["page"].phrases
    (phrase,) = [phrase for phrase in phrases if phrase.startswith("Tanjung Arang")]
    assert f'href="/cari/?q=%22{quote(phrase)}%22"' in page.content.decode()
    found = client_of.get("/cari/", {"q": f'"{phrase}"'})
    assert mentions[0].article.title in found.content.decode()


def test_stories_are_renamed_split_and_merged_from_their_page(client_of: Client, mentions: list[Mention]) -> None:
    story = mentions[0].story_id
    client_of.post(reverse("monitoring:story_rename", args=[story]), {"title": "Gangguan loket"})
    assert Story.objects.get(pk=story).title == "Gangguan loket"
    client_of.post(reverse("monitoring:story_split", args=[story]), {"articles": [mentions[1].article_id]})
    new = Mention.objects.get(pk=mentions[1].pk).story_id
    assert new != story
    client_of.post(reverse("monitoring:story_merge", args=[new]), {"into": story})
    assert Mention.objects.get(pk=mentions[1].pk).story_id == story
    assert client_of.get(reverse("monitoring:story", args=[new])).url == reverse("monitoring:story", args=[story])


# --- watch queries --------------------------------------------------------------------------------------------------


def arrive(*articles: Article, now: datetime) -> None:
    articles_ready.send(sender=Article, articles=list(articles), now=now)


def test_an_empty_archive_is_no_fault_of_the_query(client_of: Client) -> None:
    answer = text(client_of.post("/pengaturan/kueri/coba/", {"text": "loket"}, headers=HTMX))
    assert "Nothing has been read in these days yet" in answer
    assert "Fewer words" not in answer


def test_a_query_is_tried_out_while_it_is_written(client_of: Client, now: datetime) -> None:
    arrive(make_article("Loket daring terhenti"), make_article("Final bola", OTHER, minutes=2), now=now)
    answer = client_of.post("/pengaturan/kueri/coba/", {"text": "loket NEAR/1 daring"}, headers=HTMX)
    assert answer.context["tried"].count == 1
    assert "<mark>Loket</mark>" in text(answer)
    assert client_of.post("/pengaturan/kueri/coba/", {"text": "lok* BUKAN bola"}).context["tried"].count == 1
    assert "Column 1" in text(client_of.post("/pengaturan/kueri/coba/", {"text": "(loket"}))
    assert client_of.post("/pengaturan/kueri/coba/", {"text": " "}).context["tried"] is None


def test_a_query_too_long_to_keep_is_not_tried_out_in_part(client_of: Client) -> None:
    long = "loket OR " * 2_300 + "loket"
    tried = client_of.post("/pengaturan/kueri/coba/", {"text": long})
    kept = client_of.post("/pengaturan/kueri/baru/", {"name": "Panjang", "text": long})
    assert tried.context["tried"] is None
    assert "20705" in str(tried.context["problem"])
    assert "20705" in str(kept.context["form"].errors["text"])


def test_a_try_out_says_how_far_it_looked(client_of: Client, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kentongan.monitoring.queries.tryout.READ", 2)
    arrive(*[make_article(f"Loket {n}", minutes=n) for n in range(4)], now=now)
    answer = client_of.post("/pengaturan/kueri/coba/", {"text": "loket"})
    assert (answer.context["tried"].is_whole, answer.context["tried"].count) == (False, 2)
    assert "only the newest 2 were looked at" in text(answer)


def test_a_query_is_written_changed_rested_and_deleted(client_of: Client, unit: Unit) -> None:
    page = client_of.post("/pengaturan/kueri/baru/", {"name": "Loket", "text": "loket"}, follow=True)
    query = WatchQuery.objects.get()
    assert page.redirect_chain[-1][0] == reverse("monitoring:query_done", args=[query.pk])
    again = client_of.post("/pengaturan/kueri/baru/", {"name": "loket", "text": "x y"})
    assert "name already" in text(again)
    wrong = client_of.post(reverse("monitoring:query", args=[query.pk]), {"name": "Loket", "text": 'loket "daring'})
    assert "Column 7" in text(wrong)
    client_of.post(reverse("monitoring:query_rest", args=[query.pk]))
    assert not WatchQuery.objects.get().is_active
    client_of.post(reverse("monitoring:query_delete", args=[query.pk]))
    assert not WatchQuery.objects.exists()


def test_who_may_not_watch_is_told_so(client: Client, unit: Unit) -> None:
    client.force_login(make_member(unit, Role.INTERN))
    assert client.get("/pengaturan/kueri/baru/").status_code == 403
    assert client.post("/pengaturan/kueri/baru/", {"name": "x", "text": "y"}).status_code == 403
    assert not WatchQuery.objects.exists()


# --- the archive ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "titles"),
    [
        ("?q=gangguannya", ["Gangguan loket"]),
        ('?q="loket+daring"', ["Loket daring terhenti"]),
        ("?q=loket", ["Gangguan loket", "Loket daring terhenti"]),
        ("?q=loket&until=2026-11-23", []),
        ("?q=loket&since=2026-11-24", ["Gangguan loket", "Loket daring terhenti"]),
        ("?q=loket&order=fit", ["Gangguan loket", "Loket daring terhenti"]),
        ("?q=title:gangguan", ["Gangguan loket"]),
        ("?q=loket+BUKAN+daring", ["Gangguan loket"]),
        ("?q=loket+-daring", ["Gangguan loket"]),
        ('?q=loket+-"loket+daring"', ["Gangguan loket"]),
        ("?q=gang*", ["Gangguan loket"]),
        ("?q=bola", []),
    ],
)
def test_the_archive_finds_words_in_all_their_forms(
    address: str, titles: list[str], client_of: Client, now: datetime
) -> None:
    arrive(
        make_article("Loket daring terhenti", "Warga antre sejak pagi."),
        make_article("Gangguan loket", "Petugas mencatat antrean.", minutes=5),
        now=now,
    )
    answer = client_of.get("/cari/" + address).context["answer"]
    found = [row.article.title for row in answer.rows]
    assert (sorted(found) if "fit" in address else found) == titles


def test_tone_is_told_only_of_own_mentions(client: Client, mentions: list[Mention], now: datetime) -> None:
    arrive(*[row.article for row in mentions], now=now)
    stranger = make_member(make_unit("Biro lain"))
    client.force_login(stranger)
    rows = client.get("/cari/?q=loket").context["answer"].rows
    assert len(rows) == 3
    assert [row.mention for row in rows] == [None, None, None]
    tone = mentions[0].tone
    assert client.get(f"/cari/?q=loket&tone={tone}").context["answer"].rows == []


def test_a_wrong_search_names_the_column(client_of: Client) -> None:
    assert "Column 7" in text(client_of.get("/cari/?q=loket+(daring"))


@pytest.mark.parametrize(
    "address", ["?q=x&until=9999-12-31", "?since=0001-01-01", "?q=x&after=-1", "?q=x&after=" + "9" * 30]
)
def test_nonsense_in_a_search_is_answered(address: str, client_of: Client) -> None:
    assert client_of.get("/cari/" + address).status_code == 200


def test_the_archive_goes_on_where_a_page_ended(client_of: Client, now: datetime) -> None:
    arrive(*[make_article(f"Loket {n}", minutes=n) for n in range(45)], now=now + timedelta(hours=1))
    first = client_of.get("/cari/?q=loket")
    rest = client_of.get("/cari/" + first.context["more"], headers=HTMX)
    shown = [row.article.pk for page in (first, rest) for row in page.context["answer"].rows]
    assert len(shown) == len(set(shown)) == 45


def test_many_units_over_weeks_count_their_texts_after_the_page(
    client_of: Client, unit: Unit, mentions: list[Mention]
) -> None:
    page = text(client_of.get("/pantau/?below=1&period=30d"))
    assert 'hx-get="/pantau/naskah/?below=1&amp;period=30d"' in page
    assert "folded into" not in page
    assert "folded into 2 texts" in text(client_of.get("/pantau/naskah/?below=1&period=30d", headers=HTMX))
    assert "folded into 2 texts" in text(client_of.get("/pantau/?below=1"))


def test_any_story_one_sees_can_be_looked_for_and_merged(
    client_of: Client, mentions: list[Mention], unit: Unit, now: datetime
) -> None:
    story = mentions[0].story
    old = Story.objects.create(
        institution=unit.institution, title="Antrean loket 2019", first_at=now, last_at=now, created_at=now
    )
    MentionFactory(unit=unit, story=old, published_at=now - timedelta(days=700))
    ended, unseen, foreign = (
        Story.objects.create(institution=where, title="Antrean loket 2019", first_at=now, last_at=now, created_at=now)
        for where in (unit.institution, unit.institution, make_unit().institution)
    )
    Story.objects.filter(pk=ended.pk).update(merged_into=old)
    MentionFactory(unit=make_unit(institution=foreign.institution), story=foreign)
    MentionFactory(unit=make_unit("Biro tetangga", institution=unit.institution), story=unseen)
    merge = reverse("monitoring:story_merge", args=[story.pk])
    assert f'value="{old.pk}"' not in text(client_of.get(merge))
    for answer in (client_of.get(merge, {"q": "2019 LOKET"}), client_of.get(merge, {"q": "2019 LOKET"}, headers=HTMX)):
        shown = text(answer)
        assert f'value="{old.pk}"' in shown
        for other in (ended, unseen, foreign, story):
            assert f'value="{other.pk}"' not in shown
    assert "<html" not in shown
    assert "No story of that name" in text(client_of.get(merge, {"q": "tiada \x00 %_"}, headers=HTMX))
    for other in (unseen, foreign):
        client_of.post(merge, {"into": other.pk})
        assert Story.objects.get(pk=story.pk).merged_into is None
    assert client_of.post(merge, {"into": old.pk}).url == reverse("monitoring:story", args=[old.pk])


def test_the_pane_says_which_of_how_many_is_read(client_of: Client, unit: Unit, now: datetime) -> None:
    address = reverse("monitoring:stream")
    assert "place" not in client_of.get(address).context
    watch(unit, "loket")
    hear(
        make_article("Loket satu", LEDE),
        make_article("Loket dua", LEDE, minutes=2),
        make_article("Loket tiga", OTHER + " Loket.", minutes=4),
        now=now,
    )
    page = client_of.get(address)
    rows = sum(len(hour.rows) for hour in page.context["hours"])
    assert (page.context["place"], page.context["total"], rows) == ("1 of 2", 2, 2)
    assert 'data-place-words="{n} of {total}"' in text(page)
    unfolded = client_of.get(address, {"fold": "0"})
    assert unfolded.context["total"] == 3


def test_the_first_query_is_a_step_of_the_welcome(client: Client, unit: Unit) -> None:
    address = reverse("monitoring:welcome")
    client.force_login(make_member(unit, Role.BUREAU_HEAD))
    assert client.get(reverse("accounts:welcome")).url == reverse("sources:welcome")
    shown = text(client.get(address))
    assert "welcome-steps" in shown
    assert shown.count('aria-current="step"') == 1
    assert "htmx-2.min.js" in shown  # the try-out while typing
    wrong = text(client.post(address, {"name": "Loket", "text": "loket AND ("}))
    assert "welcome-steps" in wrong
    assert not WatchQuery.objects.exists()
    answer = client.post(address, {"name": "Loket", "text": "loket"})
    assert answer.url == reverse("monitoring:query_done", args=[WatchQuery.objects.get().pk])
    client.force_login(make_member(unit, Role.COMPLAINT_ADMIN))
    assert client.get(address).status_code == 403


def test_a_text_without_a_time_shows_its_day_alone(client_of: Client, unit: Unit, now: datetime) -> None:
    watch(unit, "loket")
    midnight = datetime(2026, 11, 23, 17, tzinfo=UTC)  # the first minute of 24 November in WIB
    page, copy = (make_article(f"Loket di koran {n}", place="hlm. 3", published_on=date(2026, 11, 24)) for n in (1, 2))
    Article.objects.filter(pk__in=[page.pk, copy.pk]).update(published_at=midnight)
    first, _second = hear(*Article.objects.order_by("pk"), now=now)
    addresses = [
        reverse("monitoring:stream"),
        reverse("monitoring:text"),
        reverse("monitoring:mention", args=[first.pk]),
        reverse("monitoring:copies", args=[first.pk]),
        reverse("monitoring:stories"),
        reverse("monitoring:story", args=[first.story_id]),
        reverse("monitoring:story_split", args=[first.story_id]),
        reverse("search") + "?q=loket",
    ]
    for address in addresses:
        shown = text(client_of.get(address))
        assert " di koran" in shown
        assert "24\xa0Nov" in shown
        assert "00:00" not in CHART.sub("", shown), address
    book = openpyxl.load_workbook(BytesIO(client_of.get(reverse("monitoring:workbook")).content))
    cell = book.worksheets[0]["A2"]
    assert (cell.value.date(), cell.number_format) == (date(2026, 11, 24), "yyyy-mm-dd")
