"""What the name finder knows of a single word: its form, its distribution in news, the lists it stands on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

from kentongan.engine.assess.linear import WEIGHTS

COUNT = 10  # attributes of a word; crf._WINDOWS and _JOINT refer to them by place
_LONGEST = 60  # characters of a word that are looked at
_REMEMBERED = 60_000  # words whose attributes are kept: five megabytes; then all are forgotten


def shape_of(word: str) -> str:
    """`Jakarta` -> `Xx`, `KPK` -> `XXX`, `PDI-P` -> `X-X`, `2019` -> `dddd`, `U-23` -> `X-d`."""
    if word.isdigit():
        return "d" * min(len(word), 4)
    if word.isupper() and word.isalpha():
        return "X" * min(len(word), 4)
    out: list[str] = []
    for sign in word[:_LONGEST]:
        kind = "X" if sign.isupper() else "x" if sign.isalpha() else "d" if sign.isdigit() else sign
        if not out or out[-1] != kind:
            out.append(kind)
    return "".join(out[:8])


class Seen(NamedTuple):
    """Words met before: which row of `rows` (words x attributes) each has. Rows that are filled never change."""

    places: dict[str, int]
    rows: npt.NDArray[np.uint64]


class WordTable:
    """Words known from news: two clusterings, how often they are written with a capital, and lists of names."""

    def __init__(self, path: Path) -> None:
        """Read the .npz that the training wrote. Raises OSError when it is missing."""
        with np.load(path, allow_pickle=False) as file:
            words = file["words"].tobytes().decode().split("\n")
            facts = file["facts"]
        self._rows: dict[str, tuple[int, ...]] = dict(zip(words, map(tuple, facts.tolist()), strict=True))
        self._unknown = (0,) * facts.shape[1]
        self._seen = _nothing_seen(_REMEMBERED)
        self._lock = Lock()

    def attributes(self, word: str) -> tuple[int, ...]:
        """What is known of a word, each a number; the order is that of `crf._WINDOWS`."""
        word = word[:_LONGEST]
        low = word.lower()
        fine, coarse, capital, lists = self._rows.get(low, self._unknown)
        shape = shape_of(word)
        written = "A" if word.isupper() and len(word) > 1 else "X" if word[:1].isupper() else "x"
        return (
            _hash("w", low),
            _hash("s", shape),
            _hash("p", low[:3]),
            _hash("e", low[-3:]),
            _hash("e", low[-2:]),
            _hash("p", low[:4]),
            _hash("f", str(fine)),
            _hash("c", str(coarse)),
            _hash("k", f"{written}{capital}"),
            _hash("l", f"{lists}"),
        )

    def clusters(self, word: str) -> tuple[int, int]:
        """The fine and the coarse cluster of a word in small letters; 0 for a word that news did not show often."""
        fine, coarse, *_ = self._rows.get(word, self._unknown)
        return fine, coarse

    def lists(self, word: str) -> int:
        """On which lists of names a word in small letters stands, as bits (`bench/training/train_words.py`)."""
        return int(self._rows.get(word, self._unknown)[3])

    def matrix(self, words: Sequence[str]) -> npt.NDArray[np.uint64]:
        """Words x attributes."""
        places, rows = self.places(words)
        found: npt.NDArray[np.uint64] = rows[places]
        return found

    def places(self, words: Sequence[str]) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint64]]:
        """The row of each word, and the rows (words x attributes)."""
        seen = self._seen
        known = seen.places.get
        found = [known(word, -1) for word in words]
        if -1 in found:
            seen = self._learn(words)
            found = [seen.places[word] for word in words]
        return np.array(found, dtype=np.uint32), seen.rows

    def _learn(self, words: Sequence[str]) -> Seen:
        with self._lock:
            new = dict.fromkeys(word for word in words if word not in self._seen.places)
            if len(self._seen.places) + len(new) > len(self._seen.rows):
                new = dict.fromkeys(words)
                # Others may still read the old rows: they keep them.
                self._seen = _nothing_seen(max(_REMEMBERED, len(new)))
            places, rows = self._seen
            for word in new:
                rows[len(places)] = self.attributes(word)
                places[word] = len(places)
            return self._seen


def _nothing_seen(room: int) -> Seen:
    return Seen({}, np.empty((room, COUNT), dtype=np.uint64))


def _hash(kind: str, value: str) -> int:
    return crc32(f"{kind}:{value}".encode("utf-8", "replace"))


def load_words() -> WordTable:
    """The table that ships."""
    return WordTable(WEIGHTS / "words.npz")
