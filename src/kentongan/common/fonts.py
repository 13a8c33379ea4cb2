"""Web fonts, subset from the wheels when the statics are built.

Fonts are not kept in the repository. `build_fonts` reads Manrope and Source Serif from their packages (both SIL OFL
1.1), keeps the Latin that Indonesian and English print, and writes WOFF2 files plus their licences into one folder.

`Source` is a Reserved Font Name: a changed version may not carry it (OFL 1.1, condition 3), hence "Kentongan Serif".
"""

from __future__ import annotations

import hashlib
import importlib.resources
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

__all__ = ["FACES", "Face", "build_fonts"]

# Basic Latin, the letters of Latin-1 that names in Indonesian and English texts carry, typographic punctuation, arrows
# and signs of charts. Any other letter comes in the device's own face: every page must load in 100 kB.
# fmt: off
UNICODES = (
    *range(0x20, 0x7F), *map(ord, "\u00a0§©«\u00ad°±²³·»½×ÀÁÄÇÈÉÊÑÖÜßàáâäåæçèéêëíîïñóôöøúûü"),
    0x0131, 0x0152, 0x0153, 0x0160, 0x0161, 0x0178, 0x017D, 0x017E,
    0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2018, 0x2019, 0x201A, 0x201C, 0x201D, 0x201E, 0x2020, 0x2022, 0x2026,
    0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x2044, 0x20AC, 0x2122, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2248,
    0x2260, 0x2264, 0x2265,
)
# fmt: on
FEATURES = ["kern", "liga", "tnum", "lnum"]
# Raised when the recipe changes, so that folders built by an older one are rebuilt.
RECIPE = "3"

# Name records that say who made the font and under which licence stay; those that say what it is called change.
_KEEP_NAMES = {0, 13, 14}


@dataclass(frozen=True)
class Face:
    """One file to build: the wheel's package and file, the file to write, and its new family name if one is due."""

    package: str
    source: str
    licence: str
    target: str
    family: str | None = None
    style: str = "Regular"


FACES = (
    Face("font_manrope", "Manrope-VariableFont_wght.ttf", "OFL.txt", "manrope.woff2"),
    Face(
        "font_source_serif_pro",
        "SourceSerifPro-Semibold.ttf",
        "LICENSE.txt",
        "kentongan-serif-600.woff2",
        "Kentongan Serif",
        "SemiBold",
    ),
    Face(
        "font_source_serif_pro",
        "SourceSerifPro-Regular.ttf",
        "LICENSE.txt",
        "kentongan-serif-400.woff2",
        "Kentongan Serif",
        "Regular",
    ),
)


def build_fonts(target: Path) -> list[Path]:
    """Write every face of `FACES` as WOFF2 into `target` (made if missing) and return the paths, in that order.

    The same wheels give the same bytes. A face whose stamp (source bytes and recipe) is unchanged is not built again.
    Raises ModuleNotFoundError or FileNotFoundError when a font's package is missing or holds other files.
    """
    target.mkdir(parents=True, exist_ok=True)
    return [_build(face, target) for face in FACES]


def _build(face: Face, target: Path) -> Path:
    folder = importlib.resources.files(face.package) / "files"
    source = folder / face.source
    path = target / face.target
    stamp = target / f"{face.target}.stamp"
    wanted = hashlib.sha256(RECIPE.encode() + repr(face).encode() + source.read_bytes()).hexdigest()
    if path.exists() and stamp.exists() and stamp.read_text("ascii") == wanted:
        return path
    with importlib.resources.as_file(source) as file:
        _subset(file, path, face)
    licence = target / f"{path.stem.rsplit('-', 1)[0] if face.family else path.stem}.LICENSE.txt"
    licence.write_bytes((folder / face.licence).read_bytes())
    stamp.write_text(wanted, "ascii")
    return path


def _subset(source: Path, path: Path, face: Face) -> None:
    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = FEATURES
    options.hinting = False
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.drop_tables += ["DSIG", "FFTM"]
    with TTFont(source, recalcTimestamp=False) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=UNICODES)
        subsetter.subset(font)
        if face.family:
            _rename(font, face.family, face.style)
        font.flavor = "woff2"
        # Written aside and moved, so that a server reading the folder never sees half a file.
        aside = path.with_suffix(".part")
        font.save(aside)
        aside.replace(path)


def _rename(font: TTFont, family: str, style: str) -> None:
    """Give the font a new family name, keeping the copyright and licence records."""
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in _KEEP_NAMES]
    postscript = f"{family.replace(' ', '')}-{style}"
    for number, text in {1: family, 2: style, 3: postscript, 4: f"{family} {style}", 6: postscript}.items():
        names.setName(text, number, 3, 1, 0x409)
