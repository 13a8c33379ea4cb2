"""What came in becomes rows: each article once, whichever of its addresses it came by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from kentongan.engine.text.unseen import TURNS
from kentongan.engine.types import FeedItem
from kentongan.sources.choices import ArticleState, SourceKind
from kentongan.sources.models import Article, Source
from kentongan.sources.rules import FULL_TEXT_CHARS, OLD_LIST_DAYS, item_key, published, title_from_url, url_key
from kentongan.sources.signals import articles_ready

CHUNK = 400  # keys in one query: SQLite takes 999 parameters where it is old
MAX_SUMMARY = 20_000
MAX_BODY = 400_000


@dataclass(frozen=True, slots=True)
class Stored:
    """What `store_items` did: the new articles, and those among them that needed no page and are READY.

    `refused` counts the items that cannot be used: a link that runs something, or neither address nor readable words.
    """

    new: tuple[Article, ...] = ()
    ready: tuple[Article, ...] = ()
    refused: int = 0


def store_items(*, source: Source, items: Sequence[FeedItem], now: datetime) -> Stored:
    """Store the items of one look at `source` that are not here yet, and announce those that are READY.

    An item is known by its normalised address (`rules.normalise_url`), or by its id within the source where it has
    none. Items whose feed carries the whole text, or which have no page, are READY at once; the others wait for theirs.
    Runs in one transaction; storing the same items again changes nothing.
    """
    drafts, refused = _drafts(source, items, now)
    if not drafts:
        return Stored(refused=refused)
    with transaction.atomic():
        new = _insert(drafts)
        ready = tuple(article for article in new if article.state == ArticleState.READY)
        if ready:
            articles_ready.send(sender=Article, articles=list(ready), now=now)
    return Stored(new=tuple(new), ready=ready, refused=refused)


def _drafts(source: Source, items: Iterable[FeedItem], now: datetime) -> tuple[dict[str, Article], int]:
    """Articles not yet stored, by key, oldest first so that ids follow time; the first of two equal items counts.

    The second value is how many items were refused.
    """
    drafts: dict[str, Article] = {}
    refused = 0
    oldest = now - timedelta(days=OLD_LIST_DAYS)
    for item in items:
        article = _draft(source, item, now)
        if article is None:
            refused += 1
            continue
        if source.kind != SourceKind.FEED and article.published_at < oldest:
            continue
        drafts.setdefault(article.url_key, article)
    return dict(sorted(drafts.items(), key=lambda entry: entry[1].published_at)), refused


def _draft(source: Source, item: FeedItem, now: datetime) -> Article | None:
    if item.unsafe:
        return None
    link = item.link if item.link.startswith(("http://", "https://")) and len(item.link) <= 2000 else ""
    title = readable(item.title)[:500] or (title_from_url(link) if link else readable(item.summary)[:120])
    if not title:
        return None  # neither address nor words: nothing that anyone could read
    published_at, known = published(item.published, now)
    content = clean(item.content)
    whole = len(content) >= FULL_TEXT_CHARS
    ready = whole or not link
    return Article(
        outlet_id=source.outlet_id,
        source=source,
        url=link,
        url_key=url_key(link) if link else item_key(source.pk, item.id),
        title=title,
        summary=(clean(item.summary) or content)[:MAX_SUMMARY],
        authors=", ".join(clean(name) for name in item.authors)[:300],
        published_at=published_at,
        published_known=known,
        seen_at=now,
        state=ArticleState.READY if ready else ArticleState.WAITING,
        ready_at=now if ready else None,
        next_try_at=None if ready else now,
        body=content[:MAX_BODY] if ready else "",
    )


_HARMFUL = re.compile(f"[\0{TURNS}]")


def clean(text: str) -> str:
    """Return `text` as both databases can hold it: no NUL characters, no lone surrogates, no space around it.

    Marks that turn the direction of writing go too (UAX #9: embeddings, overrides, isolates): left open, as in a cut
    title, they turn around what stands behind them on the page.
    """
    return _HARMFUL.sub("", text).encode("utf-8", "replace").decode().strip()


def readable(text: str) -> str:
    """`clean`, and empty where nothing is left beside entities that nobody defined (`&l9;`)."""
    text = clean(text)
    return text if "&" not in text or re.search(r"\w", _ENTITY.sub("", text)) else ""


_ENTITY = re.compile(r"&#?\w{1,32};")


def _insert(drafts: dict[str, Article]) -> list[Article]:
    """Insert what is not there; another worker may be storing the same at this moment (PostgreSQL)."""
    for _attempt in range(5):
        fresh = [drafts[key] for key in _missing(list(drafts))]
        try:
            with transaction.atomic():
                return Article.objects.bulk_create(fresh, batch_size=200) if fresh else []
        except IntegrityError:
            for article in fresh:
                article.pk = None
    raise IntegrityError("articles kept appearing while they were being stored")


def _missing(keys: list[str]) -> list[str]:
    there: set[str] = set()
    for start in range(0, len(keys), CHUNK):
        there.update(
            Article.objects.filter(url_key__in=keys[start : start + CHUNK]).values_list("url_key", flat=True).order_by()
        )
    return [key for key in keys if key not in there]
