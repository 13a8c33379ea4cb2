"""What a text means, as a vector: texts that say the same point the same way, whatever their words.

Plain e5: the mean of the last states of `query: TEXT`, scaled to length one (Wang et al. 2024); nothing is tuned.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np

from kentongan.engine.encoder.body import Floats
from kentongan.engine.encoder.forward import means
from kentongan.engine.encoder.memory import Memory
from kentongan.engine.encoder.reader import Reader, load_reader

_PREFIX: Final = "query: "
LONGEST: Final = 128
"""Pieces of a text that are read, some eighty words."""

_REMEMBERED: Final = 20_000


class Vectors:
    """Turns texts into vectors, and remembers those it has seen."""

    def __init__(self, reader: Reader, remembered: int = _REMEMBERED) -> None:
        self._reader = reader
        self._memory: Memory[Floats] = Memory(remembered)

    def __call__(self, texts: Sequence[str]) -> Floats:
        """Texts x hidden, each of length one; a cosine is a product."""
        found = self._memory.answers(texts, self.fresh)
        return np.array(found, dtype=np.float32).reshape(len(texts), self._reader.body.hidden)

    def fresh(self, texts: Sequence[str]) -> Floats:
        """The same, worked out anew."""
        rows = [self._reader.row(_PREFIX + text, LONGEST) for text in texts]
        found = np.zeros((len(texts), self._reader.body.hidden), np.float32)
        for places, states, held in self._reader.run(rows):
            mean = means(states, held)
            found[places] = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        return found


@cache
def load_vectors() -> Vectors:
    """The plain body's vectors, once a process. Raises NoBody without the extra `language`."""
    return Vectors(load_reader())
