"""Background work: absorbing what arrived, and looking back with new queries."""

from __future__ import annotations

import os
import uuid
from datetime import timedelta
from time import monotonic

from django.utils import timezone
from django_tasks import task

from kentongan.common.claims import claim
from kentongan.monitoring.actions import absorb, continue_backfills, take_lane
from kentongan.monitoring.actions.ear import Ear
from kentongan.monitoring.models import Arrival
from kentongan.monitoring.queries import waiting_arrivals

_BATCH = 40
_LEASE = timedelta(seconds=20)  # longer than a batch takes; a dead worker's articles wait no longer than this
_BUDGET_S = 20.0

_holder = f"{os.getpid()}-{uuid.uuid4().hex[:12]}"
_ear = Ear()


@task()
def absorb_arrivals() -> int:
    """Absorb what waits, new before old, for at most some seconds; return how many articles were taken.

    One process at a time holds the lane. Articles that were begun before without success come one by one, last.
    """
    started, taken = monotonic(), 0
    while monotonic() - started < _BUDGET_S and Arrival.objects.exists():  # asked every second: no write when idle
        now = timezone.now()
        if not take_lane(name="absorb", holder=_holder, now=now, lease=_LEASE):
            break
        arrivals = _claim()
        if not arrivals:
            break
        absorb(arrivals=arrivals, ear=_ear, now=now)
        taken += len(arrivals)
    return taken


def _claim() -> list[Arrival]:
    now = timezone.now()
    fresh = claim(waiting_arrivals(tried=False), now=now, lease=_LEASE, limit=_BATCH, tries=1)
    if fresh:
        return fresh
    again = claim(waiting_arrivals(tried=True), now=now, lease=_LEASE, limit=1)
    for arrival in again:
        arrival.tries += 1
        arrival.save(update_fields=["tries"])
    return again


@task()
def look_back() -> int:
    """Go on with the looks back of new queries, for at most some seconds; return how many articles were read."""
    started, read = monotonic(), 0
    while monotonic() - started < _BUDGET_S:
        piece = continue_backfills(now=timezone.now())
        if not piece:
            break
        read += piece
    return read
