from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.accounts import make_member, make_unit
from tests.factories.reports import make_morning

from kentongan.reports.actions import prepare_brief
from kentongan.reports.queries import briefs_of, take_clips, take_figures, take_stories

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


def test_a_stranger_sees_no_brief(now: datetime) -> None:
    unit = make_unit()
    brief = prepare_brief(unit=unit, day=now.date(), now=now)

    assert list(briefs_of(make_member(unit), unit)) == [brief]
    assert list(briefs_of(make_member(make_unit("Instansi lain")), unit)) == []
