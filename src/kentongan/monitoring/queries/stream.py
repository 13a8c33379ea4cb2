"""The stream of mentions: pages by keyset, copies folded under the first, counts for the chips."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kentongan.accounts.models import Unit
from kentongan.common import search
from kentongan.engine.match.highlight import matched_spans
from kentongan.engine.match.query import Query, QuerySyntaxError
from kentongan.monitoring.choices import Relevance
from kentongan.monitoring.models import Mention, StoryMember, WatchQuery
from kentongan.monitoring.queries.figures import Totals, tone_counts
from kentongan.monitoring.queries.lists import lists_of, text_of
from kentongan.monitoring.rules import UnknownList, expand
from kentongan.sources.models import Article

PAGE = 50
# A list over many units is read in growing spans of time: each span is one seek a unit, and a small sort.
_SPANS = (timedelta(hours=6), timedelta(days=1), timedelta(days=4), timedelta(days=16), timedelta(days=64))
_FOUND = 20_000
# What a row shows: read whole, fifty rows hold two thousand values, a third of them times to be parsed.
_SHOWN = (
    *("unit_id", "published_at", "seen_at", "relevance", "relevance_by_id", "tone", "tone_by_id", "tone_unsure"),
    *("version", "original_id", "article__title", "article__url", "article__published_at", "article__published_on"),
    *("outlet__name", "outlet__standing"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of the stream ended: the next begins after it. Written `seconds.micro-id` in addresses."""

    published_at: datetime
    id: int

    def __str__(self) -> str:
        return f"{self.published_at.isoformat()}~{self.id}"

    @classmethod
    def read(cls, text: str) -> Place | None:
        """Return the place written in an address, or None when it is none."""
        at, _, number = text.partition("~")
        try:
            moment = datetime.fromisoformat(at)
        except ValueError:
            return None
        # Years and numbers that a database refuses are no place either.
        if moment.tzinfo is None or not 1971 <= moment.year <= 2199 or not number.isdecimal() or len(number) > 18:
            return None
        return cls(moment, int(number))


@dataclass(frozen=True, slots=True)
class StreamRow:
    """One mention as the list shows it. `units` are the other units it concerns, where several are shown together."""

    mention: Mention
    copies: int = 0
    seen: bool = False
    units: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The mention's id as text: a template would else tell it as a figure, several times a row."""
        return str(self.mention.pk)

    @property
    def pick(self) -> str:
        """What ticking the row sends: which mention, as which version of it was seen."""
        return f"{self.mention.pk}:{self.mention.version}"

    @property
    def at(self) -> date | datetime:
        """When it came out, as far as it was told: the moment, or the day alone."""
        return self.mention.article.when


@dataclass(frozen=True, slots=True)
class StreamPage:
    """Rows, latest first, and where the next page begins (None at the end)."""

    rows: list[StreamRow]
    after: Place | None = None


@dataclass(frozen=True, slots=True)
class StreamScope:
    """What a stream shows: filtered mentions of some units (of any time), from `since` on."""

    mentions: QuerySet[Mention]
    units: QuerySet[Unit] | None = None  # None: one unit, whose index gives the order
    since: datetime | None = None
    fold: bool = True
    look: datetime | None = None


def scope_of(unit: Unit, *, below: bool) -> QuerySet[Mention]:
    """Return all mentions of a unit, and of the units below it if asked."""
    if below:
        return Mention.objects.filter(unit__in=Unit.objects.within([unit.path]).values("pk"))
    return Mention.objects.filter(unit=unit)


def containing(mentions: QuerySet[Mention], expression: str, since: datetime | None) -> QuerySet[Mention]:
    """Return the mentions whose article the index finds; among the newest `_FOUND` articles that match."""
    return mentions.filter(article__in=search.ids_of(search.Search(expression, since=since), _FOUND))


def stream_page(scope: StreamScope, *, after: Place | None = None, limit: int = PAGE) -> StreamPage:
    """Return one page of the stream."""
    heads = _heads(scope) if scope.fold else scope.mentions
    rows = list(_newest(heads, scope, after, limit + 1))
    page, more = rows[:limit], len(rows) > limit
    place = Place(page[-1].published_at, page[-1].pk) if more else None
    merged = _merged(page) if scope.units is not None else [(row, ()) for row in page]
    copies = _copies([row for row, _ in merged]) if scope.fold else {}
    return StreamPage(
        [StreamRow(row, copies.get(row.pk, 0), _seen(row, scope.look), units) for row, units in merged],
        place,
    )


def _heads(scope: StreamScope) -> QuerySet[Mention]:
    """The mentions not shown under another: first texts, and the first copy of those that are filtered away."""
    shown = _since(scope.mentions, scope.since).order_by().filter(unit=OuterRef("unit_id"))
    first = shown.filter(article=OuterRef("original_id"))
    at = OuterRef("published_at")
    before = Q(published_at__lt=at) | Q(published_at=at, pk__lt=OuterRef("pk"))
    earlier = shown.filter(before, original=OuterRef("original_id"))
    return scope.mentions.filter(Q(original__isnull=True) | ~Exists(first) & ~Exists(earlier))


def _since(mentions: QuerySet[Mention], since: datetime | None) -> QuerySet[Mention]:
    return mentions if since is None else mentions.filter(published_at__gte=since)


def _newest(heads: QuerySet[Mention], scope: StreamScope, after: Place | None, limit: int) -> Iterable[Mention]:
    rows = heads.select_related("article", "outlet").only(*_SHOWN)
    if scope.units is not None:
        rows = heads.select_related("article", "outlet", "unit").only(*_SHOWN, "unit__name")
    rows = rows.order_by("-published_at", "-pk")
    if after is not None:
        rows = rows.filter(published_at__lte=after.published_at).exclude(
            published_at=after.published_at, pk__gte=after.id
        )
    if scope.units is None:
        return _since(rows, scope.since)[:limit]
    return _in_spans(rows, scope, after, limit)


def _in_spans(rows: QuerySet[Mention], scope: StreamScope, after: Place | None, limit: int) -> list[Mention]:
    latest = after.published_at if after else _latest(scope)
    found: list[Mention] = []
    if latest is None:
        return found
    end = None
    for span in (*_SPANS, None):
        start = latest - span if span else scope.since
        # One lower bound only: of two, SQLite seeks by the first, which may be the wider one.
        start = max(start, scope.since) if start and scope.since else start
        piece = _since(rows, start)
        found += (piece.filter(published_at__lt=end) if end else piece)[: limit - len(found)]
        if len(found) >= limit or (start is not None and start == scope.since):
            break
        end = start
    return found


def _latest(scope: StreamScope) -> datetime | None:
    """When the last mention was published: one seek a unit."""
    if scope.units is None:
        return None
    last = scope.mentions.filter(unit=OuterRef("pk")).order_by("-published_at").values("published_at")[:1]
    latest: datetime | None = scope.units.order_by().annotate(last=Subquery(last)).aggregate(Max("last"))["last__max"]
    return latest


def _merged(rows: Sequence[Mention]) -> list[tuple[Mention, tuple[str, ...]]]:
    """One row an article, with the names of all units it concerns."""
    by_article: dict[int, list[Mention]] = {}
    for row in rows:
        by_article.setdefault(row.article_id, []).append(row)
    return [(group[0], tuple(dict.fromkeys(row.unit.name for row in group))) for group in by_article.values()]


def _copies(rows: Sequence[Mention]) -> dict[int, int]:
    """By mention: how many fold under it, whatever else is filtered; without those marked "not ours".

    Where a copy stands for its text, whose first is filtered away, the other copies.
    """
    roots = {row.pk: (row.unit_id, row.original_id or row.article_id) for row in rows}
    units, firsts = {unit for unit, _ in roots.values()}, {first for _, first in roots.values()}
    under = Mention.objects.filter(unit__in=units, original__in=firsts)
    counts = under.exclude(relevance=Relevance.IRRELEVANT).order_by().values_list("unit_id", "original_id")
    found = {(unit, original): count for unit, original, count in counts.annotate(Count("pk"))}
    itself = {row.pk for row in rows if row.original_id and row.relevance != Relevance.IRRELEVANT}
    return {pk: found.get(root, 0) - (pk in itself) for pk, root in roots.items()}


def _seen(mention: Mention, look: datetime | None) -> bool:
    return look is not None and mention.seen_at <= look


def stream_totals(mentions: QuerySet[Mention], *, texts: bool = True) -> Totals:
    """Count what the stream shows: mentions, tones and, unless told otherwise, distinct texts. Never the outlets.

    A mention has one of three tones, so the third count follows: each one counted costs a look at every row.
    """
    wanted = tone_counts()
    wanted.pop("neutral")
    if texts:
        wanted["texts"] = _distinct_texts()
    figures = mentions.order_by().aggregate(mentions=Count("pk"), **wanted)
    return Totals(**figures, neutral=figures["mentions"] - figures["positive"] - figures["negative"])


def distinct_texts(mentions: QuerySet[Mention]) -> int:
    """Count the texts in the stream, copies under their first. The dearest of its figures: the texts are sorted."""
    count: int = mentions.order_by().aggregate(texts=_distinct_texts())["texts"]
    return count


def _distinct_texts() -> Count:
    return Count(Coalesce(F("original"), F("article")), distinct=True)


def newer_than(mentions: QuerySet[Mention], newest: int, most: int = 200) -> int:
    """Return how many mentions came into the stream after the one with id `newest`; at most `most`."""
    return len(mentions.filter(pk__gt=newest).order_by().values_list("pk")[:most])


def newest_id(unit: Unit) -> int:
    """Return the id of the last mention written for anybody: what the next poll counts from."""
    return Mention.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


# --- one mention ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Copy:
    """A later text that copies the first: whose, how much of it, when."""

    mention: Mention
    similarity: float | None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; `marked` where a query touches it."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """The title and the telling part of the body, with what the queries found marked."""

    title: list[Piece] = field(default_factory=list)
    body: list[Piece] = field(default_factory=list)
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Copies:
    """The copies under a text: the first of them, how many there are, and the share that the least alike holds."""

    shown: list[Copy]
    count: int
    least: float | None


def copies_of(mention: Mention, limit: int | None = None) -> Copies:
    """Return the copies of a mention's text, itself aside, the most alike first; `limit` of them with their rows."""
    under = Mention.objects.filter(unit=mention.unit_id, original=mention.original_id or mention.article_id)
    under = under.exclude(relevance=Relevance.IRRELEVANT).exclude(pk=mention.pk).order_by()
    # By id: SQLite, which knows nothing of how many rows a unit has, would else walk all of the unit's.
    rows = list(Mention.objects.filter(pk__in=under.values("pk")).values_list("pk", "article_id", "published_at"))
    members = StoryMember.objects.filter(
        institution=mention.unit.institution_id, article__in=[article for _, article, _ in rows]
    )
    alike = dict(members.order_by().values_list("article_id", "similarity"))
    rows.sort(key=lambda row: (-(alike.get(row[1]) or 0), row[2]))
    wanted = [pk for pk, *_ in rows[:limit]]
    found = Mention.objects.select_related("article", "outlet").defer("article__body", "article__summary")
    by_id = found.in_bulk(wanted)
    return Copies(
        shown=[Copy(by_id[pk], alike.get(by_id[pk].article_id)) for pk in wanted],
        count=len(rows),
        least=min((share for share in alike.values() if share), default=None),
    )


def passage_of(article: Article, trees: Sequence[Query], *, around: int = 420) -> Passage:
    """Return what an article says where the queries touch it: from the sentence of the first hit on.

    Args:
        article: with its body loaded.
        trees: parsed queries.
        around: about how many characters of the body.
    """
    text = text_of(article)
    found = [matched_spans(tree, text) for tree in trees]
    title = _pieces(article.title, [span for each in found for span in each.title], 0, len(article.title))
    spans = sorted(span for each in found for span in each.body)
    start = _sentence_start(article.body, spans[0][0] if spans else min(40, len(article.body)))
    end = _word_end(article.body, start + around)
    return Passage(title, _pieces(article.body, spans, start, end), is_cut=end < len(article.body) or start > 0)


def whole_text(article: Article, trees: Sequence[Query]) -> list[list[Piece]]:
    """Return the paragraphs of an article with what the queries found marked."""
    spans = sorted(span for tree in trees for span in matched_spans(tree, text_of(article)).body)
    paragraphs, start = [], 0
    for part in article.body.split("\n"):
        if part.strip():
            paragraphs.append(_pieces(article.body, spans, start, start + len(part)))
        start += len(part) + 1
    return paragraphs


def trees_of(queries: Iterable[WatchQuery]) -> list[Query]:
    """Return the parsed queries; one that cannot be read any more marks nothing."""
    trees = []
    for query in queries:
        try:
            trees.append(expand(query.text, lists_of(query.unit) if "@" in query.text else {}).tree)
        except (QuerySyntaxError, UnknownList):
            continue
    return trees


def _pieces(text: str, spans: Sequence[tuple[int, int]], start: int, end: int) -> list[Piece]:
    pieces, at = [], start
    for low, high in sorted(spans):
        if high <= at or low >= end:
            continue
        if low > at:
            pieces.append(Piece(text[at:low]))
        pieces.append(Piece(text[max(low, at) : min(high, end)], marked=True))
        at = min(high, end)
    if at < end:
        pieces.append(Piece(text[at:end]))
    return pieces


def _sentence_start(text: str, place: int) -> int:
    """The beginning of the sentence around a place, at most 200 characters before it."""
    low = max(0, place - 200)
    starts = [text.rfind(sign, low, place) + len(sign) for sign in (". ", "\n", "? ", "! ") if sign in text[low:place]]
    start = max(starts, default=low if low == 0 else text.find(" ", low, place) + 1)
    while start < place and text[start] in " ,.;:-–—\n":
        start += 1
    return start


def _word_end(text: str, place: int) -> int:
    if place >= len(text):
        return len(text)
    end = text.find(" ", place)
    return len(text) if end < 0 else end
