"""Recognises known claims: a hoax that returns, worded anew, years later.

Every known claim is a vector in two spaces: four-letter pieces of words (they survive misspelling, slang and stemming)
and stems with pairs of neighbouring stems (they hold to what is said). A text is compared by the cosine of tf-idf
weights in both, as it stands and with its wrapping taken off (`match.frames`), whichever says more.
Weights: sublinear term frequency and smoothed idf (Salton and Buckley 1988).
"""

from __future__ import annotations

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

THRESHOLD = 0.12
"""Least lead of the best score over half the eleventh. Of texts without a match it silences 80 % (bench/claims.py)."""

_FIELD = 10
"""A text that is a little like many claims (the same politician, the same prize) repeats none of them: where so many
others come close, the best must be better."""

_STEM_SHARE = 0.4
"""How much the stems count beside the letters."""

_PIECE = 4
_LEAST_WORDS = 3
"""A word or two are a topic, no claim."""

_MAX_WORDS = 2_000
"""Words of a text that are looked at: a claim stands at its beginning."""

_MAX_LENGTH = 40_000
"""And its characters, before they are split into words."""


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
        field = scores[order[_FIELD]] if len(order) > _FIELD else 0.0
        if scores[order[0]] - field / 2 < self._threshold:
            return []
        return [ClaimMatch(self._ids[at], min(1.0, float(scores[at]))) for at in order[:limit] if scores[at] > 0]

    def _scores(self, text: str) -> Scores:
        found = _words(text)
        return (1 - _STEM_SHARE) * self._letters.cosines(found) + _STEM_SHARE * self._stems.cosines(found)


class _Space:
    """One vector space: for every feature, in which claims it stands and with what weight."""

    def __init__(self, features: Features, texts: list[list[str]]) -> None:
        self._features = features
        self._count = len(texts)
        self._numbers: dict[str, int] = {}
        counted = [self._count_known(text) for text in texts]
        sizes = [len(numbers) for numbers, _ in counted]
        numbers = np.concatenate([part for part, _ in counted] or [np.empty(0, dtype=np.int64)])
        weights = np.concatenate([part for _, part in counted] or [np.empty(0)])
        claims = np.repeat(np.arange(self._count), sizes)
        held = np.bincount(numbers, minlength=len(self._numbers))
        self._idf: Scores = np.log((1 + self._count) / (1 + held)) + 1
        self._unknown = log(1 + self._count) + 1
        weights *= self._idf[numbers]
        lengths = np.sqrt(np.bincount(claims, weights**2, minlength=self._count))
        weights /= lengths[claims]
        order = np.argsort(numbers, kind="stable")
        self._claims = claims[order].astype(np.int32)
        self._weights = weights[order].astype(np.float32)
        self._starts = np.concatenate([[0], np.cumsum(held)])

    def cosines(self, text: list[str]) -> Scores:
        """The cosine of a text with every known claim, in their order. What no claim holds counts against it."""
        counts: dict[str, int] = {}
        for feature in self._features(text):
            counts[feature] = counts.get(feature, 0) + 1
        numbers = np.array([self._numbers.get(feature, -1) for feature in counts], dtype=np.int64)
        weights = 1 + np.log(np.array(list(counts.values()), dtype=np.float64))
        known = numbers >= 0
        weights *= np.where(known, self._idf[numbers], self._unknown) if len(self._idf) else self._unknown
        length = float(np.sqrt((weights**2).sum()))
        numbers, weights = numbers[known], weights[known]
        if not len(numbers):
            return np.zeros(self._count)
        starts, sizes = self._starts[numbers], self._starts[numbers + 1] - self._starts[numbers]
        before = np.cumsum(sizes) - sizes
        places = np.repeat(starts - before, sizes) + np.arange(sizes.sum())
        products = self._weights[places] * np.repeat(weights, sizes)
        return np.bincount(self._claims[places], products, minlength=self._count) / length

    def _count_known(self, text: list[str]) -> tuple[NDArray[np.int64], Scores]:
        """A known claim's features, by number, with their sublinear frequency; new ones get a number."""
        known = self._numbers
        found = [known.setdefault(feature, len(known)) for feature in self._features(text)]
        numbers, counts = np.unique(np.array(found, dtype=np.int64), return_counts=True)
        return numbers, 1 + np.log(counts)


def _words(text: str) -> list[str]:
    return words(text[:_MAX_LENGTH])[:_MAX_WORDS]


def _pieces(found: list[str]) -> list[str]:
    """The four-letter pieces of every word with a space on both sides; a shorter word is one piece."""
    padded = [f" {word} " for word in found]
    return [word[at : at + _PIECE] for word in padded for at in range(max(1, len(word) - _PIECE + 1))]


def _stem_pairs(found: list[str]) -> list[str]:
    stemmed = stems(found)
    return stemmed + [f"{left} {right}" for left, right in pairwise(stemmed)]
