from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.engine.assess.crf import BITS, LABELS, decode, feature_buckets
from kentongan.engine.assess.native_crf import NativeField
from kentongan.engine.text.kernel import available


@pytest.mark.parametrize("seed", range(5))
def test_decoding_finds_the_best_path_of_all(seed: int) -> None:
    chance = np.random.default_rng(seed)
    sizes = [3, 1, 4, 2]
    k = len(LABELS)
    emissions = chance.normal(size=(sum(sizes), k)).astype(np.float32)
    transitions = chance.normal(size=(k, k)).astype(np.float32)
    start = chance.normal(size=k).astype(np.float32)
    found = decode(emissions, sizes, transitions, start)
    at = 0
    for size in sizes:
        rows = emissions[at : at + size]

        def score(path: tuple[int, ...], rows: np.ndarray = rows) -> float:
            steps = sum(transitions[a, b] for a, b in pairwise(path))
            return float(start[path[0]] + steps + sum(rows[i, label] for i, label in enumerate(path)))

        assert tuple(found[at : at + size]) == max(product(range(k), repeat=size), key=score)
        at += size


def test_a_sentence_has_the_same_features_alone_and_among_others() -> None:
    rows = np.random.default_rng(2).integers(0, 1 << 32, size=(9, 10)).astype(np.uint64)
    together = feature_buckets(rows, [4, 5])
    assert np.array_equal(together[4:], feature_buckets(rows[4:], [5]))
    assert together.min() >= 0
    assert together.max() < 1 << BITS


@pytest.mark.skipif(not available(), reason="the kernel is not built")
@given(seed=st.integers(0, 1 << 32), sizes=st.lists(st.integers(0, 9), min_size=1, max_size=5))
def test_the_kernel_labels_words_as_numpy_does(seed: int, sizes: list[int]) -> None:
    chance = np.random.default_rng(seed)
    rows = chance.integers(0, 1 << 32, size=(4, 10)).astype(np.uint64)
    places = chance.integers(0, 4, size=sum(sizes)).astype(np.uint32)
    # Weights as coarse as 8 bits are: ties happen.
    transitions = chance.integers(-2, 2, size=(len(LABELS),) * 2).astype(np.float32)
    start = chance.integers(-2, 2, size=len(LABELS)).astype(np.float32)
    buckets = feature_buckets(rows[places], sizes)
    plain = decode(TABLE[buckets].sum(axis=1, dtype=np.int32).astype(np.float32) * STEP, sizes, transitions, start)
    native = NativeField(TABLE, STEP, transitions, start).labels(places, rows, sizes)
    assert native.tolist() == plain.tolist()


TABLE = np.random.default_rng(3).integers(-128, 128, size=(1 << BITS, len(LABELS)), dtype=np.int8)
STEP = np.float32(0.013)
