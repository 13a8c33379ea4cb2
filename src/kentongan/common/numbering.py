"""Numbers of documents from a pattern that an office sets: pure."""

from __future__ import annotations

import re
from datetime import date
from string import Formatter

NOUGHTS = re.compile(r"(0[2-6]d?)?")
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


class BadPattern(ValueError):
    """A numbering pattern uses a word it may not, or lacks the running number."""


def number_of(pattern: str, *, sequence: int, day: date, code: str | None = None) -> str:
    """Return a number, e.g. `328/RH/11/2026` from `{sequence}/RH/{month}/{year}`; `{roman}` is the month as XI.

    A word may be filled with noughts, as in `{month:02}`, and nothing else: Python's own `{sequence:>999999999}` would
    fill the memory of the house.

    Args:
        pattern: what the office set.
        sequence: the running number.
        day: the day in the unit's zone.
        code: the unit's code; None: this kind of number has no `{code}`.

    Raises:
        BadPattern: the pattern has an unknown word, a width we do not take, or no `{sequence}`.
    """
    values: dict[str, int | str] = {"sequence": sequence, "day": day.day, "month": day.month, "year": day.year}
    values["roman"] = ROMAN[day.month - 1]
    if code is not None:
        values["code"] = code
    try:
        pieces = list(Formatter().parse(pattern))
    except ValueError as error:
        raise BadPattern(str(error)) from None
    words = [word for _text, word, _width, _form in pieces if word is not None]
    if "sequence" not in words or not set(words) <= set(values):
        raise BadPattern(pattern)
    if any(form or not NOUGHTS.fullmatch(width or "") for _text, _word, width, form in pieces):
        raise BadPattern(pattern)
    if any(width and isinstance(values[word], str) for _text, word, width, _form in pieces if word):
        raise BadPattern(pattern)
    return "".join(text + (format(values[word], width or "") if word else "") for text, word, width, _form in pieces)
