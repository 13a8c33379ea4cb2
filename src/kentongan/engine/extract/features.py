"""What is known of each block before judging it, as one row of numbers; rows of all blocks of a page at once.

The kind of features is that of Kohlschuetter, Fankhauser & Nejdl, "Boilerplate detection using shallow text features"
(WSDM 2010): words, link density, and the same of the neighbours; with the marks of `blocks.py` beside.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kentongan.engine.extract.blocks import Blocks

_OWN = 16  # numbers of the block itself
_HOLDERS = 6  # ... of each of the two elements that hold it
_NEIGHBOUR = 6  # ... of each of four neighbours
_SHIFTS = (-2, -1, 1, 2)
_MARKED = _OWN + 2 * _HOLDERS + len(_SHIFTS) * _NEIGHBOUR
FEATURES = _MARKED + 2 * 64

Row = NDArray[np.float32]


def features(blocks: Blocks) -> Row:
    """One row a block, float32, shape (blocks, FEATURES)."""
    count = len(blocks)
    chars, words, linked = (column.astype(np.float32) for column in (blocks.chars, blocks.words, blocks.linked))
    holders = [blocks.holder, blocks.above]
    plain = chars - linked
    density = linked / chars
    log_words = np.log1p(words)
    before = np.cumsum(plain)
    total = before[-1] + 1
    prose = plain * ((density < 0.5) & (words >= 6))
    is_h1 = blocks.heading == 1
    out = np.empty((count, FEATURES), np.float32)
    own = (
        log_words, density, np.log1p(blocks.stops, dtype=np.float32), blocks.stops / words, blocks.ends,
        blocks.furniture, plain / 1000, before / total, np.arange(count, dtype=np.float32) / count, blocks.depth / 20,
        chars / words / 10, blocks.links / words, np.logical_or.accumulate(is_h1), is_h1.any(), np.log1p(total) / 10,
        np.log1p(np.float32(count)) / 10,
    )  # fmt: skip
    for at, column in enumerate(own):
        out[:, at] = column
    at = _OWN
    for owner in holders:
        out[:, at : at + _HOLDERS] = _of_holder(owner, prose, chars, linked)
        at += _HOLDERS
    said = out[:, (0, 1, 4, 5)]  # words, density, end and furniture
    for shift in _SHIFTS:
        _fill_neighbours(out[:, at : at + _NEIGHBOUR], said, holders, shift)
        at += _NEIGHBOUR
    out[:, _MARKED:] = np.unpackbits(blocks.marks.astype("<u8").view(np.uint8), axis=1, bitorder="little")
    return out


def _of_holder(owner: NDArray[np.int32], prose: Row, chars: Row, linked: Row) -> Row:
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


def _fill_neighbours(out: Row, said: Row, holders: list[NDArray[np.int32]], shift: int) -> None:
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
