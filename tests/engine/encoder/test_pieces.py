from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.encoder.small_body import PIECES, SCORES

from kentongan.engine.encoder.reader import Reader


def said(reader: Reader, text: str, limit: int = 50) -> list[str]:
    return [PIECES[number] for number in reader.pieces.of(text, limit)]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("saya makan nasi", ["▁saya", "▁makan", "▁nasi"]),
        ("saya\n\nmakan", ["▁saya", "▁makan"]),
        ("saya\xa0makan\x00an", ["▁saya", "▁makan", "an"]),
        ("nasiku", ["▁nasi", "ku"]),
        ("q", ["▁", "<unk>"]),
        ("", []),
        ("  \n", []),
        ("<s>", ["▁", "<unk>", "s", "<unk>"]),  # a mark cannot be named by a text
    ],
)
def test_words_are_cut_the_likeliest_way(reader: Reader, text: str, pieces: list[str]) -> None:
    assert said(reader, text) == pieces


@given(st.text(alphabet="saymkniu", min_size=1, max_size=9))
def test_no_other_way_is_likelier(reader: Reader, word: str) -> None:
    worst = min(SCORES) - 10
    price = dict(zip(PIECES[4:], SCORES[4:], strict=True))
    whole = "▁" + word

    def best(at: int) -> float:
        if at == len(whole):
            return 0.0
        ends = range(at + 1, len(whole) + 1)
        known = [price[whole[at:end]] + best(end) for end in ends if whole[at:end] in price]
        return max([*known, worst + best(at + 1)])

    numbers = reader.pieces.of(word, 50)
    assert sum(price.get(PIECES[number], worst) for number in numbers) == pytest.approx(best(0))


def test_the_limit_holds_and_the_beginning_counts(reader: Reader) -> None:
    assert said(reader, "saya makan nasi " * 100_000, 4) == ["▁saya", "▁makan", "▁nasi", "▁saya"]
    assert len(reader.pieces.of("a" * 1_000_000, 30)) == 30


def test_words_given_apart_keep_their_pieces(reader: Reader) -> None:
    cut = reader.pieces.of_words(["saya", "", "nasiku", "a b", "x" * 100_000])
    assert all(cut)
    assert [PIECES[number] for number in cut[2]] == ["▁nasi", "ku"]
    assert cut[1] == (reader.pieces.unknown,)
    assert len(cut[4]) <= 101
    assert reader.pieces.of("saya nasiku", 9) == [*cut[0], *cut[2]]


def test_a_row_has_begin_and_end(reader: Reader) -> None:
    row = reader.row("saya makan nasi", 4)
    assert [PIECES[number] for number in row] == ["<s>", "▁saya", "▁makan", "</s>"]
    assert list(pairwise(row))
