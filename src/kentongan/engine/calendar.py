"""The Indonesian calendar: dates in words and back, public holidays and working days.

Values only: what day it is now is always given. Holidays come from the `holidays` library, national ones and the
joint leave days (cuti bersama) that the yearly joint decree of three ministers (SKB Tiga Menteri) adds for offices.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta, tzinfo

import holidays

from kentongan.engine.text.dates import (
    DAY_NAMES,
    INDONESIAN_ZONES,
    MONTH_NAMES,
    WIB,
    WIT,
    WITA,
    find_datetimes,
    parse_indonesian_datetime,
)

__all__ = [
    "INDONESIAN_ZONES",
    "WIB",
    "WIT",
    "WITA",
    "add_working_days",
    "find_datetimes",
    "format_clock",
    "format_date",
    "format_datetime",
    "indonesian_holidays",
    "is_working_day",
    "parse_indonesian_datetime",
    "working_days_between",
]


def indonesian_holidays(years: Iterable[int], *, joint_leave: bool = True) -> dict[date, str]:
    """Public holidays by day, with their Indonesian names, for the given years.

    `joint_leave` adds cuti bersama: government offices are closed then, so statutory periods in working days skip them.
    Future years hold only what the library knows: the joint decree appears each September or October for the next year.
    """
    categories = ("public", "government") if joint_leave else ("public",)
    return dict(holidays.country_holidays("ID", years=sorted(years), categories=categories, language="id"))


def is_working_day(day: date, holidays_: Collection[date]) -> bool:
    """Monday to Friday and no holiday (Perpres 21/2023: government offices work five days a week)."""
    return day.weekday() < 5 and day not in holidays_


def add_working_days(start: date, count: int, holidays_: Collection[date]) -> date:
    """The day `count` working days after `start`, which itself does not count; `count` may be negative.

    With a count of zero the answer is `start` as it is. Raises ValueError beyond 10,000 days: no period is so long.
    """
    if abs(count) > 10_000:
        raise ValueError("too many working days")
    step = timedelta(days=1 if count > 0 else -1)
    day, left = start, abs(count)
    while left:
        day += step
        left -= is_working_day(day, holidays_)
    return day


def working_days_between(start: date, end: date, holidays_: Collection[date]) -> int:
    """How many working days lie after `start` up to and including `end`; 0 when `end` is not later."""
    days = (end - start).days
    return sum(is_working_day(start + timedelta(days=number), holidays_) for number in range(1, days + 1))


def format_date(day: date, *, weekday: bool = True) -> str:
    """`Selasa, 24 November 2026`, or `24 November 2026`."""
    plain = f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"
    return f"{DAY_NAMES[day.weekday()]}, {plain}" if weekday else plain


def format_clock(moment: datetime, zone: tzinfo = WIB) -> str:
    """`06.12 WIB`: the clock in `zone`, with a point (PUEBI) and always with the zone's name.

    Raises ValueError for a naive time: whose clock it shows cannot be known.
    """
    if moment.tzinfo is None:
        raise ValueError("a time without a zone cannot be shown")
    local = moment.astimezone(zone)
    return f"{local:%H.%M} {_zone_name(local)}"


def format_datetime(moment: datetime, zone: tzinfo = WIB, *, weekday: bool = True) -> str:
    """`Selasa, 24 November 2026, 06.12 WIB`."""
    clock = format_clock(moment, zone)
    return f"{format_date(moment.astimezone(zone).date(), weekday=weekday)}, {clock}"


def _zone_name(local: datetime) -> str:
    # zoneinfo names Asia/Jakarta "WIB" already; a bare offset gets the Indonesian name of its hours, if it has one.
    hours = (local.utcoffset() or timedelta()) / timedelta(hours=1)
    return {7: "WIB", 8: "WITA", 9: "WIT"}.get(hours, local.tzname() or "UTC")  # type: ignore[call-overload, no-any-return]
