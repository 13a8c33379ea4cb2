from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest

from kentongan.engine.assess.crf import BITS, LABELS, decode, feature_buckets


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
