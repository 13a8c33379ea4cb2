"""Fingerprints: by which the versions are found that a pasted text may come from.

They are taken from the text in its loosest form, so that forged places still lead to the version they were forged
from: every number is alike, letters of other alphabets are read as they look, and all but letters is dropped. Of every
three shingles of four such words in a row the least is kept (winnowing: Schleimer, Wilkerson and Aiken 2003). So two
texts that share six words in a row share a fingerprint, for certain; and half of the shingles need not be stored.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from kentongan.engine.match.verify.characters import glance
from kentongan.engine.text.shingles import shingle_hashes

SIZE = 4
"""Words in a shingle."""

WINDOW = 3
"""Of so many shingles in a row at least one is a fingerprint: common runs of SIZE + WINDOW - 1 words are found."""

_NUMBER = "#"
_NEVER = np.uint64(2**64 - 1)
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_TOKEN = re.compile(r"\d+(?:[.,:/'’-]?\d+)*|[^\W\d_]+")
_FIGURE_IN_WORD = re.compile(r"(?<=[a-z])[01](?=[a-z])|(?<![a-z0-9])0(?=[a-z]{3})")
_FIGURES = {"0": "o", "1": "l"}

_SURE = 6
"""Fingerprints that one version must share before a single one of another counts for nothing."""

_MAX_LENGTH = 2_000_000

Id = TypeVar("Id")


def fingerprints(text: str) -> frozenset[int]:
    """The fingerprints of a text: signed 64-bit numbers, the same on every machine and for ever, so they may be stored.

    About one for every two words. A text of fewer than six words has those of what it has, so that a short text whole
    is found too; a run of numbers only has none. An office's standing paragraph is in all its releases: whoever stores
    fingerprints need keep only the first few dozen versions for each, for a text that shares no more than these words
    fits any of them, and one that shares more is found by the others.
    """
    words = tolerant_words(text[:_MAX_LENGTH])
    if not words:
        return frozenset()
    hashes = shingle_hashes(words, min(SIZE, len(words)))
    if len(words) >= SIZE:
        hashes[_numbers_only(words)] = _NEVER
    least = _winnowed(hashes)
    return frozenset(np.unique(least[least != _NEVER]).view(np.int64).tolist())


def rank(found: Iterable[tuple[int, Id]], limit: int = 20) -> list[Id]:
    """The likeliest versions, best first, from rows of (fingerprint, version) that share one with the pasted text.

    A fingerprint that many versions hold says little of each; a single one shared, where another version shares many,
    says nothing (twelve words in a row have three). The last places are kept for versions that hold what the
    ones before do not, so that a short piece of a second release is not crowded out by ten versions of the first.
    """
    holders: dict[int, list[Id]] = {}
    for hash_, id_ in found:
        holders.setdefault(hash_, []).append(id_)
    weights: dict[Id, float] = {}
    for ids in holders.values():
        for id_ in ids:
            weights[id_] = weights.get(id_, 0.0) + 1 / len(ids)
    counts = Counter(id_ for ids in holders.values() for id_ in ids)
    if max(counts.values(), default=0) >= _SURE:
        weights = {id_: weight for id_, weight in weights.items() if counts[id_] > 1}
        holders = {hash_: [id_ for id_ in ids if id_ in weights] for hash_, ids in holders.items()}
    ranked = sorted(weights, key=lambda id_: -weights[id_])
    if len(ranked) <= limit:
        return ranked
    chosen = ranked[: limit - limit // 3]
    covered = set(chosen)
    missing = [ids for ids in holders.values() if ids and covered.isdisjoint(ids)]
    while missing and len(chosen) < limit:
        counts = Counter(id_ for ids in missing for id_ in ids)
        best = max(counts, key=lambda id_: (counts[id_], weights[id_]))
        chosen.append(best)
        missing = [ids for ids in missing if best not in ids]
    return (chosen + [id_ for id_ in ranked if id_ not in set(chosen)])[:limit]


def tolerant_words(text: str) -> list[str]:
    """The words of a text in its loosest form; every number is `#`."""
    plain = text.lower() if text.isascii() else _NOT_ASCII.sub(lambda run: glance(run.group()), text).lower()
    if "0" in plain or "1" in plain:
        plain = _FIGURE_IN_WORD.sub(lambda figure: _FIGURES[figure.group()], plain)
    return [_NUMBER if token[0].isdigit() else token for token in _TOKEN.findall(plain)]


def _numbers_only(words: list[str]) -> NDArray[np.bool_]:
    """Which shingles hold nothing but numbers: every table has those."""
    numbers = np.array([word == _NUMBER for word in words])
    count = len(words) - SIZE + 1
    only = numbers[:count]
    for place in range(1, SIZE):
        only = only & numbers[place : place + count]
    return only


def _winnowed(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The least of every window; of fewer shingles than a window has, the least of all."""
    count = max(1, len(hashes) - WINDOW + 1)
    least = hashes[:count]
    for place in range(1, min(WINDOW, len(hashes))):
        least = np.minimum(least, hashes[place : place + count])
    return least
