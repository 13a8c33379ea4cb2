"""What the office sees of its newsroom counts its own units, thirty days, and each follower once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests.factories.accounts import make_unit
from tests.factories.publishing import make_publication

from kentongan.newsroom.models import AgendaItem, Follower, ViewCount
from kentongan.newsroom.queries.desk import DAYS, desk_of

pytestmark = pytest.mark.django_db


def test_readers_of_thirty_days_followers_once_agenda_to_come(at_now: datetime) -> None:
    publication = make_publication(at_now - timedelta(days=40))
    unit, today = publication.unit, at_now.date()
    for days, views in ((0, 5), (DAYS - 1, 2), (DAYS, 100)):
        ViewCount.objects.create(publication=publication, day=today - timedelta(days=days), views=views)
    for number, confirmed in enumerate((at_now, at_now, None)):
        Follower.objects.create(
            institution=unit.institution, unit=unit if number else None,
            email="a@b.example" if number < 2 else "c@d.example",
            token_hash=str(number), asked_at=at_now, confirmed_at=confirmed,
        )  # fmt: skip
    for days in (-3, 2):
        at = at_now + timedelta(days=days)
        AgendaItem.objects.create(unit=unit, title=str(days), starts_at=at, publish_at=at_now, changed_at=at_now)

    desk = desk_of(unit, at_now, today)

    assert (desk.views, desk.followers) == (7, 1)
    assert [row.pk for row in desk.read] == [publication.pk]
    assert [item.title for item in desk.agenda] == ["2"]


def test_another_unit_sees_none_of_it(at_now: datetime) -> None:
    publication = make_publication(at_now)
    ViewCount.objects.create(publication=publication, day=at_now.date(), views=5)

    desk = desk_of(make_unit("Unit lain"), at_now, at_now.date())

    assert (desk.views, desk.followers, desk.read, desk.agenda, desk.contacts) == (0, 0, (), (), ())
