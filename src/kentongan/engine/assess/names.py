"""Tier B's names: a branch of the body reads each word in its sentence; tier A's field is stacked upon it.

The field knows lists and habits of writing, the branch what the sentence says: what each holds for likely is added,
word by word, and decoded together.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np

from kentongan.engine.assess.crf import LABELS
from kentongan.engine.encoder.body import Floats
from kentongan.engine.encoder.branch import Branch
from kentongan.engine.encoder.memory import Memory
from kentongan.engine.encoder.reader import Reader, load_reader
from kentongan.engine.types import Entity

LONGEST: Final = 256
"""Pieces that are read together, begin and end among them; a longer sentence is read in parts."""

_REMEMBERED: Final = 1_000
"""Texts whose names are kept in mind."""


class TunedNames:
    """The branch, and how much tier A's field counts beside it."""

    def __init__(self, reader: Reader, branch: Branch) -> None:
        self._reader = reader
        self._branch = branch
        self.memory: Memory[list[Entity]] = Memory(_REMEMBERED)
        self.share = float(branch.about["field_share"])

    def emissions(self, words: Sequence[str], lengths: Sequence[int], register: int) -> Floats:
        """Logarithms of chances, words x labels, for the words of some sentences, one after another."""
        cutter = self._reader.pieces
        cut = cutter.of_words(words)
        parts = [part for start, end in _ranges(lengths) for part in _parts(cut, start, end)]
        rows = [[cutter.begin, *(p for word in cut[start:end] for p in word), cutter.end] for start, end in parts]
        found = np.zeros((len(words), len(LABELS)), np.float32)
        weights, offset = self._branch.tables["head"][register], self._branch.tables["offset"][register]
        for places, states, _held in self._reader.run(rows, self._branch):
            for row, place in enumerate(places):
                start, end = parts[place]
                sizes = np.array([len(word) for word in cut[start:end]])
                firsts = 1 + np.cumsum(sizes) - sizes
                found[start:end] = states[row, firsts] @ weights + offset
        found -= found.max(axis=1, keepdims=True)
        found -= np.log(np.exp(found).sum(axis=1, keepdims=True))
        return found


def _ranges(lengths: Sequence[int]) -> list[tuple[int, int]]:
    ends = np.cumsum(lengths).tolist()
    return [(end - length, end) for end, length in zip(ends, lengths, strict=True) if length]


def _parts(cut: Sequence[tuple[int, ...]], start: int, end: int) -> list[tuple[int, int]]:
    """A sentence's words in runs that fit; a word alone always fits, for a word is cut short before."""
    parts: list[tuple[int, int]] = []
    first, held = start, 0
    for at in range(start, end):
        if at > first and held + len(cut[at]) > LONGEST - 2:
            parts.append((first, at))
            first, held = at, 0
        held += len(cut[at])
    return [*parts, (first, end)]


@cache
def load_names() -> TunedNames:
    """The branch that ships, on the body. Raises NoBody without the extra, OSError without its weights."""
    reader = load_reader()
    return TunedNames(reader, Branch.load("entities", reader.body))
