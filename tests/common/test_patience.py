from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.utils import timezone

from kentongan.common.patience import if_free


def _write(key: str) -> None:
    Session.objects.create(session_key=key, expire_date=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_a_write_happens_when_nobody_else_writes() -> None:
    with if_free():
        _write("a")

    assert Session.objects.filter(session_key="a").exists()


@pytest.mark.django_db(transaction=True)
def test_a_locked_database_or_a_full_disk_is_no_error_and_anything_else_is() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite only")
    with if_free():
        raise OperationalError("database is locked")
    with if_free():
        raise OperationalError("database or disk is full")
    with pytest.raises(OperationalError, match="I/O"), if_free():
        raise OperationalError("disk I/O error")


@pytest.mark.django_db(transaction=True)
def test_patience_returns_to_what_is_set() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite only")
    with if_free():
        _write("b")

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        assert cursor.fetchone() == (20_000,)


@pytest.mark.django_db
def test_inside_a_transaction_errors_are_told() -> None:
    with pytest.raises(OperationalError), if_free():
        raise OperationalError("database is locked")
