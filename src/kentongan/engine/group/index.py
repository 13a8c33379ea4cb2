"""Articles weighed into vectors, and which of the window's are like a new one.

Vectors have length 1, so the cosine is the dot product. They lie in the kernel where it is built, else in Python.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kentongan.engine.group.native_vectors import NativeVectors
from kentongan.engine.group.plain_vectors import ONE, Integers, PlainVectors, Vector
from kentongan.engine.group.vocabulary import Vocabulary
from kentongan.engine.text.kernel import available
from kentongan.engine.types import Article

# How much of the likeness of two articles is that of their titles alone.
TITLE_SHARE = 0.15

# Bounds the work for a 50 MB article: the end of a long text tells stories no better apart.
_MAX_TITLE = 1_000
_MAX_BODY = 4_000


def _mentions() -> NDArray[np.float64]:
    """What so many half mentions are worth: half a mention half of one, more of them ever less."""
    halves = np.arange(1 << 14) / 2
    return np.where(halves >= 1, 1 + np.log(np.maximum(halves, 1)), halves)


_MENTIONS = _mentions()


class SimilarityIndex:
    """Vectors by slot: a small number given by `add`, given anew by `compact`."""

    def __init__(self) -> None:
        self._vocabulary = Vocabulary()
        self._vectors = NativeVectors() if available() else PlainVectors()
        self._slots = 0
        self._live = 0

    def __len__(self) -> int:
        return self._live

    def vector(self, article: Article) -> Vector:
        """Weigh an article's words: `(1 + log count) * rarity`. Empty for an article without telling words.

        Title and text are two vectors of their own, laid side by side with the title's share: the cosine of the whole
        is then `TITLE_SHARE * cosine of the titles + (1 - TITLE_SHARE) * cosine of the texts`.
        """
        counted = self._vocabulary.count_words(article.title[:_MAX_TITLE], article.body[:_MAX_BODY])
        rarity = self._vocabulary.rarity(counted.numbers, self._live)
        texts = rarity * _MENTIONS.take(counted.halves, mode="clip")
        titles = rarity[: counted.in_title].astype(np.float64)
        share = TITLE_SHARE if len(titles) else 0.0
        texts *= math.sqrt((1 - share) / (float(texts @ texts) or 1.0))
        titles *= math.sqrt(share / (float(titles @ titles) or 1.0))
        terms = np.concatenate([counted.numbers, counted.numbers[: counted.in_title]])
        terms += terms
        terms[len(texts) :] += 1
        return _vector(terms, np.concatenate([texts, titles]))

    def alike(self, vector: Vector, least: float) -> list[int]:
        """The slots of articles whose cosine with the vector is at least `least`, as far as the heaviest terms find
        them; at most 40."""
        return self._vectors.alike(vector, least)

    def mean_similarities(self, vector: Vector, groups: Sequence[Sequence[int]]) -> list[float]:
        """The mean cosine of the vector with the slots of each group; no group is empty."""
        sums = self._vectors.sums(vector, groups)
        return [sum_ / (len(group) * ONE * ONE) for sum_, group in zip(sums, groups, strict=True)]

    def mean_similarity(self, some: Sequence[int], others: Sequence[int]) -> float:
        """The mean cosine over all pairs of a slot of one sequence with a slot of the other."""
        return self._vectors.pairs(some, others) / (len(some) * len(others) * ONE * ONE)

    def add(self, vector: Vector) -> int:
        """Take the vector in and return its slot."""
        slot = self._vectors.add(vector)
        self._slots = slot + 1
        self._live += 1
        self._vocabulary.count(_stems(vector.terms), 1)
        return slot

    def drop(self, slot: int) -> None:
        """Forget the vector of a living slot. Its postings go at the next `compact`."""
        self._vocabulary.count(_stems(self._vectors.drop(slot)), -1)
        self._live -= 1

    def compact(self) -> list[int] | None:
        """Forget dropped slots and unused stems when they are the greater part; memory stays bound to the window.

        Returns the old slots in the order of the new ones (new slot i was slot `old[i]`), or None when nothing moved.
        """
        if self._slots <= 2 * self._live + 1024:
            return None
        moved = 2 * self._vocabulary.keep_used()
        kept = self._vectors.compact(np.column_stack([moved, moved + 1]).ravel())
        self._slots = len(kept)
        return kept


def _vector(terms: Integers, weights: NDArray[np.float64]) -> Vector:
    whole = np.rint(weights * ONE).astype(np.int32)
    heaviest = np.argsort(-whole, kind="stable")
    return Vector(terms[heaviest], whole[heaviest])


def _stems(terms: Integers) -> Integers:
    """The numbers of the stems in title and text, each once."""
    return np.asarray(terms[terms & 1 == 0] >> 1)
