"""The vectors of the living articles and who is like whom, in Python: the readable form of `vectors.c`.

Weights are whole numbers, `ONE` for a vector of a single term: sums of products then come out the same in whatever
order they are added up, here and in the kernel. A product of `ONE * ONE` is a cosine of 1.

Two steps keep the work bounded, however many articles live. An inverted index over the heaviest terms of every article
names the candidates: who is alike shares some of them. Their cosines are then counted in full.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int32]
Sums = NDArray[np.int64]

ONE = 1 << 15
"""The weight of the only term of a vector: what a length of 1 is counted in."""

HEAVIEST = 24
"""Terms of an article under which it is found: some two thirds of its weight."""

NEWEST = 1_000
"""Articles looked at under one term: old ones under a common term are found under their other terms."""

CANDIDATES = 40
"""Articles that are compared with a new one in full."""

LEAST = ONE * ONE // 10
"""How much of an article's own weight must lie on terms that both are found under."""


@dataclass(frozen=True, slots=True)
class Vector:
    """The terms of one article and their weights, heaviest first, of length `ONE` in all.

    An even term is a stem, the odd one after it the same stem in the title.
    """

    terms: Integers
    weights: Integers


class PlainVectors:
    """Vectors by slot: a small number given by `add`, given anew by `compact`."""

    def __init__(self) -> None:
        self._slots: dict[int, array[int]] = {}  # by term: the articles with it among their heaviest
        self._vectors: list[Vector | None] = []  # by slot
        self._scratch: Sums = np.zeros(0, dtype=np.int64)  # by term; all 0 between calls

    def add(self, vector: Vector) -> int:
        """Take the vector in and return its slot."""
        self._vectors.append(vector)
        self._post(len(self._vectors) - 1, vector)
        return len(self._vectors) - 1

    def drop(self, slot: int) -> Integers:
        """Forget the vector of a living slot and return its terms. Its postings go at the next `compact`."""
        vector = self._living(slot)
        self._vectors[slot] = None
        return vector.terms

    def alike(self, vector: Vector, least: float) -> list[int]:
        """The living slots whose cosine with the vector is at least `least`, as far as the heaviest terms find them:
        at most `CANDIDATES`, rising."""
        shared = self._shared(vector)
        found = [slot for slot in np.flatnonzero(shared > LEAST).tolist() if self._vectors[slot] is not None]
        found = sorted(found, key=lambda slot: (-shared[slot], -slot))[:CANDIDATES]
        sums = self._products(vector, found)
        return sorted(slot for slot, sum_ in zip(found, sums.tolist(), strict=True) if sum_ >= least * (ONE * ONE))

    def sums(self, vector: Vector, groups: Sequence[Sequence[int]]) -> list[int]:
        """The sum of the products of the vector with the living slots of each group; no group is empty."""
        if not groups:
            return []
        sizes = np.array([len(group) for group in groups])
        products = self._products(vector, [slot for group in groups for slot in group])
        sums: list[int] = np.add.reduceat(products, np.cumsum(sizes) - sizes).tolist()
        return sums

    def pairs(self, some: Sequence[int], others: Sequence[int]) -> int:
        """The sum of the products of all pairs of a living slot of one sequence with one of the other."""
        return sum(int(self._products(self._living(slot), others).sum()) for slot in some)

    def compact(self, moved: Integers) -> list[int]:
        """Forget the slots of dropped vectors, and give term `t` the number `moved[t]`.

        Returns the old slots in the order of the new ones: new slot i was slot `kept[i]`.
        """
        kept = [(slot, vector) for slot, vector in enumerate(self._vectors) if vector is not None]
        self._slots.clear()
        self._vectors = []
        for _, vector in kept:
            self.add(Vector(moved[vector.terms], vector.weights))
        return [slot for slot, _ in kept]

    def _shared(self, vector: Vector) -> Sums:
        """By slot: the weight of the terms that both are found under."""
        postings, squares = [], []
        heaviest = zip(vector.terms[:HEAVIEST].tolist(), vector.weights[:HEAVIEST].tolist(), strict=True)
        for term, weight in heaviest:
            slots = self._slots.get(term)
            if slots and weight:
                postings.append(np.frombuffer(slots[-NEWEST:], dtype=np.int32))
                squares.append(weight * weight)
        if not postings:
            return np.zeros(0, dtype=np.int64)
        # Counted in floats of 53 bits, which hold these whole numbers exactly.
        counts = np.bincount(np.concatenate(postings), np.repeat(squares, [len(slots) for slots in postings]))
        return counts.astype(np.int64)

    def _products(self, vector: Vector, slots: Sequence[int]) -> Sums:
        """The products of the vector with each living slot."""
        compared = [self._living(slot) for slot in slots]
        terms = np.concatenate([vector.terms, *(other.terms for other in compared)])
        if not compared or not len(terms):
            return np.zeros(len(compared), dtype=np.int64)
        if len(self._scratch) <= terms.max():
            self._scratch = np.zeros(2 * int(terms.max()) + 1024, dtype=np.int64)
        self._scratch[vector.terms] = vector.weights
        products = self._scratch[terms[len(vector.terms) :]]
        products *= np.concatenate([other.weights for other in compared])
        self._scratch[vector.terms] = 0
        sums = np.concatenate([[0], np.cumsum(products)])
        ends = np.cumsum([0, *(len(other.terms) for other in compared)])
        return np.asarray(np.diff(sums[ends]), dtype=np.int64)

    def _post(self, slot: int, vector: Vector) -> None:
        for term, weight in zip(vector.terms[:HEAVIEST].tolist(), vector.weights[:HEAVIEST].tolist(), strict=True):
            if weight:
                if term not in self._slots:
                    self._slots[term] = array("i")
                self._slots[term].append(slot)

    def _living(self, slot: int) -> Vector:
        vector = self._vectors[slot]
        if vector is None:
            raise RuntimeError(f"slot {slot} was dropped")
        return vector
