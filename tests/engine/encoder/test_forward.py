from __future__ import annotations

from math import erf, exp, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.encoder.small_body import HEADS, HIDDEN

from kentongan.engine.encoder.body import Body
from kentongan.engine.encoder.forward import batches, gelu, means, normed, padded
from kentongan.engine.encoder.reader import Reader


def slow_states(body: Body, row: list[int]) -> np.ndarray:
    """The same layers as the paper writes them: one text, one head, one token at a time, in double precision."""
    x = normed(body.words(np.array(row)) + body.place[: len(row)], *body.norm, body.epsilon).astype(np.float64)
    width = HIDDEN // HEADS
    for parts in body.layers:
        query, key, value = (x @ parts[f"{name}.w"] + parts[f"{name}.b"] for name in "qkv")
        seen = np.zeros_like(x)
        for head in range(HEADS):
            cut = slice(head * width, (head + 1) * width)
            for at in range(len(row)):
                scores = [query[at, cut] @ key[other, cut] / sqrt(width) for other in range(len(row))]
                chances = np.array([exp(score - max(scores)) for score in scores])
                seen[at, cut] = (chances / chances.sum()) @ value[:, cut]
        x = slow_norm(seen @ parts["ao.w"] + parts["ao.b"] + x, parts["aln.w"], parts["aln.b"])
        inner = np.vectorize(lambda v: v * 0.5 * (1 + erf(v / sqrt(2))))(x @ parts["fi.w"] + parts["fi.b"])
        x = slow_norm(inner @ parts["fo.w"] + parts["fo.b"] + x, parts["oln.w"], parts["oln.b"])
    return x


def slow_norm(x: np.ndarray, scale: np.ndarray, shift: np.ndarray) -> np.ndarray:
    return (x - x.mean(1, keepdims=True)) / np.sqrt(x.var(1, keepdims=True) + 1e-12) * scale + shift


def test_batches_say_the_same_as_one_text_alone_done_slowly(reader: Reader) -> None:
    texts = ["saya makan nasi", "nasi", "", "menku saya makan nasi nasiku"]
    rows = [reader.row(text, 20) for text in texts]
    for places, states, held in reader.run(rows):
        for at, place in enumerate(places):
            true = slow_states(reader.body, rows[place])
            assert held[at].sum() == len(rows[place])
            assert np.abs(states[at, : len(rows[place])] - true).max() < 5e-3  # the two forms of GELU differ by 5e-4


@given(st.lists(st.integers(1, 50), max_size=40), st.integers(1, 100))
def test_every_text_is_in_one_batch_of_bounded_size(lengths: list[int], size: int) -> None:
    groups = list(batches(lengths, size))
    assert sorted(place for group in groups for place in group) == list(range(len(lengths)))
    for group in groups:
        assert len(group) == 1 or len(group) * max(lengths[place] for place in group) <= size


def test_gelu_is_near_its_definition_and_bounded() -> None:
    x = np.array([-1e4, -30, -3, -1, -0.1, 0, 0.1, 1, 3, 30, 1e4], np.float32)
    true = [v * 0.5 * (1 + erf(v / sqrt(2))) for v in x.tolist()]
    assert gelu(x.copy()) == pytest.approx(true, abs=1e-3)


def test_means_count_pieces_and_no_padding() -> None:
    numbers, held = padded([[5, 6], [7]])
    assert numbers.tolist() == [[5, 6], [7, 0]]
    states = np.ones((2, 2, 3), np.float32)
    states[1, 1] = 99
    assert means(states, held).tolist() == [[1, 1, 1], [1, 1, 1]]
