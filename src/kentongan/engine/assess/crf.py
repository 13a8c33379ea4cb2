"""A linear-chain conditional random field over hashed features, decoded for many sentences at once.

Lafferty, McCallum and Pereira 2001. Weights are 8-bit integers in a fixed table; training is in bench/training. This is
the readable form; where the kernel is built it reads a text in a tenth of the time (`native_crf.py`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

LABELS = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC")
BITS = 19

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

# Which attribute is seen from which places around the token. Order as in `words.Attributes`.
_NEAR = (-1, 0, 1)
_WIDE = (-2, -1, 0, 1, 2)
_WINDOWS: tuple[tuple[int, ...], ...] = (_WIDE, _WIDE, _NEAR, _NEAR, _NEAR, (0,), _WIDE, _NEAR, _WIDE, _WIDE)
# Pairs and triples of (attribute, place) that count together.
_JOINT: tuple[tuple[tuple[int, int], ...], ...] = (
    ((0, -1), (0, 0)),
    ((0, 0), (0, 1)),
    ((1, -1), (1, 0)),
    ((1, 0), (1, 1)),
    ((1, -1), (1, 0), (1, 1)),
    ((6, -1), (6, 0)),
    ((6, 0), (6, 1)),
    ((6, -1), (1, 0)),
    ((1, 0), (6, 1)),
    ((6, -1), (1, 0), (6, 1)),
    ((0, -1), (1, 0)),
    ((9, 0), (1, 0)),
    ((8, 0), (1, 0)),
    ((9, -1), (1, 0)),
    ((9, 0), (9, 1)),
    ((9, 0), (6, -1)),
)
_PRIME = np.uint64(0x9E3779B97F4A7C15)
_PAD = np.uint64(0x5BD1E995)


def features() -> list[tuple[tuple[int, int], ...]]:
    """The (attribute, place) of every feature, in order: those that stand alone, then those that count together."""
    alone = [((attribute, place),) for attribute, window in enumerate(_WINDOWS) for place in window]
    return [*alone, *_JOINT]


def feature_buckets(attributes: npt.NDArray[np.uint64], lengths: Sequence[int]) -> Ints:
    """Tokens x features -> buckets. `attributes` is tokens x attributes of all sentences, one after another.

    A window that reaches over an end of its sentence sees a pad there.
    """
    count = len(attributes)
    sizes = np.asarray(lengths)
    starts = np.repeat(np.cumsum(sizes) - sizes, sizes)
    place = np.arange(count) - starts
    left = np.repeat(sizes, sizes) - place
    shifted: dict[int, npt.NDArray[np.uint64]] = {}
    for offset in _WIDE:
        rows = np.clip(np.arange(count) + offset, 0, max(count - 1, 0))
        moved = attributes[rows]
        moved[(place + offset < 0) | (left - offset <= 0)] = _PAD + np.uint64(offset + 9)
        shifted[offset] = moved
    columns = [
        shifted[offset][:, a] * _PRIME + np.uint64(a * 16 + offset + 8)
        for a, window in enumerate(_WINDOWS)
        for offset in window
    ]
    for number, parts in enumerate(_JOINT):
        joint = np.full(count, 1000 + number, dtype=np.uint64)
        for a, offset in parts:
            joint = (joint ^ shifted[offset][:, a]) * _PRIME
            joint ^= joint >> np.uint64(31)
        columns.append(joint)
    hashes = np.stack(columns, axis=1)
    hashes ^= hashes >> np.uint64(32)
    hashes *= _PRIME
    return (hashes >> np.uint64(64 - BITS)).astype(np.int64)


def decode(emissions: Floats, lengths: Sequence[int], transitions: Floats, start: Floats) -> Ints:
    """The best label of every token (Viterbi), all sentences in step; longest sentences first inside."""
    sizes = np.asarray(lengths)
    order = np.argsort(-sizes, kind="stable")
    first = (np.cumsum(sizes) - sizes)[order]
    sorted_sizes = sizes[order]
    longest = int(sorted_sizes[0]) if len(sizes) else 0
    back: list[Ints] = []
    score = emissions[first[sorted_sizes > 0]] + start
    for t in range(1, longest):
        alive = int(np.searchsorted(-sorted_sizes, -t, side="left"))
        paths = score[:alive, :, None] + transitions
        back.append(paths.argmax(axis=1))
        score[:alive] = paths.max(axis=1) + emissions[first[:alive] + t]
    labels = np.zeros(len(emissions), dtype=np.int64)
    last = score.argmax(axis=1)
    for t in range(longest - 1, -1, -1):
        alive = int(np.searchsorted(-sorted_sizes, -t, side="left"))
        labels[first[:alive] + t] = last[:alive]
        if t:
            last[:alive] = back[t - 1][np.arange(alive), last[:alive]]
    return labels
