"""Manners towards hosts: one call at a time with a pause between, and no call that robots.txt forbids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from kentongan.sources.choices import Problem
from kentongan.sources.models import Host

AHEAD_S = 4.0  # a thread waits so long for its turn at most; later turns go back into the queue
ROBOTS_FOR = timedelta(days=1)
PER_HOST = 3  # calls under way at one host: a slow one must not take the whole crew
REST = timedelta(seconds=30)  # for a host that does not answer
SPENT = {Problem.NO_ANSWER, Problem.TOO_SLOW, Problem.NO_HOST, Problem.TOO_MANY}
LONGEST_PAUSE_S = 30.0  # some sites ask for minutes between calls, by habit rather than need


@dataclass(frozen=True, slots=True)
class Turns:
    """When a host may be called: `delays_s` for those served now, `next_at` and `pause_s` for those who come later."""

    delays_s: tuple[float, ...]
    next_at: datetime
    pause_s: float
    robots: str | None  # None: read it first


def take_turns(wanted: Mapping[str, int], *, under_way: Counter[str], now: datetime) -> dict[str, Turns]:
    """Reserve up to `wanted[host]` calls at each host, so that no two workers call one host at the same time.

    `under_way` are the calls of this process that have not come back, by host.
    """
    with transaction.atomic():
        Host.objects.bulk_create(
            [Host(name=name, pause_s=0.0 if name in settings.FETCH_ALLOWED_HOSTS else 1.0) for name in sorted(wanted)],
            ignore_conflicts=True,
        )
        hosts = list(Host.objects.select_for_update().filter(name__in=wanted).order_by("name"))
        turns = {host.name: _turns(host, wanted[host.name], under_way[host.name], now) for host in hosts}
        Host.objects.bulk_update([host for host in hosts if host.pause_s > 0], ["free_at"], batch_size=200)
    return turns


def _turns(host: Host, wanted: int, under_way: int, now: datetime) -> Turns:
    start = max(host.free_at or now, now)
    pause = timedelta(seconds=host.pause_s)
    if host.pause_s > 0:  # hosts of our own, without a pause, take what comes
        wanted = min(wanted, max(PER_HOST - under_way, 0))
    delays: list[float] = []
    while len(delays) < wanted and (start - now).total_seconds() <= AHEAD_S:
        delays.append((start - now).total_seconds())
        start += pause
    host.free_at = start
    read = host.robots_read_at is not None and now - host.robots_read_at < ROBOTS_FOR
    later = start if delays or under_way < PER_HOST else max(start, now + timedelta(seconds=AHEAD_S))
    return Turns(tuple(delays), later, host.pause_s, host.robots if read else None)


def let_rest(*, name: str, problem: str, retry_after: timedelta, now: datetime) -> None:
    """Leave a host that does not answer alone for a while: what else waits for it must not wait in threads."""
    if problem in SPENT and name not in settings.FETCH_ALLOWED_HOSTS:
        Host.objects.filter(name=name).update(free_at=now + max(REST, min(retry_after, timedelta(hours=1))))


def note_robots(*, name: str, robots: str, crawl_delay_s: float | None, now: datetime) -> None:
    """Keep what a host's robots.txt says, and the pause it asks for."""
    usual = 0.0 if name in settings.FETCH_ALLOWED_HOSTS else 1.0
    pause = min(max(crawl_delay_s or 0.0, usual), LONGEST_PAUSE_S)
    Host.objects.filter(name=name).update(robots=robots[:200_000], robots_read_at=now, pause_s=pause)
