"""Reading an office's old releases out of the files that offices keep: CSV, XLSX, JSON Lines.

A bad row is named with its line and what is wrong; every good row is kept. Bytes in, rows out.
"""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

import openpyxl
from django.utils.translation import gettext as _

from kentongan.common.errors import ActionError
from kentongan.common.tables import DELIMITERS, NoTable, decode
from kentongan.engine.text.dates import parse_indonesian_datetime
from kentongan.newsroom.rules.richtext import clean_body

NUMBER_LENGTH, TITLE_LENGTH, UNIT_LENGTH = 100, 300, 200  # as the columns of the tables
BODY_LENGTH = 400_000  # a long annual report
MOST_UNPACKED = 4 * 1024**3  # of a workbook
EARLIEST = datetime(1945, 8, 17, tzinfo=UTC)
CLOCKS_DIFFER = timedelta(minutes=5)

# Heading in small letters -> our name for the column. Indonesian and English as offices write them.
_COLUMNS = {
    "number": "number nomor no no. nomor_rilis nomor_siaran_pers nomor_surat release_number",
    "title": "title judul headline judul_rilis judul_siaran_pers",
    "body": "body isi teks text naskah content konten isi_rilis isi_siaran_pers",
    "published_at": "published_at published tanggal date terbit tanggal_terbit tgl waktu_terbit",
    "unit": "unit unit_kerja satker satuan_kerja work_unit biro",
}
COLUMNS = {alias: name for name, aliases in _COLUMNS.items() for alias in aliases.split()}
REQUIRED = ("number", "title", "body", "published_at")


@dataclass(frozen=True, slots=True)
class ArchiveRow:
    """One old release. `body` is sanitised HTML, as in `rules.content.Content`; `unit` a name or code, or empty."""

    line: int
    number: str
    title: str
    body: str
    published_at: datetime
    unit: str = ""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was left out, and why, for the person who wrote it."""

    line: int
    what: str
    reason: str


class _Bad(Exception):
    """What is wrong with a row; the message is for the person who wrote it."""


def read_archive(content: bytes, *, zone: tzinfo, now: datetime) -> Iterator[ArchiveRow | BadRow]:
    """Yield the rows of a file in order; what the file is shows in its content, not in its name.

    Args:
        content: CSV (UTF-8, UTF-16, Windows-1252; comma, semicolon or tab), XLSX (first sheet), JSON Lines or a JSON
            list of objects. Columns: number, title, body, published_at, and if wanted unit; Indonesian names do too.
        zone: of times that name none.
        now: nothing published after it is taken.

    Raises:
        ActionError: the file is none of these, or the needed columns are missing.
    """
    start = content[:200].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")
    if start.startswith(b"PK\x03\x04"):
        cells = _xlsx(content)
    elif start.startswith((b"{", b"[")):
        cells = _json(content)
    else:
        cells = _csv(content)
    for line, row in cells:
        if isinstance(row, str):
            yield BadRow(line, "", row)
            continue
        try:
            yield _row(line, row, zone, now)
        except _Bad as bad:
            what = _one_line(str(row.get("number") or row.get("title") or ""))
            yield BadRow(line, what[:80], str(bad))


# --- one row ---------------------------------------------------------------------------------------------------------


def _row(line: int, cells: Mapping[str, Any], zone: tzinfo, now: datetime) -> ArchiveRow:
    number = _short(cells, "number", NUMBER_LENGTH, _("the number"))
    title = _short(cells, "title", TITLE_LENGTH, _("the headline"))
    body = _text(cells.get("body"))
    if not body.strip():
        raise _Bad(_("Missing: %(what)s.") % {"what": _("the body")})
    if len(body) > BODY_LENGTH:
        raise _Bad(_("The body is longer than we take: %(length)s letters.") % {"length": len(body)})
    unit = _one_line(_text(cells.get("unit")))
    if len(unit) > UNIT_LENGTH:
        raise _Bad(_("Too long: %(what)s.") % {"what": _("the unit")})
    return ArchiveRow(line, number, title, body_of(body), _when(cells.get("published_at"), zone, now), unit)


def _short(cells: Mapping[str, Any], name: str, most: int, what: str) -> str:
    text = _one_line(_text(cells.get(name)))
    if not text:
        raise _Bad(_("Missing: %(what)s.") % {"what": what})
    if len(text) > most:
        raise _Bad(_("Too long: %(what)s.") % {"what": what})
    return text


def _text(value: Any) -> str:
    """A cell as text: whole numbers of workbooks without their “.0”; without what no database stores."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, str | int | float):
        raise _Bad(_("A cell holds something other than text."))
    text = str(value).replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _when(value: Any, zone: tzinfo, now: datetime) -> datetime:
    if isinstance(value, datetime):
        when: datetime | None = value
    elif isinstance(value, date):
        when = datetime(value.year, value.month, value.day, tzinfo=zone)
    else:
        text = _one_line(_text(value))
        if not text:
            raise _Bad(_("Missing: %(what)s.") % {"what": _("the date of publication")})
        when = _iso(text) or parse_indonesian_datetime(text, zone=zone)
    if when is None:
        raise _Bad(_("This is no date we can read: “%(text)s”.") % {"text": _one_line(_text(value))[:40]})
    when = when if when.tzinfo else when.replace(tzinfo=zone)
    if when > now + CLOCKS_DIFFER:
        raise _Bad(_("The date of publication lies in the future. The archive holds what was published."))
    if when < EARLIEST:
        raise _Bad(_("The date of publication lies too far back."))
    return min(when, now).astimezone(UTC)


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


# --- the body --------------------------------------------------------------------------------------------------------

_TAGS = re.compile(r"<(?:p|br|div|ul|ol|li|table|h[1-6]|strong|b|em|i|a|blockquote)\b[^<>]*>", re.IGNORECASE)
_GAP = re.compile(r"\n[ \t\xa0]*\n\s*")


def body_of(text: str) -> str:
    """Return a body as sanitised HTML: what is HTML already is cleaned, plain text becomes paragraphs.

    Blank lines part paragraphs; where there are none, every line is a paragraph of its own.
    """
    if _TAGS.search(text):
        return clean_body(text)
    text = text.strip()
    parts = _GAP.split(text) if _GAP.search(text) else text.split("\n")
    paragraphs = (html.escape(part.strip(), quote=False).replace("\n", "<br>") for part in parts)
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs if paragraph)


# --- the files -------------------------------------------------------------------------------------------------------

_Cells = Iterator[tuple[int, Mapping[str, Any] | str]]  # line, and cells by column, or what is wrong


def _names(heading: Sequence[Any]) -> list[str]:
    """Our names of the columns, "" for those we do not read. Raises ActionError where a needed one is missing."""
    names: list[str] = []
    for cell in heading:
        name = COLUMNS.get(re.sub(r"[\s_]+", "_", str(cell or "").strip("*: \ufeff").casefold()), "")
        names.append("" if name in names else name)
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        found = ", ".join(filter(None, (_one_line(str(cell or "")) for cell in heading)))
        raise ActionError(
            _(
                "The first line must name the columns number, title, body and published_at (or nomor, judul, isi, "
                "tanggal). Missing: %(missing)s. It reads: %(found)s"
            )
            % {"missing": ", ".join(missing), "found": found[:200]},
            field="file",
        )
    return names


def _json(content: bytes) -> _Cells:
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
        try:
            rows = json.loads(content.decode("utf-8-sig", "replace"))
        except (ValueError, RecursionError):
            raise ActionError(_("This file begins as JSON but cannot be read as JSON."), field="file") from None
        for number, row in enumerate(rows, 1):
            yield number, _named(row)
        return
    for number, raw in enumerate(io.BytesIO(content.removeprefix(b"\xef\xbb\xbf")), 1):
        if not raw.strip():
            continue
        try:
            row = json.loads(raw.decode("utf-8", "strict"))
        except (ValueError, RecursionError):
            yield number, _("This line is no JSON object.")
            continue
        yield number, _named(row)


def _named(row: Any) -> Mapping[str, Any] | str:
    if not isinstance(row, dict):
        return _("This line is no JSON object.")
    named: dict[str, Any] = {}
    for key, value in row.items():
        name = COLUMNS.get(re.sub(r"[\s_]+", "_", str(key).strip().casefold()))
        if name and name not in named:
            named[name] = value
    return named


def _xlsx(content: bytes) -> _Cells:
    damaged = _("This workbook (XLSX) is damaged and cannot be read.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            unpacked = sum(part.file_size for part in package.infolist())
        rows = _sheet(content) if unpacked <= MOST_UNPACKED else iter(())
    except Exception:  # noqa: BLE001 - openpyxl raises anything on damaged workbooks
        raise ActionError(damaged, field="file") from None
    if unpacked > MOST_UNPACKED:
        raise ActionError(_("This workbook unpacks to more than we take."), field="file")
    names: list[str] | None = None
    while True:
        try:
            number, row = next(rows)
        except StopIteration:
            break
        except Exception:  # noqa: BLE001 - as above; what was read so far is kept
            yield 0, damaged
            break
        if not any(cell is not None and str(cell).strip() for cell in row):
            continue
        if names is None:
            names = _names(row)
        else:
            yield number, {name: cell for name, cell in zip(names, row, strict=False) if name}
    if names is None:
        raise ActionError(_("No row could be found in this file."), field="file")


def _sheet(content: bytes) -> Iterator[tuple[int, tuple[Any, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    return enumerate(book.worksheets[0].iter_rows(values_only=True), 1)


def _csv(content: bytes) -> _Cells:
    try:
        text = decode(content)
    except NoTable:
        raise ActionError(
            _("This is not a list we can read. It should be CSV, XLSX or JSON Lines."), field="file"
        ) from None
    reader = _CsvReader(text)
    if not reader.names:
        raise ActionError(_("No row could be found in this file."), field="file")
    yield from reader.rows()


class _CsvReader:
    """A table whose cells run over many lines (RFC 4180), read so that one bad row does not eat the next.

    `common.tables` takes a cell of a few lines only, which no body is. Here a row ends where its marks say; where they
    do not fit, the row is given up and reading goes on at the next line that begins a whole row with a date in it.
    """

    _QUOTED = re.compile(r'[ \t]*"([^"]*+(?:""[^"]*+)*+)"[ \t]*')
    _YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d[/.-]\d")

    def __init__(self, text: str) -> None:
        self._text = text.replace("\r\n", "\n").replace("\r", "\n")
        hint = re.match(r"\s*sep=(.)[ \t]*\n", self._text)
        self._at = hint.end() if hint else len(self._text) - len(self._text.lstrip())
        heading = self._text[self._at : self._text.find("\n", self._at) + 1 or None]
        self._delimiter = hint[1] if hint else max(DELIMITERS, key=heading.count)
        self._plain = re.compile(rf"[^{re.escape(self._delimiter)}\n]*+")
        self._line = self._text.count("\n", 0, self._at) + 1
        cells, end = self._cells(self._at)
        self.names = _names(cells or heading.replace('"', "").strip().split(self._delimiter)) if heading.strip() else []
        self._go(end if cells else self._next_line(self._at))

    def rows(self) -> _Cells:
        while self._at < len(self._text):
            line = self._line
            cells, end = self._cells(self._at)
            if cells is not None and not any(cell.strip() for cell in cells):
                self._go(end)
                continue
            if problem := self._problem(cells):
                yield line, problem
                self._go(self._next_start())
                continue
            yield line, {name: cell for name, cell in zip(self.names, cells or [], strict=False) if name}
            self._go(end)

    def _problem(self, cells: list[str] | None) -> str:
        if cells is None:
            return _("A quotation mark in this row is not closed or stands in the wrong place.")
        if len(cells) < len(REQUIRED) or any(cell.strip() for cell in cells[len(self.names) :]):
            counts = {"cells": len(cells), "columns": len(self.names)}
            return _("Cells in this row: %(cells)s; columns in the first line: %(columns)s.") % counts
        return ""

    def _next_start(self) -> int:
        """Where the next whole row begins: a line whose marks fit and that has a date where the date belongs."""
        at = self._next_line(self._at)
        where = self.names.index("published_at")
        while at < len(self._text):
            cells, _end = self._cells(at)
            if (
                cells is not None
                and not self._problem(cells)
                and where < len(cells)
                and self._YEAR.search(cells[where])
            ):
                return at
            at = self._next_line(at)
        return at

    def _next_line(self, at: int) -> int:
        return self._text.find("\n", at) + 1 or len(self._text)

    def _go(self, to: int) -> None:
        self._line += self._text.count("\n", self._at, to)
        self._at = to

    def _cells(self, at: int) -> tuple[list[str] | None, int]:
        """The cells of the row at `at` and where it ends; None where its quotation marks do not fit."""
        text, delimiter = self._text, self._delimiter
        cells: list[str] = []
        while True:
            quoted = self._QUOTED.match(text, at)
            if quoted:
                cells.append(quoted[1].replace('""', '"') if '""' in quoted[1] else quoted[1])
                at = quoted.end()
            else:
                plain = self._plain.match(text, at)
                cell = plain[0] if plain else ""
                if cell.lstrip().startswith('"'):
                    return None, at
                cells.append(cell)
                at += len(cell)
            if not text.startswith(delimiter, at):
                break
            at += 1
        if at < len(text) and text[at] != "\n":
            return None, at
        return cells, at + 1
