from __future__ import annotations

import pytest

from kentongan.engine.assess.cues import Cue, cue_of, is_active


@pytest.mark.parametrize(
    ("word", "cue"),
    [
        ("kecam", Cue.ACCUSE),
        ("dikecam", Cue.ACCUSE),
        ("lalai", Cue.FAULT),
        ("apresiasi", Cue.PRAISE),
        ("diresmikan", Cue.DEED),
        ("berhasil", Cue.MERIT),
        ("ujarnya", Cue.SAY),
        ("kebakaran", Cue.NONE),
        ("tewas", Cue.NONE),
        ("", Cue.NONE),
    ],
)
def test_a_word_says_something_about_an_institution_or_nothing(word: str, cue: Cue) -> None:
    assert cue_of(word) is cue


def test_the_doer_stands_before_an_active_verb() -> None:
    assert is_active("kecam")
    assert not is_active("dikecam")
