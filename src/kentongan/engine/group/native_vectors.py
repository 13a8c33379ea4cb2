"""The vectors of the living articles in the kernel (vectors.c): see `plain_vectors` for what they are asked."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from functools import cache
from math import ceil
from typing import Any

import numpy as np

from kentongan.engine.group.plain_vectors import CANDIDATES, HEAVIEST, LEAST, NEWEST, ONE, Integers, Vector
from kentongan.engine.text.kernel import check, kernel

_NUMBERS = ctypes.POINTER(ctypes.c_uint32)


@cache
def _library() -> Any:
    library: Any = kernel()
    size, pointer, number, slot = ctypes.c_size_t, ctypes.c_void_p, ctypes.c_uint64, ctypes.c_int64
    few = ctypes.c_uint32
    vector = [pointer, pointer, pointer, size]
    library.kt_vectors_new.argtypes = [few, few, few, number]
    library.kt_vectors_new.restype = pointer
    library.kt_vectors_free.argtypes = [pointer]
    library.kt_vectors_free.restype = None
    library.kt_vectors_add.argtypes = vector
    library.kt_vectors_drop.argtypes = [pointer, slot, pointer]
    library.kt_vectors_alike.argtypes = [*vector, number, pointer]
    library.kt_vectors_sums.argtypes = [*vector, pointer, pointer, size, pointer]
    library.kt_vectors_pairs.argtypes = [pointer, pointer, size, pointer, size]
    library.kt_vectors_compact.argtypes = [pointer, pointer, size, pointer]
    for name in ("add", "drop", "alike", "sums", "pairs", "compact"):
        getattr(library, f"kt_vectors_{name}").restype = slot
    return library


class NativeVectors:
    """See `plain_vectors.PlainVectors`: the same in every answer."""

    def __init__(self) -> None:
        self._library = _library()
        self._handle: int | None = self._library.kt_vectors_new(HEAVIEST, NEWEST, CANDIDATES, LEAST)
        if self._handle is None:
            raise MemoryError("no room for vectors")
        self._last: Vector | None = None
        self._places = 0, 0, 0
        self._out = _NUMBERS()
        self._address = ctypes.addressof(self._out)

    def __del__(self) -> None:
        if getattr(self, "_handle", None) is not None:
            self._library.kt_vectors_free(self._handle)

    def add(self, vector: Vector) -> int:
        """Take the vector in and return its slot."""
        return check(self._library.kt_vectors_add(self._handle, *self._read(vector)))

    def drop(self, slot: int) -> Integers:
        """Forget the vector of a living slot and return its terms. Its postings go at the next `compact`."""
        count = check(self._library.kt_vectors_drop(self._handle, slot, self._address))
        return np.array(self._out[:count], dtype=np.int32)

    def alike(self, vector: Vector, least: float) -> list[int]:
        """The living slots whose cosine with the vector is at least `least`, as far as the heaviest terms find them:
        at most `CANDIDATES`, rising."""
        product = max(0, ceil(least * (ONE * ONE)))
        count = check(self._library.kt_vectors_alike(self._handle, *self._read(vector), product, self._address))
        return self._out[:count]

    def sums(self, vector: Vector, groups: Sequence[Sequence[int]]) -> list[int]:
        """The sum of the products of the vector with the living slots of each group; no group is empty."""
        count = len(groups)
        sums = (ctypes.c_int64 * count)()
        slots, sizes = _slots([slot for group in groups for slot in group]), _slots([len(group) for group in groups])
        check(self._library.kt_vectors_sums(self._handle, *self._read(vector), slots, sizes, count, sums))
        return sums[:]

    def pairs(self, some: Sequence[int], others: Sequence[int]) -> int:
        """The sum of the products of all pairs of a living slot of one sequence with one of the other."""
        slots = _slots(some), len(some), _slots(others), len(others)
        return check(self._library.kt_vectors_pairs(self._handle, *slots))

    def compact(self, moved: Integers) -> list[int]:
        """Forget the slots of dropped vectors, and give term `t` the number `moved[t]`.

        Returns the old slots in the order of the new ones: new slot i was slot `kept[i]`.
        """
        moved = np.ascontiguousarray(moved, dtype=np.int32)
        count = check(self._library.kt_vectors_compact(self._handle, moved.ctypes.data, len(moved), self._address))
        return self._out[:count]

    def _read(self, vector: Vector) -> tuple[int, int, int]:
        """Where the kernel reads the vector. The last one is kept: mostly it is asked about, then taken in."""
        if vector is not self._last:
            self._last = vector
            self._places = vector.terms.ctypes.data, vector.weights.ctypes.data, len(vector.terms)
        return self._places


def _slots(slots: Sequence[int]) -> ctypes.Array[ctypes.c_int64]:
    return (ctypes.c_int64 * len(slots))(*slots)
