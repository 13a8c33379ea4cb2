"""Stories: the list, and what one story's page tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from kentongan.accounts.models import Unit
from kentongan.monitoring.choices import Relevance, ToneChoice
from kentongan.monitoring.models import Mention, Quote, Story, StoryMember
from kentongan.monitoring.queries.figures import GemaSlit, StoryRow, bars, mentions_in, story_figures
from kentongan.sources.models import Outlet

_TEXTS = 60


@dataclass(frozen=True, slots=True)
class Appeared:
    """An outlet in the order of appearance: its first text, its later ones, its commonest tone, its origin.

    `similarity` is the share of the original in its first text, None for a report of its own.
    """

    outlet: Outlet
    first_at: datetime
    later: tuple[datetime, ...]
    tone: str
    similarity: float | None


@dataclass(frozen=True, slots=True)
class Quoted:
    """Somebody quoted in a story: in how many texts (copies counted once), and one thing they said."""

    speaker: str
    count: int
    said: str


@dataclass(frozen=True, slots=True)
class SourceText:
    """A text that others copied, and how many did."""

    mention: Mention
    copies: int
    share: float = 1.0  # of the most copied one


@dataclass(frozen=True, slots=True)
class StoryPage:
    """What a story's page shows, in the eyes of one unit."""

    row: StoryRow
    slits: list[GemaSlit]
    appeared: list[Appeared]
    outlets: int
    quoted: list[Quoted]
    sources: list[SourceText]
    texts: list[SourceText]
    texts_left: int = 0


def stories_of(unit: Unit, since: datetime, until: datetime, *, look: datetime | None, limit: int, offset: int = 0,
               order: str = "size") -> list[StoryRow]:  # fmt: skip
    """Return a unit's stories in a span of time: largest first (`size`), latest first (`time`) or `negative` first."""
    keys = {"size": ["-n", "-story"], "time": ["-story__last_at"], "negative": ["-bad", "-n"]}[order]
    rows = mentions_in(unit, since, until).filter(story__isnull=False).order_by().values("story")
    rows = rows.annotate(n=Count("pk"), bad=Count("pk", filter=Q(tone=ToneChoice.NEGATIVE))).order_by(*keys)
    chosen = [row["story"] for row in rows[offset : offset + limit]]
    figures = story_figures(unit, since, until, chosen, look=look)
    return [figures[pk] for pk in chosen if pk in figures]


def story_mentions(story: Story, unit: Unit) -> QuerySet[Mention]:
    """Return a unit's mentions in a story, first first, without those marked "not ours"."""
    rows = Mention.objects.filter(story=story, unit=unit).exclude(relevance=Relevance.IRRELEVANT)
    return rows.order_by("published_at", "pk")


def story_page(story: Story, unit: Unit, *, look: datetime | None, outlets: int = 12) -> StoryPage | None:
    """Return a story as `unit` sees it; None where it has no mention there."""
    rows = list(
        story_mentions(story, unit).select_related("outlet", "article").defer("article__body", "article__summary")
    )
    if not rows:
        return None
    first, last = rows[0].published_at, rows[-1].published_at
    figures = story_figures(unit, first, last + timedelta(microseconds=1), [story.pk], look=look)
    alike = dict(story.members.filter(original__isnull=False).values_list("article_id", "similarity"))
    appeared = _appeared(rows, alike)
    return StoryPage(
        row=figures[story.pk],
        slits=_slits(rows, first, last),
        appeared=appeared[:outlets],
        outlets=len(appeared),
        quoted=_quoted(rows),
        sources=_sources(rows),
        texts=_texts(rows)[:_TEXTS],
        texts_left=max(0, len(_texts(rows)) - _TEXTS),
    )


def _slits(rows: Sequence[Mention], first: datetime, last: datetime) -> list[GemaSlit]:
    """The story's life in steps of whole hours (or more, so that there are at most 48)."""
    start = first.replace(minute=0, second=0, microsecond=0)
    hours = max(2, int((last - start).total_seconds() // 3600) + 1)
    step = timedelta(hours=-(-hours // 48))
    count = max(2, -(-hours // (step // timedelta(hours=1))))
    counts = bars(((row.published_at, row.tone) for row in rows), start, step, count)
    return [GemaSlit(start + step * number, *bar) for number, bar in enumerate(counts)]


def _appeared(rows: Sequence[Mention], alike: dict[int, float | None]) -> list[Appeared]:
    by_outlet: dict[int, list[Mention]] = {}
    for row in rows:
        by_outlet.setdefault(row.outlet_id, []).append(row)
    return [
        Appeared(
            outlet=group[0].outlet,
            first_at=group[0].published_at,
            later=tuple(row.published_at for row in group[1:]),
            tone=Counter(row.tone for row in group).most_common(1)[0][0],
            similarity=alike.get(group[0].article_id),
        )
        for group in by_outlet.values()
    ]


def _quoted(rows: Sequence[Mention], most: int = 6) -> list[Quoted]:
    firsts = [row.article_id for row in rows if row.original_id is None]
    texts: dict[str, set[int]] = {}
    said: dict[str, str] = {}
    quotes = Quote.objects.filter(article__in=firsts).exclude(speaker="").order_by("-is_direct", "article", "start")
    for quote in quotes:
        texts.setdefault(quote.speaker, set()).add(quote.article_id)
        said.setdefault(quote.speaker, quote.text)
    ranked = sorted(texts, key=lambda speaker: (-len(texts[speaker]), speaker))
    return [Quoted(speaker, len(texts[speaker]), said[speaker]) for speaker in ranked[:most]]


def _sources(rows: Sequence[Mention], most: int = 4) -> list[SourceText]:
    copies = Counter(row.original_id for row in rows if row.original_id)
    heads = {row.article_id: row for row in rows}
    ranked = [(heads[pk], count) for pk, count in copies.most_common() if pk in heads]
    return [SourceText(row, count, count / ranked[0][1]) for row, count in ranked[:most]]


def _texts(rows: Sequence[Mention]) -> list[SourceText]:
    """The texts of their own, latest first, each with how many copies fold under it."""
    copies = Counter(row.original_id for row in rows if row.original_id)
    heads = [row for row in rows if row.original_id is None]
    return [SourceText(row, copies[row.article_id]) for row in reversed(heads)]


def members_of(story: Story, unit: Unit, limit: int = 200) -> list[Mention]:
    """Return a unit's mentions of a story for choosing among them, latest first."""
    rows = story_mentions(story, unit).select_related("article", "outlet").defer("article__body", "article__summary")
    return list(rows.order_by("-published_at", "-pk")[:limit])


def mergeable(story: Story, unit: Unit, *, now: datetime, limit: int = 12) -> list[Story]:
    """Return the stories near in time that this one could be joined with, the latest first."""
    seen = Mention.objects.filter(unit=unit, published_at__gte=now - timedelta(days=14), story__isnull=False)
    near = Story.objects.filter(pk__in=seen.order_by().values("story"), merged_into__isnull=True)
    span = timedelta(days=5)
    near = near.filter(last_at__gte=story.first_at - span, first_at__lte=story.last_at + span)
    return list(near.exclude(pk=story.pk).order_by("-last_at")[:limit])


def placed_by_hand(story: Story) -> int:
    """Return how many texts of a story a person put there."""
    return StoryMember.objects.filter(story=story, placed_by__isnull=False).count()
