"""One pass over the sources that are due: claim, call, store, and say in plain words what went wrong."""

from __future__ import annotations

import hashlib
import logging
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F, Min, Q, QuerySet, Sum

from kentongan.common.claims import claim
from kentongan.engine.collect import collect
from kentongan.engine.types import Feed
from kentongan.sources.actions.calling import Called, Refused, Robots, RobotsBook, call
from kentongan.sources.actions.crews import Crew, Job, drive
from kentongan.sources.actions.manners import Turns, let_rest, note_robots, take_turns
from kentongan.sources.actions.storing import store_items
from kentongan.sources.choices import Problem, SourceKind
from kentongan.sources.models import Article, Source, SourceDay
from kentongan.sources.rules import back_off, host_key, next_interval, smoothed_delay

logger = logging.getLogger(__name__)

THREADS = 24
LEASE = timedelta(seconds=90)  # longer than a turn's wait, robots.txt and the call together can take
BUDGET_S = 5.0
BATCH = 16
MAX_FEED_BYTES = 16 * 1024 * 1024
KEPT = [
    "interval_s", "last_new_at", "delay_s", "etag", "last_modified", "content_hash", "last_success_at", "failures",
    "failing_since", "problem", "problem_detail", "next_fetch_at", "leased_until",
]  # fmt: skip
NOT_NEWS = "This sitemap is not one of news: its entries carry no time of publication."
LEFT_OUT = "{} entries without a readable title or address, or with a link that runs a script"
KINDS = {SourceKind.FEED: "feed", SourceKind.SITEMAP: "sitemap", SourceKind.INDEX: "index"}

LATELY = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Look:
    """What a thread needs to look at a source: values only, for a thread never touches the database."""

    source: Source
    leased_until: datetime
    host: str
    robots: str | None


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of it: unchanged, a feed, or a refusal; and the robots.txt when it was read on the way."""

    look: Look
    called: Called | None = None
    feed: Feed | None = None
    content_hash: str = ""
    refused: Refused | None = None
    robots: Robots | None = None


class Fetching:
    """The pass, with its crew kept between passes. One per process."""

    def __init__(self, *, threads: int = THREADS) -> None:
        self.crew: Crew[Seen] = Crew(threads, "fetch")
        self.book = RobotsBook()
        self.under_way: Counter[str] = Counter()

    def run(self, *, clock: Callable[[], datetime], budget_s: float = BUDGET_S) -> int:
        """Look at the sources that are due for about `budget_s` seconds; return how many were looked at."""
        return drive(
            self.crew,
            take=lambda free: self._take(clock(), free),
            keep=lambda seen: self._keep(seen, clock),
            budget_s=budget_s,
            batch=BATCH,
        )

    def _keep(self, batch: list[Seen], clock: Callable[[], datetime]) -> int:
        self.under_way.subtract(seen.look.host for seen in batch)
        return sum(keep(seen, now=clock()) for seen in batch)

    def _take(self, now: datetime, free: int) -> int:
        jobs = take_due(now=now, limit=free, under_way=self.under_way)
        for look, delay_s in jobs:
            self.under_way[look.host] += 1
            self.crew.start(_job(look, delay_s, self.book))
        return len(jobs)


def _job(look: Look, delay_s: float, book: RobotsBook) -> Job[Seen]:
    return Job(
        run=lambda: look_at(look, book),
        failed=lambda error: Seen(look, refused=Refused(Problem.INTERNAL, f"{type(error).__name__}: {error}")),
        delay_s=delay_s,
    )


# --- Claiming --------------------------------------------------------------------------------------------------------


def due(now: datetime) -> QuerySet[Source]:
    """The sources whose time has come, longest waiting first."""
    return (
        Source.objects.filter(Q(next_fetch_at__lte=now) | Q(next_fetch_at__isnull=True))
        .filter(Q(leased_until__isnull=True) | Q(leased_until__lte=now))
        .filter(is_active=True, outlet__is_active=True)
        .order_by("next_fetch_at", "pk")
    )


def take_due(*, now: datetime, limit: int, under_way: Counter[str] | None = None) -> list[tuple[Look, float]]:
    """Claim up to `limit` due sources and a turn at their hosts; those whose host is busy go back with a later time."""
    if not due(now).exists():  # reading costs nobody anything; claiming takes the write lock
        return []
    with transaction.atomic():
        claimed = claim(due(now), now=now, lease=LEASE, limit=limit)
        hosts = {source.pk: host_key(source.url) for source in claimed}
        turns = take_turns(Counter(hosts.values()), under_way=under_way or Counter(), now=now)
        jobs: list[tuple[Look, float]] = []
        put_off: Counter[str] = Counter()
        taken: Counter[str] = Counter()
        for source in claimed:
            host = hosts[source.pk]
            turn = turns[host]
            if taken[host] < len(turn.delays_s):
                look = Look(source, now + LEASE, host, turn.robots)
                jobs.append((look, turn.delays_s[taken[host]]))
                taken[host] += 1
            else:
                _put_off(source, turn, put_off[host])
                put_off[host] += 1
    return jobs


def _put_off(source: Source, turn: Turns, place: int) -> None:
    at = turn.next_at + timedelta(seconds=turn.pause_s * place)
    Source.objects.filter(pk=source.pk).update(next_fetch_at=at, leased_until=None)


# --- Calling (in a thread: no database) ------------------------------------------------------------------------------


def look_at(look: Look, book: RobotsBook) -> Seen:
    """Call a source and read what it says. An unchanged one costs a hash at most."""
    source = look.source
    outcome, robots = call(
        source.url,
        host=look.host,
        robots=look.robots,
        book=book,
        etag=source.etag,
        last_modified=source.last_modified,
        max_bytes=MAX_FEED_BYTES,
    )
    if isinstance(outcome, Refused):
        return Seen(look, refused=outcome, robots=robots)
    if outcome.unchanged:
        return Seen(look, called=outcome, robots=robots)
    content_hash = hashlib.sha256(outcome.content).hexdigest()
    if content_hash == source.content_hash:
        return Seen(look, called=outcome, content_hash=content_hash, robots=robots)
    feed = read_list(outcome, source.kind)
    if feed.error is not None:
        return Seen(look, refused=Refused(Problem.NO_FEED, feed.error, permanent=True), robots=robots)
    return Seen(look, called=outcome, feed=feed, content_hash=content_hash, robots=robots)


def read_list(called: Called, kind: str) -> Feed:
    """Return what a source of `kind` says.

    Of a sitemap only the entries with a time count: plain sitemaps list the whole archive, news sitemaps date each
    entry. One without any such entry is an error.
    """
    feed = collect(called.content, url=called.url, content_type=called.content_type, kind=KINDS[SourceKind(kind)])
    if kind != SourceKind.SITEMAP or feed.error is not None:
        return feed
    dated = tuple(item for item in feed.items if item.published is not None)
    return replace(feed, items=dated, error=None if dated or not feed.items else NOT_NEWS)


# --- Keeping ---------------------------------------------------------------------------------------------------------


def keep(seen: Seen, *, now: datetime) -> int:
    """Write what came of one look; return 1 when it was written. A failing database or disk stops no other source."""
    try:
        with transaction.atomic():
            return _keep(seen, now)
    except (DatabaseError, OSError) as error:
        logger.warning("source %s could not be stored: %s", seen.look.source.pk, error)
        return _note_storage(seen, error, now)


def _keep(seen: Seen, now: datetime) -> int:
    source = _still_ours(seen.look)
    if source is None:
        return 0
    if seen.robots is not None:
        note_robots(name=seen.look.host, robots=seen.robots.text, crawl_delay_s=seen.robots.crawl_delay_s, now=now)
    if seen.refused is not None:
        refused = seen.refused
        let_rest(name=seen.look.host, problem=refused.problem, retry_after=refused.retry_after, now=now)
        _note_failure(source, refused, now)
    else:
        _note_success(source, seen, now)
    return 1


def _still_ours(look: Look) -> Source | None:
    """The source, locked, unless it was deleted or its lease has passed to another worker in the meantime."""
    return (
        Source.objects.select_for_update(of=("self",)).filter(pk=look.source.pk, leased_until=look.leased_until).first()
    )


def _note_success(source: Source, seen: Seen, now: datetime) -> None:
    first_look = source.last_success_at is None
    stored = store_items(source=source, items=seen.feed.items, now=now) if seen.feed else None
    new = stored.new if stored else ()
    if new:
        latest = now if not first_look else max(one.published_at for one in new)
        source.last_new_at = max(latest, source.last_new_at or latest)
        _count_items(source, new, first_look=first_look)
    if not first_look:
        source.delay_s = smoothed_delay(source.delay_s, _delays(new))
    source.interval_s = next_interval(
        source.interval_s,
        new=0 if first_look else len(new),
        per_day=_per_day(source, now),
        fast_s=settings.FETCH_FAST_SECONDS,
    )
    if seen.called is not None and not seen.called.unchanged:
        source.etag = seen.called.etag[:300]
        source.last_modified = seen.called.last_modified[:100]
        source.content_hash = seen.content_hash or source.content_hash
    source.last_success_at = now
    if stored is not None or source.failures:
        source.problem_detail = LEFT_OUT.format(stored.refused) if stored and stored.refused else ""
    source.failures, source.failing_since, source.problem = 0, None, ""
    spread = 0.95 + 0.1 * random.random()  # noqa: S311 - spreads calls over time, guards nothing
    _release(source, now + timedelta(seconds=source.interval_s * spread))


def _per_day(source: Source, now: datetime) -> float:
    """Items a day over the last week (or the time we know of), or at the pace of the last two hours if that is faster.

    The pace of the moment is what makes a busy source a fast one within one look, not after a morning.
    """
    today = now.astimezone(UTC).date()
    week = SourceDay.objects.filter(source=source, day__gt=today - timedelta(days=7))
    seen = week.aggregate(items=Sum("items"), first=Min("day"))
    weekly = (seen["items"] or 0) / ((today - seen["first"]).days + 1) if seen["first"] else 0.0
    lately = Article.objects.filter(outlet=source.outlet_id, source=source, published_at__gt=now - LATELY)
    return max(weekly, lately.count() * (timedelta(days=1) / LATELY))


def _count_items(source: Source, new: Sequence[Article], *, first_look: bool) -> None:
    """Count by the day seen; what the first look brings is the outlet's past and counts for the days it came out."""
    days = Counter((one.published_at if first_look else one.seen_at).astimezone(UTC).date() for one in new)
    week = timedelta(days=7)
    for day, items in days.items():
        if new[-1].seen_at.astimezone(UTC).date() - day <= week:
            _count(source, day, items=items)


def _delays(new: Sequence[Article]) -> list[float]:
    """Seconds from published to seen of the articles whose outlet told the time; older than a day is an old story."""
    seconds = ((one.seen_at - one.published_at).total_seconds() for one in new if one.published_known)
    return [delay for delay in seconds if delay < 86_400]


def _note_failure(source: Source, refused: Refused, now: datetime) -> None:
    source.failures += 1
    source.failing_since = source.failing_since or now
    source.problem = refused.problem[:40]
    source.problem_detail = refused.message[:300]
    _count(source, now.astimezone(UTC).date(), errors=1)
    wait = back_off(source.failures, permanent=refused.permanent, jitter=random.random())  # noqa: S311 - spreads calls
    _release(source, now + max(wait, refused.retry_after))


def _release(source: Source, next_fetch_at: datetime) -> None:
    source.next_fetch_at = next_fetch_at
    source.leased_until = None
    source.save(update_fields=KEPT)


def _count(source: Source, day: date, *, items: int = 0, errors: int = 0) -> None:
    SourceDay.objects.bulk_create([SourceDay(source=source, day=day)], ignore_conflicts=True)
    SourceDay.objects.filter(source=source, day=day).update(items=F("items") + items, errors=F("errors") + errors)


def _note_storage(seen: Seen, error: Exception, now: datetime) -> int:
    """Say on the source that what it gave could not be stored. Should that fail too, its lease runs out by itself."""
    try:
        with transaction.atomic():
            source = _still_ours(seen.look)
            if source is not None:
                _note_failure(source, Refused(Problem.STORAGE, str(error)), now)
    except (DatabaseError, OSError):
        logger.exception("the trouble of source %s could not be written down", seen.look.source.pk)
    return 0
