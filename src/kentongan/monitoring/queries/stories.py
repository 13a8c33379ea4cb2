"""Stories: the list, and what one story's page tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr

from kentongan.accounts.models import Unit, User
from kentongan.engine.measure.keyphrases import keyphrases
from kentongan.monitoring.choices import Relevance, ToneChoice
from kentongan.monitoring.models import Mention, Quote, Story, StoryMember
from kentongan.monitoring.queries.figures import GemaSlit, StoryRow, bars, days_told, mentions_in, story_figures
from kentongan.sources.models import Article, Outlet

_TEXTS = 40
_PHRASES = 8
_TELLING_TEXTS = 12  # what a story is about stands in its first texts, at their top
_TOP = 1_500


@dataclass(frozen=True, slots=True)
class Appeared:
    """An outlet in the order of appearance: its first text, its later ones, its commonest tone, its origin.

    `similarity` is the share of the original in its first text, None for a report of its own. `first_on` is the day
    where the first text came without a time.
    """

    outlet: Outlet
    first_at: datetime
    later: tuple[datetime, ...]
    tone: str
    similarity: float | None
    first_on: date | None = None


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
    phrases: tuple[str, ...] = ()


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


class _Row(NamedTuple):
    """What the page needs to know of every mention of a story; whole rows are read only of those it shows."""

    pk: int
    article: int
    outlet: int
    original: int | None
    published_at: datetime
    tone: str


def story_page(story: Story, unit: Unit, *, look: datetime | None, outlets: int = 12) -> StoryPage | None:
    """Return a story as `unit` sees it; None where it has no mention there."""
    asked = story_mentions(story, unit).values_list("pk", "article", "outlet", "original", "published_at", "tone")
    rows = _under_the_first([_Row(*row) for row in asked])
    if not rows:
        return None
    first, last = rows[0].published_at, rows[-1].published_at
    copies = Counter(row.original for row in rows if row.original)
    texts = [row for row in reversed(rows) if row.original is None]
    sources = _most_copied(rows, copies)
    shown = Mention.objects.select_related("outlet", "article").defer("article__body", "article__summary")
    by_id = shown.in_bulk([row.pk for row in (*texts[:_TEXTS], *sources)])
    return StoryPage(
        row=_figures(story, rows, look),
        slits=_slits(rows, first, last),
        appeared=_appeared(story, rows, outlets),
        outlets=len({row.outlet for row in rows}),
        quoted=_quoted(rows),
        sources=[
            SourceText(by_id[row.pk], copies[row.article], copies[row.article] / copies[sources[0].article])
            for row in sources
        ],
        texts=[SourceText(by_id[row.pk], copies[row.article]) for row in texts[:_TEXTS]],
        texts_left=max(0, len(texts) - _TEXTS),
        phrases=_phrases(texts),
    )


def _under_the_first(rows: Sequence[_Row]) -> list[_Row]:
    """The rows (first first), each copy under the first of its text that is here: that one may be a copy elsewhere."""
    heads: dict[int, int] = {}
    found = []
    for row in rows:
        head = heads.setdefault(row.original or row.article, row.article)
        found.append(row._replace(original=None if head == row.article else head))
    return found


def _figures(story: Story, rows: Sequence[_Row], look: datetime | None) -> StoryRow:
    """The story's own line, counted from its rows, which are all here; without the small curve of lists."""
    first, last = rows[0].published_at, rows[-1].published_at
    tones = Counter(row.tone for row in rows)
    days = days_told([story.pk], {first, last})
    return StoryRow(
        story=story,
        count=len(rows),
        change=sum(row.published_at >= (look or first) for row in rows),
        outlets=len({row.outlet for row in rows}),
        texts=len({row.original or row.article for row in rows}),
        positive=tones[ToneChoice.POSITIVE],
        neutral=tones[ToneChoice.NEUTRAL],
        negative=tones[ToneChoice.NEGATIVE],
        first_at=first,
        last_at=last,
        is_new=look is not None and story.first_at >= look,
        first_on=days.get((story.pk, first)),
        last_on=days.get((story.pk, last)),
    )


def _slits(rows: Sequence[_Row], first: datetime, last: datetime) -> list[GemaSlit]:
    """The story's life in steps of whole hours (or more, so that there are at most 48)."""
    start = first.replace(minute=0, second=0, microsecond=0)
    hours = max(2, int((last - start).total_seconds() // 3600) + 1)
    step = timedelta(hours=-(-hours // 48))
    count = max(2, -(-hours // (step // timedelta(hours=1))))
    counts = bars(((row.published_at, row.tone) for row in rows), start, step, count)
    return [GemaSlit(start + step * number, *bar) for number, bar in enumerate(counts)]


def _appeared(story: Story, rows: Sequence[_Row], most: int) -> list[Appeared]:
    by_outlet: dict[int, list[_Row]] = {}
    for row in rows:
        by_outlet.setdefault(row.outlet, []).append(row)
    groups = list(by_outlet.values())[:most]
    outlets = Outlet.objects.in_bulk([group[0].outlet for group in groups])
    members = StoryMember.objects.filter(
        institution=story.institution_id, article__in=[group[0].article for group in groups]
    ).order_by()
    alike = dict(members.filter(original__isnull=False).values_list("article", "similarity"))
    days = members.filter(article__published_on__isnull=False).values_list("article", "article__published_on")
    day_of = dict(days)
    return [
        Appeared(
            outlet=outlets[group[0].outlet],
            first_at=group[0].published_at,
            later=tuple(row.published_at for row in group[1:]),
            tone=Counter(row.tone for row in group).most_common(1)[0][0],
            similarity=alike.get(group[0].article) if group[0].original else None,
            first_on=day_of.get(group[0].article),
        )
        for group in groups
    ]


def _quoted(rows: Sequence[_Row], most: int = 6) -> list[Quoted]:
    firsts = [row.article for row in rows if row.original is None]
    texts: dict[str, set[int]] = {}
    said: dict[str, str] = {}
    # By `article_id`: `article` would join the articles for their own order.
    quotes = Quote.objects.filter(article__in=firsts).exclude(speaker="").order_by("-is_direct", "-article_id", "start")
    for speaker, article, text in quotes.values_list("speaker", "article_id", "text"):
        texts.setdefault(speaker, set()).add(article)
        said.setdefault(speaker, text)
    ranked = sorted(texts, key=lambda speaker: (-len(texts[speaker]), speaker))
    return [Quoted(speaker, len(texts[speaker]), said[speaker]) for speaker in ranked[:most]]


def _phrases(texts: Sequence[_Row]) -> tuple[str, ...]:
    """What the story is about, in the words of its first texts of their own (`texts` come latest first)."""
    first = [row.article for row in texts[-_TELLING_TEXTS:]]
    tops = Article.objects.filter(pk__in=first).order_by().values_list("title", Substr("body", 1, _TOP))
    return tuple(phrase for phrase, _weight in keyphrases((f"{title}.\n{top}" for title, top in tops), _PHRASES))


def _most_copied(rows: Sequence[_Row], copies: Counter[int], most: int = 4) -> list[_Row]:
    heads = {row.article: row for row in rows}
    return [heads[article] for article, _ in copies.most_common() if article in heads][:most]


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


def find_stories(story: Story, user: User, words: str, *, limit: int = 30) -> list[Story]:
    """Return the living stories of the same institution that `user` sees and whose title holds every word.

    However far away in time, the latest first; `story` itself is left out.
    """
    found = Story.objects.visible_to(user).filter(institution=story.institution_id, merged_into__isnull=True)
    for word in words.split()[:8]:
        found = found.filter(title__icontains=word)
    return list(found.exclude(pk=story.pk).order_by("-last_at", "-pk")[:limit])


def placed_by_hand(story: Story) -> int:
    """Return how many texts of a story a person put there."""
    return StoryMember.objects.filter(story=story, placed_by__isnull=False).count()
