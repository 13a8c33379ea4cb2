"""The stems of the window by number, and how rare each is in Indonesian news and in the window itself."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kentongan.engine.group.native_numbers import NativeNumbers
from kentongan.engine.group.plain_numbers import NOT_TELLING, Counted, Integers, PlainNumbers
from kentongan.engine.text.commonness import BACKGROUND_ARTICLES, background, everyday
from kentongan.engine.text.kernel import available
from kentongan.engine.text.stem import stem

Floats = NDArray[np.float32]

# The background counts as this many articles beside those of the window: the theme of the week soon stops telling
# stories apart, and the first articles of a fresh start are weighed sensibly all the same.
_BACKGROUND = 2_000

_MAX_LENGTH = 40


class Vocabulary:
    """Numbers for the stems of telling words; everyday words have none.

    Weights follow Sparck Jones (J. Documentation 28, 1972): the logarithm of all articles over those with the stem.
    """

    def __init__(self) -> None:
        self._by_stem: dict[str, int] = {}
        self._words = NativeNumbers(self._number_of) if available() else PlainNumbers(self._number_of)
        self._in_background: Floats = np.zeros(1024, dtype=np.float32)
        self._in_window: Integers = np.zeros(1024, dtype=np.int32)

    def __len__(self) -> int:
        return len(self._by_stem)

    def count_words(self, title: str, body: str) -> Counted:
        """The stems of an article's telling words and how often they stand there. A new stem gets the next number."""
        return self._words.count(title, body)

    def rarity(self, numbers: Integers, window_size: int) -> Floats:
        """How rare each stem is, as if one more article held it; never below 0."""
        held = self._in_background[numbers] + self._in_window[numbers] + 1.5
        return np.asarray(np.log(np.maximum((_BACKGROUND + window_size + 2) / held, 1.0)), dtype=np.float32)

    def count(self, numbers: Integers, by: int) -> None:
        """An article with these stems (each once) came in (`by` = 1) or went out (-1)."""
        self._in_window[numbers] += by

    def keep_used(self) -> Integers:
        """Forget the stems no article of the window holds. Returns the new number of each old one, -1 for forgotten."""
        used = self._in_window[: len(self)] > 0
        moved = np.where(used, np.cumsum(used) - 1, NOT_TELLING).astype(np.int32)
        self._by_stem = {name: int(moved[old]) for name, old in self._by_stem.items() if used[old]}
        self._words.clear()
        spare = np.zeros(1024, dtype=np.int32)
        self._in_background = np.concatenate([self._in_background[: len(used)][used], spare.astype(np.float32)])
        self._in_window = np.concatenate([self._in_window[: len(used)][used], spare])
        return moved

    def _number_of(self, word: str) -> int:
        if len(word) > _MAX_LENGTH:
            return NOT_TELLING
        found = stem(word)
        number = NOT_TELLING if found in everyday() else self._by_stem.get(found)
        if number is None:
            number = self._by_stem[found] = len(self)
            if number >= len(self._in_window):
                self._in_background = np.concatenate([self._in_background, np.zeros_like(self._in_background)])
                self._in_window = np.concatenate([self._in_window, np.zeros_like(self._in_window)])
            self._in_background[number] = background().get(found, 0.0) * (_BACKGROUND / BACKGROUND_ARTICLES)
            self._in_window[number] = 0
        return number
