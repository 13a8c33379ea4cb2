"""A sentence of news as tier B reads it: pieces of the headline and the sentence, the institution hidden and marked.

Its names become the same two words whoever it is, so that what is said counts and not of whom the training set had
ill to tell; where they stood is marked, and of what kind the institution is (`subjects.Kind`). What only bears its name
(a bill, a candidacy) becomes "undang-undang tersebut" and is not marked.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from kentongan.engine.assess.aim import LAW, NAME, hidden
from kentongan.engine.assess.subjects import Kind, kind_of, pattern_of
from kentongan.engine.encoder.forward import Ints, Mask
from kentongan.engine.encoder.pieces import Pieces
from kentongan.engine.text.fold import unshouted

MARKS: Final = 3 + 2 * len(Kind)
"""How many marks there are: 0 neither, 1 of the headline, 2 of the sentence, then names in either, a kind each."""

_TITLE, _SENTENCE = 1, 2
_LONGEST: Final = {_TITLE: 32, _SENTENCE: 96}  # pieces that are read; 99 of 100 sentences are shorter
_STANDS_FOR: Final = {NAME: "lembaga ini", LAW: "undang-undang tersebut"}
_SIGNS = re.compile(f"({NAME}|{LAW})")


class Told(NamedTuple):
    """A sentence under its headline, as printed, and the institution whose eyes read it (names parted by commas)."""

    title: str
    sentence: str
    subject: str


class Marked(NamedTuple):
    """Pieces, begin and ends among them, and the mark of each."""

    pieces: list[int]
    marks: list[int]


def marked(pieces: Pieces, told: Told) -> Marked:
    """What the layers take of a sentence. A headline all in capitals is read in small letters."""
    found = Marked([pieces.begin], [0])
    kind = int(kind_of(told.subject))
    pattern = _any_case(told.subject)
    for place, text in ((_TITLE, told.title), (_SENTENCE, told.sentence)):
        left = _LONGEST[place]
        plain = unshouted(text).replace(NAME, NAME.lower()).replace(LAW, LAW.lower())  # "10N" is no name
        for part in _SIGNS.split(hidden(plain, pattern)):
            numbers = pieces.of(_STANDS_FOR.get(part, part), left) if left else []
            mark = _SENTENCE + place + 2 * kind if part == NAME else place
            found.pieces.extend(numbers)
            found.marks.extend([mark] * len(numbers))
            left -= len(numbers)
        found.pieces.append(pieces.end)
        found.marks.append(0)
    return found


def is_name(marks: Ints) -> Mask:
    """Where the institution is named."""
    named: Mask = marks > _SENTENCE
    return named


def in_sentence(marks: Ints) -> Mask:
    """What is of the sentence, a name or not."""
    ours: Mask = (marks > 0) & (marks % 2 == 0)
    return ours


@lru_cache(maxsize=2_000)
def _any_case(subject: str) -> re.Pattern[str] | None:
    """The pattern of the names, capitals or not."""
    pattern = pattern_of(subject)
    return None if pattern is None else re.compile(pattern.pattern, re.IGNORECASE)
