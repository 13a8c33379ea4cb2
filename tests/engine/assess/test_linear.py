from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kentongan.engine.assess import linear
from kentongan.engine.assess.linear import HashedLinear, softmax


def test_a_model_survives_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = np.random.default_rng(1).normal(size=(1 << 8, 2)).astype(np.float32)
    table[0] = 0  # the bucket of no n-gram
    model = HashedLinear(("a", "b"), 8, {"w1": 1.0, "c3": 0.5}, table, np.array([0.1, 0.2]), np.eye(2, 3))
    model.save("small", tmp_path)
    monkeypatch.setattr(linear, "WEIGHTS", tmp_path)
    again = HashedLinear.load("small")
    texts = ["banjir di kota", "air bersih mengalir", ""]
    assert again.classes == ("a", "b")
    assert again.scores(texts) == pytest.approx(model.scores(texts), abs=0.1)


def test_a_missing_model_says_so() -> None:
    with pytest.raises(OSError, match="nowhere"):
        HashedLinear.load("nowhere")


def test_probabilities_sum_to_one_and_do_not_overflow() -> None:
    assert softmax(np.array([[1e6, 0.0], [-1e6, -1e6]])).sum(axis=1) == pytest.approx([1, 1])
