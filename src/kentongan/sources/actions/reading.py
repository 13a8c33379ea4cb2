"""One pass over the articles that wait for a page of theirs: claim, call, extract, store, announce."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import Message

from django.db import DatabaseError, transaction
from django.db.models import F, Q, QuerySet

from kentongan.common.claims import claim
from kentongan.engine.extract import Parts, Templates, extract_page, further_parts
from kentongan.engine.types import Page
from kentongan.sources.actions.calling import Refused, Robots, RobotsBook, call
from kentongan.sources.actions.crews import Crew, Job, drive
from kentongan.sources.actions.manners import let_rest, note_robots, take_turns
from kentongan.sources.actions.parts import MAX_TRIES as MAX_PART_TRIES
from kentongan.sources.actions.parts import (
    keep_part,
    lose_part,
    next_parts,
    note_parts,
    standing_problem,
    waiting_parts,
)
from kentongan.sources.actions.storing import MAX_BODY, clean
from kentongan.sources.choices import ArticleState, Problem
from kentongan.sources.models import Article
from kentongan.sources.rules import MAX_STARTS, MAX_TRIES, host_key, page_retry, published, title_from_url
from kentongan.sources.signals import articles_ready

logger = logging.getLogger(__name__)

THREADS = 16
LEASE = timedelta(seconds=90)
BUDGET_S = 5.0
BATCH = 16
KEPT = [
    "state", "ready_at", "problem", "next_try_at", "leased_until", "body", "published_at", "published_known", "authors",
    "title", "tries",
]  # fmt: skip
MAX_PAGE_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a thread needs to read a page: values only."""

    pk: int
    url: str
    tries: int  # counted with this one
    leased_until: datetime
    host: str
    robots: str | None
    number: int = 1  # which page of the article

    @property
    def most_tries(self) -> int:
        return MAX_TRIES if self.number == 1 else MAX_PART_TRIES


@dataclass(frozen=True, slots=True)
class Read:
    """What came of it."""

    wanted: Wanted
    page: Page | None = None
    refused: Refused | None = None
    robots: Robots | None = None
    parts: Parts = field(default_factory=Parts)


class Reading:
    """The pass, with its crew kept between passes. One per process."""

    def __init__(self, *, threads: int = THREADS) -> None:
        self.crew: Crew[Read] = Crew(threads, "read")
        self.book = RobotsBook()
        self.templates = Templates()  # learned anew after a restart: a few pages of an outlet are enough
        self.under_way: Counter[str] = Counter()

    def run(self, *, clock: Callable[[], datetime], budget_s: float = BUDGET_S) -> int:
        """Read waiting pages for about `budget_s` seconds; return how many articles became READY."""
        return drive(
            self.crew,
            take=lambda free: self._take(clock(), free),
            keep=lambda batch: self._keep(batch, clock()),
            budget_s=budget_s,
            batch=BATCH,
        )

    def _keep(self, batch: list[Read], now: datetime) -> int:
        self.under_way.subtract(read.wanted.host for read in batch)
        return keep_all(batch, now=now)

    def _take(self, now: datetime, free: int) -> int:
        give_up_on_crashed(now=now)
        jobs = take_waiting(now=now, limit=free, under_way=self.under_way)
        for wanted, delay_s in jobs:
            self.under_way[wanted.host] += 1
            self.crew.start(_job(wanted, delay_s, self.book, self.templates))
        return len(jobs)


def _job(wanted: Wanted, delay_s: float, book: RobotsBook, templates: Templates) -> Job[Read]:
    return Job(
        run=lambda: read_page(wanted, book, templates),
        failed=lambda error: Read(wanted, refused=Refused(Problem.INTERNAL, f"{type(error).__name__}: {error}")),
        delay_s=delay_s,
    )


# --- Claiming --------------------------------------------------------------------------------------------------------


def waiting(now: datetime) -> QuerySet[Article]:
    """The articles whose page is to be read now, newest first: a long backlog must not hold up what is fresh."""
    return (
        Article.objects.filter(state=ArticleState.WAITING, next_try_at__lte=now)
        .filter(Q(leased_until__isnull=True) | Q(leased_until__lte=now))
        .order_by("-published_at", "-pk")
    )


def take_waiting(*, now: datetime, limit: int, under_way: Counter[str] | None = None) -> list[tuple[Wanted, float]]:
    """Claim up to `limit` waiting articles and a turn at their hosts; those whose host is busy wait on."""
    queue = waiting(now).filter(tries__lt=MAX_STARTS).defer("body", "summary")
    if not queue.exists():  # reading costs nobody anything; claiming takes the write lock
        return []
    with transaction.atomic():
        claimed = claim(queue, now=now, lease=LEASE, limit=limit)
        parts = next_parts(claimed)
        pages = {one.pk: (1, one.url) for one in claimed} | {pk: (part.number, part.url) for pk, part in parts.items()}
        hosts = {pk: host_key(url) for pk, (_, url) in pages.items()}
        turns = take_turns(Counter(hosts.values()), under_way=under_way or Counter(), now=now)
        jobs: list[tuple[Wanted, float]] = []
        taken: Counter[str] = Counter()
        for article in claimed:
            host, turn = hosts[article.pk], turns[hosts[article.pk]]
            place = taken[host]
            taken[host] += 1
            if place < len(turn.delays_s):
                number, url = pages[article.pk]
                wanted = Wanted(article.pk, url, article.tries + 1, now + LEASE, host, turn.robots, number)
                jobs.append((wanted, turn.delays_s[place]))
            else:
                at = turn.next_at + timedelta(seconds=turn.pause_s * (place - len(turn.delays_s)))
                Article.objects.filter(pk=article.pk).update(next_try_at=at, leased_until=None)
        # Counted at the start: a page that kills the worker must not be tried for ever.
        Article.objects.filter(pk__in=[wanted.pk for wanted, _ in jobs]).update(tries=F("tries") + 1)
    return jobs


def give_up_on_crashed(*, now: datetime) -> int:
    """Let go of articles that were started again and again without an outcome."""
    stuck = waiting(now).filter(tries__gte=MAX_STARTS)
    if not stuck.exists():
        return 0
    with transaction.atomic():
        return _announce([_give_up(article, now) for article in stuck[:100]], now)


def _give_up(article: Article, now: datetime) -> Article:
    if waiting_parts([article]).update(problem=Problem.CRASHED):
        return _ready(article, now, standing_problem(article))
    return _ready(article, now, Problem.CRASHED)


# --- Calling (in a thread: no database) ------------------------------------------------------------------------------


def read_page(wanted: Wanted, book: RobotsBook, templates: Templates | None = None) -> Read:
    """Call an article's page and take the article out of it."""
    outcome, robots = call(wanted.url, host=wanted.host, robots=wanted.robots, book=book, max_bytes=MAX_PAGE_BYTES)
    if isinstance(outcome, Refused):
        return Read(wanted, refused=outcome, robots=robots)
    if wanted.number != 1 and host_key(outcome.url) != wanted.host:
        return Read(wanted, refused=Refused(Problem.ELSEWHERE, outcome.url, permanent=True), robots=robots)
    charset = charset_of(outcome.content_type)
    page = extract_page(outcome.content, url=outcome.url, charset=charset, templates=templates)
    if page.error is not None or not page.text.strip():
        return Read(wanted, page, Refused(Problem.NO_TEXT, page.error or "", permanent=True), robots)
    named = further_parts(outcome.content, outcome.url, number=wanted.number) if wanted.number else Parts()
    return Read(wanted, page, robots=robots, parts=named)


def charset_of(content_type: str) -> str | None:
    """Return the encoding that an HTTP header names."""
    message = Message()
    message["content-type"] = content_type
    return message.get_content_charset()


# --- Keeping ---------------------------------------------------------------------------------------------------------


def keep_all(batch: list[Read], *, now: datetime) -> int:
    """Write a batch in one transaction; where that fails, each by itself, so that one bad row costs only itself."""
    if not batch:
        return 0
    try:
        with transaction.atomic():
            return _keep(batch, now)
    except (DatabaseError, OSError, ValueError) as error:
        if len(batch) == 1:
            logger.warning("article %s could not be stored: %s", batch[0].wanted.pk, error)
            return _note_storage(batch[0].wanted, now)
    return sum(keep_all([read], now=now) for read in batch)


def _keep(batch: list[Read], now: datetime) -> int:
    leases = {read.wanted.pk: read.wanted.leased_until for read in batch}
    rows = Article.objects.select_for_update(of=("self",)).filter(pk__in=leases, state=ArticleState.WAITING)
    articles = {article.pk: article for article in rows if article.leased_until == leases[article.pk]}
    ready: list[Article] = []
    for read in batch:
        if read.robots is not None:
            note_robots(
                name=read.wanted.host, robots=read.robots.text, crawl_delay_s=read.robots.crawl_delay_s, now=now
            )
        if read.refused is not None:
            refused = read.refused
            let_rest(name=read.wanted.host, problem=refused.problem, retry_after=refused.retry_after, now=now)
        article = articles.get(read.wanted.pk)
        if article is None:
            continue  # another worker took it when our lease had run out
        if read.refused is not None and not read.refused.permanent and read.wanted.tries < read.wanted.most_tries:
            at = now + max(page_retry(read.wanted.tries), read.refused.retry_after)
            Article.objects.filter(pk=article.pk).update(
                next_try_at=at, leased_until=None, problem=read.refused.problem
            )
        elif _take_in(article, read, now):
            ready.append(article)
        else:
            article.tries, article.next_try_at, article.leased_until, article.problem = 0, now, None, ""
            article.save(update_fields=KEPT)
    return _announce(ready, now)


def _take_in(article: Article, read: Read, now: datetime) -> bool:
    """Take a page, or its lack, into its article. Returns whether that was the last: the article is READY then."""
    number, refused = read.wanted.number, read.refused
    if number == 1:
        _fill(article, read.page)
        note_parts(article, read.parts)
        if refused is not None or read.parts == Parts():  # nearly all: nothing to look up
            _ready(article, now, refused.problem if refused else "")
            return True
    elif refused is not None:
        lose_part(article, number, problem=refused.problem, permanent=refused.permanent)
    elif read.page is not None:
        keep_part(article, number, text=_body(article, read.page), named=read.parts, now=now)
    if waiting_parts([article]).exists():
        return False
    _ready(article, now, standing_problem(article))
    return True


def _body(article: Article, page: Page) -> str:
    """The text of a page. Many give their headline again as the first paragraph; counted twice it would weigh twice."""
    body = clean(page.text)
    heading, _gap, rest = body.partition("\n\n")
    return rest if heading.strip() in {article.title, page.title} else body


def _fill(article: Article, page: Page | None) -> None:
    """Take from the page what the feed did not say. The outlet's own words in the feed go before the page's."""
    if page is None:
        return
    article.body = _body(article, page)[:MAX_BODY]
    if not article.published_known:
        article.published_at, article.published_known = published(page.published, article.seen_at)
    if not article.authors:
        article.authors = ", ".join(clean(name) for name in page.authors)[:300]
    if page.title and article.title == title_from_url(article.url):
        article.title = clean(page.title)[:500]


def _ready(article: Article, now: datetime, problem: str) -> Article:
    article.state, article.ready_at, article.problem = ArticleState.READY, now, problem
    article.next_try_at = article.leased_until = None
    return article


def _announce(articles: list[Article], now: datetime) -> int:
    if not articles:
        return 0
    for article in articles:
        article.save(update_fields=KEPT)
    articles_ready.send(sender=Article, articles=articles, now=now)
    return len(articles)


def _note_storage(wanted: Wanted, now: datetime) -> int:
    """Put an article that our storage does not take aside for a while. Should that fail too, its lease runs out."""
    try:
        Article.objects.filter(pk=wanted.pk, leased_until=wanted.leased_until).update(
            problem=Problem.STORAGE, next_try_at=now + timedelta(minutes=5), leased_until=None
        )
    except (DatabaseError, OSError):
        logger.exception("the trouble of article %s could not be written down", wanted.pk)
    return 0
