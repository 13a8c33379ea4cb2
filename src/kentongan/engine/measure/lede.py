"""One title and a few sentences for a story that many articles tell.

The most telling title is the medoid: the one most like all the others (by shared stems, rare ones weighing more), so
what most outlets put into their headline. Sentences are chosen one by one from the tops of the articles, each for what
it adds of the story's common words: greedy maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kentongan.engine.text.commonness import background, rarity
from kentongan.engine.text.fold import words
from kentongan.engine.text.sentences import sentences
from kentongan.engine.text.stem import stem
from kentongan.engine.text.stopwords import STOPWORDS
from kentongan.engine.types import Article

_MAX_ARTICLES = 100
_TOP = 5  # sentences of each article that may be chosen
_MAX_BODY = 4_000
_WORDS = (6, 45)  # shortest and longest sentence worth quoting
_DATELINE_WORDS = 3  # "AMBON, harian-contoh.id -" at the start says nothing


@dataclass(frozen=True, slots=True)
class Lede:
    """What stands above a story: the id of the article with the most telling title, and `(article id, sentence)`."""

    title_of: str
    sentences: tuple[tuple[str, str], ...] = ()


def lede(articles: Sequence[Article], *, limit: int = 3) -> Lede:
    """The title and at most `limit` sentences that best stand for a story. Raises ValueError without articles."""
    if not articles:
        raise ValueError("a story has at least one article")
    looked_at = articles[:_MAX_ARTICLES]
    title = most_telling([article.title for article in looked_at])
    return Lede(looked_at[title].id, _lead_sentences(looked_at, limit))


def most_telling(titles: Sequence[str]) -> int:
    """The index of the title most like all others; of equals the first. Raises ValueError without titles."""
    if not titles:
        raise ValueError("no titles")
    stems = [_telling_stems(title) for title in titles]
    shared = Counter(stem for found in stems for stem in found)

    def value(index: int) -> float:
        own = stems[index]
        likeness = sum((shared[stem] - 1) * weight**2 for stem, weight in own.items())
        return likeness / (math.sqrt(sum(weight**2 for weight in own.values())) or 1.0)

    return max(range(len(titles)), key=lambda index: (value(index), -index))


def _telling_stems(text: str) -> dict[str, float]:
    known = background()
    found = {stem(word) for word in words(text[:_MAX_BODY]) if word not in STOPWORDS}
    return {one: rarity(in_background=known.get(one, 0.0)) for one in found}


def _lead_sentences(articles: Sequence[Article], limit: int) -> tuple[tuple[str, str], ...]:
    candidates = [
        (article.id, sentence, place)
        for article in articles
        for place, sentence in enumerate(sentences(article.body[:_MAX_BODY])[:_TOP])
        if _WORDS[0] <= len(sentence.split()) <= _WORDS[1]
    ]
    stems = [_telling_stems(sentence) for _, sentence, _ in candidates]
    spoken = Counter(one for found in stems for one in found)
    covered: set[str] = set()
    chosen: list[tuple[str, str]] = []
    left = list(range(len(candidates)))

    def gain(index: int) -> float:
        new = sum(weight * math.log(1 + spoken[one]) for one, weight in stems[index].items() if one not in covered)
        # Per root of its length, or long sentences always win; and the top of an article before its middle.
        return new / math.sqrt(len(stems[index]) + _DATELINE_WORDS) / (1 + 0.15 * candidates[index][2])

    while left and len(chosen) < limit:
        best = max(left, key=lambda index: (gain(index), -index))
        if gain(best) <= 0:
            break
        left.remove(best)
        chosen.append(candidates[best][:2])
        covered.update(stems[best])
    return tuple(chosen)
