"""Tables as offices keep them (CSV), read so that one bad line never eats the rest.

`csv` of the standard library takes all that follows an unclosed quotation mark for one cell: a single mistyped line
hides thousands of good ones. Here a cell may run over several lines (RFC 4180, section 2, rule 6) only where it closes
soon, the row then has the right number of cells, and no line inside it is a row of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST_LINES = 12  # of one row whose cells hold line breaks
DELIMITERS = ",;\t"
EMPTY = f'{DELIMITERS} \xa0"'  # what a row without a word holds
_BREAK = re.compile(r"\r\n|\n|\r")
_HINT = re.compile(r"sep=(.)", re.IGNORECASE)  # what Excel writes to say which delimiter follows
_OPENING = re.compile(' *"')
_CLOSING = re.compile(r'([^"]*+(?:""[^"]*+)*+)" *')
_ADDRESS = re.compile(r"(?:https?://|www\.)\S|^[\w-]+(?:\.[\w-]+)+/\S", re.IGNORECASE)


class NoTable(Exception):
    """These bytes are no text at all."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it begins on, and its cells; none, with `broken`, where its quotation marks do not fit."""

    line: int
    cells: list[str]
    text: str
    broken: bool = False

    @property
    def holds_nul(self) -> bool:
        """Whether a NUL stands in it, which no database keeps: such a row is damaged."""
        return "\0" in self.text or any("\0" in cell for cell in self.cells)


def decode(content: bytes) -> str:
    """Return the text of a file as offices save them: UTF-8, UTF-16 (Excel's "Unicode text") or Windows-1252.

    Raises NoTable for what is no text.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", "replace")
    elif _mostly_zero(content[1:200:2]):
        text = content.decode("utf-16-le", "replace")  # without its mark
    elif _mostly_zero(content[:200:2]):
        text = content.decode("utf-16-be", "replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", "replace")
    # A few damaged places spoil their rows alone; bytes that are no text are full of NULs, or begin with them.
    if text.count("\0") > max(1, len(text) // 100) or "\0" in _BREAK.split(text, maxsplit=1)[0]:
        raise NoTable
    return text.removeprefix("\ufeff")


def _mostly_zero(half: bytes) -> bool:
    return half.count(0) > 0.8 * len(half)


def read_csv(text: str) -> Iterator[Row]:
    """Yield the rows of a table, its heading first; lines without a word are passed over.

    The delimiter is the one that the heading holds most of. The heading says how many cells a row has.
    """
    lines = _BREAK.split(text)
    at, delimiter, width = 0, "", 0
    if hint := _HINT.fullmatch(lines[0].strip()):
        at, delimiter = 1, hint[1]
    while at < len(lines):
        line = lines[at]
        if not line.strip(EMPTY):
            at += 1
            continue
        delimiter = delimiter or max(DELIMITERS, key=line.count)
        cells, used = _row(lines, at, delimiter, width)
        if cells is None and not width:
            cells = line.replace('"', "").split(delimiter)  # a heading holds names; its quotation marks say nothing
        yield Row(at + 1, cells or [], line, broken=cells is None)
        width = width or len(cells or [])
        at += used


def _row(lines: list[str], at: int, delimiter: str, width: int) -> tuple[list[str] | None, int]:
    """The cells of the row that begins at `lines[at]`, None where its marks do not fit, and how many lines it took."""
    cells, used = _cells(lines[at], delimiter)
    if cells is None and used:
        cells, used = _cells("\n".join(lines[at : at + MOST_LINES]), delimiter)
        misfits = cells is not None and width and (len(cells) < width or any(cells[width:]))
        if cells and (misfits or any(_ate_a_row(cell, delimiter, width) for cell in cells)):
            cells = None
    return cells, used if cells else 1


def _ate_a_row(cell: str, delimiter: str, width: int) -> bool:
    """Whether a cell over several lines took in a row: one of its lines is as wide as one, or holds an address."""
    return "\n" in cell and any(
        line.count(delimiter) >= max(width - 1, 2)
        or (delimiter in line and any(_ADDRESS.search(part.strip(' "')) for part in line.split(delimiter)))
        for line in cell.split("\n")
    )


def _cells(text: str, delimiter: str) -> tuple[list[str] | None, int]:
    """The cells of the row that `text` begins with, and its lines.

    None and 0 where a quotation mark stands in a wrong place; None and 1 where one is open at the end of `text`.
    """
    plain = re.compile(rf"[^{re.escape(delimiter)}\n]*")
    cells: list[str] = []
    at, more = 0, True
    while more:
        quoted = _OPENING.match(text, at)
        if quoted:
            closing = _CLOSING.match(text, quoted.end())
            if closing is None:
                return None, 1
            cells.append(closing[1].replace('""', '"'))
        else:
            closing = plain.match(text, at)
            if closing is None or closing[0].count('"') % 2:
                return None, 0
            cells.append(closing[0])
        at = closing.end() + 1
        more = text.startswith(delimiter, at - 1)
    if at <= len(text) and text[at - 1] != "\n":
        return None, 0
    return cells, text.count("\n", 0, at - 1) + 1
