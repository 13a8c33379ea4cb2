"""Lists from elsewhere: good rows are kept, bad ones are named with their line and reason."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest
from tests.factories.accounts import make_member, make_unit

from kentongan.accounts.choices import Role
from kentongan.audit.models import Entry
from kentongan.common.errors import ActionError, NotAllowed
from kentongan.sources.actions import import_sources
from kentongan.sources.models import Outlet, Source

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 23, 12, tzinfo=UTC)


@pytest.fixture
def take() -> Any:
    unit = make_unit()
    by = make_member(unit, Role.PR_COORDINATOR)
    return lambda content: import_sources(
        content=content if isinstance(content, bytes) else content.encode(), unit=unit, by=by, now=NOW
    )


def workbook(rows: list[list[object]]) -> bytes:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(buffer)
    return buffer.getvalue()


def test_a_table_in_indonesian(take: Any) -> None:
    report = take(
        "\ufeffNama Media;Alamat;Jenis;Domain;Grup;Wilayah\r\n"
        "Kabar Serayu;https://serayu.example/rss;daring;serayu.example;Grup Nusa;33\r\n"
        "Harian Muara;;cetak;;;\r\n"
        "\r\n"
        "Warta Nusa;ftp://nusa.example/rss;daring;;;\r\n"
        ";;;;;\r\n"
        "Radio Muara;https://radio.example/rss;kapal;;;\r\n"
        "Kabar Serayu;https://serayu.example/rss2;daring;serayu.example;;\r\n"
    )
    assert (report.outlets, report.sources, report.known) == (2, 2, 0)
    assert [(row.line, row.what) for row in report.rejected] == [
        (5, "ftp://nusa.example/rss"),
        (7, "https://radio.example/rss"),
    ]
    serayu = Outlet.objects.get(domain="serayu.example")
    assert (serayu.name, serayu.group, serayu.region_code, serayu.sources.count()) == (
        "Kabar Serayu",
        "Grup Nusa",
        "33",
        2,
    )
    assert Outlet.objects.get(name="Harian Muara").kind == "print"
    assert Entry.objects.get().action == "sources.list_imported"


def test_the_same_list_twice_adds_nothing(take: Any) -> None:
    table = "outlet,url,jenis\nKabar Serayu,https://serayu.example/rss,\nHarian Muara,,koran\n"
    take(table)
    report = take(table)
    assert (report.outlets, report.sources, report.known, report.rejected) == (0, 0, 2, [])


def test_opml_of_a_feed_reader(take: Any) -> None:
    report = take(
        '<?xml version="1.0"?>\n<opml version="2.0"><body><outline text="Berita">\n'
        '<outline type="rss" text="Kabar Serayu" xmlUrl="https://serayu.example/rss"/>\n'
        '<outline type="rss" title="Rusak" xmlUrl="bukan alamat"/>\n'
        '<outline text="map"/><outline type="rss" text="Tanpa alamat"/></outline></body></opml>'
    )
    assert (report.sources, [row.line for row in report.rejected]) == (1, [4, 5])
    assert Source.objects.get().outlet.name == "Kabar Serayu"


def test_entities_of_an_opml_are_not_followed(take: Any) -> None:
    bomb = '<!DOCTYPE opml [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml><body><outline text="&a;" xmlUrl="https://a.example/&a;"/></body></opml>'
    take(bomb)
    assert not Outlet.objects.filter(name__contains="root").exists()
    assert not Source.objects.filter(url__contains="root").exists()


def test_a_workbook(take: Any) -> None:
    report = take(workbook([["Outlet", "URL"], ["Kabar Serayu", "serayu.example/rss"], [None, None], [7, "tidak"]]))
    assert (report.sources, [row.line for row in report.rejected]) == (1, [4])
    assert Source.objects.get().url == "https://serayu.example/rss"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01\x02",
        b"<html><body>halo</body></html>",
        b"<opml",
        b"PK\x03\x04 rusak",
        b"kolom;lain\n1;2\n",
        b"outlet\nKabar Serayu\n",
        b"outlet,url\n" + b"a,\n" * 5_001,
        b"x" * (5 * 1024 * 1024 + 1),
    ],
    ids=["empty", "binary", "html", "cut-opml", "cut-zip", "no-heading", "no-address-column", "too-many", "too-big"],
)
def test_what_is_no_list_is_refused_whole(take: Any, content: bytes) -> None:
    with pytest.raises(ActionError):
        take(content)
    assert not Outlet.objects.exists()


def test_each_bad_row_is_named_and_eats_no_other(take: Any) -> None:
    report = take(
        "outlet,url,jenis\n"
        "Kabar Satu,https://satu.example/rss,daring\n"
        '"Kabar Dua,https://dua.example/rss,daring\n'
        'Kabar Tiga,https://tiga.example/rss,"daring\n'
        "Kabar Empat,https://empat.example/rss,cetak\n"
        "Kabar Lima,https://lima.example/rss\n"
        "Kabar Enam,https://enam.example/rss,daring,lebih\n"
        "Kabar Tujuh,,daring\n"
        "Kabar Delapan,ftp://delapan.example/rss,daring\n"
        "Kabar Sembilan,redaksi@sembilan.example,daring\n"
        "Kabar Sepuluh,https://sepuluh.example/rss,kapal selam\n"
        ",,\n"
        '"Kabar\nSebelas",https://sebelas.example/rss,tv,\n'
        "Kabar Akhir,https://akhir.example/rss,TELEVISI\n"
    )
    quote = "A quotation mark in this row is not closed or stands in the wrong place."
    assert [(row.line, row.reason) for row in report.rejected] == [
        (3, quote),
        (4, quote),
        (6, "Cells in this row: 2; columns in the first line: 3."),
        (7, "Cells in this row: 4; columns in the first line: 3."),
        (8, "The address is missing. Only print, TV and radio can do without."),
        (9, "“ftp://delapan.example/rss” is not a web address."),
        (10, "“redaksi@sembilan.example” is not a web address."),
        (11, "“kapal selam” is not a kind of outlet we know."),
    ]
    assert report.rejected[0].what == '"Kabar Dua,https://dua.example/rss,daring'
    assert set(Outlet.objects.values_list("name", "kind")) == {
        ("Kabar Satu", "online"),
        ("Kabar Empat", "print"),
        ("Kabar Sebelas", "tv"),
        ("Kabar Akhir", "tv"),
    }
    assert Entry.objects.get().data == {"outlets": 4, "sources": 4, "rejected": 8}


def test_a_list_of_bad_rows_alone_is_told_row_by_row(take: Any) -> None:
    report = take('outlet;url\n"Kabar' + "x" * 200_000 + '\n"\nKabar;bukan alamat\n')
    assert [(row.line, len(row.what)) for row in report.rejected] == [(2, 120), (4, 12)]
    assert not Outlet.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_as_spreadsheets_save_it(take: Any, encoding: str, delimiter: str) -> None:
    rows = [["Nama Media", "Alamat"], ["Kabar Café", "https://serayu.example/rss"]]
    take("\r\n".join(delimiter.join(row) for row in rows).encode(encoding))
    assert Source.objects.get().outlet.name == "Kabar Café"


def test_an_opml_that_was_cut_off_says_so(take: Any) -> None:
    whole = '<opml><body>\n<outline text="A" xmlUrl="https://a.example/rss"/>\n<outline text="B" xml'
    report = take(whole.encode())
    assert (report.sources, [row.line for row in report.rejected]) == (1, [3])
    assert "ends early" in report.rejected[0].reason


def test_a_damaged_row_spoils_itself_alone(take: Any) -> None:
    report = take(b"outlet,url\nA,https://a.example/rss\nB\0,https://b.example/rss\nC,https://c.example/rss\n")
    assert (report.sources, [row.line for row in report.rejected]) == (2, [3])


def test_opml_in_utf_16(take: Any) -> None:
    text = '<?xml version="1.0" encoding="utf-16"?><opml><outline text="A" xmlUrl="https://a.example/rss"/></opml>'
    assert take(text.encode("utf-16")).sources == 1


def test_cells_beyond_the_heading_of_a_workbook_are_named(take: Any) -> None:
    report = take(workbook([["Outlet", "URL"], ["A", "a.example/rss", "x"], ["B", "b.example/rss", None]]))
    assert (report.sources, [row.line for row in report.rejected]) == (1, [2])


@pytest.mark.whole
def test_as_many_rows_as_we_take(take: Any) -> None:
    rows = [f"Kabar {n},https://kabar{n}.example/rss" if n % 10 else f'"Kabar {n},rusak' for n in range(5_000)]
    report = take("outlet,url\n" + "\n".join(rows))
    assert (report.outlets, report.sources, len(report.rejected)) == (4_500, 4_500, 500)


def test_a_workbook_that_unpacks_too_far_is_refused(take: Any) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b"0" * (101 * 1024 * 1024))
    with pytest.raises(ActionError):
        take(buffer.getvalue())


def test_only_who_manages_may_import() -> None:
    unit = make_unit()
    with pytest.raises(NotAllowed):
        import_sources(content=b"outlet\nA\n", unit=unit, by=make_member(unit, Role.STAFF), now=NOW)
