"""Which slots lie on which strand, both ways: a strand is a set of articles that are alike (see `stories`)."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import islice, repeat

_NOBODY = 0


class Strands:
    """The slots of the living articles, by strand in the order they came."""

    def __init__(self) -> None:
        self._of = array("i")  # by slot; 0 for a slot without an article
        self._slots: dict[int, dict[int, None]] = {}

    def put(self, slot: int, strand: int) -> None:
        """Lay a slot on a strand, off the one it lay on."""
        self.drop(slot)
        self._of[slot] = strand
        self._slots.setdefault(strand, {})[slot] = None

    def drop(self, slot: int) -> None:
        """Take a slot off its strand."""
        if slot >= len(self._of):
            self._of.extend(repeat(_NOBODY, slot + 1 - len(self._of)))
        strand = self._of[slot]
        if strand != _NOBODY:
            self._of[slot] = _NOBODY
            del self._slots[strand][slot]
            if not self._slots[strand]:
                del self._slots[strand]

    def of(self, slots: Sequence[int]) -> set[int]:
        """The strands on which the slots lie."""
        return {strand for slot in slots if (strand := self._of[slot]) != _NOBODY}

    def newest(self, strand: int, limit: int) -> list[int]:
        """The last slots of a strand, at most `limit`."""
        return list(islice(reversed(self._slots[strand]), limit))[::-1]

    def join(self, ended: int, lives_on: int) -> None:
        """Lay all slots of one strand on another."""
        for slot in list(self._slots[ended]):
            self.put(slot, lives_on)

    def renumber(self, kept: list[int]) -> None:
        """Slot `kept[i]` is slot i from now on; the others are gone."""
        strands = [self._of[slot] for slot in kept]
        self._of = array("i")
        self._slots = {}
        for slot, strand in enumerate(strands):
            self.put(slot, strand)
