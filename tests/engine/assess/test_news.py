from __future__ import annotations

import numpy as np

from kentongan.engine.assess.news import NAMES, news_features


def feature(name: str, text: str) -> float:
    return float(news_features(text)[NAMES.index(name)])


def test_words_of_the_headline_count() -> None:
    assert feature("head_bad", "Dua warga tewas") > 0
    assert feature("head_good", "Dua warga tewas") == 0


def test_a_negation_turns_what_follows_in_its_sentence() -> None:
    assert feature("head_good", "Tidak ada korban") > 0
    assert feature("head_bad", "Tidak ada. Korban banyak") > 0


def test_nothing_gives_zeros() -> None:
    assert not np.any(news_features(""))
