from __future__ import annotations

from kentongan.engine.group.strands import Strands


def on(strands: Strands, *slots: int) -> set[int]:
    return strands.of(slots)


def test_slots_by_strand_both_ways() -> None:
    strands = Strands()
    for slot, strand in enumerate([7, 8, 7, 7]):
        strands.put(slot, strand)
    assert on(strands, 0, 1) == {7, 8}
    assert strands.newest(7, 2) == [2, 3]
    strands.put(0, 8)
    strands.drop(3)
    strands.drop(3)
    assert (strands.newest(7, 9), strands.newest(8, 9)) == ([2], [1, 0])
    strands.join(8, 7)
    assert strands.newest(7, 9) == [2, 1, 0]
    assert on(strands, 3) == set()


def test_far_slots_and_new_numbers() -> None:
    strands = Strands()
    strands.put(50_000, 3)
    strands.put(2, 4)
    strands.renumber([2, 50_000])
    assert (strands.newest(4, 9), strands.newest(3, 9)) == ([0], [1])
    assert on(strands, 0, 1) == {3, 4}
