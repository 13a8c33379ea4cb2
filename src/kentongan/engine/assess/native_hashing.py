"""What n-grams weigh, in the kernel (hashing.c): as `hashing.sums` adds them up over `hashing.ngrams`."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from kentongan.engine.text.kernel import check, kernel


class _Table(ctypes.Structure):
    _fields_ = (("weights", ctypes.c_void_p), ("bits", ctypes.c_uint32), ("classes", ctypes.c_uint32))


@cache
def _library() -> Any:
    library: Any = kernel()
    pointer, size, number = ctypes.c_void_p, ctypes.c_uint64, ctypes.c_uint32
    library.kt_ngram_sums.argtypes = [ctypes.POINTER(_Table), pointer, size, pointer, number, size, pointer]
    library.kt_ngram_sums.restype = ctypes.c_int64
    return library


def native_sums(
    texts: Sequence[str], *, bits: int, scales: dict[str, float], table: npt.NDArray[np.float32]
) -> npt.NDArray[np.float64]:
    """Per text (already `plain`) and class: the weights of its n-grams, each kind scaled by the root of its count.

    `table` (2**bits x classes) is contiguous, and its row 0 is zeros.
    """
    joined = "\n" + "".join(f" {text} \n" for text in texts)
    codes = np.frombuffer(joined.encode("utf-32-le", "replace"), dtype=np.uint32)
    kinds = np.array([(kind[0] == "w", int(kind[1:])) for kind in scales], np.uint32)
    classes = table.shape[1]
    found = np.zeros((len(kinds), len(texts), classes + 1))
    about = _Table(table.ctypes.data, bits, classes)
    check(
        _library().kt_ngram_sums(
            about, codes.ctypes.data, len(codes), kinds.ctypes.data, len(kinds), len(texts), found.ctypes.data
        )
    )
    total = np.zeros((len(texts), classes))
    for summed, scale in zip(found, scales.values(), strict=True):
        total += summed[:, :classes] * (scale / np.sqrt(np.maximum(summed[:, classes:], 1)))
    return total
