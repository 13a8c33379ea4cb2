from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from kentongan.channels.email.models import OutgoingMail
from kentongan.common.claims import claim

LEASE = timedelta(minutes=5)


def put(count: int, now: datetime) -> list[int]:
    rows = [
        OutgoingMail(key=f"k{n}", to="a@b.example", subject="s", text="t", created_at=now, next_try_at=now)
        for n in range(count)
    ]
    return [row.pk for row in OutgoingMail.objects.bulk_create(rows)]


@pytest.mark.django_db
def test_rows_come_in_order_and_bear_the_lease(now: datetime) -> None:
    numbers = put(5, now)
    rows = claim(OutgoingMail.objects.order_by("pk"), now=now, lease=LEASE, limit=3, tries=7)

    assert [row.pk for row in rows] == numbers[:3]
    assert {(row.leased_until, row.tries) for row in rows} == {(now + LEASE, 7)}
    stored = OutgoingMail.objects.filter(leased_until=now + LEASE, tries=7).values_list("pk", flat=True)
    assert sorted(stored) == numbers[:3]


@pytest.mark.django_db
def test_nobody_else_gets_them_before_the_lease_has_run_out(now: datetime) -> None:
    numbers = put(2, now)
    waiting = OutgoingMail.objects.order_by("pk")

    assert len(claim(waiting, now=now, lease=LEASE, limit=9)) == 2
    assert claim(waiting, now=now + LEASE - timedelta(microseconds=1), lease=LEASE, limit=9) == []
    assert [row.pk for row in claim(waiting, now=now + LEASE, lease=LEASE, limit=9)] == numbers


@pytest.mark.django_db
def test_nothing_waits(now: datetime) -> None:
    assert claim(OutgoingMail.objects.order_by("pk"), now=now, lease=LEASE, limit=9) == []


@pytest.fixture
def shared(django_db_blocker: Any, tmp_path: Path) -> Iterator[str]:
    """A database that two threads can reach: on SQLite a file, for the one in memory knows no waiting."""
    if connections["default"].vendor != "sqlite":
        yield "default"
        return
    with django_db_blocker.unblock():
        usual = connections["default"].settings_dict
        # One table alone: the rows it points to are not there.
        options = {**usual["OPTIONS"], "init_command": usual["OPTIONS"]["init_command"] + "PRAGMA foreign_keys=OFF;"}
        connections.databases["shared"] = {**usual, "NAME": tmp_path / "shared.sqlite3", "OPTIONS": options}
        connection = connections["shared"]
        with connection.schema_editor() as editor:
            editor.create_model(OutgoingMail)
        connection.close()  # the editor switched foreign keys on again
        yield "shared"
        connection.close()
        del connections["shared"], connections.databases["shared"]


@pytest.mark.django_db(transaction=True)
def test_two_claimers_at_once_never_share_a_row(now: datetime, shared: str) -> None:
    rows = [
        OutgoingMail(key=f"k{n}", to="a@b.example", subject="s", text="t", created_at=now, next_try_at=now)
        for n in range(40)
    ]
    numbers = [row.pk for row in OutgoingMail.objects.using(shared).bulk_create(rows)]
    taken: list[list[int]] = [[], []]
    start = threading.Barrier(2)

    def work(which: int) -> None:
        try:
            start.wait(5)
            waiting = OutgoingMail.objects.using(shared).order_by("pk")
            while claimed := claim(waiting, now=now, lease=LEASE, limit=3):
                taken[which] += [row.pk for row in claimed]
        finally:
            connections[shared].close()

    workers = [threading.Thread(target=work, args=(which,)) for which in (0, 1)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)

    assert sorted(taken[0] + taken[1]) == numbers
