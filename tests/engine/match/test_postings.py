"""The index of shingles answers as a dict of sets would."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kentongan.engine.match.postings import Postings

HASHES = st.sets(st.integers(0, 12), max_size=8)


def found_pairs(postings: Postings, sought: set[int]) -> set[tuple[int, int]]:
    hashes = np.array(sorted(sought), dtype=np.uint64)
    which, owners = postings.find(hashes)
    return set(zip(hashes[which].tolist(), owners.tolist(), strict=True))


@given(st.lists(st.tuples(st.integers(0, 3), HASHES), max_size=30), HASHES)
def test_texts_come_and_go(steps: list[tuple[int, set[int]]], sought: set[int]) -> None:
    postings, kept = Postings(), dict[int, set[int]]()
    for number, (remove, hashes) in enumerate(steps):
        if remove == 0 and kept:
            owner = min(kept)
            postings.remove(owner)
            del kept[owner]
        postings.add(number, np.array(sorted(hashes), dtype=np.uint64))
        kept[number] = hashes
        expected = {(hash_, owner) for owner, held in kept.items() for hash_ in held & sought}
        assert found_pairs(postings, sought) == expected


def test_many_owners() -> None:
    postings = Postings()
    for owner in range(3_000):
        postings.add(owner, np.array([7, owner + 100], dtype=np.uint64))
    assert found_pairs(postings, {7, 8, 2_500}) == {(7, owner) for owner in range(3_000)} | {(2_500, 2_400)}


def test_empty() -> None:
    assert found_pairs(Postings(), {1, 2}) == set()
