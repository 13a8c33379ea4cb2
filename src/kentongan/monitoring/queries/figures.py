"""Counting mentions: totals, the day's chart, the stories that move. All read one covering index, never the rows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import Count, F, Max, Min, Q, QuerySet, TextField
from django.db.models.functions import Cast, Coalesce, Substr

from kentongan.accounts.models import Unit
from kentongan.monitoring.choices import Relevance, ToneChoice
from kentongan.monitoring.models import Mention, Story, StoryMember

SPARK_SLITS = 18


@dataclass(frozen=True, slots=True)
class Totals:
    """What was said of a unit: mentions, distinct texts (copies counted once), tones, and outlets that spoke."""

    mentions: int = 0
    texts: int = 0
    positive: int = 0
    neutral: int = 0
    negative: int = 0
    outlets: int = 0


@dataclass(frozen=True, slots=True)
class GemaSlit:
    """One upright bar of the day's chart."""

    start: datetime
    positive: int = 0
    neutral: int = 0
    negative: int = 0

    @property
    def total(self) -> int:
        return self.positive + self.neutral + self.negative


@dataclass(frozen=True, slots=True)
class StoryRow:
    """One story as a list shows it. `change` is how many mentions came since the last look; `spark` 18 counts."""

    story: Story
    count: int
    change: int
    outlets: int
    texts: int
    positive: int
    neutral: int
    negative: int
    first_at: datetime
    last_at: datetime
    spark: tuple[int, ...] = ()
    is_new: bool = False
    first_on: date | None = None  # the day, where the first text (or the last one) came without a time
    last_on: date | None = None

    @property
    def first(self) -> date | datetime:
        """When the first text came out, as far as it was told."""
        return self.first_on or self.first_at

    @property
    def last(self) -> date | datetime:
        """When the last text came out, as far as it was told."""
        return self.last_on or self.last_at

    @property
    def tone(self) -> str:
        """The tone most mentions have; negative before neutral before positive where they tie."""
        sizes = {"negative": self.negative, "neutral": self.neutral, "positive": self.positive}
        return max(sizes, key=lambda tone: sizes[tone])


def mentions_in(
    unit: Unit, since: datetime | None, until: datetime | None, *, below: bool = False
) -> QuerySet[Mention]:
    """Return a unit's mentions from `since` (inclusive) to `until` (exclusive), without those marked "not ours".

    `below` takes in the units below it; an article that concerns several units then stands there for each of them.
    """
    mentions = Mention.objects.filter(_of(unit, below=below)).exclude(relevance=Relevance.IRRELEVANT)
    if since is not None:
        mentions = mentions.filter(published_at__gte=since)
    if until is not None:
        mentions = mentions.filter(published_at__lt=until)
    return mentions


def _of(unit: Unit, *, below: bool) -> Q:
    if not below:
        return Q(unit=unit)
    return Q(unit__in=Unit.objects.within([unit.path]).values("pk"))


def tone_counts() -> dict[str, Count]:
    """Return the three counts by tone, to hand to `aggregate` or `annotate`."""
    return {tone: Count("pk", filter=Q(tone=tone)) for tone in (str(choice) for choice in ToneChoice)}


def totals(unit: Unit, since: datetime, until: datetime) -> Totals:
    """Count what was said of a unit from `since` (inclusive) to `until` (exclusive)."""
    figures = mentions_in(unit, since, until).aggregate(
        mentions=Count("pk"),
        texts=Count(Coalesce(F("original"), F("article")), distinct=True),
        outlets=Count("outlet", distinct=True),
        **tone_counts(),
    )
    return Totals(**figures)


def gema(unit: Unit, since: datetime, until: datetime, slits: int = 96) -> list[GemaSlit]:
    """Return the mentions from `since` to `until` by tone, in `slits` bars of equal width, the first bar first."""
    rows = mentions_in(unit, since, until).order_by().values_list("published_at", "tone")
    width = (until - since) / slits
    counts = bars(rows, since, width, slits)
    return [GemaSlit(since + width * number, *bar) for number, bar in enumerate(counts)]


def bars(rows: Iterable[tuple[datetime, str]], since: datetime, width: timedelta, slits: int) -> list[list[int]]:
    """Return positive, neutral and negative counts in `slits` bars of `width` from `since` on."""
    order = {str(ToneChoice.POSITIVE): 0, str(ToneChoice.NEUTRAL): 1, str(ToneChoice.NEGATIVE): 2}
    counts = [[0, 0, 0] for _ in range(slits)]
    seconds = width.total_seconds()
    for at, tone in rows:
        counts[min(int((at - since).total_seconds() / seconds), slits - 1)][order[tone]] += 1
    return counts


def moving_stories(
    unit: Unit, since: datetime, until: datetime, *, look: datetime | None, limit: int
) -> list[StoryRow]:
    """Return the stories of a unit that moved most since `look`, then the largest; at most `limit`.

    Args:
        since: the beginning of the span that is counted, inclusive.
        until: its end, exclusive.
        look: when the person last looked; None counts everything as new.
        limit: how many.
    """
    after = look or since
    rows = (
        mentions_in(unit, since, until)
        .filter(story__isnull=False)
        .order_by()
        .values("story")
        .annotate(
            count=Count("pk"),
            change=Count("pk", filter=Q(published_at__gte=after)),
            last=Max("published_at"),
        )
        .order_by("-change", "-count", "-last")[:limit]
    )
    chosen = [row["story"] for row in rows]
    figures = story_figures(unit, since, until, chosen, look=look)
    return [figures[story] for story in chosen if story in figures]


def story_figures(
    unit: Unit, since: datetime, until: datetime, stories: Sequence[int], *, look: datetime | None
) -> dict[int, StoryRow]:
    """Return the given stories (ids) with their figures in a unit's eyes, by id; four queries whatever their number."""
    mentions = mentions_in(unit, since, until).filter(story__in=stories).order_by()
    after = look or since
    rows = mentions.values("story").annotate(
        count=Count("pk"),
        change=Count("pk", filter=Q(published_at__gte=after)),
        outlets=Count("outlet", distinct=True),
        texts=Count(Coalesce(F("original"), F("article")), distinct=True),
        positive=Count("pk", filter=Q(tone=ToneChoice.POSITIVE)),
        neutral=Count("pk", filter=Q(tone=ToneChoice.NEUTRAL)),
        negative=Count("pk", filter=Q(tone=ToneChoice.NEGATIVE)),
        first=Min("published_at"),
        last=Max("published_at"),
    )
    by_id = {story.pk: story for story in Story.objects.filter(pk__in=stories).select_related("institution")}
    # As text, which sorts as time does: ten thousand datetimes cost 100 ms to make, and are only counted.
    times: dict[int, list[str]] = {}
    for story, at in mentions.values_list("story", Substr(Cast("published_at", TextField()), 1, 19)):
        times.setdefault(story, []).append(at)
    edges = _edges(since, until)
    days = days_told(stories, {row[end] for row in rows for end in ("first", "last")})
    return {
        row["story"]: StoryRow(
            story=by_id[row["story"]],
            count=row["count"],
            change=row["change"],
            outlets=row["outlets"],
            texts=row["texts"],
            positive=row["positive"],
            neutral=row["neutral"],
            negative=row["negative"],
            first_at=row["first"],
            last_at=row["last"],
            spark=_spark(times[row["story"]], edges),
            is_new=look is not None and by_id[row["story"]].first_at >= look,
            first_on=days.get((row["story"], row["first"])),
            last_on=days.get((row["story"], row["last"])),
        )
        for row in rows
    }


def days_told(stories: Sequence[int], moments: set[datetime]) -> dict[tuple[int, datetime], date]:
    """Return the days of the texts that stand at these moments without a time of their own, by story and moment."""
    told = StoryMember.objects.filter(story__in=stories, published_at__in=moments, article__published_on__isnull=False)
    rows = told.order_by().values_list("story_id", "published_at", "article__published_on")
    return {(story, at): day for story, at, day in rows if day}


def _edges(since: datetime, until: datetime) -> list[str]:
    """The moments between the slits of a small curve, as the database writes times (UTC)."""
    width = (until - since) / SPARK_SLITS
    return [f"{(since + width * slit).astimezone(UTC):%Y-%m-%d %H:%M:%S}" for slit in range(1, SPARK_SLITS)]


def _spark(times: Sequence[str], edges: Sequence[str]) -> tuple[int, ...]:
    slits = [0] * SPARK_SLITS
    for at in times:
        slits[bisect_right(edges, at)] += 1
    return tuple(slits)


def found_by_query(unit: Unit, since: datetime) -> dict[int, int]:
    """Return how many of a unit's mentions each of its queries caught since a moment, by query id."""
    rows = mentions_in(unit, since, None).filter(queries__isnull=False).order_by().values_list("queries")
    return dict(rows.annotate(Count("pk")))
