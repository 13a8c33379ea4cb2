from __future__ import annotations

from pathlib import Path

import pytest
from tests.engine.encoder.small_body import write_body

from kentongan.engine.encoder.body import read_body
from kentongan.engine.encoder.pieces import Pieces
from kentongan.engine.encoder.reader import Reader


@pytest.fixture(scope="session")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """A made-up body of two layers and sixteen pieces."""
    body = read_body(write_body(tmp_path_factory.mktemp("body") / "small.bin"))
    return Reader(body, Pieces(body.table))


@pytest.fixture
def body_file(tmp_path: Path) -> Path:
    return write_body(tmp_path / "small.bin")
