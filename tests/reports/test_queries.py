from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.accounts import make_member, make_unit
from tests.factories.monitoring import MentionFactory
from tests.factories.reports import make_morning

from kentongan.accounts.models import User
from kentongan.monitoring.actions import Change, merge_stories, split_story, triage
from kentongan.monitoring.models import Mention, StoryMember
from kentongan.reports.actions import prepare_brief
from kentongan.reports.queries import briefs_of, is_outdated, take_clips, take_figures, take_stories

pytestmark = pytest.mark.django_db


def test_figures_cost_the_same_with_one_and_with_thirty_mentions(now: datetime) -> None:
    small, large = make_unit("Kecil"), make_unit("Besar")
    make_morning(small, now=now, count=1)
    make_morning(large, now=now, count=30)

    def cost(unit: object) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            take_figures(unit, now - timedelta(days=1), now)
            take_stories(unit, now - timedelta(days=1), now)
            take_clips(unit, now - timedelta(days=1), now)
        return len(queries)

    assert cost(small) == cost(large)


def test_the_period_before_has_the_same_length(now: datetime) -> None:
    unit = make_unit()
    make_morning(unit, now=now)
    make_morning(unit, now=now - timedelta(days=1), count=3, title="Kemarin")

    figures = take_figures(unit, now - timedelta(days=1), now)

    assert (figures["mentions"], figures["before"]["mentions"]) == (4, 3)


def test_a_copy_whose_first_text_lies_outside_stands_for_itself(now: datetime) -> None:
    unit = make_unit()
    mentions = make_morning(unit, now=now, count=2)

    clips = take_clips(unit, mentions[1].published_at, now)

    assert [figures["title"] for _mention, figures in clips] == [mentions[1].article.title]


def test_copies_whose_first_text_lies_outside_are_one_clipping(now: datetime) -> None:
    unit = make_unit()
    first = MentionFactory(unit=unit, published_at=now - timedelta(hours=30))
    ages = (3, 2, 1)
    copies = [
        MentionFactory(unit=unit, published_at=now - timedelta(hours=age), original=first.article) for age in ages
    ]
    since = now - timedelta(hours=24)
    ((mention, figures),) = take_clips(unit, since, now)
    assert (mention, len(figures["copies"])) == (copies[0], 2)
    assert take_figures(unit, since, now)["texts"] == 1


def test_before_anybody_listened_nothing_is_compared(now: datetime) -> None:
    unit = make_unit()
    MentionFactory(unit=unit, published_at=now - timedelta(hours=30), seen_at=now)
    since = now - timedelta(hours=24)
    assert not take_figures(unit, since, now)["is_comparable"]
    MentionFactory(unit=unit, published_at=now - timedelta(hours=31), seen_at=since - timedelta(hours=1))
    assert take_figures(unit, since, now)["is_comparable"]


def test_a_stranger_sees_no_brief(now: datetime) -> None:
    unit = make_unit()
    brief = prepare_brief(unit=unit, day=now.date(), now=now)

    assert list(briefs_of(make_member(unit), unit)) == [brief]
    assert list(briefs_of(make_member(make_unit("Instansi lain")), unit)) == []


def split(mentions: list[Mention], by: User, now: datetime) -> None:
    unit, story = mentions[0].unit, mentions[0].story
    split_story(story=story, articles=[mentions[-1].article_id], unit=unit, by=by, now=now)


def merge(mentions: list[Mention], by: User, now: datetime) -> None:
    other = make_morning(mentions[0].unit, now=now - timedelta(days=3), count=1, title="Lama")[0].story
    merge_stories(ended=mentions[0].story, lives_on=other, unit=mentions[0].unit, by=by, now=now)


def decide(**change: str) -> Callable[[list[Mention], User, datetime], None]:
    def judge(mentions: list[Mention], by: User, now: datetime) -> None:
        triage(picks={mentions[0].pk: None}, change=Change(**change), by=by, now=now)

    return judge


def swap(mentions: list[Mention], by: User, now: datetime) -> None:
    for mention, tone in ((mentions[0], "neutral"), (mentions[2], "negative")):
        Mention.objects.filter(pk=mention.pk).update(tone=tone)


@pytest.mark.parametrize("change", [split, merge, decide(relevance="irrelevant"), decide(tone="positive"), swap])
def test_what_people_decide_later_makes_a_draft_outdated(
    now: datetime, change: Callable[[list[Mention], User, datetime], None]
) -> None:
    unit = make_unit()
    by = make_member(unit)
    mentions = make_morning(unit, now=now)
    for mention in mentions:
        StoryMember.objects.create(
            institution=unit.institution, story=mention.story, article=mention.article, placed_at=now,
            published_at=mention.published_at,
        )  # fmt: skip
    brief = prepare_brief(unit=unit, day=now.date(), now=now)
    assert not is_outdated(brief)
    change(mentions, by, now)
    assert is_outdated(brief)
    assert not is_outdated(prepare_brief(unit=unit, day=now.date(), now=now, by=by))


def test_what_changes_no_figure_does_not_and_neither_does_what_came_in_since(now: datetime) -> None:
    unit = make_unit()
    by = make_member(unit)
    mentions = make_morning(unit, now=now)
    brief = prepare_brief(unit=unit, day=now.date(), now=now)
    triage(picks={mentions[0].pk: None}, change=Change(relevance="relevant", note="Baca"), by=by, now=now)
    late = make_morning(unit, now=now, title="Terlambat terbaca")
    Mention.objects.filter(pk__in=[row.pk for row in late]).update(seen_at=now + timedelta(minutes=5))
    make_morning(make_unit("Instansi lain"), now=now)
    assert not is_outdated(brief)
