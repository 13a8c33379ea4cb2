"""Figures, times and durations in the forms that Indonesian offices write, and their English twins.

Every function takes its value, and `language` ("id" or "en") where it matters; without it the active language counts.
Months, days and units stand here and not in the catalogues of translations, so that an export made without a request
(a brief at 06.30, a text for WhatsApp) reads the same as the page. Forms: Pedoman Umum Ejaan Bahasa Indonesia (EYD V),
point for thousands and between hour and minute, comma for decimals.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone, translation

__all__ = [
    "NBSP",
    "ago",
    "change",
    "clock",
    "compact",
    "date",
    "date_clock",
    "day_month",
    "deadline",
    "decimal",
    "duration",
    "figure_and_unit",
    "near_clock",
    "percent",
    "rupiah",
    "whole",
    "zone_name",
]

NBSP = "\u00a0"
MINUS = "\u2212"

_DAYS = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    "id": (
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
_SHORT = {
    "id": ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
# Unit: (seconds, Indonesian, English singular, English plural), largest first.
_UNITS = (
    (86_400, "hari", "day", "days"),
    (3_600, "jam", "hour", "hours"),
    (60, "menit", "minute", "minutes"),
    (1, "detik", "second", "seconds"),
)
_SCALES = {
    "id": ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (10**3, "ribu")),
    "en": ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (10**3, "thousand")),
}


def _language(language: str | None) -> str:
    """`language` or the active one, reduced to the two forms known here."""
    code = language or translation.get_language() or "id"
    return "en" if code.lower().startswith("en") else "id"


def _separate(text: str, language: str) -> str:
    """Swap the separators of Python's ``1,234.5`` for the ones of `language`."""
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))


def whole(value: float | Decimal, language: str | None = None) -> str:
    """A count: ``12480`` is ``12.480`` (``12,480`` in English); a true minus sign before negatives."""
    number = int(Decimal(str(value)).quantize(Decimal(1), ROUND_HALF_UP))
    sign = MINUS if number < 0 else ""
    return sign + _separate(f"{abs(number):,}", _language(language))


def capped(value: int, most: int = 999, language: str | None = None) -> str:
    """A count in a small place: past `most` it is ``999+``."""
    return f"{whole(most, language)}+" if value > most else whole(value, language)


def decimal(value: float | Decimal, places: int = 1, language: str | None = None) -> str:
    """A measure with `places` decimals, halves rounded up: ``84.55`` is ``84,6``."""
    number = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    sign = MINUS if number < 0 else ""
    return sign + _separate(f"{abs(number):,.{places}f}", _language(language))


def file_size(size: int, language: str | None = None) -> str:
    """How large a file of `size` bytes is to fetch: ``84 kB``, ``4,1 MB`` (thousands of bytes, as devices say it)."""
    if size < 999_500:
        return f"{whole(max(1, size / 1000), language)}{NBSP}kB"
    return f"{decimal(size / 1_000_000, 1, language)}{NBSP}MB"


def percent(share: float | Decimal, places: int = 0, language: str | None = None) -> str:
    """A share of one as percent, without a space: ``0.38`` is ``38%``."""
    return decimal(Decimal(str(share)) * 100, places, language) + "%"


def change(value: float | Decimal, language: str | None = None) -> str:
    """A signed change: ``+96``, ``−12``, ``0``."""
    text = whole(value, language)
    return text if text.startswith(MINUS) or text == "0" else f"+{text}"


def compact(value: float | Decimal, language: str | None = None) -> str:
    """A large number in words: ``1200000`` is ``1,2 juta``; below ten thousand it stays a count."""
    tongue = _language(language)
    number = Decimal(str(value))
    if abs(number) < 10_000:
        return whole(number, tongue)
    for size, word in _SCALES[tongue]:
        if abs(number) >= size:
            scaled = number / size
            places = 0 if abs(scaled) >= 100 or scaled == scaled.to_integral_value() else 1
            return f"{decimal(scaled, places, tongue).removesuffix(',0').removesuffix('.0')}{NBSP}{word}"
    return whole(number, tongue)


def rupiah(value: float | Decimal, language: str | None = None) -> str:
    """An amount: ``1200000`` is ``Rp1,2 juta``, ``7500`` is ``Rp7.500``."""
    return f"Rp{compact(value, language)}"


def _local(moment: dt.datetime, zone: str | dt.tzinfo | None) -> dt.datetime:
    """`moment` in `zone`, or in the active zone. Raises ValueError for a moment without a zone."""
    if timezone.is_naive(moment):
        raise ValueError("a time without a zone cannot be told")
    tz = zoneinfo.ZoneInfo(zone) if isinstance(zone, str) else zone
    return timezone.localtime(moment, tz)


def zone_name(moment: dt.datetime, zone: str | dt.tzinfo | None = None) -> str:
    """WIB, WITA or WIT (Keppres 41/1987), else what the zone calls itself."""
    return _local(moment, zone).tzname() or "UTC"


def clock(
    moment: dt.date, zone: str | dt.tzinfo | None = None, *, named: bool = True, language: str | None = None
) -> str:
    """The time of day: ``06.12 WIB`` (``06:12 WIB`` in English); without the zone's name when not `named`.

    Where only the day is known (a date, no moment) it is told instead: ``24 Nov 2026``, or ``24 Nov`` when not `named`.
    """
    if not isinstance(moment, dt.datetime):
        day = date(moment, short=True, language=language)
        return day if named else day.rsplit(NBSP, 1)[0]
    local = _local(moment, zone)
    sign = ":" if _language(language) == "en" else "."
    text = f"{local.hour:02}{sign}{local.minute:02}"
    return f"{text}{NBSP}{local.tzname() or 'UTC'}" if named else text


def _day(value: dt.date, zone: str | dt.tzinfo | None) -> dt.date:
    return _local(value, zone).date() if isinstance(value, dt.datetime) else value


def date(
    value: dt.date,
    zone: str | dt.tzinfo | None = None,
    *,
    weekday: bool = True,
    short: bool = False,
    language: str | None = None,
) -> str:
    """A day: ``Selasa, 24 November 2026``; ``24 Nov 2026`` when `short`; without the weekday on request."""
    tongue = _language(language)
    day = _day(value, zone)
    month = (_SHORT if short else _MONTHS)[tongue][day.month - 1]
    text = f"{day.day}{NBSP}{month}{NBSP if short else ' '}{day.year}"
    return f"{_DAYS[tongue][day.weekday()]}, {text}" if weekday and not short else text


def day_month(
    value: dt.date, zone: str | dt.tzinfo | None = None, *, weekday: bool = True, language: str | None = None
) -> str:
    """A day of this year: ``Selasa, 24 November``."""
    tongue = _language(language)
    day = _day(value, zone)
    text = f"{day.day}{NBSP}{_MONTHS[tongue][day.month - 1]}"
    return f"{_DAYS[tongue][day.weekday()]}, {text}" if weekday else text


def date_clock(moment: dt.date, zone: str | dt.tzinfo | None = None, language: str | None = None) -> str:
    """Day and time: ``24 Nov 2026, 06.12 WIB``; of a date the day alone."""
    if not isinstance(moment, dt.datetime):
        return date(moment, short=True, language=language)
    return f"{date(moment, zone, short=True, language=language)}, {clock(moment, zone, language=language)}"


def near_clock(moment: dt.datetime, now: dt.datetime, language: str | None = None) -> str:
    """A moment seen from `now`: the time alone on the same day (``06.12 WIB``), else ``24 Nov 2026, 06.12 WIB``."""
    same = _local(moment, None).date() == _local(now, None).date()
    return clock(moment, language=language) if same else date_clock(moment, language=language)


def figure_and_unit(span: dt.timedelta, language: str | None = None) -> tuple[str, str]:
    """The largest full unit of `span` (its sign dropped) as figure and word: ``("48", "menit")``.

    From 48 hours on days are told; under a minute, seconds.
    """
    tongue = _language(language)
    seconds = round(abs(span.total_seconds()))
    for size, word, one, many in _UNITS:
        count = seconds // size
        if count >= (2 if size == 86_400 else 1) or size == 1:
            return whole(count, tongue), word if tongue == "id" else (one if count == 1 else many)
    raise AssertionError("the last unit always answers")


def duration(span: dt.timedelta, language: str | None = None, parts: int = 2) -> str:
    """A length of time in at most `parts` neighbouring units: ``1 jam 48 menit``, ``48 menit``, ``3 hari``."""
    tongue = _language(language)
    seconds = round(abs(span.total_seconds()))
    told: list[str] = []
    for size, word, one, many in _UNITS:
        count, rest = divmod(seconds, size)
        if count:
            name = word if tongue == "id" else (one if count == 1 else many)
            told.append(f"{whole(count, tongue)}{NBSP}{name}")
            seconds = rest
        elif told:
            break
        if len(told) == parts:
            break
    if told:
        return " ".join(told)
    return f"0{NBSP}detik" if tongue == "id" else f"0{NBSP}seconds"


def deadline(due: dt.datetime, now: dt.datetime, language: str | None = None) -> str:
    """What is left until `due`: ``9 jam lagi``, or ``lewat 20 menit`` once it has passed."""
    text = " ".join(figure_and_unit(due - now, language)).replace(" ", NBSP)
    if _language(language) == "en":
        return f"{text} left" if due > now else f"{text} overdue"
    return f"{text} lagi" if due > now else f"lewat {text}"


def ago(then: dt.datetime, now: dt.datetime, language: str | None = None) -> str:
    """How long since `then`: ``38 menit lalu``; ``baru saja`` within a minute."""
    tongue = _language(language)
    if now - then < dt.timedelta(minutes=1):
        return "just now" if tongue == "en" else "baru saja"
    text = " ".join(figure_and_unit(now - then, tongue)).replace(" ", NBSP)
    return f"{text} ago" if tongue == "en" else f"{text} lalu"
