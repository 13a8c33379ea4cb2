"""Words get their numbers once, in the kernel as in Python."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.environment import tries

from kentongan.engine.group import native_numbers, plain_numbers
from kentongan.engine.group.native_numbers import NativeNumbers
from kentongan.engine.group.plain_numbers import PlainNumbers
from kentongan.engine.text.kernel import available

needs_kernel = pytest.mark.skipif(not available(), reason="the kernel is not built")
KINDS = [PlainNumbers, pytest.param(NativeNumbers, marks=needs_kernel)]
ODD = "aA z9 éÉ ﬁ ½ Ⅷ ß İ K Å Я ب 漢字 ก \u0301\u200d ’ _ \ud800 \x00 😀"
TEXTS = st.text(st.sampled_from(ODD), max_size=150) | st.text(max_size=20)


def counted(numbers: PlainNumbers | NativeNumbers, title: str, body: str) -> tuple[dict[int, int], int]:
    found = numbers.count(title, body)
    return dict(zip(found.numbers.tolist(), found.halves.tolist(), strict=True)), found.in_title


class Given:
    """Numbers from 0, the same word the same; none for words that begin with z. Remembers what was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, word: str) -> int:
        self.asked.append(word)
        return -1 if word.startswith("z") else list(dict.fromkeys(self.asked)).index(word)


@pytest.mark.parametrize("kind", KINDS)
def test_each_word_is_asked_for_once(kind: type[PlainNumbers]) -> None:
    asked = Given()
    numbers = kind(asked)
    assert counted(numbers, "Sungai Kapuas, sungai zaman.", "kapuas café") == ({0: 12, 1: 8, 3: 2}, 2)
    assert counted(numbers, "ZAMAN", "x kapuas" + " sungai" * 60) == ({4: 2, 1: 2, 0: 58 * 2 + 2}, 0)
    assert counted(numbers, " ... ", "") == ({}, 0)
    assert asked.asked == ["sungai", "kapuas", "zaman", "cafe", "x"]
    numbers.clear()
    assert counted(numbers, "", "kapuas") == ({1: 2}, 0)
    assert asked.asked[5:] == ["kapuas"]


@pytest.mark.parametrize("kind", KINDS)
def test_ever_new_words_do_not_fill_the_memory(kind: type[PlainNumbers], monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (plain_numbers, native_numbers):
        monkeypatch.setattr(module, "MOST_WORDS", 3)
    asked = Given()
    numbers = kind(asked)
    assert counted(numbers, "a b c d d", "") == ({0: 6, 1: 6, 2: 6, 3: 12}, 4)
    assert counted(numbers, "d a b", "") == ({3: 6, 0: 6, 1: 6}, 3)
    assert asked.asked == ["a", "b", "c", "d", "a", "b"]


@needs_kernel
@settings(deadline=None, max_examples=tries(300))
@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=4))
def test_the_kernel_counts_as_python_does(articles: list[tuple[str, str]]) -> None:
    plain, native = PlainNumbers(Given()), NativeNumbers(Given())
    for title, body in articles:
        one, other = native.count(title, body), plain.count(title, body)
        assert one.numbers.tolist() == other.numbers.tolist()
        assert one.halves.tolist() == other.halves.tolist()
        assert one.in_title == other.in_title
