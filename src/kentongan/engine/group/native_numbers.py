"""The stems of an article, numbered and counted, in the kernel (numbers.c): see `plain_numbers`."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from kentongan.engine.group.plain_numbers import IN_LEAD, IN_REST, IN_TITLE, LEAD, MOST_WORDS, Counted, Integers
from kentongan.engine.text.kernel import UNKNOWN, check, kernel, teach, utf8

_WORTH = (ctypes.c_int32 * 3)(IN_TITLE, IN_LEAD, IN_REST)


@cache
def _library() -> Any:
    library: Any = kernel()
    size, pointer, text, number = ctypes.c_size_t, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int64
    library.kt_numbers_new.argtypes = [size]
    library.kt_numbers_new.restype = pointer
    library.kt_numbers_free.argtypes = [pointer]
    library.kt_numbers_free.restype = None
    library.kt_numbers_read.argtypes = [pointer, text, size, text, size, pointer]
    library.kt_numbers_count.argtypes = [pointer, size, pointer, pointer, pointer, pointer]
    library.kt_numbers_word.argtypes = [pointer, size, pointer]
    library.kt_numbers_learn.argtypes = [pointer, size, ctypes.c_int32]
    library.kt_numbers_clear.argtypes = [pointer]
    for name in ("read", "count", "word", "learn", "clear"):
        getattr(library, f"kt_numbers_{name}").restype = number
    library.kt_numbers_unknown.argtypes = [pointer, ctypes.POINTER(size)]
    library.kt_numbers_unknown.restype = ctypes.POINTER(ctypes.c_uint32)
    return library


class NativeNumbers:
    """See `plain_numbers.PlainNumbers`: the same in every answer."""

    def __init__(self, number_of: Callable[[str], int]) -> None:
        self._number_of = number_of
        self._library = _library()
        self._handle: int | None = self._library.kt_numbers_new(MOST_WORDS)
        if self._handle is None:
            raise MemoryError("no room for words")
        self._new = ctypes.POINTER(ctypes.c_uint32)()
        self._word, self._numbers, self._halves = ctypes.c_void_p(), ctypes.c_void_p(), ctypes.c_void_p()
        self._in_title = ctypes.c_size_t()
        self._counted = tuple(map(ctypes.addressof, (self._numbers, self._halves, self._in_title)))
        self._unknown = ctypes.addressof(self._new)

    def __del__(self) -> None:
        if getattr(self, "_handle", None) is not None:
            self._library.kt_numbers_free(self._handle)

    def count(self, title: str, body: str) -> Counted:
        """Number and count the words of an article."""
        one, two = utf8(title), utf8(body)
        read = self._handle, one, len(one), two, len(two), self._unknown
        while (new := self._library.kt_numbers_read(*read)) == UNKNOWN:
            self._teach()
        if check(new):
            self._learn(self._new[:new])
        count = check(self._library.kt_numbers_count(self._handle, LEAD, _WORTH, *self._counted))
        return Counted(_copy(self._numbers, count), _copy(self._halves, count), self._in_title.value)

    def clear(self) -> None:
        """Forget all numbers: they are given anew."""
        check(self._library.kt_numbers_clear(self._handle))

    def _learn(self, new: list[int]) -> None:
        learned: dict[str, int] = {}
        for at in new:
            length = check(self._library.kt_numbers_word(self._handle, at, ctypes.addressof(self._word)))
            word = ctypes.string_at(self._word.value or 0, length).decode("utf-8", "surrogatepass")
            if word not in learned:
                learned[word] = self._number_of(word)
            check(self._library.kt_numbers_learn(self._handle, at, learned[word]))

    def _teach(self) -> None:
        count = ctypes.c_size_t()
        codes = self._library.kt_numbers_unknown(self._handle, count)
        teach(codes[: count.value])


def _copy(numbers: ctypes.c_void_p, count: int) -> Integers:
    """The kernel's numbers, which last until its next answer, as an array of their own."""
    if not count:
        return np.zeros(0, dtype=np.int32)
    return np.frombuffer(ctypes.string_at(numbers.value or 0, 4 * count), dtype=np.int32)
