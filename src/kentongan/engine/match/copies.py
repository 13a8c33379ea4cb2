"""Folds copies: finds the earlier articles whose text an article repeats.

Outlets print one agency report or release forty times. An article is a copy of an earlier one when most of *its own*
shingles already stood there: folding it away then hides nothing new. (An article that quotes a short earlier one in
full and goes on is no copy of it.)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kentongan.engine.match.postings import Postings
from kentongan.engine.text.shingles import Hashes, shingle_set
from kentongan.engine.types import Article

COPY = 0.7
"""Share of an article's own shingles that makes it a copy."""

_SAMPLED_FROM = 100
"""Longer articles are kept by a quarter of their shingles (those whose hash ends in 00): enough to measure a share."""
_SAMPLE = np.uint64(3)
_LEAST = 3
"""Fewer shingles prove nothing."""


@dataclass(frozen=True, slots=True)
class Copy:
    """`share` (0-1) of an article's text that stands in the earlier article `original`."""

    original: str
    share: float


class CopyIndex:
    """A moving window of articles: ask `find` for an article, then `add` it, and `remove` what has grown old."""

    def __init__(self, articles: Iterable[Article] = ()) -> None:
        self._postings = Postings()
        self._ids: dict[int, tuple[str, bool]] = {}
        self._owners: dict[str, int] = {}
        self._next_owner = 0
        for article in articles:
            self.add(article)

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, article: Article) -> None:
        """Remember an article; one that has this id already is replaced."""
        if article.id in self._owners:
            self.remove(article.id)
        hashes = shingle_set(article.body)
        sampled = len(hashes) >= _SAMPLED_FROM
        owner, self._next_owner = self._next_owner, self._next_owner + 1
        self._ids[owner] = (article.id, sampled)
        self._owners[article.id] = owner
        self._postings.add(owner, hashes[_in_sample(hashes)] if sampled else hashes)

    def remove(self, id_: str) -> None:
        """Forget an article. Raises KeyError when it is not remembered."""
        owner = self._owners.pop(id_)
        del self._ids[owner]
        self._postings.remove(owner)

    def find(self, article: Article, least: float = COPY) -> list[Copy]:
        """The remembered articles that hold at least the share `least` of this one's text, the fullest first."""
        hashes = shingle_set(article.body)
        sampled = int(_in_sample(hashes).sum())
        _, owners = self._postings.find(hashes)
        numbers, shared = np.unique(owners, return_counts=True)
        found = []
        for owner, count in zip(numbers.tolist(), shared.tolist(), strict=True):
            id_, in_sample = self._ids[owner]
            share = count / (sampled if in_sample else len(hashes))
            if count >= _LEAST and share >= least and id_ != article.id:
                found.append(Copy(id_, share))
        return sorted(found, key=lambda copy: (-copy.share, self._owners[copy.original]))


def _in_sample(hashes: Hashes) -> NDArray[np.bool_]:
    in_sample: NDArray[np.bool_] = (hashes & _SAMPLE) == 0
    return in_sample
