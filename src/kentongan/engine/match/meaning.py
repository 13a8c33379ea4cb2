"""A second opinion on known claims, where tier B is set up: which of the likeliest means what the text means.

Letters and stems find the candidates (`match.claims`), and decide whether anything is said at all; the cosine of
sentence vectors then has its say in their order. A known claim is read by its first line, its title; a text without
its wrapping.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kentongan.engine.match.frames import unwrap
from kentongan.engine.types import ClaimMatch

Vectors = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts -> texts x size, each of length one."""

CANDIDATES: Final = 50
"""Of the texts whose claim is known at all, 97.7 % have it among so many (bench/language.py)."""

SHARE: Final = 0.8
"""How much a step in cosine counts beside one in the score of letters and stems; anything from 0.6 to 1 does alike."""


class Meaning:
    """Reorders what a claim index found: ask that for `candidates`.

    Args:
        vectors: what turns texts into vectors; it should remember those it has seen.
        known: every claim's text by its id.
    """

    candidates = CANDIDATES

    def __init__(self, vectors: Vectors, known: Mapping[str, str], *, share: float = SHARE) -> None:
        self._vectors = vectors
        self._titles = {id_: text.partition("\n")[0] for id_, text in known.items()}
        self._share = share

    def reorder(self, text: str, found: Sequence[ClaimMatch], limit: int = 5) -> list[ClaimMatch]:
        """The candidates in the order of both, at most `limit`; what means most the same keeps its score."""
        if not found:
            return []
        vectors = self._vectors([unwrap(text), *(self._titles[match.known] for match in found)])
        cosines = vectors[1:] @ vectors[0]
        lost = self._share * (cosines.max() - cosines)
        scores = np.array([match.score for match in found]) - lost
        order = np.argsort(-scores, kind="stable")[:limit]
        return [ClaimMatch(found[at].known, max(0.0, float(scores[at]))) for at in order]
