"""What tells the tone of news: counted words of good and bad news, where they stand, and what they speak about."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from kentongan.engine.assess.lexicon import NEGATIONS, polarity

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*|[.!?;:\n]")
_STOPS = frozenset(".!?;:\n")
_HEAD = 20  # words of a headline, or of an article's first sentence
_LEAD = 90  # words of the first paragraphs
_READ = 6000  # characters of an article that are read
_REACH = 3  # a negation turns what follows within so many words

NAMES = (
    "head_good", "head_bad", "head_strong_good", "head_strong_bad",
    "lead_good", "lead_bad", "body_good", "body_bad",
    "turned", "balance", "asks",
)  # fmt: skip

Features = npt.NDArray[np.float64]


def news_features(text: str) -> Features:
    """The features NAMES of one headline or article, whoever asks: how the news goes for those in it."""
    words = [found.lower() for found in _WORD.findall(text[:_READ])]
    marks = _marks(words)
    places = np.arange(len(words))
    values = np.array(marks, dtype=np.float64)
    good, bad = np.maximum(values, 0), np.maximum(-values, 0)
    head, lead = places < _HEAD, places < _LEAD
    span = np.sqrt(max(len(words), 1))
    parts = [
        good[head].sum(), bad[head].sum(), (good[head] > 1).any(), (bad[head] > 1).any(),
        good[lead].sum() / 3, bad[lead].sum() / 3, good.sum() / span, bad.sum() / span,
        sum(1 for mark in marks[:_HEAD] if mark in (-0.75, 0.75)),
        (good.sum() - bad.sum()) / (good.sum() + bad.sum() + 2),
        "?" in text[:200],
    ]  # fmt: skip
    return np.array(parts, dtype=np.float64)


def speaks(rows: Features) -> npt.NDArray[np.bool_]:
    """Which of some texts (rows of `news_features`) have a word of good or bad news; a question mark is none."""
    good, bad = rows[:, NAMES.index("body_good")], rows[:, NAMES.index("body_bad")]
    found: npt.NDArray[np.bool_] = (good > 0) | (bad > 0)
    return found


def _marks(words: Sequence[str]) -> list[float]:
    """The polarity of each word; after a negation turned around and weakened (0.75, also the mark of having turned)."""
    marks: list[float] = []
    turn = 0
    for word in words:
        if word in _STOPS:
            turn = 0
        value = float(polarity(word))
        marks.append(0.75 * (-1 if value > 0 else 1) if turn and value else value)
        turn = _REACH if word in NEGATIONS else max(turn - 1, 0)
    return marks
