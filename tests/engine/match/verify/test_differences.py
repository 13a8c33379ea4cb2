"""Differences as they are shown: whole words, numbers and sentences, and what they are about."""

import pytest
from tests.engine.match.verify.test_align import laid

from kentongan.engine.match.verify.differences import compare, ordered
from kentongan.engine.match.verify.exact import read
from kentongan.engine.match.verify.values import Difference, Kind

TEXT = (
    "Kantor pos buka setiap hari Senin pukul 08.00 di Jalan Melati nomor 17. Biaya kirim naik 5% menjadi Rp12.500 "
    "mulai 1 Mei 2026. Bagian itu tidak berlaku untuk surat biasa, kata Kepala Kantor Tirta Anggara kepada wartawan. "
    "Keluhan dapat disampaikan lewat loket."
)


def found(pasted: str, published: str = TEXT) -> list[tuple[str, str, str]]:
    stretch = laid(pasted, published)
    compared = compare(read(pasted), read(published), "k", stretch)
    for one in compared.differences:
        assert pasted[one.start : one.end] == one.pasted
        assert published[one.published_start : one.published_end] == one.published
    return [(one.kind.value, one.published, one.pasted) for one in compared.differences]


@pytest.mark.parametrize(
    ("old", "new", "difference"),
    [
        ("08.00", "08:00", ("number", "08.00", "08:00")),
        ("nomor 17.", "nomor 71.", ("number", "17", "71")),
        ("5%", "5‰", ("currency", "5%", "5‰")),
        ("naik 5%", "naik +5%", ("sign", "5%", "+5%")),
        ("Rp12.500", "$12.500", ("currency", "Rp12.500", "$12.500")),
        ("1 Mei", "1 Mar", ("date", "Mei", "Mar")),
        ("2026", "2027", ("date", "2026", "2027")),
        ("Tirta Anggara", "Dewi", ("name", "Tirta Anggara", "Dewi")),
        ("tidak berlaku", "berlaku", ("negation", "tidak", "")),
        ("untuk", "bagi", ("word", "untuk", "bagi")),
        ("untuk surat", "untuk semua surat", ("inserted", "", "semua")),
        ("dapat disampaikan", "disampaikan", ("dropped", "dapat", "")),
        ("surat biasa,", "surat biasa", ("punctuation", "biasa,", "biasa")),
        ("surat biasa,", "surat biasa;", ("punctuation", "biasa,", "biasa;")),
        ("surat", "sur at kilat", ("word", "surat", "sur at kilat")),
        ("lewat loket.", "lewat loket?", ("question", "loket.", "loket?")),
    ],
)  # fmt: skip
def test_one_change(old: str, new: str, difference: tuple[str, str, str]) -> None:
    assert TEXT.count(old) == 1
    assert found(TEXT.replace(old, new)) == [difference]


def test_spaces_alone_are_no_difference() -> None:
    assert found(TEXT.replace("setiap", "se tiap").replace("Jalan Melati", "JalanMelati")) == []
    assert found(TEXT.replace("Kantor pos", "Kan tor pos").replace("lewat loket", "lewat lo ket")) == []


def test_marks_behind_words_spaced_otherwise_are_seen() -> None:
    assert found(TEXT.replace("lewat loket.", "lewat lo ket?")) == [("question", "loket.", "ket?")]
    assert found(TEXT.replace("Kantor pos", "❌ Kan tor pos"))[0][0] == "tick"


def test_a_dropped_sentence_is_that_sentence() -> None:
    text = "Satu dua tiga empat. Kata dia, hujan turun. Kata dia, angin kencang. Lima enam tujuh delapan."
    assert found(text.replace(" Kata dia, angin kencang.", ""), text) == [("dropped", "Kata dia, angin kencang.", "")]
    assert found(text.replace(" Kata dia, hujan turun.", ""), text) == [("dropped", "Kata dia, hujan turun.", "")]


def test_the_order_is_figures_dates_names_negations_then_place() -> None:
    kinds = [Kind.WORD, Kind.NEGATION, Kind.NAME, Kind.DATE, Kind.SIGN, Kind.NUMBER]
    made = [Difference(kind, "k", "", "", at, at, at, at) for at, kind in enumerate(kinds)]
    assert [one.kind for one in ordered(made)] == [
        Kind.SIGN,
        Kind.NUMBER,
        Kind.DATE,
        Kind.NAME,
        Kind.NEGATION,
        Kind.WORD,
    ]
