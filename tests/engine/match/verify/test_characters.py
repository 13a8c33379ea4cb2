"""Characters: what looks like what."""

import pytest

from kentongan.engine.match.verify.characters import (
    EMOJI,
    OVERLAYS,
    QUESTIONS,
    TICKS,
    UNSEEN,
    at_a_glance,
    exact,
    looks,
)


@pytest.mark.parametrize(
    ("word", "seen"),
    [
        ("Menteri", "menteri"),
        ("мentеri", "menteri"),
        ("МЕНТЕRІ", "mehteri"),
        ("ｍｅｎｔｅｒｉ", "menteri"),
        ("𝐦𝐞𝐧𝐭𝐞𝐫𝐢", "menteri"),
        ("mén\u0336te\u200bri", "menteri"),
        ("ment3ri", "ment3ri"),
        ("k0rups1a", "korupsla"),
        ("٣٤", "34"),
        ("Ⓜenteri", "menteri"),
        ("本", "本"),
    ],
)
def test_how_words_look(word: str, seen: str) -> None:
    assert looks(word) == seen


def test_what_passes_at_a_glance() -> None:
    assert at_a_glance("K0rup5i!") == at_a_glance("Korupsi")
    assert at_a_glance("BlN") == at_a_glance("BIN")
    assert at_a_glance("satu") != at_a_glance("dua")


def test_letter_case_and_composition_are_all_that_is_folded() -> None:
    assert exact("CAFE\u0301") == exact("café")
    assert len({exact(word) for word in ("kata", "\u212aata", "ｋata", "кata", "káta", "k\u200bata")}) == 6


@pytest.mark.parametrize("mark", ["✓", "✔", "☑", "✅", "✗", "✘", "❌", "❎", "🚫", "⛔", "➖", "🔟", "💲", "❓", "☐"])
def test_telling_marks_are_no_emoji_to_ignore(mark: str) -> None:
    assert EMOJI.sub("", mark) == mark
    assert TICKS.search(mark) or QUESTIONS.search(mark)


@pytest.mark.parametrize("mark", ["🙏", "👍🏽", "❤️", "👨‍👩‍👧", "🇮🇩", "🇮🇩🇮🇩", "☎️", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "➡️"])
def test_emoji_go_whole(mark: str) -> None:
    assert EMOJI.sub("", mark) == ""


def test_what_cannot_be_seen_and_what_strikes_through() -> None:
    assert all(
        UNSEEN.search(mark) for mark in "\u200b\u200c\u200d\u200e\u202e\u2060\u2066\ufeff\u00ad\u3164\u2800\x00\x1f"
    )
    assert all(OVERLAYS.search(mark) for mark in "~\u0335\u0336\u0338\u20e0")
