from __future__ import annotations

import pytest

from kentongan.engine.assess.language import UNKNOWN, detect_language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Pemerintah akan menyampaikan penjelasan resmi kepada masyarakat besok pagi.", "id"),
        ("The ministry will publish its statement tomorrow morning.", "en"),
        ("Kula badhe tindak dhateng peken kaliyan ibu, nanging dereng kesupen arta.", "jv"),
        ("Abdi badé angkat ka pasar sareng pun biang, tapi teu acan gaduh artos.", "su"),
    ],
)
def test_languages_of_the_archipelago_are_told_apart(text: str, code: str) -> None:
    found, chance = detect_language(text)
    assert found == code
    assert 0 < chance <= 1


@pytest.mark.parametrize("text", ["", "   ", "123 456", "!?", "💥"])
def test_no_letters_no_language(text: str) -> None:
    assert detect_language(text) == (UNKNOWN, 0.0)


@pytest.mark.parametrize("text", ["a", "\ud800abc", "x" * 1_000_000, "м" * 10])
def test_any_text_is_answered(text: str) -> None:
    assert 0 <= detect_language(text)[1] <= 1
