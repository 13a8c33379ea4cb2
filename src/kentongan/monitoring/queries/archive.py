"""Searching everything that ever came in. Articles are shared; tone is told only of mentions a person may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kentongan.accounts.models import Unit
from kentongan.common import search
from kentongan.engine.match.query import Query
from kentongan.monitoring.models import Mention
from kentongan.monitoring.queries.stream import Passage, passage_of
from kentongan.sources.models import Article

PAGE = 30
COUNTED = 1_000
_READ = 30_000
"""With a filter on tone, so many matches are looked through for one page at most."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asks of the archive. `tree` None: every article. `tone`: only the unit's mentions of it."""

    tree: Query | None
    since: datetime | None = None
    until: datetime | None = None
    outlets: tuple[int, ...] = ()
    tone: str = ""
    by_relevance: bool = False
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One article of the answer, and the unit's mention of it where there is one."""

    article: Article
    passage: Passage
    mention: Mention | None


@dataclass(frozen=True, slots=True)
class Answer:
    """A page of the archive. `count` stops at `COUNTED` (`is_more`); `cut` says that the search ended early."""

    rows: list[Found]
    count: int
    is_more: bool
    after: int | None = None
    cut: bool = False


def search_archive(wanted: Wanted, *, unit: Unit, limit: int = PAGE) -> Answer:
    """Return a page of articles that hold what is wanted, latest first (or best first among the newest).

    `unit` is the one worked for: tone is told, and filtered by, only as its mentions have it.
    """
    expression = search.expression_of(wanted.tree) if wanted.tree is not None else ""
    asked = search.Search(expression, wanted.since, wanted.until, wanted.outlets, wanted.after)
    count, cut = 0, False
    if wanted.by_relevance and wanted.tree is not None:
        hits, count = search.find_ranked(asked, limit), search.count(asked, COUNTED + 1)
    elif wanted.tone:
        hits, cut = _with_tone(asked, wanted.tone, unit, limit + 1)
    elif wanted.after is None:
        hits = search.find(asked, COUNTED + 1)
        count = len(hits)
    else:
        hits = search.find(asked, limit + 1)
    page = hits[:limit]
    more = page[-1].mark if page and not wanted.by_relevance and (len(hits) > limit or cut) else None
    return Answer(_found(page, wanted, unit), min(count, COUNTED), count > COUNTED, more, cut)


def _with_tone(asked: search.Search, tone: str, unit: Unit, limit: int) -> tuple[list[search.Hit], bool]:
    """Find the newest matches that are mentions of the unit with this tone; say whether older ones were left out."""
    hits: list[search.Hit] = []
    for most in (_READ // 10, _READ):  # mostly the newest matches fill the page
        rows = Mention.objects.filter(unit=unit, tone=tone, article__in=search.ids_of(asked, most)).order_by()
        hits = [search.Hit(pk, search.mark_of(pk, at)) for pk, at in rows.values_list("article", "published_at")]
        if len(hits) >= limit or not search.reaches(asked, most):
            break
    hits.sort(key=lambda hit: -hit.mark)
    return hits[:limit], len(hits) < limit and search.reaches(asked, _READ)


def _found(hits: Sequence[search.Hit], wanted: Wanted, unit: Unit) -> list[Found]:
    ids = [hit.id for hit in hits]
    articles = Article.objects.select_related("outlet").in_bulk(ids)
    # Without an order: SQLite would else walk the unit's whole time index to save itself a sort of thirty rows.
    mentions = {row.article_id: row for row in Mention.objects.filter(unit=unit, article__in=ids).order_by()}
    trees = [wanted.tree] if wanted.tree is not None else []
    return [
        Found(articles[pk], passage_of(articles[pk], trees, around=260), mentions.get(pk))
        for pk in ids
        if pk in articles
    ]
