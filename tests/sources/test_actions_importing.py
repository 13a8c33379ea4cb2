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
    table = "outlet,url\nKabar Serayu,https://serayu.example/rss\nHarian Muara,\n"
    take(table)
    report = take(table)
    assert (report.outlets, report.sources, report.known, report.rejected) == (0, 0, 2, [])


def test_opml_of_a_feed_reader(take: Any) -> None:
    report = take(
        '<?xml version="1.0"?>\n<opml version="2.0"><body><outline text="Berita">\n'
        '<outline type="rss" text="Kabar Serayu" xmlUrl="https://serayu.example/rss"/>\n'
        '<outline type="rss" title="Rusak" xmlUrl="bukan alamat"/>\n'
        '<outline text="tanpa alamat"/></outline></body></opml>'
    )
    assert (report.sources, [row.line for row in report.rejected]) == (1, [4])
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
        b'outlet;url\n"Kabar' + b"x" * 200_000,
        b"outlet,url\n" + b"a,\n" * 5_001,
        b"x" * (5 * 1024 * 1024 + 1),
    ],
    ids=["empty", "binary", "html", "cut-opml", "cut-zip", "no-heading", "open-quote", "too-many", "too-big"],
)
def test_what_is_no_list_is_refused_whole(take: Any, content: bytes) -> None:
    with pytest.raises(ActionError):
        take(content)
    assert not Outlet.objects.exists()


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
