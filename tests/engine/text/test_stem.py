from __future__ import annotations

import pytest

from kentongan.engine.text.stem import stem, stems


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("kebijakannya", "bijak"),
        ("pengawasan", "awas"),
        ("diumumkan", "umum"),
        ("kesehatan", "sehat"),
        ("2026", "2026"),
    ],
)
def test_stem(word: str, root: str) -> None:
    assert stem(word) == root


def test_stems_keep_order_and_number() -> None:
    assert stems(["kesehatan", "dan", "kesehatan", ""]) == ["sehat", "dan", "sehat", ""]


def test_a_giant_word_is_left_alone() -> None:
    giant = "ber" * 1_000_000
    assert stem(giant) == giant


def test_a_stream_of_new_words_still_stems() -> None:
    found = stems(f"kata{number}" for number in range(210_000))
    assert found[-1] == "kata209999"
    assert stem("pengawasan") == "awas"
