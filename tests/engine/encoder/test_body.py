from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.engine.encoder.small_body import HIDDEN, INNER, LAYERS, PIECES, PLACES, write_body

from kentongan.engine.encoder import body as body_module
from kentongan.engine.encoder import place
from kentongan.engine.encoder.body import load_body, read_body
from kentongan.engine.encoder.place import NoBody, body_path


def test_what_was_written_is_read(body_file: Path) -> None:
    body = read_body(body_file)
    assert (body.hidden, body.places, len(body.layers)) == (HIDDEN, PLACES, LAYERS)
    assert tuple(body.table.pieces) == PIECES
    assert (body.table.begin, body.table.end, body.table.unknown) == (0, 2, 3)
    assert body.table.normal[0xA0] == " "
    assert body.layers[1]["fi.w"].shape == (HIDDEN, INNER)
    assert body.layers[1]["fo.w"].shape == (INNER, HIDDEN)


def test_words_are_spread_out_as_asked_for(body_file: Path) -> None:
    body = read_body(body_file)
    asked = body.words(np.array([5, 4, 5]))
    assert asked.shape == (3, HIDDEN)
    assert np.array_equal(asked[0], asked[2])
    assert not np.array_equal(asked[0], asked[1])
    # Four bits and one step in 32: within half a step of what was written.
    true = np.random.default_rng(7).normal(0, 1, (len(PIECES), HIDDEN))
    steps = np.abs(true[5].reshape(-1, 32)).max(axis=1).repeat(32) / 7
    assert np.all(np.abs(asked[0] - true[5]) <= steps * 0.51)


@pytest.mark.parametrize("spoil", [lambda b: b"", lambda b: b[:40], lambda b: b"NOPE" + b[4:], lambda b: b[:-2000]])
def test_a_broken_file_is_named(body_file: Path, spoil) -> None:  # type: ignore[no-untyped-def]
    body_file.write_bytes(spoil(body_file.read_bytes()))
    with pytest.raises(NoBody, match=r"small\.bin"):
        read_body(body_file)


def test_without_the_extra_there_is_no_body(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "PACKAGE", "no_such_package_here")
    load_body.cache_clear()
    assert body_path() is None
    with pytest.raises(NoBody, match="setup language"):
        load_body()
    load_body.cache_clear()


def test_another_body_than_the_known_one_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = tmp_path / "made_up_body"
    package.mkdir()
    (package / "__init__.py").write_text("raise ImportError('nobody shall run me')", encoding="utf-8")
    path = write_body(package / "e5-small-q4.bin")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(place, "PACKAGE", "made_up_body")
    assert body_path() is None  # another size
    monkeypatch.setattr(place, "_SIZE", path.stat().st_size)
    monkeypatch.setattr(body_module, "_CHECKED", 100)
    load_body.cache_clear()
    assert body_path() == path
    with pytest.raises(NoBody, match="another body"):
        load_body()
    load_body.cache_clear()
