from __future__ import annotations

import pytest

from kentongan.engine.measure.bursts import find_bursts
from kentongan.engine.types import Burst


def test_a_plain_burst_is_found_where_it_is() -> None:
    counts = [1, 2, 1, 0, 2, 1, 1, 9, 12, 10, 8, 1, 2, 1, 0, 1]
    assert find_bursts(counts) == [Burst(7, 11, 9.75)]


def test_two_bursts_and_one_at_the_end() -> None:
    counts = [1, 1, 14, 12, 1, 1, 0, 1, 1, 2, 1, 1, 1, 1, 11, 13]
    assert [(burst.start, burst.end) for burst in find_bursts(counts)] == [(2, 4), (14, 16)]


@pytest.mark.parametrize("counts", [[], [0], [0] * 96, [5] * 96, [1, 2, 1, 3, 2, 1, 0, 2] * 12, [0, 1, 0, 0] * 24])
def test_calm_days_have_no_burst(counts: list[int]) -> None:
    assert find_bursts(counts) == []


def test_what_is_expected_is_no_burst() -> None:
    night_and_day = [1] * 8 + [10] * 8 + [1] * 8
    assert len(find_bursts(night_and_day)) == 1
    assert find_bursts(night_and_day, expected=night_and_day) == []


def test_patience_finds_fewer() -> None:
    counts = [1, 1, 1, 6, 1, 1, 1, 1]
    assert len(find_bursts(counts, patience=0.5)) == 1
    assert find_bursts(counts, patience=5) == []


@pytest.mark.parametrize(("counts", "options"), [([1, -1], {}), ([1, 1], {"rise": 1.0}), ([1, 1], {"expected": [1.0]})])
def test_impossible_values_are_refused(counts: list[int], options: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must"):
        find_bursts(counts, **options)  # type: ignore[arg-type]


def test_a_year_of_quarter_hours() -> None:
    counts = [1] * 35_040
    counts[20_000:20_010] = [30] * 10
    assert [(burst.start, burst.end) for burst in find_bursts(counts)] == [(20_000, 20_010)]


def test_a_high_burst_drags_no_hours_along() -> None:
    counts = [0, 1, 0, 0, 0, 1, 1, 1, 12, 14, 11, 13, 1, 1, 1, 0, 0, 0, 1, 0]
    found = find_bursts(counts, expected=[0.3] * len(counts))
    assert [(burst.start, burst.end) for burst in found] == [(8, 12)]
