"""The values that travel between the stages of the engine.

All are frozen: a stage returns new values and never changes what it was given. Times are aware datetimes or None.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Article:
    """One text as an outlet published it. `body` is plain text, paragraphs parted by a blank line; it may be empty."""

    id: str
    title: str
    body: str = ""
    outlet: str = ""
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One entry of a feed. `title` and `summary` are text without markup; `link` is absolute where a base is known."""

    id: str
    title: str
    link: str
    summary: str
    published: datetime | None
    content: str = ""
    authors: tuple[str, ...] = ()
    unsafe: bool = False  # its link would run or hold something (`javascript:`, `data:`) and was dropped


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed, sitemap or index page says. An unreadable one has `error` in plain words and no items."""

    title: str = ""
    items: tuple[FeedItem, ...] = ()
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """The article found in an HTML page. An unreadable page has `error` in plain words."""

    title: str = ""
    text: str = ""
    published: datetime | None = None
    authors: tuple[str, ...] = ()
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Reuse:
    """How much of an original stands in an article.

    `containment` is the share (0-1) of the original's 5-word shingles found in the article. `spans` are
    `(article_start, article_end, original_start, original_end)` in code points of the two bodies, ends exclusive.
    """

    original: str
    containment: float
    spans: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the grouping put an article: its story, and the stories that this article joined together."""

    article: str
    story: str
    merged: tuple[tuple[str, str], ...] = ()  # (story that ends, story that lives on)


class ToneLabel(StrEnum):
    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"


@dataclass(frozen=True, slots=True)
class Tone:
    """The likeliest tone of a text (never of a person). `score` is a calibrated probability (0-1)."""

    tone: ToneLabel
    score: float
    unsure: bool = False
    tier: str = "A"


class EntityType(StrEnum):
    PERSON = "PER"
    ORGANISATION = "ORG"
    LOCATION = "LOC"


@dataclass(frozen=True, slots=True)
class Entity:
    """A name in a text; `start` and `end` (exclusive) count code points, or tokens when tokens were given."""

    start: int
    end: int
    type: EntityType
    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Something said in an article. `direct` is True for words in quotation marks; offsets are code points."""

    speaker: str
    text: str
    start: int
    end: int
    direct: bool = True


@dataclass(frozen=True, slots=True)
class ClaimMatch:
    """A known claim that a text repeats, with a score from 0 to 1."""

    known: str
    score: float


@dataclass(frozen=True, slots=True)
class Burst:
    """A stretch in which counts rise above their baseline; indexes of buckets, `end` exclusive."""

    start: int
    end: int
    ratio: float = field(default=1.0)
