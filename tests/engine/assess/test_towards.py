from __future__ import annotations

import pytest

from kentongan.engine.assess.aim import AimedTone
from kentongan.engine.assess.towards import read_news, read_towards

BODY = "Rapat dibuka pagi ini di balai. Warga datang dari tiga kecamatan. Hujan turun sejak subuh tadi."


@pytest.mark.parametrize(
    ("text", "subject", "named"),
    [
        ("Judul\n\nRapat di Kementerian Kesehatan.", "Kemenkes", True),
        ("Kemenkes Gelar Rapat\n\nIsi.", "Kemenkes", True),
        ("Judul\n\nRapat di balai desa.", "Kemenkes", False),
        ("Judul\n\nRapat di balai desa.", "", False),
        ("Judul\n\nRapat di balai desa.", "topik-lain", False),
    ],
)
def test_named_means_anywhere_in_the_article(text: str, subject: str, named: bool) -> None:
    assert read_towards(text, subject).named is named


def test_the_headline_and_each_sentence_about_the_institution_are_read() -> None:
    text = f"Judul\n\n{BODY} Kemenkes menunggu laporan daerah. Kemenkes akan menjawab besok."
    assert len(read_towards(text, "Kemenkes").rows) == 1 + 2


def test_of_an_article_that_never_names_it_the_lead_is_read() -> None:
    assert len(read_towards(f"Judul\n\n{BODY}", "Kemenkes").rows) == 1 + 2


def test_no_more_than_eight_sentences_are_read() -> None:
    text = "Judul\n\n" + "Kemenkes menunggu laporan daerah. " * 50
    assert len(read_towards(text, "Kemenkes").rows) == len(read_news(text)) == 1 + 8


def test_a_long_first_line_is_no_headline() -> None:
    text = "Rapat dibuka pagi ini. " + "Kemenkes lalai menjaga gudang. " * 20
    alone = "Rapat dibuka pagi ini\n\n" + "Kemenkes lalai menjaga gudang. " * 20
    assert [list(row.buckets) for row in read_towards(text, "Kemenkes").rows] == [
        list(row.buckets) for row in read_towards(alone, "Kemenkes").rows
    ]


@pytest.mark.parametrize("text", ["", "\n", "💥", "a" * 50_000, "Kemenkes " * 20_000, "\ud800", "0N 0N"])
def test_any_text_is_read(text: str) -> None:
    for rows in (read_towards(text, "Kemenkes").rows, read_news(text)):
        assert AimedTone.load().probabilities(rows).shape == (len(rows), 3)
