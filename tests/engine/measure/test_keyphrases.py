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


@pytest.mark.parametrize("texts", [[], [""], ["dan yang di ke"], ["123 456 . . ."]])
def test_nothing_telling_gives_nothing(texts: list[str]) -> None:
    assert keyphrases(texts, 5) == []


def test_at_most_the_limit() -> None:
    assert len(keyphrases(TEXTS, 2)) == 2
    assert keyphrases(TEXTS, 0) == []


def test_giant_text() -> None:
    assert keyphrases(["gempa Ambon " * 500_000] * 3, 3)[0][1] == 1
