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
MOST_LETTERS = 400_000
_NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*")
_AFTER = re.compile(r"[\W_]*([^\W\d_]+)")
_NOT_DIGIT = re.compile(r"\D+")
_NEAR = 40  # letters to either side in which the neighbour is looked for


def hashes_of(text: str) -> frozenset[int]:
    """Return the hashes of a text, signed 64-bit, the same on every machine and for ever: what `Fingerprint` keeps."""
    return fingerprints(text) | figures(text)


def figures(text: str) -> frozenset[int]:
    """Return a hash for every number of two digits and more with the word before it, and with the word after it."""
    text = text[:MOST_LETTERS].lower()
    found: set[int] = set()
    for number in _NUMBER.finditer(text):
        digits = _NOT_DIGIT.sub("", number[0])
        if len(digits) < 2:
            continue
        after = _AFTER.match(text, number.end(), number.end() + _NEAR)
        found.add(_hash(f"{_word_before(text, number.start())} {digits}"))
        found.add(_hash(f"{digits} {after[1] if after else ''}"))
        if len(found) >= MOST_FIGURES:
            break
    return frozenset(found)


def _word_before(text: str, end: int) -> str:
    """The run of letters that ends nearest before a place; empty when a digit or nothing stands there."""
    least = max(0, end - _NEAR)
    while end > least and not text[end - 1].isalnum():
        end -= 1
    start = end
    while start > least and text[start - 1].isalnum() and not text[start - 1].isdecimal():
        start -= 1
    return text[start:end]


def _hash(words: str) -> int:
    return int.from_bytes(hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=8).digest(), "big", signed=True)
