"""What counts in a text and what does not, gap by gap."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.engine.match.verify.exact import gap_key, read, seen_words

TEXTS = st.text(st.one_of(st.characters(codec=None), st.sampled_from("aB0 1.-_>\n\u0301\u200b🙏’о")), max_size=60)


def key(text: str) -> str:
    """A whole text as it is compared."""
    sheet = read(text)
    return "".join(sheet.keys) + sheet.gaps[-1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rp 1.250 \u00a0juta", "rp1.250juta"),
        ("satu\n\n- dua\n- tiga", "satu dua tiga"),
        ("satu\n– dua", "satu dua"),
        ("> satu\n>> dua", "satu dua"),
        ("satu\n- 5 ekor\n- 6 ekor", "satu 5 ekor 6 ekor"),
        ("*satu* _dua_ ```tiga```", "satu dua tiga"),
        ("*12.480* _5_", "12.480 5"),
        ("Jum’at", "jum'at"),
        ("Jum`at", "Jum'at"),
        ("“satu”", '"satu"'),
        ("‘’satu’’", "«satu»"),
        ("dua—tiga", "dua-tiga"),
        ("dua – tiga", "dua - tiga"),
        ("satu… dua", "satu... dua"),
        ("10–20", "10-20"),
        ("satu 🙏🏽 dua ❤️", "satu dua"),
        ("🇮🇩🇮🇩 satu", "satu"),
        ("▪️ satu", "satu"),
        ("cafe\u0301", "CAFÉ"),
        ("ﬁnal", "final"),
        ("\ufeffsatu", "satu"),
        ("satu | dua", "satu | dua"),
    ],
)
def test_the_same(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.500", "1,500"),
        ("1.500", "1500"),
        ("1 500", "1500"),
        ("1\u00a0500", "1500"),
        ("1🙏500", "1 500"),
        ("1*500", "1500"),
        ("1○○", "1"),
        ("-5", "5"),
        ("−5", "5"),
        ("⁃5", "5"),
        ("\u16805", "5"),
        ("+5", "5"),
        ("satu\n- 5 ekor", "satu 5 ekor"),
        ("satu\n-5 ekor\n-6 ekor", "satu 5 ekor 6 ekor"),
        ("satu\n>5 ekor", "satu 5 ekor"),
        ("satu > 5", "satu 5"),
        ("satu\n-Rp5", "satu Rp5"),
        ("5%", "5"),
        ("$5", "5"),
        ("5…", "5..."),
        ("satu.", "satu?"),
        ("satu.", "satu"),
        ("~satu~", "satu"),
        ("s\u0336atu", "satu"),
        ("satu ✓", "satu"),
        ("satu ✅", "satu ☑"),
        ("satu ⛔", "satu"),
        ("satu ❓", "satu"),
        ("🇹🇮🇩🇦🇰 satu", "satu"),
        ("1️⃣ satu", "1 satu"),
        ("🇳🇴 satu", "satu"),
        ("12.*480", "12.480"),
        ("12*.*480", "12.480"),
        ("①", "1"),
        ("²", "2"),
        ("sa\u200btu", "satu"),
        ("satu\u200b", "satu"),
        ("satu\ufeff", "satu"),
        ("satu\u200d", "satu"),
        ("“\ufe0fsatu", "“satu"),
        ("sa\u00adtu", "satu"),
        ("sa\x00tu", "satu"),
        ("sa\x1ctu", "satu"),
        ("sаtu", "satu"),
        ("ｓatu", "satu"),
        ("\u212aata", "kata"),
        ("di\u017fa", "disa"),
        ("٣", "3"),
        ("sıap", "siap"),
        ("sa\ud800tu", "satu"),
        ("humas_kpp@kpp.example", "humaskpp@kpp.example"),
        ("https://kpp.example/a_b", "https://kpp.example/ab"),
    ],
)
def test_not_the_same(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_elements_and_their_places() -> None:
    text = "K0rupsi Rp1.250 ti\u200bdak\u200b, k\u0336a\u0336 💰 5G"
    sheet = read(text)
    assert [text[start:end] for start, end in zip(sheet.starts, sheet.ends, strict=True)] == [
        "K0rupsi", "Rp", "1", "250", "ti\u200bdak", "k\u0336a\u0336", "5", "G",
    ]  # fmt: skip
    assert sheet.looks == ["korupsi", "rp", "1", "250", "tidak", "ka", "5", "g"]
    assert sheet.gaps == ["", "", "", ".", "", "\u200b,", "", "", ""]


@given(TEXTS)
def test_every_character_is_in_an_element_or_a_gap(text: str) -> None:
    sheet = read(text)
    pieces = []
    for at, (start, end) in enumerate(zip(sheet.starts, sheet.ends, strict=True)):
        pieces += [sheet.raw_gap(at), text[start:end]]
    assert "".join(pieces) + sheet.raw_gap(len(sheet)) == text
    assert len(sheet.gaps) == len(sheet.words) + 1 == len(sheet.looks) + 1


@given(TEXTS)
def test_the_short_cut_sees_the_same_words(text: str) -> None:
    assert seen_words(text) == read(text).looks


@given(TEXTS)
def test_what_was_read_before_changes_nothing(text: str) -> None:
    assert read(text).gaps == read(text).gaps


def test_a_gap_alone() -> None:
    assert gap_key(" (“") == '("'
    assert gap_key("\n• ") == ""
