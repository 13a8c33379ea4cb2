"""The kernel: the engine's inner loops in C, loaded where they could be built.

Every stage that uses it does the same in Python without it: slower, and equal in every answer (the tests compare the
two). `KENTONGAN_KERNEL=no` says to do without. The C files stand beside their stages; they are called through ctypes,
which lets go of the interpreter's lock meanwhile. See docs/decisions/0007.
"""

from __future__ import annotations

import ctypes
import os
import secrets
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from kentongan.engine.text.building import LIBRARY, stamp
from kentongan.engine.text.fold import plain_character

UNKNOWN, MEMORY, TOO_LONG, BUSY, REFUSED = -1, -2, -3, -4, -5
"""What the kernel answers when it cannot do its work (text/words.h)."""

SWITCH = "KENTONGAN_KERNEL"


@cache
def kernel() -> ctypes.CDLL | None:
    """The library, or None where it is not built, is of other sources than those here, or is switched off."""
    if os.environ.get(SWITCH, "").lower() in {"0", "no", "false", "off"}:
        return None
    for path in sorted(Path(__file__).parent.glob(f"{LIBRARY}*.so")):
        try:
            library = ctypes.CDLL(str(path))
            library.kt_stamp.restype = ctypes.c_char_p
            built_from, here = library.kt_stamp().decode(), stamp()
        except (OSError, AttributeError):
            continue  # of another machine, or no library at all
        if built_from == here or not here:
            library.kt_start.argtypes = [ctypes.c_uint64]
            library.kt_start(secrets.randbits(64))
            return library
    return None


def available() -> bool:
    """Whether stages run in the kernel."""
    return kernel() is not None


@cache
def _learn() -> ctypes._NamedFuncPointer:
    library = kernel()
    assert library is not None  # noqa: S101 - asked for by what runs in it
    learn = ctypes.PyDLL(library._name).kt_learn  # PyDLL keeps the interpreter's lock: one teacher at a time
    learn.argtypes = [ctypes.c_uint32, ctypes.c_char_p, ctypes.c_uint32]
    return learn


def teach(codes: Iterable[int]) -> None:
    """Tell the kernel what code points fold to. So both fold by the same Unicode, whatever Python this is."""
    learn = _learn()
    for code in codes:
        folded = plain_character(chr(code)).encode("utf-8", "surrogatepass")
        check(learn(code, folded, len(folded)))


def utf8(text: str) -> bytes:
    """Text as the kernel reads it; lone surrogates pass, and are no letters."""
    return text.encode("utf-8", "surrogatepass")


def check(answer: int) -> int:
    """The answer, when it is one.

    Raises:
        MemoryError: there is not enough memory, or the text is longer than half a gigabyte.
        RuntimeError: two threads used one object at the same time, or the kernel was given what it never takes.
    """
    if answer >= 0:
        return answer
    if answer in (MEMORY, TOO_LONG):
        raise MemoryError("the kernel has no room for this")
    raise RuntimeError("two threads use one object" if answer == BUSY else "the kernel refuses this")
