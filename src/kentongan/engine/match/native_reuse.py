"""The index of originals in the kernel (reuse.c): articles in, what lives on in them out."""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any

from kentongan.engine.match.plain_reuse import THRESHOLD
from kentongan.engine.text.kernel import UNKNOWN, check, kernel, teach, utf8
from kentongan.engine.types import Article, Reuse

_NUMBERS = ctypes.POINTER(ctypes.c_uint32)


@cache
def _library() -> Any:
    library: Any = kernel()
    size, pointer, text = ctypes.c_size_t, ctypes.c_void_p, ctypes.c_char_p
    library.kt_reuse_new.argtypes = [ctypes.c_double]
    library.kt_reuse_new.restype = pointer
    library.kt_reuse_free.argtypes = [pointer]
    library.kt_reuse_free.restype = None
    library.kt_reuse_add.argtypes = [pointer, text, size]
    library.kt_reuse_add.restype = ctypes.c_int64
    library.kt_reuse_remove.argtypes = [pointer, ctypes.c_uint32]
    library.kt_reuse_find.argtypes = [pointer, text, size, pointer, pointer]
    library.kt_reuse_find.restype = ctypes.c_int64
    library.kt_reuse_unknown.argtypes = [pointer, ctypes.POINTER(size)]
    library.kt_reuse_unknown.restype = _NUMBERS
    return library


class NativeReuseIndex:
    """See `reuse.ReuseIndex`. The kernel gives every original a number, which a later one takes over when it goes."""

    def __init__(self) -> None:
        self._library = _library()
        self._handle: int | None = self._library.kt_reuse_new(THRESHOLD)
        if self._handle is None:
            raise MemoryError("no room for an index")
        self._ids: list[str] = []  # by number
        self._numbers: dict[str, int] = {}
        self._found, self._spans = _NUMBERS(), _NUMBERS()
        self._out = ctypes.addressof(self._found), ctypes.addressof(self._spans)

    def __del__(self) -> None:
        if getattr(self, "_handle", None) is not None:
            self._library.kt_reuse_free(self._handle)

    def __len__(self) -> int:
        return len(self._numbers)

    def add(self, original: Article) -> None:
        """Look for one more original; one that has this id already is replaced."""
        body = utf8(original.body)
        while (number := self._library.kt_reuse_add(self._handle, body, len(body))) == UNKNOWN:
            self._teach()
        check(number)
        if original.id in self._numbers:
            self._drop(self._numbers[original.id])
        if number == len(self._ids):
            self._ids.append(original.id)
        else:
            self._ids[number] = original.id
        self._numbers[original.id] = number

    def remove(self, id_: str) -> None:
        """Stop looking for an original. Raises KeyError when there is none with this id."""
        self._drop(self._numbers.pop(id_))

    def find(self, article: Article) -> list[Reuse]:
        """The originals that live on in the article's body, the most complete first."""
        body = utf8(article.body)
        while (count := self._library.kt_reuse_find(self._handle, body, len(body), *self._out)) == UNKNOWN:
            self._teach()
        return [self._reuse(5 * at) for at in range(check(count))] if count else []

    def _reuse(self, at: int) -> Reuse:
        number, shared, shingles, first, spans = self._found[at : at + 5]
        flat = self._spans[4 * first : 4 * (first + spans)]
        return Reuse(self._ids[number], shared / shingles, tuple(zip(*[iter(flat)] * 4, strict=True)))

    def _teach(self) -> None:
        count = ctypes.c_size_t()
        codes = self._library.kt_reuse_unknown(self._handle, count)
        teach(codes[: count.value])

    def _drop(self, number: int) -> None:
        check(self._library.kt_reuse_remove(self._handle, number))
        self._ids[number] = ""
