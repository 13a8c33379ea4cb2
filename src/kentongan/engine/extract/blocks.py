"""The text of a page in blocks, each with what its place in the tree says of it, as columns of numbers.

A block is what a reader sees as one paragraph, heading, list item or table cell. The kernel reads them where it is
built (`scan.py`), else a walk over the tree does (`walk.py`): the same blocks.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from selectolax.lexbor import LexborNode

from kentongan.engine.extract import scan
from kentongan.engine.extract.marks import HIDDEN
from kentongan.engine.extract.walk import walk

NUMBERS = 11
Integers = NDArray[np.int32]
Pieces = tuple[list[str], list[int]]


class Blocks:
    """The blocks of one page, in its order."""

    def __init__(
        self,
        texts: list[str],
        numbers: Integers,
        marks: NDArray[np.uint64],
        tag: Callable[[int], str],
        pieces: Callable[[int], Pieces],
    ) -> None:
        self.texts = texts
        self.numbers = numbers
        """A row of counts for each block; its first columns have the names below."""
        self.marks = marks
        """Of all elements around a block, and of its own element and the holder; shape (blocks, 2)."""
        (
            self.chars, self.words,  # code points, and words between spaces
            self.linked, self.links,  # code points that lie inside links, and text nodes there
            self.stops,  # full stops and commas before a space
            self.ends,  # 1: it ends as a sentence does
            self.furniture,  # 1: it begins as furniture of pages does
            self.depth,
            self.heading,  # 1: h1, 2: h2, else 0
            self.holder,  # number of the element that holds it; blocks of one holder stand together in the page
            self.above,  # ... and of the element that holds the holder
        ) = numbers[:, :NUMBERS].T  # fmt: skip
        self.tag = tag
        """The tag of the element around a block."""
        self.pieces = pieces
        """A block's text nodes as they stand, and which of them lie inside links."""

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def first_heading(self) -> int | None:
        """Where the first heading of the first level stands."""
        return next((place for place, level in enumerate(self.heading.tolist()) if level == 1), None)

    def headings(self, level: int) -> list[str]:
        """The headings of level 1 or 2."""
        return [self.texts[place] for place, own in enumerate(self.heading.tolist()) if own == level]

    @property
    def hidden(self) -> NDArray[np.bool_]:
        """Which blocks the page does not show; shape (blocks,)."""
        return self.marked(HIDDEN)

    def marked(self, marks: int) -> NDArray[np.bool_]:
        """Which blocks have one of the marks around them; shape (blocks,)."""
        found: NDArray[np.bool_] = (self.marks[:, 0] & np.uint64(marks)) != 0
        return found

    @cached_property
    def keys(self) -> list[int]:
        """A number for each text; equal texts have equal ones, now and later."""
        return [crc32(text.encode("utf-8", "replace")) << 16 | len(text) & 0xFFFF for text in self.texts]

    @cached_property
    def shapes(self) -> list[int]:
        """A number for each block's place; places of one design have equal ones, now and later."""
        tags = map(self.tag, range(len(self)))
        rows = zip(tags, self.marks.tolist(), self.depth.tolist(), strict=True)
        return [_shape(tag, marks, near, depth) for tag, (marks, near), depth in rows]

    def marked_near(self, marks: int) -> NDArray[np.bool_]:
        """Which blocks have one of the marks on their own element or its holder; shape (blocks,)."""
        found: NDArray[np.bool_] = (self.marks[:, 1] & np.uint64(marks)) != 0
        return found


@lru_cache(maxsize=20_000)
def _shape(tag: str, marks: int, near: int, depth: int) -> int:
    return crc32(f"{tag} {marks} {near} {depth}".encode())


def read_blocks(body: LexborNode | None) -> Blocks:
    """The text below `body` in blocks; none where there is no body."""
    if body is None:
        return _blocks_walked(None)
    scanned = _blocks_scanned(body)
    return _blocks_walked(body) if scanned is None else scanned


def _blocks_scanned(body: LexborNode) -> Blocks | None:
    html = (body.html or "").encode("utf-8", "replace")
    scanned = scan.scan(html)
    if scanned is None:
        return None
    rows, marks, spans, text = scanned
    tags = rows[:, NUMBERS : NUMBERS + 2].tolist()

    def tag(place: int) -> str:
        start, end = tags[place]
        return html[start:end].decode("utf-8", "replace")

    def pieces(place: int) -> Pieces:
        first, count = rows[place, NUMBERS + 2 :].tolist()
        own = spans[first : first + count].tolist()
        return scan.pieces_of(html, own), [number for number, span in enumerate(own) if span[2] & 1]

    return Blocks(text.split("\n")[:-1], rows, marks, tag, pieces)


def _blocks_walked(body: LexborNode | None) -> Blocks:
    found = walk(body) if body is not None else []
    return Blocks(
        [block.text for block in found],
        np.array([block.numbers() for block in found], np.int32).reshape(len(found), NUMBERS),
        np.array([(block.marks, block.near) for block in found], np.uint64).reshape(len(found), 2),
        lambda place: found[place].tag,
        lambda place: (list(found[place].pieces), found[place].linked),
    )
