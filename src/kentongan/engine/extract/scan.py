"""The blocks of a page by the kernel: `page.c` reads the HTML that the parser wrote of its own tree.

Far cheaper than a walk over the tree from Python, and equal to it (`walk.py`); what the kernel refuses is walked.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from kentongan.engine.extract.marks import (
    ARTICLE_BODY,
    ASIDE_ROLES,
    BEGINNINGS,
    FURNITURE,
    HIDDEN,
    INLINE,
    LONG,
    RAW,
    ROLE,
    SKIPPED,
    TAG_BITS,
    TEXT_PROPERTIES,
    VOID,
    WHOLES,
)
from kentongan.engine.extract.walk import MAX_BLOCK, MAX_BLOCKS
from kentongan.engine.text.kernel import kernel

COLUMNS = 15  # of a row of page.c: the eleven of `blocks.Blocks`, where the tag stands, its first piece and their count
_LETTERS = {sign: place for place, sign in enumerate("abcdefghijklmnopqrstuvwxyz0123456789")}
# In furniture no digits stand: their places are taken by the other signs that do.
_SIGNS = {**_LETTERS, " ": 26, "-": 27, "©": 28}
_INLINE, _SKIPPED, _VOID, _RAW, _BREAK, _LINK = (1 << bit for bit in range(6))
_SAID, _BROKEN = 2, 4  # kinds of pieces: not escaped, a line break

Scanned = tuple[NDArray[np.int32], NDArray[np.uint64], NDArray[np.int32], str]
"""Rows (blocks, COLUMNS); marks around each block and near it (blocks, 2); pieces (pieces, 3); texts, one a line."""


class _Trie(ctypes.Structure):
    _fields_ = (("next", ctypes.c_void_p), ("values", ctypes.c_void_p * 3))


class _Vocabulary(ctypes.Structure):
    _fields_ = (
        *((name, _Trie) for name in ("elements", "names", "properties", "roles", "furniture")),
        ("hidden", ctypes.c_uint64), ("max_blocks", ctypes.c_uint32), ("max_block", ctypes.c_uint32),
    )  # fmt: skip


class _Room(ctypes.Structure):
    _fields_ = (
        *((name, ctypes.c_void_p) for name in ("rows", "marks", "pieces", "text")), ("text_size", ctypes.c_uint64),
    )  # fmt: skip


def scan(html: bytes) -> Scanned | None:
    """The blocks of one element and all below it, written as HTML by lexbor; None where the kernel cannot read it.

    The marks and counts of a block are those that `walk.py` finds.
    """
    read = _reader()
    if read is None:
        return None
    most = html.count(b"<") + 1
    marks_end, rows_end = most * 16, most * (16 + 4 * COLUMNS)
    text_at = rows_end + most * 24
    memory = np.empty(text_at + len(html) + 1, np.uint8)
    at = memory.ctypes.data
    room = _Room(at + marks_end, at, at + rows_end, at + text_at, 0)
    count = read(html, len(html), _vocabulary()[0], room)
    if count < 0:
        return None
    return (
        memory[marks_end:rows_end].view(np.int32).reshape(most, COLUMNS)[:count],
        memory[:marks_end].view(np.uint64).reshape(most, 2)[:count],
        memory[rows_end:text_at].view(np.int32).reshape(2 * most, 3),
        memory[text_at : text_at + room.text_size].tobytes().decode("utf-8", "replace"),
    )


def pieces_of(html: bytes, spans: Iterable[list[int]]) -> list[str]:
    """The text nodes of a block as they stand, out of rows of `pieces`."""
    return [_piece(html, *span) for span in spans]


def _piece(html: bytes, start: int, end: int, kind: int) -> str:
    if kind & _BROKEN:
        return "\n"
    text = html[start:end].decode("utf-8", "replace")
    if kind & _SAID or "&" not in text:
        return text
    for written, meant in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&nbsp;", "\xa0"), ("&amp;", "&")):
        text = text.replace(written, meant)
    return text


@cache
def _reader() -> Callable[..., int] | None:
    library = kernel()
    if library is None:
        return None
    read = library.kt_page_read
    read.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.POINTER(_Vocabulary), ctypes.POINTER(_Room)]
    read.restype = ctypes.c_int64
    return read


@cache
def _vocabulary() -> tuple[_Vocabulary, list[NDArray[np.generic]]]:
    """What the kernel needs to know, and the arrays that it points into, which live as long."""
    kept: list[NDArray[np.generic]] = []
    kinds = {
        tag: _INLINE * (tag in INLINE) | _SKIPPED * (tag in SKIPPED) | _VOID * (tag in VOID) | _RAW * (tag in RAW)
        | _BREAK * (tag == "br") | _LINK * (tag == "a")
        for tag in {*INLINE, *SKIPPED, *VOID, *RAW, *TAG_BITS}
    }  # fmt: skip
    furniture = {stem.removesuffix("\\b"): 2 if stem.endswith("\\b") else 1 for stem in FURNITURE.split("|")}
    tries = (
        _trie(kept, kinds, TAG_BITS),
        _trie(kept, BEGINNINGS, WHOLES, LONG),
        _trie(kept, dict.fromkeys(TEXT_PROPERTIES, ARTICLE_BODY)),
        _trie(kept, dict.fromkeys(ASIDE_ROLES, ROLE)),
        _trie(kept, furniture, signs=_SIGNS),
    )
    return _Vocabulary(*tries, HIDDEN, MAX_BLOCKS, MAX_BLOCK), kept


def _trie(kept: list[NDArray[np.generic]], *tables: dict[str, int], signs: dict[str, int] = _LETTERS) -> _Trie:
    """The words of all tables, with each table's values at their ends. Node 0 leads nowhere, 1 is the root."""
    ways: list[dict[int, int]] = [{}, {}]
    ends: list[dict[int, int]] = []
    for table in tables:
        ends.append({})
        for word, value in table.items():
            node = 1
            for sign in word:
                way = signs[sign]
                if way not in ways[node]:
                    ways[node][way] = len(ways)
                    ways.append({})
                node = ways[node][way]
            ends[-1][node] = value
    following = np.zeros((len(ways), len(_LETTERS)), np.uint16)
    for node, known in enumerate(ways):
        for way, target in known.items():
            following[node, way] = target
    values = []
    for table_ends in [*ends, *({} for _ in range(3 - len(ends)))]:
        column = np.zeros(len(ways), np.uint64)
        for node, value in table_ends.items():
            column[node] = value
        values.append(column)
    kept += [following, *values]
    return _Trie(following.ctypes.data, (ctypes.c_void_p * 3)(*(column.ctypes.data for column in values)))
