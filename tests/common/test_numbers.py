"""Indonesian and English forms of figures, times and durations."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from kentongan.common import numbers

UTC = dt.UTC
NOW = dt.datetime(2026, 11, 23, 23, 12, tzinfo=UTC)  # 06.12 WIB on Tuesday the 24th


def plain(text: str) -> str:
    return text.replace(numbers.NBSP, " ")


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [
        (0, "0", "0"),
        (12480, "12.480", "12,480"),
        (-1500, "−1.500", "−1,500"),
        (999.5, "1.000", "1,000"),
        (10**15, "1.000.000.000.000.000", "1,000,000,000,000,000"),
    ],
)
def test_counts_carry_the_separator_of_the_language(value: float, indonesian: str, english: str) -> None:
    assert numbers.whole(value, "id") == indonesian
    assert numbers.whole(value, "en") == english


def test_without_a_language_the_active_one_counts() -> None:
    with translation.override("en"):
        assert numbers.whole(12480) == "12,480"
    with translation.override("id"):
        assert numbers.whole(12480) == "12.480"


def test_halves_are_rounded_up_as_offices_do() -> None:
    assert numbers.decimal(84.55, 1, "id") == "84,6"
    assert numbers.decimal(Decimal("0.125"), 2, "id") == "0,13"
    assert numbers.percent(0.385, 0, "id") == "39%"
    assert numbers.percent(0.384, 1, "id") == "38,4%"


def test_a_change_carries_its_sign() -> None:
    assert [numbers.change(n, "id") for n in (96, 0, -1200)] == ["+96", "0", "−1.200"]


@pytest.mark.parametrize(
    ("value", "told"),
    [(7500, "Rp7.500"), (1_200_000, "Rp1,2 juta"), (2_000_000, "Rp2 juta"), (3_450_000_000, "Rp3,5 miliar")],
)
def test_amounts_are_told_in_words_from_ten_thousand_on(value: int, told: str) -> None:
    assert plain(numbers.rupiah(value, "id")) == told


@pytest.mark.parametrize(
    ("zone", "told"),
    [("Asia/Jakarta", "06.12 WIB"), ("Asia/Makassar", "07.12 WITA"), ("Asia/Jayapura", "08.12 WIT")],
)
def test_a_time_tells_its_zone(zone: str, told: str) -> None:
    assert plain(numbers.clock(NOW, zone, language="id")) == told


def test_english_time_has_a_colon() -> None:
    assert plain(numbers.clock(NOW, "Asia/Jakarta", language="en")) == "06:12 WIB"


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        numbers.clock(NOW.replace(tzinfo=None))


def test_the_day_is_the_day_of_the_zone() -> None:
    assert plain(numbers.date(NOW, "Asia/Jakarta", language="id")) == "Selasa, 24 November 2026"
    assert plain(numbers.date(NOW, UTC, language="id")) == "Senin, 23 November 2026"
    assert plain(numbers.date(dt.date(2026, 5, 1), short=True, language="id")) == "1 Mei 2026"
    assert plain(numbers.day_month(NOW, "Asia/Jakarta", language="en")) == "Tuesday, 24 November"
    assert plain(numbers.date_clock(NOW, "Asia/Jakarta", "id")) == "24 Nov 2026, 06.12 WIB"


@pytest.mark.parametrize(
    ("span", "figure", "indonesian", "english"),
    [
        (dt.timedelta(minutes=48), "48", "menit", "minutes"),
        (dt.timedelta(hours=9, minutes=20), "9", "jam", "hours"),
        (dt.timedelta(hours=47), "47", "jam", "hours"),
        (dt.timedelta(days=2), "2", "hari", "days"),
        (dt.timedelta(minutes=1), "1", "menit", "minute"),
        (dt.timedelta(0), "0", "detik", "seconds"),
    ],
)
def test_a_span_is_a_figure_and_a_unit(span: dt.timedelta, figure: str, indonesian: str, english: str) -> None:
    assert numbers.figure_and_unit(span, "id") == (figure, indonesian)
    assert numbers.figure_and_unit(-span, "en") == (figure, english)


def test_durations_name_two_neighbouring_units() -> None:
    assert plain(numbers.duration(dt.timedelta(hours=1, minutes=48), "id")) == "1 jam 48 menit"
    assert plain(numbers.duration(dt.timedelta(days=3, seconds=5), "id")) == "3 hari"
    assert plain(numbers.duration(dt.timedelta(0), "id")) == "0 detik"


def test_deadlines_and_ages() -> None:
    later, earlier = NOW + dt.timedelta(hours=9), NOW - dt.timedelta(minutes=20)
    assert plain(numbers.deadline(later, NOW, "id")) == "9 jam lagi"
    assert plain(numbers.deadline(earlier, NOW, "id")) == "lewat 20 menit"
    assert plain(numbers.deadline(earlier, NOW, "en")) == "20 minutes overdue"
    assert plain(numbers.ago(earlier, NOW, "id")) == "20 menit lalu"
    assert numbers.ago(NOW, NOW, "id") == "baru saja"


@given(st.integers(min_value=-(10**18), max_value=10**18))
def test_a_count_can_be_read_back(value: int) -> None:
    assert int(numbers.whole(value, "id").replace(".", "").replace("−", "-")) == value


def test_a_moment_of_today_tells_its_time_alone() -> None:
    with timezone.override("Asia/Jakarta"):
        assert plain(numbers.near_clock(NOW, NOW + dt.timedelta(hours=2), "id")) == "06.12 WIB"
        assert plain(numbers.near_clock(NOW, NOW + dt.timedelta(hours=20), "id")) == "24 Nov 2026, 06.12 WIB"


def test_where_only_the_day_is_known_no_time_is_told() -> None:
    day = dt.date(2026, 11, 24)
    assert plain(numbers.date_clock(day, language="id")) == "24 Nov 2026"
    assert plain(numbers.clock(day, language="id")) == "24 Nov 2026"
    assert plain(numbers.clock(day, named=False, language="id")) == "24 Nov"


def test_a_count_in_a_small_place_stops_at_999() -> None:
    assert [numbers.capped(count, language="id") for count in (0, 999, 1000)] == ["0", "999", "999+"]
