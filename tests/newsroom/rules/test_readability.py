"""How a text reads: sentences and long words counted, nothing said of too little."""

from __future__ import annotations

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from kentongan.newsroom.rules.coach import advise, reads_like
from kentongan.newsroom.rules.content import Content
from kentongan.newsroom.rules.readability import DENSE, readability

LIGHT = "Warga naik bus pagi. Bus itu baru dan bersih. Kami beli tiket di loket. Harga tiket tetap sama. " * 4
HEAVY = (
    "Penyelenggaraan pelayanan administrasi kependudukan terintegrasi mempertimbangkan keberlangsungan pengembangan "
    "infrastruktur pendukung pemerintahan berkelanjutan sebagaimana diamanatkan peraturan perundang-undangan mengenai "
    "penyelenggaraan pemerintahan daerah berdasarkan kewenangan masing-masing kementerian. "
) * 5


def test_it_is_words_a_sentence_plus_the_share_of_words_of_more_than_six_letters() -> None:
    # 20 sentences of 4 words, every second word of 7 letters: 4 + 50.
    found = readability(["Bus kencang itu melipat. " * 20])

    assert found is not None
    assert (found.lix, found.sentence_words, found.long_share) == (54, 4, 0.5)


def test_light_and_heavy_are_told_apart() -> None:
    light, heavy = readability([LIGHT]), readability([HEAVY])

    assert light is not None
    assert light.is_easy
    assert heavy is not None
    assert heavy.is_heavy
    assert heavy.lix > DENSE


def test_nothing_is_said_of_a_few_words() -> None:
    assert readability([]) is None
    assert readability(["Loket buka."]) is None


def test_the_coach_says_it_in_a_line_and_advises_only_on_the_heaviest(now: datetime) -> None:
    light, heavy = (Content(headline="Bus baru", body=f"<p>{text}</p>") for text in (LIGHT, HEAVY))

    assert "LIX" in reads_like(light)
    assert "lix" not in {note.code for note in advise(light, now)}
    assert "lix" in {note.code for note in advise(heavy, now)}
    assert reads_like(Content(language="jv", body=f"<p>{LIGHT}</p>")) == ""


@given(st.lists(st.text(max_size=300), max_size=5))
def test_anything_may_be_asked_about(paragraphs: list[str]) -> None:
    found = readability(paragraphs)

    assert found is None or found.lix >= 0
