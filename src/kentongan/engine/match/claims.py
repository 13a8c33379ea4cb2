"""Recognises known claims: a hoax that returns, worded anew, years later.

Every known claim is a vector in two spaces: four-letter pieces of words (they survive misspelling, slang and stemming)
and stems with pairs of neighbouring stems (they hold to what is said). A text is compared by the cosine of tf-idf
weights in both, and by how much of the claim's first line, its title, it holds; as it stands and with its wrapping
taken off (`match.frames`), whichever says more. Weights: sublinear term frequency and smoothed idf (Salton and Buckley
1988).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from itertools import pairwise
from math import log

import numpy as np
from numpy.typing import NDArray

from kentongan.engine.match.frames import unwrap
from kentongan.engine.text.fold import words
from kentongan.engine.text.stem import stems
from kentongan.engine.types import ClaimMatch

Features = Callable[[list[str]], list[str]]
Scores = NDArray[np.float64]
Numbers = NDArray[np.int64]

LETTERS, STEMS, TITLE = 0.5, 0.33, 0.17
"""How much each likeness counts; these and the threshold are all that was learned (bench/claims.py, docs/models.md)."""

THRESHOLD = 0.33
"""How sure to be before anything is said: see `_sureness`."""

_FIELD = 10
"""A text that is a little like many claims (the same politician, the same prize) repeats none of them: where so many
others come close, the best must be better."""

_LEAST_FIELD = 0.05
"""What the others are like at least, where few claims are known."""

_RATIO_SHARE = 0.22

_SAME = 0.5
"""A text so like a claim is a copy of it, however many other copies are known."""

_PIECE = 4
_LEAST_WORDS = 3
"""A word or two are a topic, no claim."""

_MAX_WORDS = 2_000
"""Words of a text that are looked at: a claim stands at its beginning."""

_MAX_LENGTH = 40_000
"""And its characters, before they are split into words."""

_MAX_TITLE = 30
"""Words of a first line that may be a title; a whole message on one line is judged by its beginning."""

_COMMON = 1_000
"""A feature that so many claims hold, and a tenth of all, tells none of them apart, and costs the more."""

_AS_LETTERS = str.maketrans("01345", "oieas")


class ClaimIndex:
    """Known claims, ready to be recognised.

    Args:
        known: pairs of an id and the claim's text: its title, and its body where there is one.
        threshold: how sure to be before saying anything; lower says more, and more often wrongly.
    """

    def __init__(self, known: Iterable[tuple[str, str]], *, threshold: float = THRESHOLD) -> None:
        self._threshold = threshold
        pairs = list(known)
        self._ids = [id_ for id_, _ in pairs]
        texts = [_words(text) for _, text in pairs]
        self._letters = _Space(_pieces, texts)
        self._stems = _Space(_stem_pairs, texts)
        self._titles = _Titles([_words(text.strip().partition("\n")[0])[:_MAX_TITLE] for _, text in pairs])

    def __len__(self) -> int:
        return len(self._ids)

    def find(self, text: str, limit: int = 5) -> list[ClaimMatch]:
        """The known claims that the text may repeat, likeliest first, at most `limit`; none when nothing is like it."""
        if not self._ids or len(_words(text)) < _LEAST_WORDS:
            return []
        scores = self._scores(text)
        inner = unwrap(text)
        if inner != text:
            scores = np.maximum(scores, self._scores(inner))
        order = np.argsort(-scores, kind="stable")
        if _sureness(scores[order]) < self._threshold:
            return []
        return [ClaimMatch(self._ids[at], min(1.0, float(scores[at]))) for at in order[:limit] if scores[at] > 0]

    def _scores(self, text: str) -> Scores:
        found = _words(text)
        letters, stemmed = self._letters.cosines(found), self._stems.cosines(found)
        return LETTERS * letters + STEMS * stemmed + TITLE * self._titles.held(found)


def _sureness(ranked: Scores) -> float:
    """How sure the best of the scores (best first) is: its lead over the field, in itself and in proportion."""
    best = float(ranked[0])
    if best >= _SAME:
        return 1.0
    field = max(_LEAST_FIELD, float(ranked[_FIELD]) if len(ranked) > _FIELD else 0.0)
    return max(0.0, best - field + _RATIO_SHARE * log((best + 0.01) / (field + 0.01)))


class _Postings:
    """For every feature, in which claims it stands and with what weight."""

    def __init__(self, numbers: Numbers, claims: Numbers, weights: Scores, features: int, count: int) -> None:
        self._count = count
        order = np.argsort(numbers, kind="stable")
        self._claims = claims[order].astype(np.int32)
        self._weights = weights[order].astype(np.float32)
        self._starts = np.concatenate([[0], np.cumsum(np.bincount(numbers, minlength=features))])

    def sums(self, numbers: Numbers, factors: Scores) -> Scores:
        """By claim: the sum of the weights of the features, each times its factor."""
        starts, sizes = self._starts[numbers], self._starts[numbers + 1] - self._starts[numbers]
        before = np.cumsum(sizes) - sizes
        places = np.repeat(starts - before, sizes) + np.arange(sizes.sum())
        products = self._weights[places] * np.repeat(factors, sizes)
        return np.asarray(np.bincount(self._claims[places], products, minlength=self._count), dtype=np.float64)


class _Space:
    """One vector space of features of the claims' texts."""

    def __init__(self, features: Features, texts: list[list[str]]) -> None:
        self._features = features
        self._count = len(texts)
        self._numbers: dict[str, int] = {}
        counted = [self._count_known(text) for text in texts]
        numbers = np.concatenate([part for part, _ in counted] or [np.empty(0, dtype=np.int64)])
        weights = np.concatenate([part for _, part in counted] or [np.empty(0)])
        claims = np.repeat(np.arange(self._count), [len(part) for part, _ in counted])
        held = np.bincount(numbers, minlength=len(self._numbers))
        self._idf: Scores = np.log((1 + self._count) / (1 + held)) + 1
        self._idf[held > max(_COMMON, self._count / 10)] = 0
        self._unknown = log(1 + self._count) + 1
        weights *= self._idf[numbers]
        lengths = np.sqrt(np.bincount(claims, weights**2, minlength=self._count))
        weights /= np.maximum(lengths, 1e-9)[claims]
        telling = weights > 0
        self._postings = _Postings(numbers[telling], claims[telling], weights[telling], len(self._numbers), self._count)

    def cosines(self, text: list[str]) -> Scores:
        """The cosine of a text with every known claim, in their order. What no claim holds counts against it."""
        counts = Counter(self._features(text))
        numbers = np.array([self._numbers.get(feature, -1) for feature in counts], dtype=np.int64)
        weights = 1 + np.log(np.array(list(counts.values()), dtype=np.float64))
        known = numbers >= 0
        weights *= np.where(known, self._idf[numbers], self._unknown) if len(self._idf) else self._unknown
        length = float(np.sqrt((weights**2).sum())) or 1.0
        return self._postings.sums(numbers[known], weights[known]) / length

    def _count_known(self, text: list[str]) -> tuple[Numbers, Scores]:
        """A known claim's features, by number, with their sublinear frequency; new ones get a number."""
        known = self._numbers
        found = [known.setdefault(feature, len(known)) for feature in self._features(text)]
        numbers, counts = np.unique(np.array(found, dtype=np.int64), return_counts=True)
        return numbers, 1 + np.log(counts)


class _Titles:
    """The titles of the claims, each as the set of its stems."""

    def __init__(self, titles: list[list[str]]) -> None:
        self._numbers: dict[str, int] = {}
        known = self._numbers
        sets = [sorted({known.setdefault(stem, len(known)) for stem in stems(title)}) for title in titles]
        numbers = np.array([number for found in sets for number in found], dtype=np.int64)
        claims = np.repeat(np.arange(len(sets)), [len(found) for found in sets])
        rarity = np.log((1 + len(sets)) / (1 + np.bincount(numbers, minlength=len(known)))) + 0.1
        weights = rarity[numbers]
        weights /= np.maximum(np.bincount(claims, weights, minlength=len(sets)), 1e-9)[claims]
        self._postings = _Postings(numbers, claims, weights, len(known), len(sets))

    def held(self, text: list[str]) -> Scores:
        """How much of each title a text holds, its rare words first, from 0 to 1."""
        found = {number for stem in stems(text) if (number := self._numbers.get(stem)) is not None}
        return self._postings.sums(np.array(sorted(found), dtype=np.int64), np.ones(len(found)))


def _words(text: str) -> list[str]:
    return [_spelled_out(word) for word in words(text[:_MAX_LENGTH])[:_MAX_WORDS]]


def _spelled_out(word: str) -> str:
    """`g3mpa` and `j0k0wi` with letters for the digits that stand for them; numbers and `17agustus` stay."""
    if word.isalpha() or word.isdigit() or not word[0].isalpha() or sum(map(str.isalpha, word)) < 3:
        return word
    return word.translate(_AS_LETTERS)


def _pieces(found: list[str]) -> list[str]:
    """The four-letter pieces of every word with a space on both sides; a shorter word is one piece."""
    padded = [f" {word} " for word in found]
    return [word[at : at + _PIECE] for word in padded for at in range(max(1, len(word) - _PIECE + 1))]


def _stem_pairs(found: list[str]) -> list[str]:
    stemmed = stems(found)
    return stemmed + [f"{left} {right}" for left, right in pairwise(stemmed)]
