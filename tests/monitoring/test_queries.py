"""Figures for the pages and the brief."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string
from tests.factories.accounts import make_member, make_unit
from tests.factories.monitoring import MentionFactory, make_article, watch

from kentongan.accounts.models import Unit
from kentongan.common import search
from kentongan.monitoring.actions import Change, triage
from kentongan.monitoring.exports import mentions_text
from kentongan.monitoring.models import Mention, Story
from kentongan.monitoring.queries import (
    Place,
    StreamScope,
    Totals,
    Wanted,
    archive,
    copies_of,
    gema,
    mentions_in,
    moving_stories,
    passage_of,
    search_archive,
    story_page,
    stream_page,
    totals,
    trees_of,
    waiting,
)
from kentongan.monitoring.queries.stream import Piece
from kentongan.monitoring.rules import parse_search

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    return make_unit()


def mention(unit: Unit, at: datetime, tone: str = "neutral", **fields: object) -> Mention:
    article = make_article("Loket daring terhenti")
    article.published_at = at
    article.save()
    return MentionFactory(unit=unit, article=article, tone=tone, **fields)


def test_totals_count_copies_once_and_leave_out_what_is_not_ours(unit: Unit, now: datetime) -> None:
    first = mention(unit, now - timedelta(hours=3), "negative")
    mention(unit, now - timedelta(hours=2), "negative", original=first.article)
    mention(unit, now - timedelta(hours=1), "positive", relevance="irrelevant")
    mention(unit, now - timedelta(hours=30), "positive")
    mention(make_unit("Biro lain"), now - timedelta(hours=2), "positive")
    found = totals(unit, now - timedelta(hours=24), now)
    assert (found.mentions, found.texts, found.positive, found.neutral, found.negative, found.outlets) == (
        2, 1, 0, 0, 2, 2,
    )  # fmt: skip


def test_totals_of_a_silent_day_are_zero(unit: Unit, now: datetime) -> None:
    found = totals(unit, now - timedelta(hours=24), now)
    assert (found.mentions, found.texts, found.outlets) == (0, 0, 0)


def test_a_storys_page_counts_as_lists_do(unit: Unit, now: datetime) -> None:
    made = {"created_at": now, "last_at": now, "institution": unit.institution}
    story = Story.objects.create(title="loket", first_at=now - timedelta(hours=3), **made)
    first = mention(unit, now - timedelta(hours=3), "negative", story=story)
    mention(unit, now - timedelta(hours=2), "negative", story=story, original=first.article)
    mention(unit, now - timedelta(hours=1), "positive", story=story)
    mention(unit, now - timedelta(minutes=30), "positive", story=story, relevance="irrelevant")
    mention(make_unit("Biro lain"), now - timedelta(hours=2), "positive", story=story)
    for look in (None, now - timedelta(hours=2), now - timedelta(hours=5)):
        page = story_page(story, unit, look=look)
        assert page is not None
        (row,) = moving_stories(unit, now - timedelta(hours=3), now, look=look, limit=1)
        assert page.row == replace(row, spark=())
        assert (page.row.count, page.row.texts, page.row.outlets, page.row.negative) == (3, 2, 3, 2)


def test_rows_of_the_stream_hold_all_they_show(unit: Unit, now: datetime, django_assert_num_queries: Any) -> None:
    mention(unit, now - timedelta(hours=1), "negative")
    mention(unit, now - timedelta(hours=2), "positive")
    scopes = [
        StreamScope(Mention.objects.filter(unit=unit)),
        StreamScope(Mention.objects.filter(unit=unit), Unit.objects.within([unit.path])),
    ]
    for scope in scopes:
        page = stream_page(scope)
        with django_assert_num_queries(0):
            pages = [render_to_string("monitoring/_row.html", {"row": row}) for row in page.rows]
            assert "Loket daring terhenti" in mentions_text(page.rows, Totals(), unit=unit, period="", now=now)
        assert [f'data-key="{row.mention.pk}"' in shown for row, shown in zip(page.rows, pages, strict=True)] == [
            True,
            True,
        ]


def test_copies_whose_first_text_is_filtered_away_fold_under_the_first_of_them(unit: Unit, now: datetime) -> None:
    first = mention(unit, now - timedelta(hours=5), "neutral")
    hours = {4: "negative", 3: "negative", 2: "negative", 1: "neutral"}
    copies = [mention(unit, now - timedelta(hours=hour), tone, original=first.article) for hour, tone in hours.items()]
    negative = Mention.objects.filter(unit=unit, tone="negative")
    for scope in (StreamScope(negative), StreamScope(negative, Unit.objects.within([unit.path]))):
        (row,) = stream_page(scope).rows
        assert (row.mention, row.copies) == (copies[0], 3)
    assert {copy.mention for copy in copies_of(copies[0]).shown} == set(copies[1:])
    (row,) = stream_page(StreamScope(Mention.objects.filter(unit=unit))).rows
    assert (row.mention, row.copies) == (first, 4)


def test_a_search_by_tone_reaches_past_the_newest_matches(
    unit: Unit, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "_READ", 20)  # the newest two are read first
    mentions = [mention(unit, now - timedelta(hours=hour), "positive") for hour in (1, 2, 3)]
    wanted = [mention(unit, now - timedelta(hours=hour), "negative") for hour in (4, 5, 6)]
    rows = [*mentions, *wanted]
    search.add(search.Entry(row.article_id, row.published_at, "loket", "", row.outlet_id) for row in rows)
    answer = search_archive(Wanted(parse_search("loket"), tone="negative"), unit=unit)
    assert [found.article.pk for found in answer.rows] == [row.article_id for row in wanted]
    assert not answer.cut
    page = search_archive(Wanted(parse_search("loket"), tone="negative"), unit=unit, limit=2)
    assert [found.article.pk for found in page.rows] == [row.article_id for row in wanted[:2]]
    assert page.after is not None


def test_the_chart_puts_every_mention_into_its_slit(unit: Unit, now: datetime) -> None:
    since = now - timedelta(hours=24)
    mention(unit, since, "positive")
    mention(unit, since + timedelta(minutes=14, seconds=59), "negative")
    mention(unit, since + timedelta(minutes=15), "neutral")
    mention(unit, now - timedelta(microseconds=1), "negative")
    mention(unit, now, "negative")
    slits = gema(unit, since, now)
    assert len(slits) == 96
    assert [slit.total for slit in slits[:2]] == [2, 1]
    assert (slits[0].positive, slits[0].negative, slits[1].neutral) == (1, 1, 1)
    assert slits[95].negative == 1
    assert sum(slit.total for slit in slits) == 4
    assert slits[1].start == since + timedelta(minutes=15)


def test_units_below_count_only_when_asked_for(unit: Unit, now: datetime) -> None:
    mention(make_unit("Kantor", parent=unit), now - timedelta(hours=1))
    since = now - timedelta(hours=24)
    assert mentions_in(unit, since, now).count() == 0
    assert mentions_in(unit, since, now, below=True).count() == 1


def test_stories_that_moved_since_the_look_come_first(unit: Unit, now: datetime) -> None:
    made = {"created_at": now, "first_at": now - timedelta(hours=20), "last_at": now, "institution": unit.institution}
    large, moving, fresh = (Story.objects.create(title=title, **made) for title in ("besar", "bergerak", "baru"))
    Story.objects.filter(pk=fresh.pk).update(first_at=now - timedelta(hours=1))
    look = now - timedelta(hours=5)
    for hour in range(6, 12):
        mention(unit, now - timedelta(hours=hour), "neutral", story=large)
    for hour in (1, 2, 10):
        mention(unit, now - timedelta(hours=hour), "negative", story=moving)
    mention(unit, now - timedelta(hours=1), "positive", story=fresh)
    rows = moving_stories(unit, now - timedelta(hours=24), now, look=look, limit=5)
    assert [(row.story.title, row.count, row.change, row.is_new, row.tone) for row in rows] == [
        ("bergerak", 3, 2, False, "negative"),
        ("baru", 1, 1, True, "positive"),
        ("besar", 6, 0, False, "neutral"),
    ]
    assert sum(rows[0].spark) == 3
    assert len(rows[0].spark) == 18
    assert moving_stories(unit, now - timedelta(hours=24), now, look=look, limit=1) == rows[:1]


def test_a_tone_given_by_a_person_counts_at_once(unit: Unit, now: datetime) -> None:
    row = mention(unit, now - timedelta(hours=1), "negative")
    triage(picks={row.pk: 1}, change=Change(tone="positive"), by=make_member(unit), now=now)
    found = totals(unit, now - timedelta(hours=24), now)
    assert (found.positive, found.negative) == (1, 0)


@pytest.mark.parametrize("text", ["", "x", "~", "2026-11-24T06:00:00~5", "0001-01-01T00:00:00+07:00~5", "9" * 400])
def test_a_place_that_is_none_is_none(text: str) -> None:
    assert Place.read(text) is None


def test_a_place_comes_back_from_its_address(now: datetime) -> None:
    assert Place.read(str(Place(now, 7))) == Place(now, 7)


def test_the_passage_begins_with_the_sentence_of_the_first_hit(unit: Unit) -> None:
    body = "Pembuka yang panjang. Kalimat kedua. Lalu loket daring mati, kata warga. " + "Penutup. " * 90
    found = passage_of(make_article("Gangguan loket daring", body), trees_of([watch(unit, '"loket daring"')]))
    assert found.title == [Piece("Gangguan "), Piece("loket daring", marked=True)]
    assert found.body[:2] == [Piece("Lalu "), Piece("loket daring", marked=True)]
    assert found.is_cut


def test_a_text_without_a_hit_is_shown_from_its_beginning(unit: Unit) -> None:
    found = passage_of(make_article("Gangguan", "Kalimat tunggal."), trees_of([watch(unit, "loket")]))
    assert found.body == [Piece("Kalimat tunggal.")]
    assert not found.is_cut


def test_an_empty_queue_is_told_as_empty() -> None:
    state = waiting()
    assert (state.count, state.oldest, state.aside) == (0, None, 0)
