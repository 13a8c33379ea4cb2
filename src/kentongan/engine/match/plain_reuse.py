"""Finds texts that live on in other texts, in Python: what the kernel does, to read and to fall back on.

The measure is Broder's containment: the share of an original's distinct 5-word shingles that stand in the article.
That alone is no proof. Two articles on one event share quotations, and an agency's standing paragraph is in many
releases. So a second figure decides, in which only runs of shingles longer than a name or title count, and in which
shingles that many originals hold count little:

    weight = (shingles in runs of at least 5 / shingles of the original) * sqrt(mean of 1 / originals holding it)

It is reuse when `weight >= THRESHOLD`, or when nearly all of the original is there.
Tuned on news_clickid (bench/reuse.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from kentongan.engine.match.postings import Indexes, Postings
from kentongan.engine.text.fold import word_spans, words
from kentongan.engine.text.shingles import SIZE, shingle_hashes
from kentongan.engine.types import Article, Reuse

THRESHOLD = 0.125
"""Least weight. Lower finds more of what was rewritten hard, and more articles that only quote the same people."""

NEARLY_ALL = 0.8
"""An original of which so much is there is reused, however many others say the same."""

_LEAST_RUN = 5
"""Shingles in a row, that is nine words: longer than an office's name with its minister's."""

_MAX_PLACES = 8
"""How many places of the original are tried for one place of the article, where it repeats itself."""


@dataclass(frozen=True, slots=True)
class _Original:
    id: str
    body: str
    shingles: int


@dataclass(frozen=True, slots=True)
class _Sought:
    """An article's shingles: the distinct ones, rising, and for every place which of them stands there."""

    distinct: NDArray[np.uint64]
    places: Indexes

    @classmethod
    def of(cls, text: str) -> _Sought:
        distinct, places = np.unique(shingle_hashes(words(text)), return_inverse=True)
        return cls(distinct, places)


class PlainReuseIndex:
    """See `reuse.ReuseIndex`."""

    def __init__(self) -> None:
        self._postings = Postings()
        self._originals: dict[int, _Original] = {}
        self._owners: dict[str, int] = {}
        self._next_owner = 0

    def __len__(self) -> int:
        return len(self._originals)

    def add(self, original: Article) -> None:
        """Look for one more original; one that has this id already is replaced."""
        if original.id in self._owners:
            self.remove(original.id)
        distinct = _Sought.of(original.body).distinct
        owner, self._next_owner = self._next_owner, self._next_owner + 1
        self._originals[owner] = _Original(original.id, original.body, len(distinct))
        self._owners[original.id] = owner
        self._postings.add(owner, distinct)

    def remove(self, id_: str) -> None:
        """Stop looking for an original. Raises KeyError when there is none with this id."""
        owner = self._owners.pop(id_)
        del self._originals[owner]
        self._postings.remove(owner)

    def find(self, article: Article) -> list[Reuse]:
        """The originals that live on in the article's body, the most complete first."""
        sought = _Sought.of(article.body)
        hashes, owners = self._postings.find(sought.distinct)
        if not len(owners):
            return []
        holders = np.bincount(hashes, minlength=len(sought.distinct))
        numbers, shared = np.unique(owners, return_counts=True)
        found = []
        for owner, count in zip(numbers.tolist(), shared.tolist(), strict=True):
            original = self._originals[owner]
            containment = count / original.shingles
            if containment >= THRESHOLD and (
                containment >= NEARLY_ALL
                or _weight(sought, hashes[owners == owner], holders, original.shingles) >= THRESHOLD
            ):
                found.append(Reuse(original.id, containment, tuple(_spans(article.body, original.body))))
        return sorted(found, key=lambda reuse: -reuse.containment)


def _weight(sought: _Sought, shared: Indexes, holders: NDArray[np.intp], shingles: int) -> float:
    held = np.zeros(len(sought.distinct), dtype=bool)
    held[shared] = True
    lengths = _run_lengths(held[sought.places])
    in_runs = int(lengths[lengths >= min(_LEAST_RUN, shingles)].sum())
    # The mean of 1 / holders, summed from the fewest holders on: the kernel does so too, and rounds alike.
    held_by, count = np.unique(holders[shared], return_counts=True)
    rarity = sum(many / by for by, many in zip(held_by.tolist(), count.tolist(), strict=True)) / len(shared)
    # An article that says a sentence twice does not reuse more of the original.
    return min(in_runs, len(shared)) / shingles * sqrt(rarity)


def _run_lengths(held: NDArray[np.bool_]) -> NDArray[np.intp]:
    """How long the stretches of True are."""
    edges = np.flatnonzero(np.diff(held, prepend=False, append=False))
    return edges[1::2] - edges[::2]


def _spans(article: str, original: str) -> Iterator[tuple[int, int, int, int]]:
    """The longest stretches of at least five equal words, from left to right through the article."""
    here, there = word_spans(article), word_spans(original)
    own, others = [word for word, _, _ in here], [word for word, _, _ in there]
    places: dict[tuple[str, ...], list[int]] = {}
    for start, shingle in enumerate(_shingles(others)):
        places.setdefault(shingle, []).append(start)
    free = 0
    for at, shingle in enumerate(_shingles(own)):
        if at < free or shingle not in places:
            continue
        starts = places[shingle][:_MAX_PLACES]
        length, before = max((_common(own, at, others, start), -start) for start in starts)
        free = at + length
        yield here[at][1], here[free - 1][2], there[-before][1], there[length - before - 1][2]


def _shingles(words_: list[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words_[start:] for start in range(SIZE)), strict=False)


def _common(own: list[str], at: int, others: list[str], start: int) -> int:
    length = SIZE
    most = min(len(own) - at, len(others) - start)
    while length < most and own[at + length] == others[start + length]:
        length += 1
    return length
