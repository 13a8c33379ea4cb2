from __future__ import annotations

import numpy as np

from kentongan.engine.group.plain_numbers import NOT_TELLING
from kentongan.engine.group.vocabulary import Vocabulary


def numbers(vocabulary: Vocabulary, text: str) -> list[int]:
    return [int(number) for number in vocabulary.count_words("", text).numbers]


def test_one_number_a_stem_and_none_for_everyday_or_giant_words() -> None:
    vocabulary = Vocabulary()
    assert numbers(vocabulary, "jembatan jembatannya yang kapuas jembatan") == [0, 1]
    assert numbers(vocabulary, "a" * 41) == []
    assert len(vocabulary) == 2


def test_rarer_words_weigh_more_and_the_window_counts() -> None:
    vocabulary = Vocabulary()
    found = np.array(numbers(vocabulary, "presiden jembatan kapuas"), dtype=np.int32)
    president, bridge, river = vocabulary.rarity(found, 0).tolist()
    assert 0 < president < bridge < river
    vocabulary.count(found[2:], 1)
    assert vocabulary.rarity(found, 1).tolist()[2] < river
    vocabulary.count(found[2:], -1)
    assert vocabulary.rarity(found, 0).tolist()[2] == river


def test_unused_stems_are_forgotten_and_the_others_renumbered() -> None:
    vocabulary = Vocabulary()
    found = np.array(numbers(vocabulary, " ".join(f"kata{number}" for number in range(3000))), dtype=np.int32)
    vocabulary.count(found[[5, 2999]], 1)
    moved = vocabulary.keep_used()
    assert (moved[5], moved[2999], moved[0]) == (0, 1, NOT_TELLING)
    assert numbers(vocabulary, "kata2999 kata0 kata5") == [1, 2, 0]
