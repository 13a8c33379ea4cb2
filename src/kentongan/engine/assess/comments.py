"""Tier B's tone of comments: a branch of the body reads whole sentences; tier A's n-grams have their say beside it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np

from kentongan.engine.assess.linear import HashedLinear, Scores, calibrated, softmax
from kentongan.engine.encoder.branch import Branch
from kentongan.engine.encoder.forward import means
from kentongan.engine.encoder.memory import Memory
from kentongan.engine.encoder.reader import Reader, load_reader
from kentongan.engine.text.fold import unshouted

LONGEST: Final = 96
"""Pieces of a comment that are read; 95 of 100 comments are shorter."""

_REMEMBERED: Final = 50_000


class TunedComments:
    """The branch, pooled with tier A: a logarithmic opinion pool, learned on comments that neither had seen."""

    def __init__(self, reader: Reader, branch: Branch, plain: HashedLinear) -> None:
        self.classes: tuple[str, ...] = tuple(branch.about["classes"])
        self._reader = reader
        self._branch = branch
        self._plain = plain
        self._order = [plain.classes.index(name) for name in self.classes]
        self._memory: Memory[Scores] = Memory(_REMEMBERED)

    def probabilities(self, texts: Sequence[str]) -> Scores:
        """Calibrated probabilities, texts x classes."""
        found = self._memory.answers(texts, self._pooled)
        return np.array(found, dtype=np.float64).reshape(len(texts), len(self.classes))

    def _pooled(self, texts: list[str]) -> Scores:
        plain = np.log(self._plain.probabilities(texts)[:, self._order] + 1e-9)
        both = np.column_stack([self.scores(texts), plain])
        return softmax(calibrated(both, self._branch.tables["pool"].astype(np.float64)))

    def scores(self, texts: Sequence[str]) -> Scores:
        """What the branch alone says: logits, texts x classes. What is mostly capitals it reads in small letters."""
        rows = [self._reader.row(unshouted(text), LONGEST) for text in texts]
        found = np.zeros((len(texts), len(self.classes)))
        weights, offset = self._branch.tables["head"], self._branch.tables["offset"]
        for places, states, held in self._reader.run(rows, self._branch):
            found[places] = means(states, held) @ weights + offset
        return found


@cache
def load_comments() -> TunedComments:
    """The branch that ships, on the body. Raises NoBody without the extra, OSError without its weights."""
    reader = load_reader()
    return TunedComments(reader, Branch.load("comments", reader.body), HashedLinear.load("comments"))
