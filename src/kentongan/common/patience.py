"""Writing what may be missed: SQLite lets one writer in at a time, and a page that only reads must not wait for it.

Nor must it fail on a full disk, where reading is all that is left.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection

BRIEFLY_MS = 20
MISSED = ("locked", "disk is full")


@contextmanager
def if_free() -> Iterator[None]:
    """Run the block's one write unless somebody else writes now or the disk is full; then leave it out, silently.

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
        if not any(words in str(error) for words in MISSED):
            raise
    finally:
        _wait_at_most(int(connection.settings_dict["OPTIONS"].get("timeout", 5) * 1000))


def _wait_at_most(milliseconds: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")
