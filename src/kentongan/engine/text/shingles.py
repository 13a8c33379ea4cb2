"""Shingles: the runs of five words by which copied text is recognised (Broder 1997, "On the resemblance and containment
of documents").

A shingle is kept as a 64-bit hash, the same on every machine and in every process, so that hashes may be stored.
"""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from kentongan.engine.text.fold import words

SIZE = 5
"""Words in a shingle: long enough that two writers rarely meet by chance, short enough to survive light editing."""

Hashes = NDArray[np.uint64]

# A shingle's hash is a polynomial in its words' hashes, modulo 2**64; the odd base keeps the order of words apart.
_BASE = 0x9E3779B97F4A7C15
_MAX_SIZE = 8
_POWERS = np.array([pow(_BASE, power, 2**64) for power in range(_MAX_SIZE)], dtype=np.uint64)

_MAX_WORDS = 300_000
_word_hashes: dict[str, int] = {}


def shingle_hashes(folded: list[str], size: int = SIZE) -> Hashes:
    """The hash of every run of `size` words (at most eight), in order of place: `(max(0, len(folded) - 4),)`."""
    count = len(folded) - size + 1
    if count < 1:
        return np.empty(0, dtype=np.uint64)
    hashes = np.array(_hash_words(folded), dtype=np.uint64)
    total = np.zeros(count, dtype=np.uint64)
    for place in range(size):
        total += hashes[place : place + count] * _POWERS[size - 1 - place]
    # Polynomials of few words differ little in the low bits: spread them (the finaliser of MurmurHash3).
    total ^= total >> np.uint64(33)
    total *= np.uint64(0xFF51AFD7ED558CCD)
    total ^= total >> np.uint64(33)
    return total


def shingle_set(text: str) -> Hashes:
    """The distinct shingles of a text, rising."""
    return np.unique(shingle_hashes(words(text)))


def containment(part: str, whole: str) -> float:
    """The share (0-1) of the distinct shingles of `part` that stand in `whole`; 0 when `part` has none."""
    sought = shingle_set(part)
    if not len(sought):
        return 0.0
    return float(np.isin(sought, shingle_set(whole), assume_unique=True).mean())


def _hash_words(folded: list[str]) -> list[int]:
    try:
        return [_word_hashes[word] for word in folded]
    except KeyError:
        pass
    if len(_word_hashes) > _MAX_WORDS:
        _word_hashes.clear()
    new = {word: _hash_word(word) for word in set(folded).difference(_word_hashes)}
    if len(_word_hashes) + len(new) <= 2 * _MAX_WORDS:
        _word_hashes.update(new)
        return [_word_hashes[word] for word in folded]
    return [_word_hashes.get(word) or new[word] for word in folded]


def _hash_word(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little")
