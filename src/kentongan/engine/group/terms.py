"""What of an article speaks for its story: the stems of its title and its text, counted."""

from __future__ import annotations

from collections import Counter

from kentongan.engine.text.fold import words
from kentongan.engine.text.stem import stems
from kentongan.engine.types import Article

# A word of the title counts as four of the text: the title names the event, the text also tells its background.
TITLE_WEIGHT = 4

# Bounds the work for a 50 MB article; real ones have 100 to 500 words, the news stands at the top.
_MAX_TITLE = 1_000
_MAX_BODY = 8_000
_MAX_LENGTH = 40


def count_terms(article: Article) -> dict[str, float]:
    """Stem -> weighted number of occurrences. Empty when neither title nor body holds a word."""
    counts: Counter[str] = Counter(stems(words(article.body[:_MAX_BODY])))
    for stem in stems(words(article.title[:_MAX_TITLE])):
        counts[stem] += TITLE_WEIGHT
    return {stem: float(count) for stem, count in counts.items() if len(stem) <= _MAX_LENGTH}
