"""Counting how often a release is read: no cookie, no address kept, no write for every reader."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime, timedelta
from threading import Lock

from django.db.models import F

from kentongan.common.patience import if_free
from kentongan.newsroom.models import Publication, ViewCount

WRITTEN_EVERY = timedelta(seconds=10)
# Programs that fetch for somebody else: search engines, the previews of messengers, monitors.
PROGRAM = re.compile(
    r"bot|crawl|spider|slurp|preview|facebookexternalhit|whatsapp|telegram|curl|wget|python-|monitor", re.IGNORECASE
)

_lock = Lock()
_counts: Counter[tuple[int, date]] = Counter()
_written_at: list[datetime] = []


def note_view(publication: int, *, agent: str, purpose: str, now: datetime) -> None:
    """Count one reading of an edition's page, unless a program or a browser's guess (`prefetch`) asked for it.

    Quiet hours are written at once, busy ones every ten seconds. Whoever stops the house loses nothing; a `kill -9`, a
    power cut, loses those of the last ten seconds: readers do not wait for a disk for the sake of a number.
    """
    if PROGRAM.search(agent) or "prefetch" in purpose or "prerender" in purpose:
        return
    with _lock:
        _counts[publication, now.date()] += 1
        if _written_at and timedelta() <= now - _written_at[0] < WRITTEN_EVERY:
            return
        _written_at[:] = [now]
    write_waiting()


def write_waiting() -> None:
    """Write what was counted and is not written yet; also asked for when the process ends."""
    with _lock:
        counts = dict(_counts)
        _counts.clear()
    if counts:
        write_views(counts)


def write_views(counts: dict[tuple[int, date], int]) -> None:
    """Add counts to the rows, or put them back when somebody else writes just then: a reader must not wait for it."""
    written = False
    with if_free():
        known = set(Publication.objects.filter(pk__in={pk for pk, _day in counts}).values_list("pk", flat=True))
        for (pk, day), views in counts.items():
            if pk in known:
                ViewCount.objects.get_or_create(publication_id=pk, day=day)
                ViewCount.objects.filter(publication_id=pk, day=day).update(views=F("views") + views)
        written = True
    if not written:
        with _lock:
            _counts.update(counts)


def forget() -> None:
    """Drop what waits to be written, as a fresh process does."""
    with _lock:
        _counts.clear()
        _written_at.clear()
