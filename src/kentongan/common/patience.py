"""Writing what may be missed: SQLite lets one writer in at a time, and a page that only reads must not wait for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection

BRIEFLY_MS = 20


@contextmanager
def if_free() -> Iterator[None]:
    """Run the block's one write unless somebody else writes now; then leave it out, and say nothing.

    For notes that the next request makes just as well (when a device was seen, when a page was looked at). Call it
    outside of transactions: inside one the writer is us already.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    _wait_at_most(BRIEFLY_MS)
    try:
        yield
    except OperationalError as error:
        if "locked" not in str(error):
            raise
    finally:
        _wait_at_most(int(connection.settings_dict["OPTIONS"].get("timeout", 5) * 1000))


def _wait_at_most(milliseconds: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")
