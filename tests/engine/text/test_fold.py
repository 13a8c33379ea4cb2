"""Folding: what counts as a word, and where it stands in the original."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.engine.text.fold import fold, unshouted, word_spans, words

UNSEEN_SIGNS = {*"\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufff9\ufffa\ufffb"} | {
    chr(code) for start, end in ((0x202A, 0x202E), (0x2066, 0x2069)) for code in range(start, end + 1)
}


def plain_words(text: str) -> list[str]:
    """The definition, word for word."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = (c for c in folded if not unicodedata.category(c).startswith("M") and c not in UNSEEN_SIGNS)
    return re.findall(r"[^\W_]+", "".join(kept))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("  \n\t ", []),
        ("Menteri Hukum", ["menteri", "hukum"]),
        ("anti-korupsi, Jum'at 1.500", ["anti", "korupsi", "jum", "at", "1", "500"]),
        ("snake_case", ["snake", "case"]),
        ("Café CAFÉ cafe\u0301", ["cafe", "cafe", "cafe"]),
        ("STRASSE straße", ["strasse", "strasse"]),
        ("ﬁnal ½ ①", ["final", "1", "2", "1"]),
        ("“kutipan”—kata…", ["kutipan", "kata"]),
        ("ＦＵＬＬ", ["full"]),
        ("İstanbul", ["istanbul"]),
        ("Москва ΟΔΟΣ", ["москва", "οδοσ"]),
        ("𝐊𝐨𝐫𝐮𝐩𝐬𝐢", ["korupsi"]),
        ("a\x00b\ud800c", ["a", "b", "c"]),
        ("\u0301", []),
        ("Ke\u00admen\u00adte\u200bri\u2060an \u200b hu\ufeffkum\u202e", ["kementerian", "hukum"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected
    assert [word for word, _, _ in word_spans(text)] == expected


MIXED = st.text(
    st.one_of(st.characters(codec=None), st.sampled_from("aB é\u0301½ﬁ”İß-_9ك\u0345\u00ad\u200b\u202e")), max_size=60
)


@given(MIXED)
def test_words_are_those_of_the_definition(text: str) -> None:
    assert words(text) == plain_words(text)
    assert [word for word, _, _ in word_spans(text)] == plain_words(text)


@given(MIXED)
def test_folding_is_settled_and_works_code_point_by_code_point(text: str) -> None:
    assert fold(text) == "".join(map(fold, text))
    assert words(fold(text)) == words(text)


@given(MIXED)
def test_spans_rise_and_lead_back_to_the_word(text: str) -> None:
    before = 0
    for word, start, end in word_spans(text):
        assert before <= start < end <= len(text)
        assert word in fold(text[start:end])
        before = start


def test_spans_count_code_points_of_the_original() -> None:
    text = "Cafe\u0301 “Désa” ½ jam…ma\u00adlam"
    assert [(word, text[start:end]) for word, start, end in word_spans(text)] == [
        ("cafe", "Cafe\u0301"),
        ("desa", "Désa"),
        ("1", "½"),
        ("2", "½"),
        ("jam", "jam"),
        ("malam", "ma\u00adlam"),
    ]


def test_fold_keeps_what_is_no_word() -> None:
    assert fold("Ia “Pergi” KE Café_1!") == "ia “pergi” ke cafe_1!"


@pytest.mark.parametrize("piece", ["a", "é", "a ", "é ", "\u0301", "ﷺ", "𝐊 ", "\U0001f600", "_"])
def test_a_huge_broken_text_is_read_in_linear_time(piece: str) -> None:
    text = piece * 30_000
    assert len(words(text)) == len(plain_words(text))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("PELAYANAN BURUK, kata KPK", "pelayanan buruk, kata kpk"),
        ("Kata KPK, pelayanan BURUK", "Kata KPK, pelayanan BURUK"),
        ("", ""),
    ],
)
def test_a_text_of_capitals_is_read_in_small_letters(text: str, read: str) -> None:
    assert unshouted(text) == read
