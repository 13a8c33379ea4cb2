from __future__ import annotations

from bisect import bisect_left

from hypothesis import given
from hypothesis import strategies as st

from kentongan.common.tenancy import ALPHABET, next_path

STEPS = st.text(ALPHABET, min_size=4, max_size=4)
PATHS = st.lists(STEPS, min_size=1, max_size=6).map("".join)


@given(path=PATHS, below=st.lists(STEPS, max_size=3).map("".join))
def test_a_unit_and_all_below_it_lie_in_its_range(path: str, below: str) -> None:
    assert path <= path + below < next_path(path)


@given(path=PATHS, other=PATHS)
def test_whatever_lies_in_the_range_is_below(path: str, other: str) -> None:
    assert (path <= other < next_path(path)) == other.startswith(path)


@given(st.lists(PATHS, unique=True), PATHS)
def test_a_range_over_a_sorted_index_finds_the_subtree(paths: list[str], path: str) -> None:
    index = sorted(paths)
    found = index[bisect_left(index, path) : bisect_left(index, next_path(path))]

    assert found == [one for one in index if one.startswith(path)]


def test_the_very_last_root_has_a_range_too() -> None:
    assert next_path("ZZZZ") > "ZZZZ" * 9
    assert next_path("0001ZZZZ") == "00020000"
    assert next_path("0001") == "0002"
