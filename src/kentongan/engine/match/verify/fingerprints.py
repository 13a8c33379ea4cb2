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
_NUMBERS = shingle_hashes([_NUMBER] * SIZE, SIZE)[0]
"""The shingle of nothing but numbers: every table has it."""

_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_TOKEN = re.compile(r"\d+(?:[.,:/'-]?\d+)*|[^\W\d_]+")
_ASCII_NUMBER = re.compile(r"[0-9]+(?:[.,:/'-]?[0-9]+)*")
# A 0 or 1 between letters, or a 0 before three; the figure comes first, so that only figures are looked at.
_FIGURE_IN_WORD = re.compile(r"[01](?:(?<=[a-z].)(?=[a-z])|(?<=0)(?<![a-z0-9].)(?=[a-z]{3}))")
_FIGURES = {"0": "o", "1": "l"}
_LETTERS = bytes(code if chr(code) in "abcdefghijklmnopqrstuvwxyz#" else 32 for code in range(256))

_MAX_RUN = 8
_MAX_RUNS = 20_000
_runs: dict[str, str] = {}

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
    hashes[hashes == _NUMBERS] = _NEVER
    least = _winnowed(hashes)
    return frozenset(least[least != _NEVER].view(np.int64).tolist())


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
    plain = (text if text.isascii() else _NOT_ASCII.sub(_glanced, text)).lower()
    if "0" in plain or "1" in plain:
        plain = _FIGURE_IN_WORD.sub(_as_letter, plain)
    if not plain.isascii():
        return [_NUMBER if token[0].isdigit() else token for token in _TOKEN.findall(plain)]
    plain = _ASCII_NUMBER.sub(" # ", plain.replace("#", " "))
    return plain.encode("ascii").translate(_LETTERS).decode("ascii").split()


def _glanced(run: re.Match[str]) -> str:
    """A run as `glance` sees it, with a space for what is no letter or digit; one apostrophe is as good as another."""
    text = run.group()
    known = _runs.get(text)
    if known is None:
        seen = glance(text).replace("’", "'")
        known = "".join(mark if mark.isascii() or mark.isalnum() else " " for mark in seen)
        if len(text) <= _MAX_RUN and len(_runs) < _MAX_RUNS:
            _runs[text] = known
    return known


def _as_letter(figure: re.Match[str]) -> str:
    return _FIGURES[figure.group()]


def _winnowed(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The least of every window; of fewer shingles than a window has, the least of all."""
    count = max(1, len(hashes) - WINDOW + 1)
    least = hashes[:count]
    for place in range(1, min(WINDOW, len(hashes))):
        least = np.minimum(least, hashes[place : place + count])
    return least
