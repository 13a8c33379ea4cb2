from __future__ import annotations

import pytest

from kentongan.engine.assess.lexicon import polarity


@pytest.mark.parametrize("word", ["korupsi", "dikorupsi", "mengeluhkan", "memukul", "menuding", "tewas", "kebakaran"])
def test_bad_news_is_known_with_its_affixes(word: str) -> None:
    assert polarity(word) < 0


@pytest.mark.parametrize("word", ["meraih", "diraih", "penghargaan", "mengapresiasi", "memperluas", "perlindungan"])
def test_good_news_is_known_with_its_affixes(word: str) -> None:
    assert polarity(word) > 0


@pytest.mark.parametrize(
    "word", ["", "rapat", "mengatakan", "kesehatan", "sejarah", "ketahanan", "pemerintah", "senin"]
)
def test_plain_words_have_none(word: str) -> None:
    assert polarity(word) == 0
