"""Articles over several pages: which page is read next, and what a page that came (or did not) does to the article.

An article waits until its last page was read or given up. Each page is a call of its own with its own turn at the host;
what was read stands in the article at once, so that a worker which dies loses one page's reading and doubles none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import QuerySet

from kentongan.engine.extract import Parts, join_pages
from kentongan.engine.extract.parts import MAX_PAGES
from kentongan.engine.types import Page
from kentongan.sources.actions.storing import MAX_BODY
from kentongan.sources.choices import Problem
from kentongan.sources.models import Article, ArticlePart, Host
from kentongan.sources.rules import host_key

LONGEST_WAIT_S = 60.0
MAX_TRIES = 2  # calls for a further page: what the first page says should not wait for long


def waiting_parts(articles: Iterable[Article]) -> QuerySet[ArticlePart]:
    """The pages of `articles` that are still to be read, in their order; the one that has all of it comes first."""
    return ArticlePart.objects.filter(article__in=articles, read_at=None, problem="").order_by("article", "number")


def next_parts(articles: Sequence[Article]) -> dict[int, ArticlePart]:
    """Return the page to be read next, by article; the first page of those not in it."""
    first: dict[int, ArticlePart] = {}
    for part in waiting_parts(articles):
        first.setdefault(part.article_id, part)
    return first


def note_parts(article: Article, named: Parts) -> None:
    """Keep the pages that a page of `article` names; those known stay as they are.

    Where the host wants long pauses, those that would keep the article waiting for more than a minute are given up.
    """
    found = [*([(ArticlePart.WHOLE, named.whole)] if named.whole else []), *named.rest]
    found = [(number, url) for number, url in found if len(url) <= 2000]
    if not found:
        return
    host = Host.objects.filter(name=host_key(found[0][1])).first()
    in_time = 1 + max(LONGEST_WAIT_S / host.pause_s, 1) if host and host.pause_s > 0 else MAX_PAGES
    ArticlePart.objects.bulk_create(
        [
            ArticlePart(article=article, number=number, url=url, problem=Problem.TOO_MANY if number > in_time else "")
            for number, url in found
        ],
        ignore_conflicts=True,
    )


def keep_part(article: Article, number: int, *, text: str, named: Parts, now: datetime) -> None:
    """Join page `number` to the text of `article`.

    A page that brings nothing new ends the reading: what is numbered there is no article (comments, say). One that has
    all of it makes the others needless; but where it brings nothing new, they are tried.
    """
    joined = join_pages([Page(text=article.body), Page(text=text)]).text[:MAX_BODY]
    grown = joined != article.body
    article.body = joined
    ArticlePart.objects.filter(article=article, number=number).update(read_at=now, problem="")
    over = grown if number == ArticlePart.WHOLE else not grown
    if over:
        waiting_parts([article]).delete()
    else:
        note_parts(article, named)


def lose_part(article: Article, number: int, *, problem: str, permanent: bool) -> None:
    """Record that page `number` is missing, and why; where its host is in trouble, those after it too."""
    lost = waiting_parts([article])
    alone = permanent or number == ArticlePart.WHOLE
    (lost.filter(number=number) if alone else lost).update(problem=problem)


def standing_problem(article: Article) -> str:
    """Return `Problem.PART` for an article with a page missing, "" for one that is whole."""
    parts = list(article.parts.all())
    numbered = [part for part in parts if part.number != ArticlePart.WHOLE]
    return Problem.PART if any(part.problem for part in numbered or parts) else ""
