"""What is known of each block before judging it, as one row of numbers; rows of all blocks of a page at once.

The kind of features is that of Kohlschuetter, Fankhauser & Nejdl, "Boilerplate detection using shallow text features"
(WSDM 2010): words, link density, and the same of the neighbours; with the marks of `blocks.py` beside.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from kentongan.engine.extract.blocks import MARKS, Block

# ruff: noqa: E501 - one list of first words
_FURNITURE = re.compile(
    r"(?:(?:read|see|learn|view|show|load) (?:more|also|full)|baca|lihat|simak|tonton|share|bagikan|follow|ikuti|subscribe|sign up"
    r"|log ?in|copyright|©|all rights|hak cipta|advert|iklan|sponsor|comment|komentar|leave a|reply|photo|foto|image|source|sumber"
    r"|related|terkait|popular|terpopuler|tags?\b|topi[ck]|editor|reporter|penulis|by |oleh |published|updated|posted|print|email"
    r"|e-mail|privacy|cookie|newsletter|more from|you may|recommended|next|previous|view all|download|register|filed under)",
    re.IGNORECASE,
)
_END = tuple(".!?…:;\"”'’)")
_OWN = 16  # numbers of the block itself
_HOLDERS = 6  # ... of each of the two elements that hold it
_NEIGHBOUR = 6  # ... of each of four neighbours
_SHIFTS = (-2, -1, 1, 2)
_MARKED = _OWN + 2 * _HOLDERS + len(_SHIFTS) * _NEIGHBOUR
FEATURES = _MARKED + 2 * 64

Row = NDArray[np.float32]


def features(blocks: list[Block]) -> Row:
    """One row a block, float32, shape (blocks, FEATURES)."""
    count = len(blocks)
    raw = np.array([_numbers(block) for block in blocks], np.float32)
    chars, words, linked, links, stops, ends, furniture, depth, is_h1 = raw.T
    holders = [np.array([block.holder for block in blocks]), np.array([block.above for block in blocks])]
    plain = chars - linked
    density = linked / chars
    log_words = np.log1p(words)
    total = plain.sum() + 1
    prose = plain * ((density < 0.5) & (words >= 6))
    out = np.empty((count, FEATURES), np.float32)
    out[:, :_OWN] = np.stack(
        [
            log_words, density, np.log1p(stops), stops / words, ends, furniture, plain / 1000, np.cumsum(plain) / total,
            np.arange(count, dtype=np.float32) / count, depth / 20, chars / words / 10, links / words,
            np.minimum(np.cumsum(is_h1), 1), np.full(count, is_h1.max()), np.full(count, np.log1p(total) / 10),
            np.full(count, np.log1p(count) / 10),
        ], 1,
    )  # fmt: skip
    at = _OWN
    for owner in holders:
        out[:, at : at + _HOLDERS] = _of_holder(owner, prose, chars, linked)
        at += _HOLDERS
    said = np.stack([log_words, density, ends, furniture], 1)
    for shift in _SHIFTS:
        _fill_neighbours(out[:, at : at + _NEIGHBOUR], said, holders, shift)
        at += _NEIGHBOUR
    marks = np.array([(block.marks, block.near) for block in blocks], np.uint64)
    out[:, _MARKED:] = np.unpackbits(marks.view(np.uint8), axis=1, bitorder="little")
    return out


def _numbers(block: Block) -> tuple[float, ...]:
    text = block.text
    return (
        len(text), text.count(" ") + 1, block.linked_length, len(block.linked), text.count(". ") + text.count(", "),
        text.endswith(_END), _FURNITURE.match(text) is not None, block.depth, block.tag == "h1",
    )  # fmt: skip


def _of_holder(owner: NDArray[np.int64], prose: Row, chars: Row, linked: Row) -> Row:
    """What the element that holds a block holds in all; shape (blocks, _HOLDERS)."""
    size = int(owner.max()) + 1
    sums = np.bincount(owner, prose, size)
    every = np.bincount(owner, chars, size)
    links = np.bincount(owner, linked, size)
    counts = np.maximum(np.bincount(owner, minlength=size), 1)
    table = np.stack(
        [
            np.log1p(sums) / 10, sums / (sums.sum() + 1), links / (every + 1), np.log1p(counts),
            np.log1p(every / counts) / 5, np.arange(size) == sums.argmax(),
        ], 1,
    )  # fmt: skip
    out: Row = table[owner]
    return out


def _fill_neighbours(out: Row, said: Row, holders: list[NDArray[np.int64]], shift: int) -> None:
    """What the block `shift` places on says, and whether it lies in the same elements; zeros beyond the ends."""
    count = len(said)
    out[:] = 0
    if abs(shift) >= count:
        return
    here, there = (
        (slice(0, count - shift), slice(shift, count)) if shift > 0 else (slice(-shift, count), slice(0, count + shift))
    )
    out[here, :4] = said[there]
    for column, owner in enumerate(holders, 4):
        out[here, column] = owner[here] == owner[there]


assert len(MARKS) <= 64  # noqa: S101 - they are kept in 64 bits
