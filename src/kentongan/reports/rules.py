"""How a brief speaks and counts: pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DEFAULT_PATTERN = "{sequence}/RH/{month}/{year}"


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
