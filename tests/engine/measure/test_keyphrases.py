from __future__ import annotations

import pytest

from kentongan.engine.measure.keyphrases import keyphrases
from kentongan.engine.text.stopwords import STOPWORDS

TEXTS = [
    "Menteri Kesehatan Sari Wulan meresmikan rumah sakit vertikal di Ambon. Gedung itu melayani kanker.",
    "Rumah sakit vertikal di Ambon diresmikan, kata Menteri Kesehatan Sari Wulan. Undang-Undang Kesehatan dasarnya.",
    "Warga Ambon menyambut rumah sakit vertikal. Undang-Undang Kesehatan disebut Menteri Kesehatan Sari Wulan.",
]


def test_phrases_of_a_story_whole_and_as_written() -> None:
    phrases = [phrase for phrase, _ in keyphrases(TEXTS, 5)]
    assert {"Menteri Kesehatan Sari Wulan", "rumah sakit vertikal"} <= set(phrases)
    assert "Ambon" in phrases


def test_a_hyphen_is_kept() -> None:
    phrases = [phrase for phrase, _ in keyphrases(["Undang-Undang Perikanan dibahas."] * 3, 5)]
    assert phrases[0] == "Undang-Undang Perikanan"


def test_weights_fall_from_one() -> None:
    weights = [weight for _, weight in keyphrases(TEXTS, 10)]
    assert weights[0] == 1
    assert weights == sorted(weights, reverse=True)
    assert weights[-1] > 0


def test_no_verbs_and_no_function_words() -> None:
    words = {word.lower() for phrase, _ in keyphrases(TEXTS, 50) for word in phrase.split()}
    assert words.isdisjoint({"meresmikan", "diresmikan", "melayani", "menyambut", "disebut"})
    assert words.isdisjoint(STOPWORDS)


def test_names_are_not_torn() -> None:
    texts = [
        "Rapat ditutup.\nMenteri Kelautan dan Perikanan Laode M Syarif hadir di Liga 1 kemarin.",
        "Rapat selesai.\nKata Menteri Kelautan dan Perikanan Laode M Syarif, Liga 1 ramai.",
    ]
    phrases = [phrase for phrase, _ in keyphrases(texts, 3)]
    assert phrases[:2] == ["Menteri Kelautan dan Perikanan Laode M Syarif", "Liga 1"]


def test_headlines_lend_no_phrases_but_say_which_words_matter() -> None:
    texts = [
        "Gubernur Tegaskan Kebijakan Sampah Dimulai Besok\nKebijakan sampah itu soal denda, bukan lingkungan hidup.",
        "Warga Sambut Kebijakan Sampah Gubernur Serayu\nWarga senang karena kebijakan sampah bagi lingkungan hidup.",
    ]
    phrases = [phrase for phrase, _ in keyphrases(texts, 8)]
    assert phrases[0].lower() == "kebijakan sampah"
    assert "lingkungan hidup" in phrases
    assert not any("tegaskan" in phrase.lower() or "sambut" in phrase.lower() for phrase in phrases)


@pytest.mark.parametrize("texts", [[], [""], ["dan yang di ke"], ["123 456 . . ."]])
def test_nothing_telling_gives_nothing(texts: list[str]) -> None:
    assert keyphrases(texts, 5) == []


def test_at_most_the_limit() -> None:
    assert len(keyphrases(TEXTS, 2)) == 2
    assert keyphrases(TEXTS, 0) == []


def test_giant_text() -> None:
    assert keyphrases(["gempa Ambon " * 500_000] * 3, 3)[0][1] == 1
