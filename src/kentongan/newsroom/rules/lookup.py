"""By what a pasted text finds the editions it may come from.

The engine's fingerprints know every number only as a number, so that a forged figure does not hide its original. In an
archive of reports that differ in nothing but their figures (inflation, earthquakes, prices) they are all alike: there
the figures themselves, each with its neighbours, lead to the right one.
"""

from __future__ import annotations

import hashlib
import re

from kentongan.engine.match.verify import fingerprints

MOST_FIGURES = 120  # of one text: a table of thousands would drown its words
_WORD = re.compile(r"\d+(?:[.,:/-]\d+)*|[^\W\d_]+")
_NOT_DIGIT = re.compile(r"\D+")


def hashes_of(text: str) -> frozenset[int]:
    """Return the hashes of a text, signed 64-bit, the same on every machine and for ever: what `Fingerprint` keeps."""
    return fingerprints(text) | figures(text)


def figures(text: str) -> frozenset[int]:
    """Return a hash for every number of two digits and more with the word before it, and with the word after it."""
    words = _WORD.findall(text.lower()[:400_000])
    found: set[int] = set()
    for at, word in enumerate(words):
        if len(found) >= MOST_FIGURES:
            break
        if not word[0].isdigit() or not (digits := _NOT_DIGIT.sub("", word))[1:]:
            continue
        before = words[at - 1] if at else ""
        after = words[at + 1] if at + 1 < len(words) else ""
        found |= {_hash(f"{before} {digits}"), _hash(f"{digits} {after}")}
    return frozenset(found)


def _hash(words: str) -> int:
    return int.from_bytes(hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=8).digest(), "big", signed=True)
