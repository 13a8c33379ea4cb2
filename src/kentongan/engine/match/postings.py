"""Which texts hold a shingle: an inverted index in sorted arrays, 12 bytes a shingle.

Texts come and go one at a time, so the index is kept as a few sorted runs of falling size, merged as they grow (a
log-structured merge, O'Neil et al. 1996). A look-up is one binary search in each run for all shingles of an article.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kentongan.engine.text.shingles import Hashes

Indexes = NDArray[np.intp]

_GROWTH = 4
"""A run is merged into the one before it unless that is so many times larger."""


@dataclass(frozen=True, slots=True)
class _Run:
    hashes: Hashes  # rising
    owners: NDArray[np.int32]


class Postings:
    """Owners (small numbers, given by the caller, never twice) of shingle hashes."""

    def __init__(self) -> None:
        self._runs: list[_Run] = []
        self._alive = np.zeros(1024, dtype=bool)
        self._sizes: dict[int, int] = {}
        self._dead = 0

    def add(self, owner: int, hashes: Hashes) -> None:
        """File the distinct, rising hashes of one text under its owner."""
        while owner >= len(self._alive):
            self._alive = np.concatenate([self._alive, np.zeros_like(self._alive)])
        self._alive[owner] = True
        self._sizes[owner] = len(hashes)
        if len(hashes):
            self._runs.append(_Run(hashes, np.full(len(hashes), owner, dtype=np.int32)))
            self._merge()

    def remove(self, owner: int) -> None:
        """Forget a text. Its places are reclaimed once they are a quarter of all."""
        self._alive[owner] = False
        self._dead += self._sizes.pop(owner)
        if self._dead * 4 > sum(len(run.hashes) for run in self._runs):
            self._runs = [kept for run in self._runs if len((kept := self._living(run)).hashes)]
            self._dead = 0

    def find(self, hashes: Hashes) -> tuple[Indexes, NDArray[np.int32]]:
        """Every meeting of a sought hash with a living owner.

        Args:
            hashes: distinct and rising.

        Returns:
            Two arrays of one length: which of the sought hashes (its index), and who holds it.
        """
        found = [self._find_in(run, hashes) for run in self._runs]
        sought = np.concatenate([part for part, _ in found] or [np.empty(0, dtype=np.intp)])
        owners = np.concatenate([part for _, part in found] or [np.empty(0, dtype=np.int32)])
        living = self._alive[owners]
        return sought[living], owners[living]

    @staticmethod
    def _find_in(run: _Run, hashes: Hashes) -> tuple[Indexes, NDArray[np.int32]]:
        start = np.searchsorted(run.hashes, hashes)
        hit = np.flatnonzero(run.hashes[np.minimum(start, len(run.hashes) - 1)] == hashes)
        start = start[hit]
        count = np.searchsorted(run.hashes, hashes[hit], side="right") - start
        # The places start, start + 1, ... start + count - 1 of every hit, one after the other.
        before = np.cumsum(count) - count
        places = np.repeat(start - before, count) + np.arange(count.sum())
        return np.repeat(hit, count), run.owners[places]

    def _merge(self) -> None:
        runs = self._runs
        while len(runs) > 1 and len(runs[-2].hashes) < _GROWTH * len(runs[-1].hashes):
            last, before = runs.pop(), runs.pop()
            hashes = np.concatenate([before.hashes, last.hashes])
            order = np.argsort(hashes, kind="stable")  # two rising runs: merged in linear time
            runs.append(_Run(hashes[order], np.concatenate([before.owners, last.owners])[order]))

    def _living(self, run: _Run) -> _Run:
        living = self._alive[run.owners]
        return _Run(run.hashes[living], run.owners[living])
