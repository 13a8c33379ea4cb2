from __future__ import annotations

from datetime import date

import pytest

from kentongan.common.numbering import BadPattern, number_of

DAY = date(2026, 11, 24)


def test_a_number_carries_sequence_and_month() -> None:
    assert number_of("{sequence}/RH/{month}/{year}", sequence=328, day=date(2026, 11, 24)) == "328/RH/11/2026"
    assert number_of("{sequence}/{month:02d}/{day:02}", sequence=7, day=date(2026, 1, 4)) == "7/01/04"


@pytest.mark.parametrize(
    "pattern",
    [
        "RH/{year}", "{sequence}/{unit}", "{sequence}/{0}", "{sequence", "{sequence.real}{x}",
        "{sequence}{sequence:>3000000000}", "{sequence}{day.__class__}", "{sequence!r}", "{sequence}{}",
    ],
)  # fmt: skip
def test_a_pattern_that_cannot_number_is_refused(pattern: str) -> None:
    with pytest.raises(BadPattern):
        number_of(pattern, sequence=1, day=date(2026, 11, 24))


def test_a_month_may_be_roman_and_a_unit_has_its_code() -> None:
    assert number_of("{sequence:03}/{code}/{roman}/{year}", sequence=7, day=DAY, code="PIH") == "007/PIH/XI/2026"
    assert number_of("{sequence}/{code}", sequence=7, day=DAY, code="") == "7/"


@pytest.mark.parametrize("pattern", ["{sequence}/{roman:02}", "{sequence}/{code:03}"])
def test_only_figures_are_filled_with_noughts(pattern: str) -> None:
    with pytest.raises(BadPattern):
        number_of(pattern, sequence=7, day=DAY, code="PIH")


def test_a_code_is_only_for_numbers_that_have_one() -> None:
    with pytest.raises(BadPattern):
        number_of("{sequence}/{code}", sequence=7, day=DAY)
