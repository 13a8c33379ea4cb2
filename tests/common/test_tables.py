"""One bad line of a table never eats the rest."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.common.tables import NoTable, decode, read_csv


def rows(text: str) -> list[tuple[int, list[str] | None]]:
    return [(row.line, None if row.broken else row.cells) for row in read_csv(text)]


def test_an_unclosed_mark_spoils_its_own_line_only() -> None:
    assert rows('a,b\n"Satu,https://satu.example\nDua,https://dua.example\n"Tiga",https://tiga.example') == [
        (1, ["a", "b"]),
        (2, None),
        (3, ["Dua", "https://dua.example"]),
        (4, ["Tiga", "https://tiga.example"]),
    ]


def test_two_unclosed_marks_do_not_hide_what_lies_between_them() -> None:
    text = 'a,b\n"Satu,https://satu.example\nDua,https://dua.example\nTiga",https://tiga.example\nEmpat,x'
    assert [line for line, cells in rows(text) if cells] == [1, 3, 5]


def test_rows_without_addresses_are_not_eaten_either() -> None:
    text = 'a;b;c\n"Harian Satu;;cetak\nHarian Dua";;cetak\nHarian Tiga;;cetak'
    assert [line for line, cells in rows(text) if cells] == [1, 4]


def test_a_cell_may_run_over_lines() -> None:
    text = 'a,b\r\n"Kabar\r\n""Serayu"", Banyumas",x\r\ny,"z\n\nz"\r\n'
    assert rows(text) == [(1, ["a", "b"]), (2, ['Kabar\n"Serayu", Banyumas', "x"]), (4, ["y", "z\n\nz"])]


def test_a_heading_with_an_unclosed_mark_still_names_the_columns() -> None:
    assert rows('"a,b\n1,2') == [(1, ["a", "b"]), (2, ["1", "2"])]


def test_the_delimiter_may_be_said() -> None:
    assert rows("sep=|\na|b\n1|2") == [(2, ["a", "b"]), (3, ["1", "2"])]


def test_marks_inside_a_cell_are_kept_when_they_pair() -> None:
    assert rows('a,b\nRadio "Suara" FM,1\n27" TV,2') == [(1, ["a", "b"]), (2, ['Radio "Suara" FM', "1"]), (3, None)]


@pytest.mark.parametrize("text", ["", "\n\n", ";;;\n;;;", ' "" \n'])
def test_nothing_in_nothing_out(text: str) -> None:
    assert rows(text) == []


@given(st.lists(st.lists(st.text("ab \"'.;x", max_size=6), min_size=3, max_size=3), max_size=8))
def test_what_the_standard_library_writes_comes_back(table: list[list[str]]) -> None:
    kept = [["k", "l", "m"], *([cell.strip() for cell in row] for row in table if any(c.strip(' ";') for c in row))]
    buffer = io.StringIO()
    csv.writer(buffer, quoting=csv.QUOTE_ALL).writerows(kept)
    assert [cells for _line, cells in rows(buffer.getvalue())] == kept


@given(st.text(st.sampled_from('a"\n,; \r\t'), max_size=80))
def test_whatever_comes_each_line_is_told_once_and_in_order(text: str) -> None:
    lines = [line for line, _cells in rows(text)]
    assert lines == sorted(set(lines))


@pytest.mark.parametrize("content", [b"\0\1\2", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1"])
def test_bytes_that_are_no_text(content: bytes) -> None:
    with pytest.raises(NoTable):
        decode(content)
