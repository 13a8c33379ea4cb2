from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.factories.accounts import make_member, make_unit

from kentongan.accounts.choices import Role
from kentongan.audit import queries
from kentongan.audit.actions import record

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def small_spans(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "_SPANS", (3, 5))
    monkeypatch.setattr(queries, "_SLACK", 2)


@pytest.mark.usefixtures("small_spans")
def test_entries_come_newest_first_whatever_spans_they_are_read_in() -> None:
    unit, elsewhere = make_unit(), make_unit()
    head = make_member(unit, Role.BUREAU_HEAD)
    mine = [
        record(action="a.even" if n % 2 == 0 else "a.odd", by=None, now=START + timedelta(hours=n), unit_id=unit.pk).pk
        for n in range(30)
        if record(action="a.odd", by=None, now=START + timedelta(hours=n), unit_id=elsewhere.pk)
    ]
    mine.reverse()

    def ids(**asked: object) -> list[int]:
        return [entry.pk for entry in queries.entries(head, **{"limit": 100, **asked})]

    assert ids() == mine
    assert ids(limit=7) == mine[:7]
    assert ids(before=mine[6], limit=7) == mine[7:14]
    assert ids(action="a.even") == mine[1::2]
    assert ids(action="a.nothing") == []
    day = START + timedelta(hours=10)
    assert ids(since=day, until=day + timedelta(hours=4)) == mine[16:20]
    assert ids(since=day + timedelta(days=9)) == []
    assert ids(until=START) == []
