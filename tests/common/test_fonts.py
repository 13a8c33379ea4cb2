"""Fonts come out of their wheels, small, renamed and the same every time."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from kentongan.common import fonts

pytestmark = pytest.mark.whole  # builds the real fonts, seconds each


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return fonts.build_fonts(tmp_path_factory.mktemp("fonts"))


def test_each_face_is_a_small_woff2(built: list[Path]) -> None:
    assert [path.name for path in built] == ["manrope.woff2", "kentongan-serif-600.woff2", "kentongan-serif-400.woff2"]
    assert all(path.stat().st_size < 25_000 for path in built)
    assert all(path.read_bytes()[:4] == b"wOF2" for path in built)


def test_the_reserved_name_is_gone_and_the_licence_stays(built: list[Path]) -> None:
    for path in built[1:]:
        names = TTFont(path)["name"]
        assert names.getDebugName(1) == "Kentongan Serif"
        assert not any("Source" in names.getDebugName(n) for n in (1, 3, 4, 6))
        assert "Reserved Font Name" in names.getDebugName(0)
    assert len(list(built[0].parent.glob("*.LICENSE.txt"))) == 2


def test_figures_of_one_width_are_kept(built: list[Path]) -> None:
    features = {record.FeatureTag for record in TTFont(built[0])["GSUB"].table.FeatureList.FeatureRecord}
    assert "tnum" in features
    serif = TTFont(built[1])
    digits = {serif["hmtx"][serif.getBestCmap()[ord(digit)]][0] for digit in "0123456789"}
    assert len(digits) == 1


def test_the_text_of_the_house_can_be_set(built: list[Path]) -> None:
    wanted = set("Kementerian “Kami” ‘satu’ – — … • € é ñ − × → 0123456789%")
    for path in built:
        missing = {sign for sign in wanted if ord(sign) not in TTFont(path).getBestCmap()}
        assert missing <= {"→"}  # no arrow in Source Serif; texts do not need one


def test_a_second_build_changes_nothing(built: list[Path]) -> None:
    before = [(path.read_bytes(), path.stat().st_mtime_ns) for path in built]
    fonts.build_fonts(built[0].parent)
    assert [(path.read_bytes(), path.stat().st_mtime_ns) for path in built] == before


def test_the_same_wheels_give_the_same_bytes(built: list[Path], tmp_path: Path) -> None:
    again = fonts.build_fonts(tmp_path / "deep" / "down")
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in built]
