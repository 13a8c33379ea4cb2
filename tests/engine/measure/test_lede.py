from __future__ import annotations

import pytest

from kentongan.engine.measure.lede import Lede, lede, most_telling
from kentongan.engine.types import Article

TITLES = [
    "Wow, Ini yang Terjadi di Ambon!",
    "Menteri Kesehatan Resmikan Rumah Sakit Vertikal di Ambon",
    "Rumah Sakit Vertikal Ambon Diresmikan Menteri Kesehatan Hari Ini",
    "Resmikan Rumah Sakit, Menteri Naik Kapal",
]
BODIES = [
    "",
    "Menteri Kesehatan meresmikan rumah sakit vertikal di Ambon, Senin. Cuaca saat itu cerah berawan sejak pagi hari.",
    "Rumah sakit vertikal di Ambon diresmikan Menteri Kesehatan pada Senin. Layanan kanker dibuka untuk warga Maluku.",
    "Menteri menumpang kapal menuju Ambon. Singkat saja.",
]


def articles() -> list[Article]:
    return [Article(id=str(number), title=title, body=BODIES[number]) for number, title in enumerate(TITLES)]


def test_the_title_most_outlets_would_agree_on() -> None:
    assert most_telling(TITLES) in (1, 2)


def test_the_first_of_equal_titles() -> None:
    assert most_telling(["Sama saja", "Sama saja"]) == 0
    assert most_telling([""]) == 0


def test_lead_sentences_cover_the_story_without_saying_things_twice() -> None:
    found = lede(articles(), limit=2)
    assert found.title_of in ("1", "2")
    said = " ".join(sentence for _, sentence in found.sentences)
    assert len(found.sentences) == 2
    assert "rumah sakit vertikal" in said.lower()
    assert not ("meresmikan" in said and "diresmikan" in said)
    for article_id, sentence in found.sentences:
        assert sentence in BODIES[int(article_id)]


def test_titles_alone_have_no_sentences() -> None:
    assert lede([Article(id="a", title="Gempa Ambon")]) == Lede("a")


def test_no_article_is_an_error() -> None:
    with pytest.raises(ValueError, match="article"):
        lede([])
    with pytest.raises(ValueError, match="titles"):
        most_telling([])


def test_what_is_said_or_asked_comes_after_what_happened() -> None:
    body = (
        "Siapa yang meresmikan rumah sakit vertikal di Ambon?\n"
        "“Rumah sakit vertikal di Ambon ini kebanggaan kita semua,” kata Menteri Kesehatan Sari Wulan.\n"
        "Rumah sakit vertikal di Ambon diresmikan oleh Menteri Kesehatan Sari Wulan."
    )
    found = lede([Article(id="a", title="Menteri Resmikan Rumah Sakit di Ambon", body=body)], limit=1)
    assert [sentence for _, sentence in found.sentences] == [body.split("\n")[2]]
