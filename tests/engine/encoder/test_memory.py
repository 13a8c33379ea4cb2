from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kentongan.engine.encoder.memory import Memory


@given(st.lists(st.lists(st.sampled_from(["a", "b", "c", "\ud800", ""]), max_size=6), max_size=6), st.integers(0, 4))
def test_answers_are_those_of_the_work_and_each_text_is_asked_for_once_a_call(
    calls: list[list[str]], size: int
) -> None:
    memory: Memory[str] = Memory(size)
    for texts in calls:
        asked: list[str] = []

        def work(new: list[str], asked: list[str] = asked) -> list[str]:
            asked += new
            return [text * 2 for text in new]

        assert memory.answers(texts, work) == [text * 2 for text in texts]
        assert len(asked) == len(set(asked))


def test_what_is_remembered_is_not_worked_out_again() -> None:
    memory: Memory[int] = Memory(2)
    asked: list[str] = []

    def work(new: list[str]) -> list[int]:
        asked.extend(new)
        return [len(text) for text in new]

    for text in ("one", "two", "one", "three", "one", "two"):
        memory.answers([text], work)
    assert asked == ["one", "two", "three", "two"]
