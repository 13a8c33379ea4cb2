"""Dates as Indonesian outlets write them: one parser for feeds, pages and forms.

Month names in Indonesian, Malay, English and German, long and short; times with `:` or `.`; the zones WIB, WITA and WIT
(Keputusan Presiden 41/1987: UTC+7, +8, +9; no daylight saving since). No clock here: relative times ("2 jam lalu")
are not dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone, tzinfo

WIB = timezone(timedelta(hours=7), "WIB")
WITA = timezone(timedelta(hours=8), "WITA")
WIT = timezone(timedelta(hours=9), "WIT")
INDONESIAN_ZONES = {"WIB": WIB, "WITA": WITA, "WIT": WIT}

MONTH_NAMES = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
DAY_NAMES = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")

# Each word and the spellings seen in feeds and bylines; a word counts from its start ("Okt", "Oktober", "Okt.").
_MONTH_WORDS = (
    "januari january januar jan", "februari february pebruari februar feb peb", "maret march märz mar mrt",
    "april apr apl", "mei may mai", "juni june jun", "juli july julai jul", "agustus august ogos agust agt agu ags aug",
    "september sept sep", "oktober october okt oct", "november nopember nov nop",
    "desember december disember dezember des dec dez",
)  # fmt: skip
_MONTHS = {word: number for number, words in enumerate(_MONTH_WORDS, 1) for word in words.split()}
_MONTH = r"(?P<month_{0}>(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r"))(?![a-z])\.?"

_DATES = "|".join(
    (
        # 2024-10-09, also the start of ISO 8601 and of 2024-10-09T15:22:00
        r"(?<!\d)(?P<year_a>(?:19|20)\d\d)[-/.](?P<month_a>\d{1,2})[-/.](?P<day_a>\d{1,2})(?!\d)",
        # 9 Oktober 2024, 09-Okt-2024, 09 Okt 24
        r"(?<!\d)(?P<day_b>\d{1,2})(?:st|nd|rd|th)?[\s\-/.,]{1,3}" + _MONTH.format("b")
        + r"[\s\-/.,]{1,3}(?P<year_b>(?:19|20)\d\d|\d\d(?![\d:.]))",
        # October 9, 2024
        r"(?<![a-z])" + _MONTH.format("c")
        + r"\s{1,2}(?P<day_c>\d{1,2})(?:st|nd|rd|th)?,?\s{1,2}(?P<year_c>(?:19|20)\d\d)",
        # 09/10/2024: day first, as everywhere in Indonesia
        r"(?<!\d)(?P<day_d>\d{1,2})[-/.](?P<month_d>\d{1,2})[-/.](?P<year_d>(?:19|20)\d\d)(?!\d)",
        # 09/10/24, and no clock such as "pukul 09.10.24" or "09.10.24 WIB"
        r"(?<![\d./:])(?<!pukul )(?<!jam )(?<!pkl )(?P<day_e>\d\d)(?P<mark>[/.])(?P<month_e>\d\d)(?P=mark)"
        r"(?P<year_e>\d\d)(?![\d/:]|\.\d|\s?wi(?:b|ta?)\b)",
    )
)  # fmt: skip
# A look at what may begin a date spares most places all five.
_DATE = re.compile(rf"(?=[\djfmasond])(?:{_DATES})", re.IGNORECASE)

_TIME = re.compile(
    r"""[\s,|–—\-/•·()T]{0,6}(?:(?:pukul|jam|at|pkl\.?)\s{1,3})?
    (?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:[.,]\d{1,9})?)?(?!\d)
    \s{0,2}(?P<half>[ap]\.?m\b\.?)?""",
    re.IGNORECASE | re.VERBOSE,
)
_ZONE = re.compile(
    r"""[\s(]{0,3}(?:(?P<name>wib|wita|wit)\b|(?P<utc>z|utc|gmt)?\s?(?P<sign>[+\-−])(?P<hours>\d{1,2}):?(?P<minutes>\d\d)?(?!\d)|(?P<zero>z|utc|gmt)\b)""",
    re.IGNORECASE | re.VERBOSE,
)


def parse_indonesian_datetime(text: str, *, zone: tzinfo = WIB) -> datetime | None:
    """The first date (with its time) in `text`, aware; None when there is none.

    `zone` counts only where the text names no zone. A date without a time becomes midnight. Only the first 1,000
    characters are looked at: a date line is short, and a hostile one must stay cheap.
    """
    for found in find_datetimes(text[:1000], zone=zone):
        return found
    return None


def find_datetimes(text: str, *, zone: tzinfo = WIB) -> Iterator[datetime]:
    """Every date in `text` in order, read as above; impossible ones (31 Februari) left out."""
    for match in _DATE.finditer(text):
        when = _assemble(match, text, zone)
        if when is not None:
            yield when


def names_indonesian_time(text: str) -> bool:
    """Whether the text holds a zone or name that only an Indonesian reader knows (WIB, Okt, Rab)."""
    return bool(_INDONESIAN.search(text))


_INDONESIAN = re.compile(
    r"\b(?:wib|wita|wit|januari|februari|pebruari|peb|maret|mrt|mei|juni|juli|agustus|agust|agt|agu|ags|oktober|okt"
    r"|nopember|nop|desember|des|senin|sen|selasa|sel|rabu|rab|kamis|kam|jum'?at|jum|sabtu|sab|minggu|ahad|min)\b",
    re.IGNORECASE,
)


def _assemble(match: re.Match[str], text: str, zone: tzinfo) -> datetime | None:
    kind = next(letter for letter in "abcde" if match[f"year_{letter}"])
    month = match[f"month_{kind}"].lower()
    year = int(match[f"year_{kind}"])
    if year < 100:
        year += 2000
    hour = minute = second = 0
    time = _TIME.match(text, match.end())
    if time:
        hour, minute, second = _clock(time)
        zone = _zone(_ZONE.match(text, time.end()), zone)
    try:
        return datetime(
            year, _MONTHS.get(month) or int(month), int(match[f"day_{kind}"]), hour, minute, second, tzinfo=zone
        )
    except ValueError:
        return None


def _clock(match: re.Match[str]) -> tuple[int, int, int]:
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    half = (match["half"] or "").lower()
    if half.startswith("p") and hour < 12:
        hour += 12
    elif half.startswith("a") and hour == 12:
        hour = 0
    if hour == 24 and minute == 0:
        hour = 0  # "24.00 WIB" is read as the start of the day named
    return (hour, minute, min(second, 59)) if hour < 24 and minute < 60 else (0, 0, 0)


def _zone(match: re.Match[str] | None, default: tzinfo) -> tzinfo:
    if match is None:
        return default
    if match["name"]:
        return INDONESIAN_ZONES[match["name"].upper()]
    if match["sign"]:
        hours, minutes = match["hours"], match["minutes"] or "0"
        offset = timedelta(hours=int(hours), minutes=int(minutes))
        if offset >= timedelta(hours=15):
            return default
        return timezone(offset if match["sign"] == "+" else -offset)
    return UTC
