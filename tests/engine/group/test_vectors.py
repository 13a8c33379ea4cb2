"""The vectors in the kernel and in Python answer alike, whatever comes and goes."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.environment import tries

from kentongan.engine.group.native_vectors import NativeVectors
from kentongan.engine.group.plain_vectors import CANDIDATES, ONE, PlainVectors, Vector
from kentongan.engine.text.kernel import available

needs_kernel = pytest.mark.skipif(not available(), reason="the kernel is not built")
KINDS = [PlainVectors, pytest.param(NativeVectors, marks=needs_kernel)]


def vector(weights: dict[int, float]) -> Vector:
    """A vector of the given directions, made as long as one."""
    length = sum(weight**2 for weight in weights.values()) ** 0.5 or 1.0
    whole = {term: round(weight / length * ONE) for term, weight in weights.items()}
    terms = sorted(whole, key=lambda term: -whole[term])
    return Vector(np.array(terms, dtype=np.int32), np.array([whole[term] for term in terms], dtype=np.int32))


def drawn(chance: random.Random, terms: int) -> Vector:
    count = chance.choice([0, 1, 3, 30, 60])
    return vector({chance.randrange(terms): chance.choice([0.0, 1.0, chance.random()]) for _ in range(count)})


@pytest.mark.parametrize("kind", KINDS)
def test_who_shares_rare_terms_is_alike(kind: type[PlainVectors]) -> None:
    vectors = kind()
    bridge, market = vector({1: 3, 2: 4}), vector({3: 1, 4: 1})
    slots = [vectors.add(bridge), vectors.add(market), vectors.add(vector({1: 1, 3: 1}))]
    assert slots == [0, 1, 2]
    assert vectors.alike(bridge, 0.9) == [0]
    assert vectors.alike(bridge, 0.4) == [0, 2]
    assert vectors.sums(bridge, [[0], [0, 1]]) == pytest.approx([ONE * ONE, ONE * ONE], rel=1e-4)
    assert vectors.pairs([0, 1], [2]) / (ONE * ONE) == pytest.approx((3 / 5 + 1 / 2**0.5) / 2**0.5, rel=1e-4)
    assert vectors.drop(0).tolist() == [2, 1]
    assert vectors.alike(bridge, 0.4) == [2]


@pytest.mark.parametrize("kind", KINDS)
def test_slots_and_terms_are_given_anew(kind: type[PlainVectors]) -> None:
    vectors = kind()
    for term in range(6):
        vectors.add(vector({term: 1, 100 + term: 1}))
    for slot in (0, 2, 3, 4):
        vectors.drop(slot)
    moved = np.full(200, -1, dtype=np.int32)
    moved[[1, 101, 5, 105]] = [0, 1, 2, 3]
    assert vectors.compact(moved) == [1, 5]
    assert vectors.alike(vector({2: 1, 3: 1}), 0.9) == [1]
    assert vectors.alike(vector({101: 1}), 0.0) == []
    assert vectors.add(vector({7: 1})) == 2


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_dropped_is_asked_for_in_vain(kind: type[PlainVectors]) -> None:
    vectors = kind()
    slot = vectors.add(vector({1: 1}))
    vectors.drop(slot)
    for ask in (
        lambda: vectors.drop(slot),
        lambda: vectors.sums(vector({1: 1}), [[slot]]),
        lambda: vectors.pairs([slot], [slot]),
    ):
        with pytest.raises(RuntimeError):
            ask()


@needs_kernel
@settings(deadline=None, max_examples=tries(150))
@given(st.integers(0, 2**32), st.sampled_from([8, 60, 2000]))
def test_the_kernel_answers_as_python_does(seed: int, terms: int) -> None:
    chance = random.Random(seed)
    plain, native = PlainVectors(), NativeVectors()
    living: list[int] = []
    for _ in range(chance.randrange(200)):
        new, least = drawn(chance, terms), chance.choice([0.0, 0.3, 0.45, 1.0])
        found = plain.alike(new, least)
        assert native.alike(new, least) == found
        assert set(found) <= set(living)
        assert len(found) <= CANDIDATES
        if living:
            groups = [chance.choices(living, k=chance.randrange(1, 5)) for _ in range(3)]
            assert native.sums(new, groups) == plain.sums(new, groups)
            assert native.pairs(groups[0], groups[1]) == plain.pairs(groups[0], groups[1])
        living.append(plain.add(new))
        assert native.add(new) == living[-1]
        if chance.random() < 0.4:
            gone = living.pop(chance.randrange(len(living)))
            assert native.drop(gone).tolist() == plain.drop(gone).tolist()
        if chance.random() < 0.05:
            moved = np.array(chance.sample(range(terms), terms), dtype=np.int32)
            kept = plain.compact(moved)
            assert native.compact(moved) == kept == sorted(living)
            living = list(range(len(kept)))


@needs_kernel
@pytest.mark.parametrize(("term", "weight"), [(-1, 1), (1, -1), (1, ONE + 1)])
def test_the_kernel_refuses_what_is_no_vector(term: int, weight: int) -> None:
    unsound = Vector(np.array([term], dtype=np.int32), np.array([weight], dtype=np.int32))
    vectors = NativeVectors()
    for ask in (vectors.add, lambda vector: vectors.alike(vector, 0.0), lambda vector: vectors.sums(vector, [])):
        with pytest.raises(RuntimeError):
            ask(unsound)


@needs_kernel
def test_the_kernel_refuses_new_numbers_that_miss_a_term() -> None:
    vectors = NativeVectors()
    vectors.add(vector({3: 1}))
    for moved in ([0, 1, 2], [0, 1, 2, -1]):
        with pytest.raises(RuntimeError):
            vectors.compact(np.array(moved, dtype=np.int32))
    assert vectors.alike(vector({3: 1}), 0.9) == [0]
