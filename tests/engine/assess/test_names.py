from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.engine.encoder.small_body import HIDDEN, write_body

from kentongan.engine.assess import entities
from kentongan.engine.assess.crf import LABELS
from kentongan.engine.assess.names import LONGEST, TunedNames, _parts
from kentongan.engine.encoder.body import read_body
from kentongan.engine.encoder.branch import Branch, save_branch
from kentongan.engine.encoder.pieces import Pieces
from kentongan.engine.encoder.place import NoBody, body_path, is_set_up
from kentongan.engine.encoder.reader import Reader


def made_up(folder: Path, share: float, offset: np.ndarray) -> TunedNames:
    body = read_body(write_body(folder / "small.bin"))
    tables = {
        "head": np.random.default_rng(5).normal(0, 0.1, (2, HIDDEN, len(LABELS))).astype(np.float32),
        "offset": offset.astype(np.float32),
    }
    about = {"field_share": share}
    save_branch("toy", body, depth=2, layers=[], tables=tables, about=about, folder=folder)
    return TunedNames(Reader(body, Pieces(body.table)), Branch.load("toy", body, folder))


def test_emissions_are_logarithms_of_chances_of_each_word(tmp_path: Path) -> None:
    names = made_up(tmp_path, 1.0, np.zeros((2, len(LABELS))))
    words = ["saya", "makan", "nasi", "", "nasiku"]
    found = names.emissions(words, [3, 0, 2], 0)
    assert np.exp(found).sum(axis=1) == pytest.approx(np.ones(5), abs=1e-5)
    # A sentence is read alone, in its register.
    assert found[3:] == pytest.approx(names.emissions(words[3:], [2], 0), abs=1e-5)
    assert np.abs(found - names.emissions(words, [3, 0, 2], 1)).max() > 1e-3
    assert names.emissions([], [], 0).shape == (0, len(LABELS))


def test_the_branch_decides_where_the_field_counts_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    offset = np.zeros((2, len(LABELS)))
    offset[:, LABELS.index("B-LOC")] = 50
    names = made_up(tmp_path, 0.0, offset)
    monkeypatch.setattr(entities, "_tuned", lambda tier: names if tier == "B" else None)
    found = entities.find_entities_in_tokens(["saya", "makan"], "B")
    assert [(name.start, name.end, name.type.value) for name in found] == [(0, 1, "LOC"), (1, 2, "LOC")]
    text = "saya makan " * 3
    assert [name.text for name in entities.find_entities(text, "B")] == ["saya", "makan"] * 3
    assert entities.find_entities("", "B") == []


def test_the_field_decides_where_it_counts_most(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = made_up(tmp_path, 1000.0, np.zeros((2, len(LABELS))))
    monkeypatch.setattr(entities, "_tuned", lambda tier: names if tier == "B" else None)
    text = "Gubernur Jawa Tengah Sari Wulandari bertemu pejabat Kementerian Kesehatan di Surabaya."
    assert entities.find_entities(text, "B") == entities.find_entities(text)


def test_of_an_endless_text_only_the_beginning_is_read_by_tier_b(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offset = np.zeros((2, len(LABELS)))
    offset[:, LABELS.index("B-LOC")] = 50
    names = made_up(tmp_path, 0.0, offset)
    monkeypatch.setattr(entities, "_tuned", lambda tier: names if tier == "B" else None)
    found = entities.find_entities("saya makan.\n" * 3_000, "B")
    assert len(found) > 3_000
    assert found[-1].start < 20_000


def test_long_sentences_are_read_in_parts_that_hold_every_word_once() -> None:
    cut = [(1,) * size for size in (1, 100, 100, 100, 3, 90, 254, 1, 1)]
    parts = _parts(cut, 0, len(cut))
    assert [at for start, end in parts for at in range(start, end)] == list(range(len(cut)))
    assert all(sum(map(len, cut[start:end])) <= LONGEST - 2 for start, end in parts)


def test_tier_b_is_asked_for_in_vain_where_it_is_not_set_up() -> None:
    if body_path() is not None:
        pytest.skip("tier B's body is set up here")
    assert entities.best_tier() == "A"
    with pytest.raises(NoBody):
        entities.find_entities("Budi", "B")


@pytest.mark.skipif(not is_set_up("entities"), reason="tier B is not set up (./run setup language)")
def test_what_ships_finds_names() -> None:
    assert entities.best_tier() == "B"
    text = "Gubernur Jawa Tengah Sari Wulandari bertemu pejabat Kementerian Kesehatan di Surabaya."
    found = {(name.text, name.type.value) for name in entities.find_entities(text, "B")}
    assert {("Sari Wulandari", "PER"), ("Kementerian Kesehatan", "ORG"), ("Surabaya", "LOC")} <= found
