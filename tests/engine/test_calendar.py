"""Indonesian dates in words and back, holidays, working days."""

from __future__ import annotations

import csv
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kentongan.engine.calendar import (
    WIB,
    WIT,
    WITA,
    add_working_days,
    find_datetimes,
    format_clock,
    format_date,
    format_datetime,
    indonesian_holidays,
    is_working_day,
    parse_indonesian_datetime,
    working_days_between,
)

NINTH = datetime(2024, 10, 9, 15, 22, tzinfo=WIB)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rabu, 9 Oktober 2024 | 15:22 WIB", NINTH),
        ("Rab, 09 Okt 2024 15:22:00 WIB", NINTH),
        ("09 Okt 2024, 15:22 WITA", NINTH.replace(tzinfo=WITA)),
        ("Rabu 09/10/2024 pukul 15.22 WIT", NINTH.replace(tzinfo=WIT)),
        ("Kabar Serayu - 09/10/2024, 15:22 WIB", NINTH),
        ("9-Okt-24 15:22", NINTH),
        ("2024-10-09T15:22:00+07:00", NINTH),
        ("2024-10-09T08:22:00.123Z", NINTH.astimezone(UTC)),
        ("2024-10-09 15:22:00", NINTH),
        ("Wed, 09 Oct 2024 08:22:00 GMT", NINTH.astimezone(UTC)),
        ("Rabu, 09 Okt 2024 15:22 GMT+8", NINTH.replace(tzinfo=WITA)),
        ("October 9, 2024 3:22 pm", NINTH),
        ("Diterbitkan Rabu (9/10/2024)", NINTH.replace(hour=0, minute=0)),
        ("Jum'at, 9 Agustus 2024 - 24.00 WIB", datetime(2024, 8, 9, tzinfo=WIB)),
        ("9 Mei 2024", datetime(2024, 5, 9, tzinfo=WIB)),
        ("9 Nopember 2024 jam 06.05 wib", datetime(2024, 11, 9, 6, 5, tzinfo=WIB)),
        ("31 Februari 2024, lalu 1 Maret 2024", datetime(2024, 3, 1, tzinfo=WIB)),
    ],
)
def test_reads_dates_as_outlets_write_them(text: str, expected: datetime) -> None:
    found = parse_indonesian_datetime(text)
    assert found == expected
    assert found.utcoffset() == expected.utcoffset()


@pytest.mark.parametrize(
    "text", ["", "kemarin", "2 jam lalu", "Pasal 5/2024", "99/99/2024", "9" * 5000, "1.500.2024.5", "0812-3456-2024"]
)
def test_finds_no_date_where_there_is_none(text: str) -> None:
    assert parse_indonesian_datetime(text) is None


def test_finds_every_date_in_order() -> None:
    found = find_datetimes("Terbit 9 Okt 2024 08.00 WIB, diubah 10 Okt 2024 09.30 WITA")
    assert list(found) == [datetime(2024, 10, 9, 8, tzinfo=WIB), datetime(2024, 10, 10, 9, 30, tzinfo=WITA)]


@pytest.mark.whole
def test_a_hostile_text_costs_little() -> None:
    assert list(find_datetimes("1 " * 200_000)) == []


def test_writes_dates_and_times() -> None:
    moment = datetime(2026, 11, 23, 23, 12, tzinfo=UTC)
    assert format_clock(moment) == "06.12 WIB"
    assert format_clock(moment, WITA) == "07.12 WITA"
    assert format_clock(moment, ZoneInfo("Asia/Jayapura")) == "08.12 WIT"
    assert format_clock(moment, UTC) == "23.12 UTC"
    assert format_date(date(2026, 11, 24)) == "Selasa, 24 November 2026"
    assert format_date(date(2026, 11, 24), weekday=False) == "24 November 2026"
    assert format_datetime(moment) == "Selasa, 24 November 2026, 06.12 WIB"
    with pytest.raises(ValueError, match="without a zone"):
        format_clock(datetime(2026, 11, 23))  # noqa: DTZ001 - the case under test


def test_counts_working_days() -> None:
    holidays = {date(2024, 12, 25), date(2024, 12, 26)}
    friday, monday = date(2024, 12, 20), date(2024, 12, 23)
    assert not is_working_day(date(2024, 12, 21), holidays)
    assert not is_working_day(date(2024, 12, 25), holidays)
    assert add_working_days(friday, 1, holidays) == monday
    assert add_working_days(friday, 3, holidays) == date(2024, 12, 27)
    assert add_working_days(date(2024, 12, 27), -3, holidays) == friday
    assert add_working_days(date(2024, 12, 21), 0, holidays) == date(2024, 12, 21)
    assert working_days_between(friday, date(2024, 12, 27), holidays) == 3
    assert working_days_between(monday, friday, holidays) == 0
    with pytest.raises(ValueError, match="too many"):
        add_working_days(friday, 10_001, holidays)


def test_knows_joint_leave() -> None:
    with_leave, without = indonesian_holidays([2025]), indonesian_holidays([2025], joint_leave=False)
    assert date(2025, 12, 26) in with_leave
    assert date(2025, 12, 26) not in without
    assert without[date(2025, 8, 17)] == "Hari Kemerdekaan Republik Indonesia"


@pytest.mark.corpus
def test_agrees_with_the_published_lists() -> None:
    root = Path(os.environ.get("KENTONGAN_CORPUS", Path(__file__).parents[2].parent / "shared" / "data"))
    path = root / "ref_indonesia" / "holidays.csv"
    if not path.exists():
        pytest.skip(f"no shared data at {root}")
    # Days that the list names but no decree makes a holiday, and what a snapshot of April 2024 could not know.
    observed = {"Hari Paskah", "Hari Batik", "Hari Guru", "Hari Ibu", "Hari Kartini",
                "Hari Ayah", "Diwali", "Diwali; Hari Ayah",
                "Malam Natal", "Malam Tahun Baru", "1 Ramadan", "1 Ramadan (belum pasti)"}  # fmt: skip
    wrong = {date(2024, 9, 15)}
    holidays = indonesian_holidays(range(2023, 2027))
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    listed = {date.fromisoformat(row["date"]) for row in rows if row["summary"] not in observed} - wrong
    assert listed - set(holidays) == set()
    # The other way: three days were decreed after the snapshots, and one holiday was listed a day early.
    late = {date(2023, 6, 28), date(2023, 6, 30), date(2024, 9, 16), date(2024, 11, 27)}
    assert set(holidays) - {date.fromisoformat(row["date"]) for row in rows} == late


def test_holidays_are_whole_days() -> None:
    days = indonesian_holidays([2026])
    assert all(type(day) is date for day in days)
    assert max(days) - min(days) < timedelta(days=366)
