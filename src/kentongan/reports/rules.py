"""How a brief speaks and counts: pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from string import Formatter
from zoneinfo import ZoneInfo

NOUGHTS = re.compile(r"(0[2-6]d?)?")
DEFAULT_PATTERN = "{sequence}/RH/{month}/{year}"


class BadPattern(ValueError):
    """A numbering pattern uses a word it may not, or lacks the running number."""


def number_of(pattern: str, *, sequence: int, day: date) -> str:
    """Return a brief's number, e.g. `328/RH/11/2026` from `{sequence}/RH/{month}/{year}`.

    A word may be filled with noughts, as in `{month:02}`, and nothing else: Python's own `{sequence:>999999999}` would
    fill the memory of the house.

    Raises:
        BadPattern: the pattern has an unknown word, a width we do not take, or no `{sequence}`.
    """
    values = {"sequence": sequence, "day": day.day, "month": day.month, "year": day.year}
    try:
        pieces = list(Formatter().parse(pattern))
    except ValueError as error:
        raise BadPattern(str(error)) from None
    words = [word for _text, word, _width, _form in pieces if word is not None]
    if "sequence" not in words or not set(words) <= set(values):
        raise BadPattern(pattern)
    if any(form or not NOUGHTS.fullmatch(width or "") for _text, _word, width, form in pieces):
        raise BadPattern(pattern)
    return "".join(text + (format(values[word], width or "") if word else "") for text, word, width, _form in pieces)


def period_of(*, until: datetime, previous_until: datetime | None) -> datetime:
    """Return since when a brief counts: from where the last one stopped, but at most three days back.

    The Monday brief so covers the weekend; after a longer pause the last 24 hours are what an officer can still use.
    """
    if previous_until is not None and timedelta(0) < until - previous_until <= timedelta(days=3):
        return previous_until
    return until - timedelta(days=1)


def is_due(*, now: datetime, zone: ZoneInfo, hour: time, prepared_for: date | None) -> bool:
    """Return whether today's brief should be prepared: the unit's own hour has come, and it is not there yet."""
    local = now.astimezone(zone)
    return local.time().replace(tzinfo=None) >= hour and prepared_for != local.date()


@dataclass(frozen=True)
class Headline:
    """What the first sentence of a brief or of Hari ini is made of."""

    total: int
    negative: int
    largest: str = ""
    largest_count: int = 0
    change: int = 0  # against the period before


def share(part: int, whole: int) -> int:
    """Return `part` of `whole` in percent, rounded half up; 0 of nothing is 0."""
    return (200 * part + whole) // (2 * whole) if whole else 0


def net_tone(figures: Mapping[str, int]) -> float | None:
    """Return net tone, (positive - negative) / (positive + neutral + negative), from -1 to 1; None when empty.

    This is variant A; the report names it, because variant B leaves the neutral out of the denominator.
    """
    whole = figures["positive"] + figures["neutral"] + figures["negative"]
    return (figures["positive"] - figures["negative"]) / whole if whole else None
