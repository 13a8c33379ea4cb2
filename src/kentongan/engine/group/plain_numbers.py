"""The stems of an article, numbered and counted, in Python: the readable form of `numbers.c`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kentongan.engine.text.fold import words

Integers = NDArray[np.int32]

LEAD = 60
"""The first words of the text are the lead; what comes after them is more often background than news."""

IN_TITLE, IN_LEAD, IN_REST = 6, 2, 1
"""How many half mentions a word is by where it stands: the title names the event, what follows the lead tells its
background."""

NOT_TELLING = -1
"""The number of words that are not counted."""

MOST_WORDS = 500_000
"""A stream of ever new words must not fill the memory: what was learned is forgotten at this size."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The numbers of an article's telling words, each once, and how many half mentions each has.

    In the order they come: the first `in_title` are those of the title.
    """

    numbers: Integers
    halves: Integers
    in_title: int


class PlainNumbers:
    """Remembers the number that `number_of` gives to each folded word."""

    def __init__(self, number_of: Callable[[str], int]) -> None:
        self._number_of = number_of
        self._by_word: dict[str, int] = {}

    def count(self, title: str, body: str) -> Counted:
        """Number and count the words of an article."""
        counts: dict[int, int] = {}
        self._add(counts, words(title), IN_TITLE)
        in_title = len(counts)
        in_body = words(body)
        self._add(counts, in_body[:LEAD], IN_LEAD)
        self._add(counts, in_body[LEAD:], IN_REST)
        return Counted(np.array([*counts], dtype=np.int32), np.array([*counts.values()], dtype=np.int32), in_title)

    def clear(self) -> None:
        """Forget all numbers: they are given anew."""
        self._by_word.clear()

    def _add(self, counts: dict[int, int], words: list[str], worth: int) -> None:
        for word in words:
            number = self._by_word.get(word)
            if number is None:
                number = self._learn(word)
            if number != NOT_TELLING:
                counts[number] = counts.get(number, 0) + worth

    def _learn(self, word: str) -> int:
        if len(self._by_word) >= MOST_WORDS:
            self.clear()
        number = self._by_word[word] = self._number_of(word)
        return number
