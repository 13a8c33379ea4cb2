"""What of an article speaks for its story: the stems of its title and of its text, counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from kentongan.engine.text.commonness import everyday
from kentongan.engine.text.fold import words
from kentongan.engine.text.stem import stems
from kentongan.engine.types import Article

# A word of the title counts as four of the text: the title names the event, the text also tells its background. The
# first words of the text are the lead; what comes after them is more often background, and counts half.
_TITLE_WORD = 4.0
_LEAD = 60
_AFTER_LEAD = 0.5

# Bounds the work for a 50 MB article; real ones have 100 to 500 words, the news stands at the top.
_MAX_TITLE = 1_000
_MAX_BODY = 8_000
_MAX_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Terms:
    """Stem -> weighted count, for the title alone and for title and text together. Everyday words are left out."""

    title: dict[str, float]
    text: dict[str, float]


def terms_of(article: Article) -> Terms:
    """Count an article's stems. Both are empty when neither title nor body holds a telling word."""
    title = stems(words(article.title[:_MAX_TITLE]))
    body = stems(words(article.body[:_MAX_BODY]))
    text: dict[str, float] = dict.fromkeys(title, 0.0)
    for stem in title:
        text[stem] += _TITLE_WORD
    for stem, count in Counter(body[:_LEAD]).items():
        text[stem] = text.get(stem, 0.0) + count
    for stem, count in Counter(body[_LEAD:]).items():
        text[stem] = text.get(stem, 0.0) + _AFTER_LEAD * count
    return Terms(title=_telling(Counter(title)), text=_telling(text))


def _telling(counts: dict[str, float] | Counter[str]) -> dict[str, float]:
    left_out = everyday()
    return {stem: float(count) for stem, count in counts.items() if stem not in left_out and len(stem) <= _MAX_LENGTH}
