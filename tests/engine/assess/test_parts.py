from __future__ import annotations

import pytest

from kentongan.engine.assess.parts import parts_of, voice_of


@pytest.mark.parametrize("word", ["mengkritik", "dikritik", "kritikan", "menuding", "mengecam", "menyindir"])
def test_affixes_are_taken_off(word: str) -> None:
    assert "CRITICISE" in parts_of(word)


@pytest.mark.parametrize("word", ["", "x", "dan", "pemerintah", "keselamatan", "a" * 5000, "0N", "\ud800"])
def test_most_words_play_no_part(word: str) -> None:
    assert parts_of(word) == ()


def test_a_word_may_play_several_parts() -> None:
    assert {"CRITICISE", "STIR"} <= set(parts_of("polemik"))


@pytest.mark.parametrize(("word", "voice"), [("dikecam", "P"), ("mengecam", "A"), ("kecam", "N"), ("diri", "N")])
def test_the_prefix_tells_the_voice(word: str, voice: str) -> None:
    assert voice_of(word) == voice
