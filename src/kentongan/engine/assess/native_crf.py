"""The field in the kernel (crf.c): words in, labels out, as `crf.py` finds them."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from kentongan.engine.assess.crf import BITS, LABELS, Floats, features
from kentongan.engine.text.kernel import check, kernel

_ROW = 8  # bytes of a bucket in the kernel's table: a weight for each of seven labels, and one to spare


class _Field(ctypes.Structure):
    _fields_ = (
        ("parts", ctypes.c_void_p), ("counts", ctypes.c_void_p), ("features", ctypes.c_uint32),
        ("bits", ctypes.c_uint32), ("table", ctypes.c_void_p), ("transitions", ctypes.c_void_p),
        ("start", ctypes.c_void_p), ("step", ctypes.c_float),
    )  # fmt: skip


@cache
def _library() -> Any:
    library: Any = kernel()
    pointer, size = ctypes.c_void_p, ctypes.c_uint64
    library.kt_field_labels.argtypes = [pointer, pointer, ctypes.c_uint32, pointer, size, pointer, size, pointer]
    library.kt_field_labels.restype = ctypes.c_int64
    return library


class NativeField:
    """Weights laid out for the kernel: `table` (buckets x labels), a bucket's to be found in one look."""

    def __init__(self, table: npt.NDArray[np.int8], step: np.float32, transitions: Floats, start: Floats) -> None:
        wide = np.zeros((len(table), _ROW), np.int8)
        wide[:, : len(LABELS)] = table
        parts = features()
        # Kept here: the kernel knows only where they lie.
        self._kept = (
            np.array([number for feature in parts for part in feature for number in part], np.int8),
            np.array([len(feature) for feature in parts], np.int8),
            wide,
            np.ascontiguousarray(transitions, np.float32),
            np.ascontiguousarray(start, np.float32),
        )
        laid, counts, table_, moves, first = (array.ctypes.data for array in self._kept)
        self._field = _Field(laid, counts, len(parts), BITS, table_, moves, first, float(step))

    def labels(
        self, places: npt.NDArray[np.uint32], rows: npt.NDArray[np.uint64], lengths: Sequence[int]
    ) -> npt.NDArray[np.uint8]:
        """The label of every word; `places` are its rows in `rows` (words x attributes), `lengths` of the sentences."""
        sizes = np.array(lengths, np.uint32)
        found = np.empty(len(places), np.uint8)
        check(
            _library().kt_field_labels(
                ctypes.addressof(self._field), rows.ctypes.data, len(rows), places.ctypes.data, len(places),
                sizes.ctypes.data, len(sizes), found.ctypes.data,
            )
        )  # fmt: skip
        return found
