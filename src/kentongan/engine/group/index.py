"""The articles of the window as vectors of weighted stems, and which of them are like a new one.

Two steps keep the work bounded, however many articles live. An inverted index over the heaviest stems of every article
names the candidates: who is alike shares some of them. Their cosines are then counted in full. Vectors have length 1,
so the cosine is the dot product.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from kentongan.engine.group.terms import Terms
from kentongan.engine.group.vocabulary import NOT_TELLING, Floats, Integers, Vocabulary

# How much of the likeness of two articles is that of their titles alone.
TITLE_SHARE = 0.15

_HEAVIEST = 24  # terms of an article under which it is found; some two thirds of its weight
_NEWEST = 1_000  # articles looked at under one stem: old ones under a common stem are found under their other stems
_LEAST = 0.1  # of the article's own weight must lie on terms that both are found under
_CANDIDATES = 40


@dataclass(frozen=True, slots=True)
class Vector:
    """The terms of one article and their weights, of length 1 in all.

    An even term is a stem, the odd one after it the same stem in the title. `heaviest` holds (term, weight) of those
    by which the article is found.
    """

    terms: Integers
    weights: Floats
    heaviest: tuple[tuple[int, float], ...]


class SimilarityIndex:
    """Vectors by slot: a small number given by `add`, given anew by `compact`."""

    def __init__(self) -> None:
        self._vocabulary = Vocabulary()
        self._slots: dict[int, array[int]] = {}  # by term: the articles with it among their heaviest
        self._vectors: list[Vector | None] = []  # by slot
        self._live = 0
        self._scratch: Floats = np.zeros(0, dtype=np.float32)  # by term; all 0 between calls

    def __len__(self) -> int:
        return self._live

    def vector(self, words: Terms) -> Vector:
        """Weigh an article's words: `(1 + log count) * rarity`. Empty for an article without telling words.

        Title and text are two vectors of their own, laid side by side with the title's share: the cosine of the whole
        is then `TITLE_SHARE * cosine of the titles + (1 - TITLE_SHARE) * cosine of the texts`.
        """
        counts: dict[int, float] = {}
        for stem, count in zip(self._vocabulary.numbers(words.counts), words.counts.values(), strict=True):
            counts[stem] = counts.get(stem, 0.0) + count
        counts.pop(NOT_TELLING, None)
        titles = set(self._vocabulary.numbers(words.title)) - {NOT_TELLING}
        stems = np.array([*counts, *titles], dtype=np.int32)
        weights = self._vocabulary.rarity(stems, self._live)
        texts, title = weights[: len(counts)], weights[len(counts) :]
        counted = np.array(list(counts.values()), dtype=np.float32)
        # Half a mention is half of one mention; more of them count ever less.
        texts *= np.where(counted >= 1, 1 + np.log(np.maximum(counted, 1)), counted)
        share = TITLE_SHARE if titles else 0.0
        texts *= math.sqrt((1 - share) / (float(texts @ texts) or 1.0))
        title *= math.sqrt(share / (float(title @ title) or 1.0))
        stems *= 2
        stems[len(counts) :] += 1
        return _vector(stems, weights)

    def alike(self, vector: Vector, least: float) -> Integers:
        """The slots of articles whose cosine with the vector is at least `least`, as far as the heaviest terms find
        them; at most 40."""
        postings, weights = [], []
        for term, weight in vector.heaviest:
            slots = self._slots.get(term)
            if slots:
                postings.append(np.frombuffer(slots[-_NEWEST:], dtype=np.int32))
                weights.append(weight * weight)
        if not postings:
            return np.zeros(0, dtype=np.int32)
        sizes = [len(slots) for slots in postings]
        shared = np.bincount(np.concatenate(postings), np.repeat(weights, sizes))
        found = np.flatnonzero(shared > _LEAST)
        if len(found) > _CANDIDATES:
            found = found[np.argpartition(-shared[found], _CANDIDATES)[:_CANDIDATES]]
        living = np.array([slot for slot in found.tolist() if self._vectors[slot] is not None], dtype=np.int32)
        return living[self._cosines((vector,), living.tolist()) >= least]

    def mean_similarities(self, vector: Vector, groups: Sequence[Sequence[int]]) -> Floats:
        """The mean cosine of the vector with the slots of each group; no group is empty."""
        slots = [slot for group in groups for slot in group]
        if not slots:
            return np.zeros(0, dtype=np.float32)
        sizes = np.array([len(group) for group in groups])
        cosines = self._cosines((vector,), slots)
        return np.asarray(np.add.reduceat(cosines, np.cumsum(sizes) - sizes) / sizes, dtype=np.float32)

    def mean_similarity(self, some: Sequence[int], others: Sequence[int]) -> float:
        """The mean cosine over all pairs of a slot of one sequence with a slot of the other."""
        vectors = [vector for slot in some if (vector := self._vectors[slot]) is not None]
        return float(self._cosines(vectors, others).mean()) / len(some)

    def add(self, vector: Vector) -> int:
        """Take the vector in and return its slot."""
        slot = len(self._vectors)
        # Only asked for when posted; kept, a million small tuples would slow the collector of garbage.
        self._vectors.append(replace(vector, heaviest=()))
        self._live += 1
        self._post(slot, vector)
        self._vocabulary.count(_stems(vector), 1)
        return slot

    def drop(self, slot: int) -> None:
        """Forget the vector of a slot. Its postings go at the next `compact`."""
        vector = self._vectors[slot]
        if vector is not None:
            self._vectors[slot] = None
            self._live -= 1
            self._vocabulary.count(_stems(vector), -1)

    def compact(self) -> list[int] | None:
        """Forget dropped slots and unused stems when they are the greater part; memory stays bound to the window.

        Returns the old slots in the order of the new ones (new slot i was slot `old[i]`), or None when nothing moved.
        """
        if len(self._vectors) <= 2 * self._live + 1024:
            return None
        kept = [(slot, vector) for slot, vector in enumerate(self._vectors) if vector is not None]
        moved = self._vocabulary.keep_used()
        self._slots.clear()
        self._vectors = []
        for slot, (_, vector) in enumerate(kept):
            renumbered = _vector(2 * moved[vector.terms // 2] + vector.terms % 2, vector.weights)
            self._vectors.append(replace(renumbered, heaviest=()))
            self._post(slot, renumbered)
        return [slot for slot, _ in kept]

    def _cosines(self, vectors: Sequence[Vector], slots: Sequence[int]) -> Floats:
        """The sum of the cosines of the vectors with each slot, none of them dropped."""
        if not slots:
            return np.zeros(0, dtype=np.float32)
        if len(self._scratch) < 2 * len(self._vocabulary):
            self._scratch = np.zeros(3 * len(self._vocabulary), dtype=np.float32)
        for vector in vectors:
            self._scratch[vector.terms] += vector.weights
        compared = [there for slot in slots if (there := self._vectors[slot]) is not None]
        products = self._scratch[np.concatenate([there.terms for there in compared])]
        products *= np.concatenate([there.weights for there in compared])
        for vector in vectors:
            self._scratch[vector.terms] = 0
        sums = np.concatenate([[0.0], np.cumsum(products, dtype=np.float64)])
        ends = np.cumsum([len(there.terms) for there in compared])
        return np.asarray(np.diff(sums[np.concatenate([[0], ends])]), dtype=np.float32)

    def _post(self, slot: int, vector: Vector) -> None:
        for term, _ in vector.heaviest:
            if term not in self._slots:
                self._slots[term] = array("i")
            self._slots[term].append(slot)


def _vector(terms: Integers, weights: Floats) -> Vector:
    heaviest = np.argsort(-weights, kind="stable")[:_HEAVIEST]
    heaviest = heaviest[weights[heaviest] > 0]
    return Vector(terms, weights, tuple(zip(terms[heaviest].tolist(), weights[heaviest].tolist(), strict=True)))


def _stems(vector: Vector) -> Integers:
    """The numbers of the stems in title and text, each once."""
    return np.asarray(vector.terms[vector.terms % 2 == 0] // 2, dtype=np.int32)
