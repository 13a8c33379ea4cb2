from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.engine.encoder.small_body import HIDDEN

from kentongan.engine.encoder.branch import Branch, save_branch
from kentongan.engine.encoder.reader import Reader


def tuned(reader: Reader) -> list[dict[str, np.ndarray]]:
    chance = np.random.default_rng(1)
    parts = reader.body.layers[1]
    return [{name: part + chance.normal(0, 0.01, part.shape).astype(np.float32) for name, part in parts.items()}]


def test_a_branch_comes_back_within_half_a_step(reader: Reader, tmp_path: Path) -> None:
    layers = tuned(reader)
    head = np.ones((HIDDEN, 3), np.float32)
    save_branch("toy", reader.body, depth=1, layers=layers, tables={"head": head}, about={"x": 1}, folder=tmp_path)
    branch = Branch.load("toy", reader.body, tmp_path)
    assert (branch.depth, branch.about["x"]) == (1, 1)
    assert np.array_equal(branch.tables["head"], head)
    for name, part in layers[0].items():
        difference = np.abs(part - reader.body.layers[1][name])
        assert np.abs(branch.layers[0][name] - part).max() <= difference.max() / 127 * 0.51


def test_a_branch_changes_what_is_said_above_its_depth(reader: Reader, tmp_path: Path) -> None:
    save_branch("toy", reader.body, depth=1, layers=tuned(reader), tables={}, about={}, folder=tmp_path)
    branch = Branch.load("toy", reader.body, tmp_path)
    rows = [reader.row("saya makan nasi", 9)]
    ((_, plain, _),) = reader.run(rows)
    ((_, changed, _),) = reader.run(rows, branch)
    assert 0.001 < np.abs(plain - changed).max() < 0.5


def test_a_missing_branch_is_an_os_error(reader: Reader, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nothing"):
        Branch.load("nothing", reader.body, tmp_path)
