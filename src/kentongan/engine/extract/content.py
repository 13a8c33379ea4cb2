"""Which blocks of a page are its article: a small network weighs each block, then the page is looked at as a whole.

The network (one hidden layer, numpy alone) was trained by `bench/training/train_extract.py` on the two public sets with
open licences; `docs/models.md` says what it reaches on pages it has not seen. What it cannot know, one block at a time,
follows as rules: hidden copies, repeated texts, and lone blocks far from the article.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kentongan.engine.extract.blocks import Blocks
from kentongan.engine.extract.features import features
from kentongan.engine.text.kernel import kernel

WEIGHTS = Path(__file__).parent / "weights" / "blocks.npz"
THRESHOLD = 0.5
# Runs of the article's blocks with more than so many others between them are apart; a run with less than this share of
# the heaviest one's text is no part of the article.
_GAP = 8
_SHARE = 0.25
# Hidden blocks go when what is shown holds at least this share of all the text found.
_SHOWN = 0.3
_ROWS = 16

Chances = NDArray[np.float32]
Kept = NDArray[np.bool_]


def weigh(blocks: Blocks) -> Chances:
    """How likely each block is part of the article, 0 to 1; shape (blocks,)."""
    if not len(blocks):
        return np.zeros(0, np.float32)
    chances = _weigh_in_kernel(blocks)
    return weigh_plainly(blocks) if chances is None else chances


def weigh_plainly(blocks: Blocks) -> Chances:
    """The same in numpy, for one block or more."""
    first, first_bias, second, second_bias = _weights()
    rows = features(blocks)
    # A few rows at a time: for larger products the library wakes threads, which cost more than they save.
    parts = [np.maximum(rows[at : at + _ROWS] @ first + first_bias, 0) @ second for at in range(0, len(rows), _ROWS)]
    return spread(np.concatenate(parts) + second_bias)


def spread(logits: NDArray[np.float32]) -> Chances:
    """Chances (0 to 1) of logits."""
    out: Chances = (1 / (1 + np.exp(-np.clip(logits, -30, 30)))).astype(np.float32)
    return out


def choose(blocks: Blocks, chances: Chances) -> Kept:
    """Which blocks make the article; shape (blocks,)."""
    kept: Kept = chances > THRESHOLD
    if not kept.any():
        return kept
    hidden = kept & blocks.hidden
    if hidden.any() and blocks.chars[kept & ~hidden].sum() >= _SHOWN * blocks.chars[kept].sum():
        kept &= ~hidden
    _drop_lone_runs(blocks, kept, chances)
    _drop_repeats(blocks, kept)
    return kept


def confidence(blocks: Blocks, chances: Chances, kept: Kept) -> float:
    """How sure the choice is: the mean chance of the text kept, weighed by length; 0 when nothing is kept."""
    sizes = blocks.chars[kept].astype(np.float32)
    return float((sizes * chances[kept]).sum() / sizes.sum()) if len(sizes) else 0.0


def _drop_lone_runs(blocks: Blocks, kept: Kept, chances: Chances) -> None:
    places = np.flatnonzero(kept).tolist()
    holders = blocks.holder.tolist()
    runs = [[places[0]]]
    for before, place in pairwise(places):
        if place - before - 1 > _GAP and holders[before] != holders[place]:
            runs.append([])
        runs[-1].append(place)
    if len(runs) > 1:
        weights = blocks.chars * chances
        heavy = [float(weights[run].sum()) for run in runs]
        for run, weight in zip(runs, heavy, strict=True):
            if weight < _SHARE * max(heavy):
                kept[run] = False


def _drop_repeats(blocks: Blocks, kept: Kept) -> None:
    seen: set[str] = set()
    for place in np.flatnonzero(kept).tolist():
        text = blocks.texts[place]
        if len(text) > 20 and text in seen:
            kept[place] = False
        seen.add(text)


def _weigh_in_kernel(blocks: Blocks) -> Chances | None:
    known = _network()
    if known is None:
        return None
    chances = np.empty(len(blocks), np.float32)
    numbers, marks = np.ascontiguousarray(blocks.numbers), np.ascontiguousarray(blocks.marks)
    answer = known(numbers.ctypes.data, len(blocks), numbers.shape[1], marks.ctypes.data, chances.ctypes.data)
    return None if answer else chances


@cache
def _network() -> Callable[..., int] | None:
    library = kernel()
    if library is None:
        return None
    layers = [np.ascontiguousarray(layer) for layer in _weights()]
    network = _Network(*(layer.ctypes.data for layer in layers), layers[0].shape[1])
    weigh_rows = library.kt_page_weigh
    weigh_rows.argtypes = [
        ctypes.c_void_p, ctypes.c_size_t, ctypes.c_size_t, ctypes.c_void_p, ctypes.POINTER(_Network), ctypes.c_void_p,
    ]  # fmt: skip
    # The layers are named so that they live as long as what points to them.
    return lambda rows, count, stride, marks, to, _layers=layers: weigh_rows(rows, count, stride, marks, network, to)


class _Network(ctypes.Structure):
    _fields_ = (
        *((name, ctypes.c_void_p) for name in ("first", "first_bias", "second", "second_bias")),
        ("width", ctypes.c_uint32),
    )


@cache
def _weights() -> tuple[NDArray[np.float32], ...]:
    with np.load(WEIGHTS) as stored:
        return tuple(stored[name].astype(np.float32) for name in ("first", "first_bias", "second", "second_bias"))
