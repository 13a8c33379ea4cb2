"""Shingles: the same everywhere, told apart by order, and counted exactly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.engine.text.shingles import containment, shingle_hashes, shingle_set

SMALL = st.lists(st.sampled_from(["satu", "dua", "tiga"]), max_size=30)


def shingles(found: list[str]) -> list[tuple[str, ...]]:
    return [tuple(found[at : at + 5]) for at in range(len(found) - 4)]


@given(SMALL, SMALL)
def test_hashes_are_equal_exactly_where_shingles_are(one: list[str], other: list[str]) -> None:
    both = shingles(one) + shingles(other)
    hashes = shingle_hashes(one).tolist() + shingle_hashes(other).tolist()
    assert len(both) == len(hashes)
    assert len(set(both)) == len(set(hashes)) == len(set(zip(both, hashes, strict=True)))


def test_hashes_never_change() -> None:
    # Hashes may be stored: another value here would make every stored one useless.
    assert shingle_hashes(["menteri", "hukum", "membuka", "kantor", "baru"]).tolist() == [15638696812718661013]


@pytest.mark.parametrize("text", ["", "empat kata saja ini", "!!!"])
def test_short_texts_have_none(text: str) -> None:
    assert shingle_set(text).tolist() == []
    assert containment(text, "satu dua tiga empat lima") == 0.0


def test_containment_is_the_share_of_the_part() -> None:
    part = "satu dua tiga empat lima enam"
    assert containment(part, part.upper() + " dan lain-lain") == 1.0
    assert containment(part, "satu dua tiga empat lima, tujuh") == 0.5
    assert containment(part, "tidak ada yang sama di sini") == 0.0
