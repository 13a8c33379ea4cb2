from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.newsroom.rules.compare import Change, Piece, compare

SAME, REMOVED, ADDED = Change.SAME, Change.REMOVED, Change.ADDED


def test_a_changed_figure_is_one_word() -> None:
    assert compare("Gangguan menyentuh 11.900 pemohon.", "Gangguan menyentuh 12.480 pemohon.") == [
        Piece(SAME, "Gangguan menyentuh "), Piece(REMOVED, "11.900 "), Piece(ADDED, "12.480 "), Piece(SAME, "pemohon."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", []),
        ("a", "a", [Piece(SAME, "a")]),
        ("", "a b", [Piece(ADDED, "a b")]),
        ("a b", "", [Piece(REMOVED, "a b")]),
        ("a  b", "a b", [Piece(SAME, "a b")]),
        ("a b", "a\n\nb", [Piece(REMOVED, "a "), Piece(ADDED, "a\n\n"), Piece(SAME, "b")]),
        ("tidak naik", "naik", [Piece(REMOVED, "tidak "), Piece(SAME, "naik")]),
        ("naik 5%", "naik 5", [Piece(SAME, "naik "), Piece(REMOVED, "5%"), Piece(ADDED, "5")]),
        ("Senin (23/11), kata", "Senin (24/11), kata", [Piece(SAME, "Senin ("), Piece(REMOVED, "23/11"), Piece(ADDED, "24/11"), Piece(SAME, "), kata")]),  # noqa: E501
    ],
)  # fmt: skip
def test_runs_of_words(old: str, new: str, expected: list[Piece]) -> None:
    assert compare(old, new) == expected


WORDS = st.lists(st.sampled_from(["a", "b", "c", "yang", "12.480", ",", "\n"]), max_size=30).map(" ".join)


@given(WORDS, WORDS)
def test_both_texts_can_be_read_back(old: str, new: str) -> None:
    pieces = compare(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != REMOVED).split() == new.split()
    assert len("".join(piece.text for piece in pieces if piece.kind == REMOVED).split()) <= len(old.split())


def long_text(words: int, seed: int) -> list[str]:
    draw = random.Random(seed)
    return [draw.choice(["yang", "dan", "di", f"kata{draw.randrange(words)}", "ini"]) for _ in range(words)]


@pytest.mark.parametrize("kind", ["edited", "foreign", "repeated", "moved"])
def test_five_thousand_words_take_no_time(kind: str) -> None:
    old = long_text(5000, 1)
    new = {
        "edited": [f"baru{n}" if n % 17 == 0 else word for n, word in enumerate(old)],
        "foreign": [f"asing{word}" for word in long_text(5000, 2)],
        "repeated": ["yang"] * 2500 + ["dan", "yang"] * 1250,
        "moved": old[2500:] + old[:2500],
    }[kind]
    start = time.process_time()
    pieces = compare(" ".join(old), " ".join(new))
    assert time.process_time() - start < 10.0  # quadratic, it would take minutes
    assert "".join(piece.text for piece in pieces if piece.kind != REMOVED).split() == new
    if kind == "edited":
        assert sum(len(piece.text.split()) for piece in pieces if piece.kind == SAME) > 4000
