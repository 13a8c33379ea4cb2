from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from kentongan.newsroom.rules.cards import Card, Shape, card_png, sans, wrap

CARD = Card(
    institution="Kementerian Pelayanan Publik",
    kind="Siaran pers",
    number="No. 119/HM/KPP/11/2026",
    title="Loket daring terpadu kembali berjalan penuh",
    lead="Gangguan itu menyentuh 12.480 pemohon. Pemohon tidak perlu mendaftar ulang.",
    date="24 November 2026",
    figure="12.480",
    figure_label="pemohon terdampak",
    check="Periksa keasliannya:",
    short_url="pers.kpp.example/r/k7f2q",
    qr_url="https://pers.kpp.example/r/k7f2q/",
    spoken="Kode ucap: bambu laut tujuh",
)


@pytest.mark.parametrize("shape", list(Shape))
def test_a_card_has_its_shape_and_is_the_same_each_time(shape: Shape) -> None:
    data = card_png(CARD, shape)

    picture = Image.open(io.BytesIO(data))
    assert picture.format == "PNG"
    assert picture.size == shape.value
    assert len(data) < 100_000
    assert data == card_png(CARD, shape)


@pytest.mark.parametrize(
    "words",
    [
        {"title": "x" * 5_000},
        {"title": "", "lead": "", "number": "", "date": "", "figure": "", "spoken": "", "institution": "", "kind": ""},
        {"title": "🔥🔥 \u200b الجديد \ud800", "lead": "Satu kalimat tanpa akhir " * 300},
        {"institution": "Dinas " * 200, "figure": "9" * 80, "figure_label": "pemohon " * 80, "spoken": "kata " * 90},
        {"stamp": "Dicabut"},
    ],
    ids=["one long word", "empty", "strange letters", "huge", "stamped"],
)
@pytest.mark.parametrize("shape", list(Shape))
def test_any_words_make_a_card(shape: Shape, words: dict[str, str]) -> None:
    assert Image.open(io.BytesIO(card_png(replace(CARD, **words), shape))).size == shape.value


def test_lines_fit_and_keep_every_word() -> None:
    font = sans(30, 500)
    text = "Sebanyak 214 kantor buka sampai pukul 20.00 waktu setempat " * 3

    lines = wrap(text, font, 300)

    assert " ".join(lines) == text.strip()
    assert all(font.getlength(line) <= 300 for line in lines)
