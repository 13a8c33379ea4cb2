"""The figures that screens show are those of docs/models.md."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kentongan.engine.assess.measured import MEASURED, UNMEASURED, Measured, Stage, figures_of

CARD = (Path(__file__).resolve().parents[3] / "docs" / "models.md").read_text(encoding="utf-8")


def section(heading: str) -> str:
    """The text under a heading of the card, up to the next one."""
    after = re.split(rf"^#{{2,3}} {re.escape(heading)}$", CARD, flags=re.MULTILINE)[1]
    return re.split(r"^#{2,3} ", after, flags=re.MULTILINE)[0]


@pytest.mark.parametrize("figure", MEASURED, ids=lambda figure: f"{figure.stage}-{figure.measure}-{figure.tier}")
def test_the_card_tells_the_same(figure: Measured) -> None:
    rows = [line for line in section(figure.heading).splitlines() if line.startswith(f"| {figure.row} ")]
    assert any(figure.written in row for row in rows), (figure.row, figure.written)


def test_the_value_is_the_one_written() -> None:
    for figure in MEASURED:
        if re.fullmatch(r"0\.\d+", figure.written):
            assert figure.value == float(figure.written)
        assert 0 < figure.value <= 1


def test_every_stage_has_figures_or_is_told_to_have_none() -> None:
    assert {figure.stage for figure in MEASURED} | set(UNMEASURED) == set(Stage)
    assert all(figures_of(stage) == () for stage in UNMEASURED)
    assert [figure.tier for figure in figures_of(Stage.NAMES)] == ["A", "B"]
