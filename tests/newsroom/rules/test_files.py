from __future__ import annotations

import io
import zipfile

import pytest

from kentongan.common.errors import ActionError
from kentongan.newsroom.rules.files import attachment_type, plain_name


def package(*names: str, mimetype: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        if mimetype:
            made.writestr("mimetype", mimetype)
        for name in names:
            made.writestr(name, "x")
    return out.getvalue()


DOCX = package("[Content_Types].xml", "word/document.xml")
ODS = package("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet")


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", b"%PDF-1.7\n", "application/pdf"),
        ("A.PDF", b"\n%PDF-1.7\n", "application/pdf"),
        ("a.docx", DOCX, "wordprocessingml"),
        ("a.ods", ODS, "opendocument.spreadsheet"),
        ("a.csv", b"kantor;jumlah\nA;1\n", "text/csv"),
        ("a.geojson", b'{"type":"Point"}', "geo+json"),
        ("a.zip", package("a.txt"), "application/zip"),
        ("a.mp4", b"\0\0\0\x18ftypmp42", "video/mp4"),
        ("a.mp3", b"ID3\x03", "audio/mpeg"),
    ],
)
def test_bytes_that_fit_their_name(name: str, content: bytes, kind: str) -> None:
    assert kind in attachment_type(name, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"MZ\x90\0"),
        ("a.pdf", b""),
        ("a.pdf", b"<html>%PDF"),
        ("a.docx", package("a.txt")),
        ("a.xlsx", DOCX),
        ("a.docx", b"PK\x03\x04 broken"),
        ("a.docx", package("[Content_Types].xml", "word/vbaProject.bin")),
        ("a.csv", b"MZ\0\0"),
        ("a.csv", b"<script>alert(1)</script>"),
        ("a.json", b"{"),
        ("a.json", b"[" * 100_000),
        ("a.exe", b"MZ"),
        ("a.html", b"<p>"),
        ("a.svg", b"<svg/>"),
        ("a", b"x"),
        ("a.doc", bytes.fromhex("d0cf11e0a1b11ae1")),
        ("a.pdf", bytes.fromhex("d0cf11e0a1b11ae1")),
        ("a.mp4", b"\0"),
        ("a.mp3", b"\xff"),
        ("a.ods", DOCX),
        ("a.txt", b"#!/bin/sh\n"),
        ("a.zip", b"PK\x05\x06"),
    ],
)
def test_anything_else_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(ActionError):
        attachment_type(name, content)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\laporan.pdf", "laporan.pdf"),
        ("", "file"),
        ("a\0b.pdf", "a_b.pdf"),
        ("laporan\u202efdp.exe", "laporan_fdp.exe"),
        ("a" * 300 + ".pdf", "a" * 146 + ".pdf"),
        (".htaccess", "htaccess"),
        ("a\ud800.csv", "a_.csv"),
    ],
)
def test_a_name_is_only_a_name(name: str, plain: str) -> None:
    assert plain_name(name) == plain
    assert len(plain) <= 150
