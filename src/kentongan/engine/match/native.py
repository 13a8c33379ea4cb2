"""The matcher in the kernel (matcher.c): ids and articles in, ids out."""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any

import numpy as np

from kentongan.engine.match.query import And, Near, Not, Or, Phrase, Prefix, Query, Title, Word, parse
from kentongan.engine.text.kernel import REFUSED, UNKNOWN, check, kernel, teach, utf8
from kentongan.engine.types import Article


@cache
def _library() -> Any:
    library: Any = kernel()
    size, pointer, text = ctypes.c_size_t, ctypes.c_void_p, ctypes.c_char_p
    library.kt_matcher_new.restype = pointer
    library.kt_matcher_free.argtypes = [pointer]
    library.kt_matcher_free.restype = None
    library.kt_matcher_add.argtypes = [pointer, text, size, ctypes.c_int]
    library.kt_matcher_add.restype = ctypes.c_int64
    library.kt_matcher_remove.argtypes = [pointer, ctypes.c_uint32]
    library.kt_matcher_match.argtypes = [pointer, text, size, text, size, pointer, size]
    library.kt_matcher_match.restype = ctypes.c_int64
    library.kt_matcher_unknown.argtypes = [pointer, ctypes.c_int, ctypes.POINTER(size)]
    library.kt_matcher_unknown.restype = ctypes.POINTER(ctypes.c_uint32)
    library.kt_matcher_size.argtypes = [pointer]
    library.kt_matcher_size.restype = size
    return library


class NativeMatcher:
    """See `matcher.Matcher`. The kernel gives every query a number, which a later one takes over when it goes."""

    def __init__(self) -> None:
        self._library = _library()
        self._match = self._library.kt_matcher_match
        self._handle: int | None = self._library.kt_matcher_new()
        if self._handle is None:
            raise MemoryError("no room for a matcher")
        self._ids = np.zeros(0, dtype=object)  # by number; an array hands out many at once, in a third of the time
        self._numbers: dict[str, int] = {}
        self._make_room(64)

    def __del__(self) -> None:
        if getattr(self, "_handle", None) is not None:
            self._library.kt_matcher_free(self._handle)

    def __len__(self) -> int:
        return len(self._numbers)

    def add(self, id_: str, query: str) -> None:
        """Watch for one more query; one that has this id already is replaced."""
        text = utf8(query)
        number = self._library.kt_matcher_add(self._handle, text, len(text), 0)
        if number < 0:
            number = self._add_parsed(query) if number == REFUSED else check(number)
        if id_ in self._numbers:
            self._drop(self._numbers[id_])
        if number >= self._room:
            self._make_room(2 * self._room)
        self._ids[number] = id_
        self._numbers[id_] = number

    def remove(self, id_: str) -> None:
        """Stop watching for a query. Raises KeyError when there is none with this id."""
        self._drop(self._numbers.pop(id_))

    def match(self, article: Article) -> list[str]:
        """The ids of the queries that match, in the order in which they were added."""
        title, body = utf8(article.title), utf8(article.body)
        count = self._match(self._handle, title, len(title), body, len(body), self._address, self._room)
        while count < 0:
            if count != UNKNOWN:
                check(count)
            teach(self._unknown(of_query=False))
            count = self._match(self._handle, title, len(title), body, len(body), self._address, self._room)
        found: list[str] = self._ids.take(self._found[:count]).tolist() if count else []
        return found

    @property
    def bytes(self) -> int:
        """How much memory the queries take in the kernel."""
        return int(self._library.kt_matcher_size(self._handle))

    def _add_parsed(self, query: str) -> int:
        """A query that the kernel does not read itself; a wrong one is told what is wrong here."""
        text = utf8(render(parse(query)))
        while (number := self._library.kt_matcher_add(self._handle, text, len(text), 1)) == UNKNOWN:
            teach(self._unknown(of_query=True))
        return check(number)

    def _unknown(self, *, of_query: bool) -> list[int]:
        count = ctypes.c_size_t()
        codes = self._library.kt_matcher_unknown(self._handle, of_query, count)
        return list(codes[: count.value])

    def _drop(self, number: int) -> None:
        check(self._library.kt_matcher_remove(self._handle, number))
        self._ids[number] = ""

    def _make_room(self, room: int) -> None:
        """For the ids and numbers of so many queries: more than that never match."""
        self._room = room
        self._ids = np.concatenate([self._ids, np.zeros(room - len(self._ids), dtype=object)])
        self._found = np.zeros(room, dtype=np.uint32)
        self._address = self._found.ctypes.data


def render(tree: Query) -> str:  # noqa: PLR0911 - one return a node
    """The query of a tree, of folded words and ASCII signs only: what the kernel's parser reads without a thought."""
    match tree:
        case Word(word):
            return word
        case Prefix(prefix):
            return prefix + "*"
        case Phrase(words):
            return f'"{" ".join(words)}"'
        case Near(left, right, distance):
            return f"{render(left)} NEAR/{distance} {render(right)}"
        case Title(part):
            return f"title:({render(part)})"
        case Not(part):
            return f"NOT ({render(part)})"
        case And(parts):
            return " ".join(f"({render(part)})" for part in parts)
        case Or(parts):
            return " OR ".join(f"({render(part)})" for part in parts)
