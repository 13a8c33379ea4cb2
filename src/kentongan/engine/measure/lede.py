"""One title and a few sentences for a story that many articles tell.

The most telling title is the medoid: the one most like all the others (by shared stems, rare ones weighing more), so
what most outlets put into their headline. Sentences are chosen one by one from the tops of the articles, each for what
it adds of the story's common words, above all those of the titles: greedy maximal marginal relevance (Carbonell and
Goldstein, SIGIR 1998). What somebody says is no summary, nor is a question. The weights were chosen on half of a set of
human summaries and on two days of stories; `bench.lede` measures on others.
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
_TOP = 8  # sentences of each article that may be chosen
_IN_TITLES = 4.0  # how much more a word says that stands in all titles
_SAID_AGAIN = 0.3  # what a word is worth that a sentence before has told
_REPEATS = 0.6  # from this share of its words' weight told before on, a sentence says nothing new
_SPOKEN = 0.3  # what a quotation or a question is worth
_LENGTH = 0.8  # long sentences hold more: the power of their length by which that is divided
_DEPTH = 0.6  # how fast sentences lose towards the middle of an article
_MAX_BODY = 4_000
_WORDS = (6, 45)  # shortest and longest sentence worth quoting
_QUOTES = "\"“”'‘’"
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
    told_by = Counter(one for found in stems for one in found)
    headed = Counter(one for article in articles for one in _telling_stems(article.title))
    worth = {
        one: math.log(1 + count) * (1 + _IN_TITLES * headed[one] / len(articles)) for one, count in told_by.items()
    }
    covered: set[str] = set()
    chosen: list[tuple[str, str]] = []
    left = list(range(len(candidates)))

    def gain(index: int) -> float:
        _, sentence, place = candidates[index]
        told = sum(weight * worth[one] * (_SAID_AGAIN if one in covered else 1) for one, weight in stems[index].items())
        again = sum(weight for one, weight in stems[index].items() if one in covered)
        if again > _REPEATS * sum(stems[index].values()):
            return 0.0
        plain = _SPOKEN if sentence[0] in _QUOTES or sentence.endswith("?") else 1
        length: float = (len(stems[index]) + _DATELINE_WORDS) ** _LENGTH
        return plain * told / length / (1 + _DEPTH * place)

    while left and len(chosen) < limit:
        best = max(left, key=lambda index: (gain(index), -index))
        if gain(best) <= 0:
            break
        left.remove(best)
        chosen.append(candidates[best][:2])
        covered.update(stems[best])
    return tuple(chosen)
