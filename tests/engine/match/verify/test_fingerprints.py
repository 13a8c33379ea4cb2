"""Forged copies still lead to what they were forged from."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.match.verify.releases import FOREIGN, IMMUNISATION

from kentongan.engine.match.verify import fingerprints, rank
from kentongan.engine.match.verify.fingerprints import SIZE, WINDOW, tolerant_words

RUN = SIZE + WINDOW - 1
WORDS = st.lists(st.sampled_from(["satu", "dua", "tiga", "empat", "lima", "8", "9"]), max_size=30)


def test_hashes_never_change() -> None:
    # Hashes are stored: another value here would make every stored one useless.
    found = fingerprints("Menteri membuka kantor baru di kota lama 5 Mei")
    assert found == {331239006488631041, 5300904112202773399}


@given(
    WORDS,
    WORDS,
    st.lists(st.sampled_from(["ini", "itu", "dan", "atau", "di", "ke"]), min_size=RUN, max_size=RUN),
    WORDS,
    WORDS,
)
def test_a_common_run_of_words_is_a_common_fingerprint(
    before: list[str], behind: list[str], run: list[str], other: list[str], rest: list[str]
) -> None:
    one = " ".join([*before, *run, *behind])
    two = " ".join([*other, *run, *rest])
    assert fingerprints(one) & fingerprints(two)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rp1.250.000 untuk 5 orang", "Rp 7,5 untuk 50 orang"),
        ("kоrupsi ｄana", "KORUPSI dana"),
        ("ti\u200bdak t\u0336i\u0336d\u0336a\u0336k\u0336", "tidak tidak"),
        ("k0rupsi ma1ang 0rang", "korupsi malang orang"),
        ("*satu*, _dua_ (tiga)?", "satu dua tiga"),
        ("Jum’at – café", "jum at cafe"),
        ("Rp1’250’000 #12 ½ ²", "rp 7 8 1 2 9"),
        ("a1b 0rang x0y z01 10a", "alb orang xoy z 5 6 a"),
        ("Ω dan 中文", "ω dan 中文"),
    ],
)
def test_the_loosest_form(one: str, other: str) -> None:
    assert tolerant_words(one) == tolerant_words(other)


def test_they_fit_a_signed_column_and_are_few() -> None:
    found = fingerprints(IMMUNISATION)
    assert all(-(2**63) <= value < 2**63 for value in found)
    assert 0.35 < len(found) / len(tolerant_words(IMMUNISATION)) < 0.75
    assert not found & fingerprints(FOREIGN)


@pytest.mark.parametrize("text", ["", "!!! 🙏", "12 13 14 15 16 17 18 19", "\ud800"])
def test_nothing_to_go_by(text: str) -> None:
    assert fingerprints(text) == frozenset()


@pytest.mark.parametrize("text", ["Awas", "Awas banjir", "Gempa tidak berpotensi tsunami", "Jalan ditutup 5 hari lagi"])
def test_a_short_text_whole_is_found(text: str) -> None:
    assert fingerprints(text) & fingerprints(f"*{text.upper()}*!")


def test_huge_and_repeated() -> None:
    assert len(fingerprints("a " * 500_000)) == 1


def test_the_version_with_most_rare_fingerprints_comes_first() -> None:
    rows = [(1, "a"), (2, "a"), (1, "b"), (3, "c"), (4, "c"), (5, "c")]
    assert rank(rows) == ["c", "a", "b"]
    assert rank([]) == []


def test_a_second_release_is_not_crowded_out() -> None:
    versions = [(hash_, f"v{number}") for hash_ in range(100) for number in range(30)]
    rows = [*versions, (500, "other"), (501, "other"), (502, "other")]
    random.Random(1).shuffle(rows)
    assert "other" in rank(rows, 10)
    assert len(rank(rows, 10)) == 10


def test_a_single_common_fingerprint_is_chance_where_others_share_many() -> None:
    rows = [*((hash_, "ours") for hash_ in range(8)), (3, "chance")]
    assert rank(rows) == ["ours"]
