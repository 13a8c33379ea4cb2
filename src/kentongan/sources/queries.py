"""Reading outlets, sources and articles. Shared matter: every signed-in member may read all of it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils.safestring import SafeString

from kentongan.accounts.models import Unit, User
from kentongan.common import slots
from kentongan.common.charts import sparkline
from kentongan.sources.choices import ArticleState, SourceKind
from kentongan.sources.models import Article, ArticlePart, Outlet, Source, SourceDay, problem_words
from kentongan.sources.rules import SILENT_FROM_PER_DAY, is_silent, parents, site_of

CATALOGUE = Path(__file__).resolve().parent / "data" / "catalogue.json"
SLITS = 14  # days in the small chart of a source
WEEK = 7
CHART_WIDTH = 73  # keeps the pitch of the 18-slit curve
EPOCH = datetime.fromtimestamp(0, UTC)


# --- The starter catalogue -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CatalogueSource:
    kind: str
    url: str


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """An outlet that a new office can tick on. `section` is national, business, regional or government."""

    slug: str
    section: str
    name: str
    domain: str
    kind: str
    group: str
    region_code: str
    sources: tuple[CatalogueSource, ...]

    @property
    def has_feed(self) -> bool:
        return any(source.kind == SourceKind.FEED for source in self.sources)


@cache
def catalogue() -> tuple[CatalogueEntry, ...]:
    """Return the starter catalogue: facts about Indonesian outlets as seen in public data, addresses not promised."""
    rows = json.loads(CATALOGUE.read_text(encoding="utf-8"))
    return tuple(
        CatalogueEntry(**{**row, "sources": tuple(CatalogueSource(**source) for source in row["sources"])})
        for row in rows
    )


def ticked_slugs() -> set[str]:
    """Return the slugs of the catalogue whose outlet is here and all of whose sources are watched."""
    urls = set(
        Source.objects.filter(url__in=[source.url for entry in catalogue() for source in entry.sources]).values_list(
            "url", flat=True
        )
    )
    return {entry.slug for entry in catalogue() if all(source.url in urls for source in entry.sources)}


# --- Outlets ---------------------------------------------------------------------------------------------------------


def outlet_for(url: str) -> Outlet | None:
    """Return the outlet whose domain an address lies under, the closest one; None where there is none."""
    site = site_of(url)
    if not site:
        return None
    found = {outlet.domain: outlet for outlet in Outlet.objects.filter(domain__in=parents(site))}
    return next((found[domain] for domain in parents(site) if domain in found), None)


def outlets(*, q: str = "", kind: str = "", standing: str = "", trouble: str = "", now: datetime) -> QuerySet[Outlet]:
    """Return the outlets that fit, by name.

    Args:
        q: words in the name, the domain or the group.
        kind: one of `OutletKind`, or empty.
        standing: one of `OutletStanding`, or "unknown" for those not checked, or empty for all.
        trouble: "failing", "silent", "paused", or empty.
    """
    rows = Outlet.objects.order_by("name", "pk")
    for word in q.split()[:6]:
        rows = rows.filter(Q(name__icontains=word) | Q(domain__icontains=word) | Q(group__icontains=word))
    if kind:
        rows = rows.filter(kind=kind)
    if standing:
        rows = rows.filter(standing="" if standing == "unknown" else standing)
    if trouble == "failing":
        rows = rows.filter(Exists(failing_sources(now=now).filter(outlet=OuterRef("pk"))))
    elif trouble == "silent":
        rows = rows.filter(pk__in={source.outlet_id for source in silent_sources(now=now)})
    elif trouble == "paused":
        active = Source.objects.filter(outlet=OuterRef("pk"), is_active=True)
        rows = rows.filter(
            Q(is_active=False) | (Exists(Source.objects.filter(outlet=OuterRef("pk"))) & ~Exists(active))
        )
    return rows


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source with its figures. `slits` are the items of each of the last 14 days, today last."""

    source: Source
    per_day: float
    slits: tuple[int, ...]
    errors: int
    silent: bool
    today: date

    @property
    def chart(self) -> SafeString:
        """The small chart of the last 14 days."""
        return sparkline(self.slits, slits=SLITS, width=CHART_WIDTH)

    @property
    def delay(self) -> timedelta | None:
        """The usual time from published to seen."""
        return _told(self.source.delay_s)

    @property
    def days(self) -> list[tuple[date, int]]:
        """Each day of the small chart with its items, for the table behind it."""
        return [(self.today - timedelta(days=SLITS - 1 - place), items) for place, items in enumerate(self.slits)]


@dataclass(frozen=True, slots=True)
class OutletRow:
    """An outlet with what its sources gave. `failing` is the source in trouble for longest, if any is."""

    outlet: Outlet
    sources: tuple[SourceRow, ...]

    @property
    def per_day(self) -> float:
        return sum(row.per_day for row in self.sources)

    @property
    def slits(self) -> tuple[int, ...]:
        return tuple(map(sum, zip(*(row.slits for row in self.sources), strict=True))) or (0,) * SLITS

    @property
    def chart(self) -> SafeString:
        """The small chart of the last 14 days, all sources together."""
        return sparkline(self.slits, slits=SLITS, width=CHART_WIDTH)

    @property
    def last_success_at(self) -> datetime | None:
        return max((row.source.last_success_at for row in self.sources if row.source.last_success_at), default=None)

    @property
    def delay(self) -> timedelta | None:
        """The usual time from published to seen, of the middle source."""
        delays = sorted(row.source.delay_s for row in self.sources if row.source.delay_s is not None)
        return _told(delays[len(delays) // 2]) if delays else None

    @property
    def failing(self) -> Source | None:
        failing = [row.source for row in self.sources if row.source.failures and row.source.is_active]
        return min(failing, key=lambda source: (source.failing_since is None, source.failing_since), default=None)

    @property
    def silent(self) -> bool:
        return any(row.silent for row in self.sources)

    @property
    def paused(self) -> bool:
        return not self.outlet.is_active or (bool(self.sources) and not any(r.source.is_active for r in self.sources))


def _told(delay_s: float | None) -> timedelta | None:
    """A delay as exactly as it is worth telling: seconds under two minutes, then minutes."""
    if delay_s is None:
        return None
    step = 1 if delay_s < 120 else 60
    return timedelta(seconds=round(delay_s / step) * step)


def outlet_rows(page: Sequence[Outlet], *, now: datetime) -> list[OutletRow]:
    """Return the figures of the given outlets in two queries, however many there are."""
    by_outlet: dict[int, list[SourceRow]] = defaultdict(list)
    outlets_by_id = {outlet.pk: outlet for outlet in page}
    sources = list(Source.objects.filter(outlet__in=outlets_by_id).order_by("url"))
    for source in sources:
        source.outlet = outlets_by_id[source.outlet_id]
    for row in source_rows(sources, now=now):
        by_outlet[row.source.outlet_id].append(row)
    return [OutletRow(outlet, tuple(by_outlet[outlet.pk])) for outlet in page]


def watches_anything() -> bool:
    """Return whether any source is watched at all."""
    return Source.objects.exists()


def source_rows(sources: Sequence[Source], *, now: datetime) -> list[SourceRow]:
    """Return the sources (with their outlets) and their figures of the last two weeks, in one query."""
    today = now.astimezone(UTC).date()
    since = today - timedelta(days=SLITS - 1)
    days: dict[int, dict[date, tuple[int, int]]] = defaultdict(dict)
    counted = SourceDay.objects.filter(source__in=[source.pk for source in sources], day__gte=since)
    for source_id, day, items, errors in counted.values_list("source_id", "day", "items", "errors"):
        days[source_id][day] = (items, errors)
    dates = [today - timedelta(days=SLITS - 1 - place) for place in range(SLITS)]
    return [_source_row(source, days[source.pk], dates, now) for source in sources]


def _source_row(source: Source, days: dict[date, tuple[int, int]], dates: Sequence[date], now: datetime) -> SourceRow:
    today = dates[-1]
    slits = tuple(days.get(day, (0, 0))[0] for day in dates)
    per_day = _rate(sum(slits), min(days, default=None), today)
    known = {day: items for day, (items, _errors) in days.items() if day > source.created_at.astimezone(UTC).date()}
    return SourceRow(
        source=source,
        per_day=per_day,
        slits=slits,
        errors=sum(errors for day, (_items, errors) in days.items() if (today - day).days < WEEK),
        silent=_is_silent(source, _rate(sum(known.values()), min(known, default=None), today), now),
        today=today,
    )


def _rate(items: int, first: date | None, today: date) -> float:
    """Items a day over the two weeks we know of; the quiet of the last days must not hide itself in a lower rate."""
    return items / min((today - first).days + 1, SLITS) if first else 0.0


def _is_silent(source: Source, per_day: float, now: datetime) -> bool:
    """Whether a source counts as silent: the one rule behind every figure and every list of them.

    `per_day` leaves out the day on which the source was added: its first answer may hold the items of a week or more.
    """
    watched = source.is_active and source.outlet.is_active and not source.failures
    return watched and is_silent(per_day, source.last_new_at, now)


def silent_sources(*, now: datetime) -> list[Source]:
    """Return the sources that answer, usually give something, and have given nothing for too long; longest first."""
    today = now.astimezone(UTC).date()
    quiet = Source.objects.filter(
        is_active=True, outlet__is_active=True, failures=0, last_new_at__lt=now - timedelta(hours=12)
    )
    counted = (
        SourceDay.objects.filter(source__in=quiet.values("pk"), day__gt=today - timedelta(days=SLITS))
        .filter(day__gt=TruncDate("source__created_at", tzinfo=UTC))
        .values_list("source_id")
        .annotate(items=Sum("items"), first=Min("day"))
    )
    rates = {source_id: _rate(items, first, today) for source_id, items, first in counted}
    quiet = quiet.filter(pk__in=[pk for pk, rate in rates.items() if rate >= SILENT_FROM_PER_DAY][:900])
    rows = quiet.select_related("outlet").order_by("last_new_at")
    return [source for source in rows if _is_silent(source, rates[source.pk], now)]


def failing_sources(*, now: datetime) -> QuerySet[Source]:
    """Return the sources that have not answered for an hour or more, longest first.

    A hiccup troubles nobody; but a source that never answered yet is in trouble from its first try on.
    """
    failing = Source.objects.filter(_lasting(now), is_active=True, outlet__is_active=True)
    return failing.select_related("outlet").order_by("failing_since")


def _lasting(now: datetime) -> Q:
    return Q(failures__gt=0) & (Q(failing_since__lte=now - timedelta(hours=1)) | Q(last_success_at=None))


def silent_rows(*, now: datetime, limit: int = 50) -> list[SourceRow]:
    """Return the silent sources with their figures."""
    return source_rows(silent_sources(now=now)[:limit], now=now)


# --- Articles --------------------------------------------------------------------------------------------------------


def articles(
    *,
    outlet: Outlet | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    after: tuple[datetime, int] | None = None,
) -> QuerySet[Article]:
    """Return READY articles, newest first, without their long text.

    `after` is the `(published_at, pk)` of the last row of the page before: pages by key stay fast at a million rows,
    and a row that arrives meanwhile shifts nothing.
    """
    rows = Article.objects.listed().filter(state=ArticleState.READY).order_by("-published_at", "-pk")
    if outlet is not None:
        rows = rows.filter(outlet=outlet)
    if since is not None:
        rows = rows.filter(published_at__gte=since)
    if until is not None:
        rows = rows.filter(published_at__lt=until)
    if after is not None:
        at, pk = after
        rows = rows.filter(published_at__lte=at).exclude(published_at=at, pk__gte=pk)
    return rows


def entered_in_vain(user: User, unit: Unit | None, *, limit: int = 10) -> list[Article]:
    """Return the articles that `user` entered by an address and that gave no text (yet), the latest first.

    With a `unit`, for those who manage it, also those that others entered for it.
    """
    own = Q(entered_by=user) | Q(entered_in=unit) if unit is not None else Q(entered_by=user)
    rows = Article.objects.filter(own, source=None, body="").exclude(url="").select_related("outlet")
    return list(rows.order_by("-seen_at")[:limit])


def missing_parts(article: Article) -> list[tuple[str, str]]:
    """Return the pages missing from an article's text as `(numbers, why)`; no number: the page with all."""
    if not article.is_partial:
        return []
    lost = [part for part in article.parts.all() if part.problem]
    numbered = [part for part in lost if part.number != ArticlePart.WHOLE]
    by_problem: dict[str, list[str]] = {}
    for part in numbered:
        by_problem.setdefault(part.problem, []).append(str(part.number))
    return [(", ".join(numbers), problem_words(problem)) for problem, numbers in by_problem.items()] or [
        ("", problem_words(part.problem)) for part in lost
    ]


def held(article: Article, *, lock: bool = False) -> str:
    """Return why an article cannot be removed, in the words of the first room that needs it; "" when none does."""
    return next((reason for hold in slots.ARTICLE_HOLDS if (reason := hold(article.pk, lock))), "")


def after_of(article: Article) -> str:
    """Return an article's place in the order of `articles`, as it stands in an address."""
    return f"{(article.published_at - EPOCH) // timedelta(microseconds=1)}-{article.pk}"


def parse_after(text: str) -> tuple[datetime, int] | None:
    """Return what `after_of` wrote; None for anything else."""
    moment, _dash, pk = text.partition("-")
    if not (moment.isdecimal() and pk.isdecimal() and len(moment) <= 17 and len(pk) <= 18):
        return None
    return EPOCH + timedelta(microseconds=int(moment)), int(pk)


# --- Health ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Health:
    """How the watching does as a whole."""

    active: int
    failing: int
    silent: int
    overdue: int  # due for more than ten minutes: the worker does not keep up
    waiting: int  # articles that wait for their page, counted up to 10,000
    last_success_at: datetime | None


def health(*, now: datetime) -> Health:
    """Return the figures of the health page."""
    figures = Source.objects.filter(is_active=True, outlet__is_active=True).aggregate(
        active=Count("pk"),
        failing=Count("pk", filter=_lasting(now)),
        overdue=Count("pk", filter=Q(next_fetch_at__lt=now - timedelta(minutes=10))),
        last_success_at=Max("last_success_at"),
    )
    waiting = Article.objects.filter(state=ArticleState.WAITING)[:10_000].count()
    return Health(silent=len(silent_sources(now=now)), waiting=waiting, **figures)
