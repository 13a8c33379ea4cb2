from __future__ import annotations

import pytest

from kentongan.engine.assess.words import COUNT, load_words, shape_of


@pytest.mark.parametrize(
    ("word", "shape"),
    [("Jakarta", "Xx"), ("KPK", "XXX"), ("PDI-P", "X-X"), ("2019", "dddd"), ("U-23", "X-d"), ("", "")],
)
def test_shapes(word: str, shape: str) -> None:
    assert shape_of(word) == shape


def test_every_word_has_its_attributes() -> None:
    matrix = load_words().matrix(["Jakarta", "", "xyzzy" * 50, "\ud800"])
    assert matrix.shape == (4, COUNT)
    assert load_words().matrix([]).shape == (0, COUNT)


def test_words_of_like_use_share_a_cluster_and_unknown_words_have_none() -> None:
    table = load_words()
    fine, coarse = table.clusters("senin")
    assert (fine, coarse) == table.clusters("selasa")
    assert fine > 0
    assert table.clusters("xyzzyx") == (0, 0)
