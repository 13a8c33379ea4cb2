"""Reading a table of units, and planning what it changes. Pure: bytes in, values out.

The table comes as CSV or XLSX with one row a unit: code, name, parent_code, level, region_code, time_zone. Offices keep
such lists in any order, with Indonesian or English headings, semicolons or commas: all of that is read.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from kentongan.accounts.choices import UnitLevel, Zone
from kentongan.common.tables import NoTable, Row, decode, read_csv

MOST_BYTES = 8_000_000
MOST_UNPACKED = 120_000_000
MOST_ROWS = 20_000
MOST_DEPTH = 60  # of the tree: treebeard's path holds 255 characters in steps of 4

HEADINGS = {
    "code": ("code", "kode", "kode satker", "kode_satker", "kode unit", "kode_unit", "unit code"),
    "name": ("name", "nama", "nama satker", "nama_satker", "nama unit", "nama_unit", "unit", "satker", "unit kerja"),
    "parent_code": (
        "parent_code", "parent", "parent code", "induk", "kode induk", "kode_induk", "kode atasan", "kode_atasan",
    ),
    "level": ("level", "tingkat", "jenjang", "eselon"),
    "region_code": ("region_code", "region", "region code", "kode wilayah", "kode_wilayah", "wilayah"),
    "time_zone": ("time_zone", "zone", "time zone", "zona", "zona waktu", "zona_waktu"),
}  # fmt: skip
TEMPLATE_HEADINGS = ("kode", "nama", "kode_induk", "tingkat", "kode_wilayah", "zona_waktu")
LEVELS = {
    UnitLevel.CENTRE: ("centre", "center", "pusat", "biro", "pusat/biro", "biro/pusat", "eselon ii", "eselon 2"),
    UnitLevel.ECHELON_1: ("echelon1", "echelon 1", "echelon i", "eselon1", "eselon 1", "eselon i", "unit utama"),
    UnitLevel.REGIONAL: ("regional", "kanwil", "kantor wilayah", "provinsi", "wilayah"),
    UnitLevel.TECHNICAL: ("technical", "upt", "unit pelaksana teknis", "teknis", "kabupaten/kota", "kab/kota"),
    UnitLevel.OTHER: ("other", "lain", "lainnya", "lain-lain"),
}
ZONES = {
    Zone.WIB: ("wib", "asia/jakarta", "utc+7", "+7", "asia/pontianak"),
    Zone.WITA: ("wita", "asia/makassar", "utc+8", "+8"),
    Zone.WIT: ("wit", "asia/jayapura", "utc+9", "+9"),
}


class UnreadableTable(Exception):
    """The file as a whole cannot be used; the message says why, for the person who chose it."""


@dataclass(frozen=True)
class UnitRow:
    """One unit of the table. `level` and `time_zone` are None where the table says nothing."""

    line: int
    code: str
    name: str
    parent_code: str = ""
    level: str | None = None
    region_code: str = ""
    time_zone: str | None = None


@dataclass(frozen=True)
class BadRow:
    """A row left out: its line in the file, what it called itself, and the reason in words."""

    line: int
    label: str
    reason: str


@dataclass(frozen=True)
class UnitTable:
    rows: list[UnitRow]
    bad: list[BadRow]


@dataclass(frozen=True)
class KnownUnit:
    """A unit that exists already within reach, by its code; `parent_code` is "" under the unit imported into."""

    code: str
    name: str
    parent_code: str
    level: str
    region_code: str
    time_zone: str


@dataclass
class Plan:
    """What an import would do. `create` is ordered parents first."""

    create: list[UnitRow] = field(default_factory=list)
    update: list[UnitRow] = field(default_factory=list)
    move: list[UnitRow] = field(default_factory=list)
    unchanged: int = 0
    bad: list[BadRow] = field(default_factory=list)


def read_unit_table(name: str, content: bytes) -> UnitTable:
    """Read a CSV or XLSX file of units.

    Args:
        name: the file's name; tells nothing that the bytes do not, and only serves the message.
        content: the file's bytes.

    Returns: the rows that can be read, and those that cannot with line and reason.

    Raises: UnreadableTable when the file is no table, too large, or lacks the columns for code and name.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableTable(_("The file is larger than 8 MB. Split it into several."))
    if content[:4] == b"PK\x03\x04":
        return _read_lines(_xlsx_lines(content), padded=True)
    return _read_lines(_csv_lines(name, content), padded=False)


def plan_import(
    rows: Iterable[UnitRow], known: Mapping[str, KnownUnit], *, own_code: str = "", taken: frozenset[str] = frozenset()
) -> Plan:
    """Decide what a table changes.

    Args:
        rows: the readable rows, in any order: parents may follow their children.
        known: the units below the one imported into, by code.
        own_code: the code of the unit imported into; rows may name it as parent or describe it.
        taken: codes used elsewhere in the institution, out of reach.
    """
    plan = Plan()
    table = _first_of_each_code(rows, taken, plan.bad)
    if own_code:
        table.pop(own_code, None)
    parents = {code: unit.parent_code for code, unit in known.items()}
    parents |= {code: "" if row.parent_code == own_code else row.parent_code for code, row in table.items()}
    _leave_out_homeless(table, parents, known, plan.bad)
    for row in sorted(table.values(), key=lambda row: (_depth(row.code, parents), row.line)):
        unit = known.get(row.code)
        if unit is None:
            plan.create.append(row)
            continue
        changed, moved = _differs(row, unit), parents[row.code] != unit.parent_code
        if changed:
            plan.update.append(row)
        if moved:
            plan.move.append(row)
        plan.unchanged += not changed and not moved
    plan.bad.sort(key=lambda bad: bad.line)
    return plan


# --- reading ---------------------------------------------------------------------------------------------------------


def _csv_lines(name: str, content: bytes) -> Iterator[Row]:
    try:
        text = decode(content)
    except NoTable:
        raise UnreadableTable(_("“%(name)s” is no CSV or XLSX file.") % {"name": name}) from None
    yield from read_csv(text)


def _xlsx_lines(content: bytes) -> Iterator[Row]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(info.file_size for info in archive.infolist()) > MOST_UNPACKED:
                raise UnreadableTable(_("The workbook is too large when unpacked."))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=40, max_row=MOST_ROWS + 10), start=1):
            texts = [_cell_text(cell) for cell in cells]
            yield Row(number, texts, " ".join(filter(None, texts)))
    except (zipfile.BadZipFile, InvalidFileException, KeyError, IndexError, ValueError, SyntaxError) as error:
        raise UnreadableTable(_("The workbook is damaged: %(error)s") % {"error": error}) from None


def _cell_text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # Excel keeps codes such as 415412 as floats
    return str(cell).strip()


def _read_lines(lines: Iterator[Row], *, padded: bool) -> UnitTable:
    """The units of a table; `padded`: a workbook, which leaves out empty cells at the end of a row."""
    columns: dict[str, int] | None = None
    width = least = 0
    table = UnitTable(rows=[], bad=[])
    for line in lines:
        cells = [cell.strip() for cell in line.cells]
        if not line.broken and not any(cells):
            continue
        if columns is None:
            columns, width = _columns(cells), len(cells)
            # A row cut off before its parent would become a top unit. Cells after it may be missing: Excel drops them.
            least = 0 if padded else 1 + max(columns.get(key, 0) for key in ("code", "name", "parent_code"))
            continue
        if len(table.rows) + len(table.bad) >= MOST_ROWS:
            raise UnreadableTable(_("The table has more than 20,000 rows. Split it into several files."))
        if problem := _misfit(line, cells, width, least):
            table.bad.append(BadRow(line=line.line, label=" ".join(line.text.split())[:60], reason=problem))
            continue
        row = _read_row(line.line, {key: cells[at] if at < len(cells) else "" for key, at in columns.items()})
        if isinstance(row, UnitRow):
            table.rows.append(row)
        else:
            table.bad.append(row)
    if columns is None:
        raise UnreadableTable(_("The file is empty."))
    return table


def _misfit(row: Row, cells: list[str], width: int, least: int) -> str:
    """Why the cells of a row cannot be told apart, stand under no heading or are too few; "" where they can be read."""
    if row.holds_nul:
        return _("a sign that belongs into no text (NUL)")
    if row.broken:
        return _("a quotation mark is not closed or stands in the wrong place")
    if any(cells[width:]):
        return _("more cells than the first row names columns")
    if len(cells) < least:
        return _("fewer cells than the first row names columns")
    return ""


def _columns(cells: list[str]) -> dict[str, int]:
    heads = [cell.lower().strip().replace("*", "") for cell in cells]
    columns = {key: heads.index(name) for key, names in HEADINGS.items() for name in names[::-1] if name in heads}
    missing = [heading for heading in ("code", "name") if heading not in columns]
    if missing:
        raise UnreadableTable(
            _("The first row must name the columns; “kode” (code) and “nama” (name) are needed. Found: %(found)s")
            % {"found": ", ".join(cell for cell in cells if cell)[:200]}
        )
    return columns


def _read_row(line: int, cells: dict[str, str]) -> UnitRow | BadRow:
    code, name = cells["code"], " ".join(cells["name"].split())
    level, zone = _word(cells.get("level", ""), LEVELS), _word(cells.get("time_zone", ""), ZONES)
    reason = ""
    if not code:
        reason = _("no code")
    elif len(code) > 40:
        reason = _("the code is longer than 40 characters")
    elif not name:
        reason = _("no name")
    elif len(name) > 200:
        reason = _("the name is longer than 200 characters")
    elif level is None:
        reason = _("unknown level “%(word)s”; use pusat, eselon 1, kanwil, upt or lain") % {"word": cells["level"]}
    elif zone is None:
        reason = _("unknown time zone “%(word)s”; use WIB, WITA or WIT") % {"word": cells["time_zone"]}
    elif len(cells.get("region_code", "")) > 13:
        reason = _("the region code is longer than 13 characters")
    if reason or level is None or zone is None:
        return BadRow(line=line, label=code or name, reason=reason)
    return UnitRow(
        line=line,
        code=code,
        name=name,
        parent_code=cells.get("parent_code", ""),
        level=level or None,
        region_code=cells.get("region_code", ""),
        time_zone=zone or None,
    )


def _word(text: str, words: Mapping[UnitLevel, tuple[str, ...]] | Mapping[Zone, tuple[str, ...]]) -> str | None:
    """Return the key that `text` names, "" for an empty cell, None for an unknown word."""
    lowered = " ".join(text.lower().split())
    return next((str(key) for key, names in words.items() if lowered in names), None) if lowered else ""


# --- planning --------------------------------------------------------------------------------------------------------


def _first_of_each_code(rows: Iterable[UnitRow], taken: frozenset[str], bad: list[BadRow]) -> dict[str, UnitRow]:
    table: dict[str, UnitRow] = {}
    for row in rows:
        if row.code in table:
            bad.append(_bad(row, _("the code stands already on line %(line)d") % {"line": table[row.code].line}))
        elif row.code in taken:
            bad.append(_bad(row, _("the code belongs to a unit that is not yours")))
        else:
            table[row.code] = row
    return table


def _leave_out_homeless(
    table: dict[str, UnitRow], parents: dict[str, str], known: Mapping[str, KnownUnit], bad: list[BadRow]
) -> None:
    """Take out of `table` what hangs on nothing. A known unit whose row is left out stays where it is."""
    while homeless := _homeless(table, parents):
        causes = {code for code in homeless if parents[code] not in parents or _in_circle(code, parents)}
        # Leaving out a known unit's row may give the rest a home again; else all of it goes at once.
        out = sorted(causes) if any(code in known for code in causes) else homeless
        reasons = {code: _reason(table[code], parents) for code in out}
        for code, reason in reasons.items():
            bad.append(_bad(table.pop(code), reason))
            parents.pop(code)
            if code in known:
                parents[code] = known[code].parent_code


def _homeless(table: Mapping[str, UnitRow], parents: Mapping[str, str]) -> list[str]:
    """Return the codes of rows whose chain of parents does not end at the unit imported into, or is too long."""
    depths: dict[str, int | None] = {"": 0}
    for code in table:
        chain: list[str] = []
        at = code
        while at not in depths:
            chain.append(at)
            depths[at] = None  # met again on the same walk: a circle
            at = parents.get(at, at)
        depth = depths[at]
        for step in reversed(chain):
            depth = None if depth is None or depth >= MOST_DEPTH else depth + 1
            depths[step] = depth
    return [code for code in table if depths[code] is None]


def _in_circle(code: str, parents: Mapping[str, str]) -> bool:
    at = code
    for _step in range(MOST_DEPTH + 1):
        at = parents.get(at, "")
        if at == code or not at:
            return at == code
    return False


def _reason(row: UnitRow, parents: Mapping[str, str]) -> str:
    if row.parent_code not in parents:
        return _("no unit has the parent code “%(code)s”") % {"code": row.parent_code}
    if _in_circle(row.code, parents):
        return _("the unit would lie below itself")
    if _hangs_on_nothing(row.code, parents):
        return _("a unit above it was left out")
    return _("the tree would be deeper than 60 levels")


def _hangs_on_nothing(code: str, parents: Mapping[str, str]) -> bool:
    """Whether the chain of parents ends at a code that is not there, or in a circle, within the deepest tree."""
    met: set[str] = set()
    at: str | None = code
    while at and at not in met and len(met) <= MOST_DEPTH:
        met.add(at)
        at = parents.get(at)
    return at is None or at in met


def _depth(code: str, parents: Mapping[str, str]) -> int:
    depth = 0
    while code:
        code, depth = parents[code], depth + 1
    return depth


def _differs(row: UnitRow, unit: KnownUnit) -> bool:
    return (
        row.name != unit.name
        or (row.level is not None and row.level != unit.level)
        or (row.time_zone is not None and row.time_zone != unit.time_zone)
        or (bool(row.region_code) and row.region_code != unit.region_code)
    )


def _bad(row: UnitRow, reason: str) -> BadRow:
    return BadRow(line=row.line, label=row.code, reason=reason)
