"""What of an article speaks for its story: the words of its title, of its lead and of what follows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from kentongan.engine.text.fold import words
from kentongan.engine.types import Article

# The first words of the text are the lead; what comes after them is more often background than news.
_LEAD = 60

# Bounds the work for a 50 MB article: the end of a long text tells stories no better apart.
_MAX_TITLE = 1_000
_MAX_BODY = 4_000


# How much a word counts by where it stands: the title names the event, what follows the lead tells its background.
_IN_TITLE, _IN_LEAD, _IN_REST = 3.0, 1.0, 0.5


@dataclass(frozen=True, slots=True)
class Terms:
    """The folded words of an article: those of its title, and all with how much they count."""

    title: list[str]
    counts: dict[str, float]


def terms_of(article: Article) -> Terms:
    """The words of an article that its story is told by; none when it holds no word."""
    title, body = words(article.title[:_MAX_TITLE]), words(article.body[:_MAX_BODY])
    counts = {word: count * _IN_REST for word, count in Counter(body[_LEAD:]).items()}
    for some, worth in ((title, _IN_TITLE), (body[:_LEAD], _IN_LEAD)):
        for word in some:
            counts[word] = counts.get(word, 0.0) + worth
    return Terms(title, counts)
