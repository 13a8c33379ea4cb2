"""Hashed word and character n-grams of many texts at once: the features of the light models.

Everything is vectorised over the code points of a whole batch, so that thousands of short texts a second go through
numpy alone. A feature is a bucket of a fixed table; no vocabulary is kept (Weinberger et al. 2009, "Feature hashing
for large scale multitask learning").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Buckets = npt.NDArray[np.int64]

_TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\w\s]+")
_DIGITS = re.compile(r"\d")
_DRAWL = re.compile(r"(.)\1{2,}")
_LONGEST = 20_000  # characters of a text that are read: a 50 MB text costs no more than a long article

_BASE = np.uint64(0x9E3779B97F4A7C15)
_STEP = np.uint64(0xC2B2AE3D27D4EB4F)
_POWERS = np.array([pow(int(_STEP), k, 1 << 64) for k in range(64)], dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class NGrams:
    """One kind of n-gram of a batch: `buckets[i]` belongs to text `owner[i]`; 0 stands for "none here"."""

    buckets: Buckets
    owner: npt.NDArray[np.int64]


def plain(text: str) -> str:
    """The text as the n-grams see it: small letters, digits as 0, drawls shortened, tokens parted by one space."""
    text = _DRAWL.sub(r"\1\1", _DIGITS.sub("0", text[:_LONGEST].lower()))
    return " ".join(_TOKEN.findall(text))


def ngrams(
    texts: Sequence[str], *, bits: int, chars: Sequence[int] = (), words: Sequence[int] = ()
) -> dict[str, NGrams]:
    """The character and word n-grams of `texts` (already `plain`), as buckets of a table of `2**bits`.

    Keys are `c3`, `w1` and so on. Character n-grams see the spaces around words; none reaches into another text.
    """
    joined = "\n" + "".join(f" {text} \n" for text in texts)
    codes = np.frombuffer(joined.encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.uint64)
    breaks = codes == 10
    owner = np.cumsum(breaks) - 1
    codes = (codes + np.uint64(1)) * _BASE
    codes ^= codes >> np.uint64(29)
    found = {f"c{n}": _char_ngrams(codes, breaks, owner, n, bits) for n in chars}
    if words:
        hashes, of = _word_hashes(joined, codes, owner)
        found |= {f"w{n}": _word_ngrams(hashes, of, n, bits) for n in words}
    return found


def _bucket(hashes: npt.NDArray[np.uint64], n: int, bits: int) -> Buckets:
    mixed = (hashes + np.uint64(n * 0x51_7C_C1)) * _BASE
    mixed ^= mixed >> np.uint64(32)
    mixed *= _STEP
    return (mixed >> np.uint64(64 - bits)).astype(np.int64)


def _char_ngrams(
    codes: npt.NDArray[np.uint64],
    breaks: npt.NDArray[np.bool_],
    owner: npt.NDArray[np.int64],
    n: int,
    bits: int,
) -> NGrams:
    size = max(len(codes) - n + 1, 0)
    hashes = np.zeros(size, dtype=np.uint64)
    crosses = np.zeros(size, dtype=np.bool_)
    for k in range(n):
        hashes = hashes * _STEP + codes[k : k + size]
        crosses |= breaks[k : k + size]
    buckets = _bucket(hashes, n, bits)
    buckets[crosses] = 0
    return NGrams(buckets, owner[:size])


def _word_hashes(
    joined: str, codes: npt.NDArray[np.uint64], owner: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
    raw = np.frombuffer(joined.encode("utf-32-le", "replace"), dtype=np.uint32)
    inside = (raw != 32) & (raw != 10)
    starts = np.flatnonzero(inside & ~np.concatenate(([False], inside[:-1])))
    if not len(starts):
        return np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int64)
    lengths = np.diff(np.append(starts, len(raw)))
    place = np.arange(starts[0], len(raw)) - np.repeat(starts, lengths)
    weighted = np.where(inside[starts[0] :], codes[starts[0] :] * _POWERS[place & 63], np.uint64(0))
    return np.add.reduceat(weighted, starts - starts[0]), owner[starts]


def _word_ngrams(hashes: npt.NDArray[np.uint64], of: npt.NDArray[np.int64], n: int, bits: int) -> NGrams:
    size = max(len(hashes) - n + 1, 0)
    joint = np.zeros(size, dtype=np.uint64)
    for k in range(n):
        joint = joint * _STEP + hashes[k : k + size]
    buckets = _bucket(joint, 64 + n, bits)
    if size:
        buckets[of[:size] != of[n - 1 : n - 1 + size]] = 0
    return NGrams(buckets, of[:size])


def sums(
    grams: dict[str, NGrams], table: npt.NDArray[np.float32], scales: dict[str, float], texts: int
) -> npt.NDArray[np.float64]:
    """Per text and class: the weights of its n-grams, each kind divided by the root of its count and scaled."""
    classes = table.shape[1]
    total = np.zeros((texts, classes))
    for kind, scale in scales.items():
        found = grams[kind]
        counts = np.bincount(found.owner, weights=found.buckets > 0, minlength=texts)[:texts]
        norm = scale / np.sqrt(np.maximum(counts, 1))
        for c in range(classes):
            summed = np.bincount(found.owner, weights=table[:, c][found.buckets], minlength=texts)[:texts]
            total[:, c] += summed * norm
    return total
