"""Cuts text into the pieces that the body knows: a unigram model over words (Kudo 2018, as in XLM-RoBERTa).

A piece never crosses a space, so every word is cut for itself, once, and remembered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from kentongan.engine.encoder.body import PieceTable

_SPACE: Final = "▁"
_LONGEST_WORD: Final = 100
"""Code points of a word that are cut in one go: what is longer is cut there first, and time stays bounded."""

_UNLIKELY: Final = 10.0
"""How much less likely than the rarest piece an unknown character is."""

_SPECIAL: Final = 4
_CUT = re.compile(rf".{{1,{_LONGEST_WORD}}}", re.DOTALL)
_REMEMBERED: Final = 50_000


class Pieces:
    """The vocabulary at work."""

    def __init__(self, table: PieceTable) -> None:
        self.begin, self.end, self.unknown = table.begin, table.end, table.unknown
        scores = table.scores.tolist()
        rows = enumerate(zip(table.pieces, scores, strict=True))
        # A text cannot name the marks of begin and end.
        self._known = {piece: (number, score) for number, (piece, score) in rows if number >= _SPECIAL}
        self._longest = max(map(len, self._known), default=1)
        self._worst = min(scores, default=0.0) - _UNLIKELY
        self._normal = table.normal
        self.of_word = lru_cache(_REMEMBERED)(self._of_word)

    def of(self, text: str, limit: int) -> list[int]:
        """The first `limit` pieces of a text, without begin and end."""
        found: list[int] = []
        # A piece holds a code point at least, and words part at spaces: more of a long text need not be looked at.
        for word in text[: limit * (self._longest + 1)].translate(self._normal).split(" "):
            if word:
                found.extend(self.of_word(word))
            if len(found) >= limit:
                break
        return found[:limit]

    def of_words(self, words: Sequence[str]) -> list[tuple[int, ...]]:
        """The pieces of each of some words as if spaces stood between them; a word of nothing is unknown."""
        return [self._of_token(word) for word in words]

    def _of_token(self, word: str) -> tuple[int, ...]:
        parts = word[:_LONGEST_WORD].translate(self._normal).split()
        return tuple(piece for part in parts for piece in self.of_word(part)) or (self.unknown,)

    def _of_word(self, word: str) -> tuple[int, ...]:
        """A word without spaces, the likeliest way to cut it."""
        cuts = _CUT.findall(_SPACE + word)
        return tuple(piece for cut in cuts for piece in self._likeliest(cut))

    def _likeliest(self, text: str) -> list[int]:
        best = [0.0] + [float("-inf")] * len(text)
        last: list[tuple[int, int]] = [(0, 0)] * (len(text) + 1)
        for start in range(len(text)):
            for end in range(start + 1, min(len(text), start + self._longest) + 1):
                number, score = self._known.get(text[start:end], (self.unknown, self._worst))
                if number == self.unknown and end > start + 1:
                    continue
                if best[start] + score > best[end]:
                    best[end], last[end] = best[start] + score, (start, number)
        found: list[int] = []
        at = len(text)
        while at:
            at, number = last[at]
            found.append(number)
        return found[::-1]
