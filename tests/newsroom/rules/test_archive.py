from __future__ import annotations

import io
import json
from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.common.errors import ActionError
from kentongan.newsroom.rules.archive import ArchiveRow, BadRow, body_of, read_archive
from kentongan.newsroom.rules.content import body_blocks

WIB = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 11, 24, tzinfo=UTC)
HEAD = "number,title,body,published_at,unit\n"


def read(content: bytes | str) -> list[ArchiveRow | BadRow]:
    return list(read_archive(content.encode() if isinstance(content, str) else content, zone=WIB, now=NOW))


def test_a_table_as_offices_keep_it() -> None:
    rows = read(
        "Nomor;Judul;Isi;Tanggal;Unit Kerja\n"
        '119/HM;Loket pulih;"Alinea satu, dengan ""kutipan"".\n\nAlinea dua; selesai.";24 Feb 2025 07.00 WITA;Biro\n'
        "120/HM;Jadwal;Satu baris;2025-03-01;\n"
    )

    assert rows == [
        ArchiveRow(
            2,
            "119/HM",
            "Loket pulih",
            '<p>Alinea satu, dengan "kutipan".</p><p>Alinea dua; selesai.</p>',
            datetime(2025, 2, 23, 23, 0, tzinfo=UTC),
            "Biro",
        ),
        ArchiveRow(5, "120/HM", "Jadwal", "<p>Satu baris</p>", datetime(2025, 2, 28, 17, 0, tzinfo=UTC)),
    ]


def test_json_lines_and_lists() -> None:
    row = {"number": 7, "title": "T", "body": "B", "published_at": "2025-01-02T03:04:05Z", "unit": None}
    expected = [ArchiveRow(1, "7", "T", "<p>B</p>", datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC))]

    assert read(json.dumps(row)) == expected
    assert read(f"\ufeff{json.dumps(row)}\n\n") == expected
    assert read(json.dumps([row])) == expected


def test_a_workbook() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["No.", "Judul", "Isi", "Tanggal"])
    sheet.append([12, "Judul satu", "Isi\n\nlagi", datetime(2024, 5, 6, 7, 8)])  # noqa: DTZ001 - as workbooks hold it
    sheet.append([None, None, None, None])
    sheet.append(["13", "Judul dua", "Isi", "salah"])
    file = io.BytesIO()
    book.save(file)

    good, bad = read(file.getvalue())

    assert isinstance(good, ArchiveRow)
    assert (good.line, good.number, good.published_at) == (2, "12", datetime(2024, 5, 6, 0, 8, tzinfo=UTC))
    assert isinstance(bad, BadRow)
    assert (bad.line, bad.what) == (4, "13")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",T,B,2025-01-01,", "nomor"),
        ("1,,B,2025-01-01,", "judul"),
        ("1,T,  ,2025-01-01,", "isi"),
        ("1,T,B,,", "tanggal"),
        ("1,T,B,31 Februari 2020,", "31 Februari 2020"),
        ("1,T,B,2099-01-01,", "masa depan"),
        ("1,T,B,1911-01-01,", "masa lalu"),
        (f"1,{'x' * 301},B,2025-01-01,", "judul"),
        (f"{'9' * 101},T,B,2025-01-01,", "nomor"),
        ("1,T,B,2025-01-01,u,lebih", "6"),
        ("1,T", "2"),
        ('1,T,"B" x,2025-01-01,', "kutip"),
    ],
)
def test_a_bad_row_is_named_and_the_next_is_read(row: str, reason: str) -> None:
    bad, good = read(f"{HEAD}{row}\n2,T,B,2025-01-01,\n")

    assert isinstance(bad, BadRow)
    assert bad.line == 2
    assert isinstance(good, ArchiveRow)
    assert (good.line, good.number) == (3, "2")


def test_an_open_quotation_mark_eats_no_other_row() -> None:
    rows = read(
        HEAD + '1,T,"terbuka\n\nmasih isi\n,2025-01-01,\n' + '2,T,"isi\n\ndua",2025-01-02,\n' + "3,T,isi,2025-01-03,\n"
    )

    assert [(type(row).__name__, row.line) for row in rows] == [("BadRow", 2), ("ArchiveRow", 6), ("ArchiveRow", 9)]


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01\x02\x00", b"hello", b"number,title\n1,2\n", b"[1,", b"PK\x03\x04broken", "só título".encode()],
)
def test_what_is_no_list_is_refused(content: bytes) -> None:
    with pytest.raises(ActionError):
        read(content)


def test_lines_that_are_no_objects() -> None:
    rows = read('{"number": "1"}\nbukan json\n[1]\n{"title": {"a": 1}}\n')

    assert [(type(row).__name__, row.line) for row in rows] == [("BadRow", at) for at in (1, 2, 3, 4)]


def test_letters_no_database_stores() -> None:
    (row,) = read('{"number":"1\\u0000","title":"a\\ud800b","body":"x","published_at":"2025-01-01"}')

    assert isinstance(row, ArchiveRow)
    assert (row.number, row.title) == ("1", "a\ufffdb")


def test_marks_are_cleaned_and_plain_text_is_kept_as_it_stands() -> None:
    assert (
        body_of("<p onclick=x>Halo <script>alert(1)</script><b>dunia</b></p>") == "<p>Halo <strong>dunia</strong></p>"
    )
    assert body_of("a < b & c\nbaris dua") == "<p>a &lt; b &amp; c</p><p>baris dua</p>"
    assert body_of("* satu\n* dua\n\n_tiga_") == "<p>* satu<br>* dua</p><p>_tiga_</p>"


@given(st.text(max_size=200))
def test_plain_text_keeps_its_words(text: str) -> None:
    if "<" in text or not text.strip():
        return
    said = " ".join(block.text for block in body_blocks(body_of(text)))

    assert said.split() == text.split()


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with suppress(ActionError):
        read(HEAD.encode() + content)
