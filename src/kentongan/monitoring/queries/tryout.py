"""Trying a query out while it is being written: what it would have caught in the last seven days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kentongan.common import search
from kentongan.engine.match.matcher import Matcher
from kentongan.engine.match.terms import candidate_terms
from kentongan.monitoring.queries.lists import text_of
from kentongan.monitoring.queries.stream import Passage, passage_of
from kentongan.monitoring.rules import BACKFILL, Expanded
from kentongan.sources.choices import ArticleState
from kentongan.sources.models import Article

READ = 1_200
"""So many articles are read and matched exactly at most; beyond, the answer says so."""
SHOWN = 8
_PIECE = 200


@dataclass(frozen=True, slots=True)
class TryHit:
    article: Article
    passage: Passage


@dataclass(frozen=True, slots=True)
class TryOut:
    """What a query would have caught. `is_whole`: all since `since` was looked at; else only back to `back_to`."""

    count: int
    hits: list[TryHit]
    read: int
    since: datetime
    is_whole: bool
    back_to: datetime | None = None
    is_archive_empty: bool = False  # nothing was read in these days at all: no fault of the query


def try_out(expanded: Expanded, *, now: datetime) -> TryOut:
    """Match a query against the last seven days, newest first, bounded so that the answer comes within a second.

    Articles that lack its words are left out by the index; the rest is matched exactly as new articles will be.
    """
    since = now - BACKFILL
    ids, is_whole = _candidates(expanded, since, now)
    matcher = Matcher([("q", expanded.text)])
    found: list[Article] = []
    back_to: datetime | None = None
    for start in range(0, len(ids), _PIECE):
        for article in _articles(ids[start : start + _PIECE]):
            back_to = min(back_to or article.published_at, article.published_at)
            if matcher.match(text_of(article)):
                found.append(article)
    hits = [TryHit(article, passage_of(article, [expanded.tree], around=200)) for article in found[:SHOWN]]
    nothing_read = not found and not Article.objects.filter(published_at__gte=since, state=ArticleState.READY).exists()
    return TryOut(len(found), hits, len(ids), since, is_whole, None if is_whole else back_to, nothing_read)


def _candidates(expanded: Expanded, since: datetime, now: datetime) -> tuple[list[int], bool]:
    terms = candidate_terms(expanded.tree)
    if terms is not None:
        wanted = search.Search(search.any_of(terms), since=since, until=now + timedelta(minutes=1))
        found = [hit.id for hit in search.find(wanted, READ + 1)]
    else:
        rows = Article.objects.filter(published_at__gte=since, state=ArticleState.READY)
        found = list(rows.order_by("-published_at").values_list("pk", flat=True)[: READ + 1])
    return found[:READ], len(found) <= READ


def _articles(ids: Sequence[int]) -> list[Article]:
    rows = Article.objects.select_related("outlet").in_bulk(ids)
    return [rows[pk] for pk in ids if pk in rows]
