"""What PDF and DOCX share: the blocks of an edition with their bold, slanted and linked runs, and its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import groupby
from pathlib import Path

from django.utils.translation import gettext as _

from kentongan.accounts.models import Institution
from kentongan.newsroom.models import Asset
from kentongan.newsroom.queries.emblem import emblem_of
from kentongan.newsroom.queries.files import folder, path_of
from kentongan.newsroom.queries.reading import ReleasePage
from kentongan.newsroom.rules.content import Block, Part

EMBLEM_HIGH_MM, EMBLEM_WIDE_MM = 14.0, 42.0


def pictures_folder() -> Path | None:
    """Return where the pictures lie that a paper may show; None in a house that was given no file yet."""
    return folder() if folder().is_dir() else None


def inside(path: Path) -> str:
    """Return a picture's path as a template that reads `pictures_folder` names it."""
    return f"/{path.relative_to(folder()).as_posix()}"


def emblem_on_paper(institution: Institution) -> dict[str, str] | None:
    """Return the emblem for a letterhead: its path and its height in mm, within 14 x 42 mm."""
    row = emblem_of(institution)
    if row is None:
        return None
    height = min(EMBLEM_HIGH_MM, EMBLEM_WIDE_MM * row.height / row.width)
    return {"path": inside(path_of(row.sha256)), "height": f"{height:.1f}"}


@dataclass(frozen=True, slots=True)
class Run:
    """Some words in one manner."""

    text: str
    bold: bool = False
    italic: bool = False
    url: str = ""


class _Runs(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Run] = []
        self._bold = self._italic = 0
        self._url = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"strong", "b"}:
            self._bold += 1
        elif tag in {"em", "i"}:
            self._italic += 1
        elif tag == "a":
            self._url = dict(attrs).get("href") or ""
        elif tag == "br":
            self.handle_data("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"strong", "b"}:
            self._bold -= 1
        elif tag in {"em", "i"}:
            self._italic -= 1
        elif tag == "a":
            self._url = ""

    def handle_data(self, data: str) -> None:
        self.found.append(Run(data, self._bold > 0, self._italic > 0, self._url))


def runs_of(html: str) -> list[Run]:
    """Return the runs of one block's HTML (`rules.content.Block.html`)."""
    parser = _Runs()
    parser.feed(html)
    parser.close()
    return parser.found


def with_tables(parts: Iterable[Block]) -> Iterator[list[Block]]:
    """Yield the blocks one by one, and the rows of one table together."""
    for table, rows in groupby(parts, key=lambda block: block.table if block.part is Part.ROW else 0):
        if table:
            yield list(rows)
        else:
            yield from ([block] for block in rows)


@dataclass(frozen=True, slots=True)
class PaperPicture:
    """A picture as paper shows it: a JPEG of some 960 pixels, what is on it, and the line below."""

    path: Path
    alt: str
    line: str
    shape: float  # width by height


def pictures_of(shown: ReleasePage) -> list[PaperPicture]:
    """Return the pictures of an edition that lie on the disk, in their order."""
    files = {file.asset: file for file in shown.content.pictures}
    found = []
    for row in shown.pictures:
        file, asset = files.get(row.asset_id), row.asset
        path = path_of(_sha_for_paper(asset))
        if file is None or not path.is_file():
            continue
        who = file.credit or asset.credit
        line = " ".join(part for part in (file.caption, _("Photo: %(who)s") % {"who": who} if who else "") if part)
        shape = (asset.width or 3) / (asset.height or 2)
        found.append(PaperPicture(path, file.alt or asset.alt or asset.name, line, shape))
    return found


def _sha_for_paper(asset: Asset) -> str:
    widths = sorted((int(width) for width in asset.renditions), key=lambda width: abs(width - 960))
    return str(asset.renditions[str(widths[0])]["jpeg"]) if widths else asset.sha256
