"""Articles read out of pages."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kentongan.engine.extract import canonical_url, extract_page
from kentongan.engine.extract.page import EMPTY, MAX_PAGE_BYTES, MAX_TAGS, NO_TEXT, NOT_HTML, TOO_BIG
from kentongan.engine.text.dates import WIB, WITA
from kentongan.engine.types import Page

DATA = Path(__file__).parents[2] / "data" / "pages"
URL = "https://serayu.example/berita/101/jalan-rusak"
BODY = "<p>" + "Pemerintah kabupaten memperbaiki jalan rusak di lima desa mulai pekan depan. " * 5 + "</p>"


def page(head: str = "", body: str = "", *, lang: str = "id") -> Page:
    return extract_page(
        f"<html lang={lang}><head>{head}</head><body><article>{body}{BODY * 2}</article></body></html>", url=URL
    )


def ld(fields: str) -> str:
    return f'<script type="application/ld+json">{{{fields}}}</script>'


def test_reads_an_indonesian_article_and_cuts_what_is_not_of_it() -> None:
    found = extract_page((DATA / "berita.html").read_bytes(), url=URL)
    assert found.error is None
    assert found.title == "Jalan Rusak di Lima Desa Diperbaiki Bulan Ini"
    assert found.authors == ("Siti Rahma", "Budi Santoso, S.Sos")
    assert found.published == datetime(2024, 10, 9, 15, 22, tzinfo=WITA)
    paragraphs = [line for line in found.text.split("\n\n") if line != found.title]
    assert [line.split()[0] for line in paragraphs] == ["SERAYU,", "Kepala", "Warga", "Baca"]
    for gone in (
        "ADVERTISEMENT",
        "SCROLL",
        "Jembatan Gantung",
        "Lihat juga",
        "Pasar Induk",
        "Gambas",
        "saluran",
        "Editor",
        "Hak cipta",
    ):
        assert gone not in found.text
    assert "Baca juga surat edaran bupati" in found.text


def test_what_nobody_sees_is_not_read() -> None:
    broken = "Ke&shy;men\u00adte&#8203;ri&zwnj;an \u200b Hu\ufeffkum\u202e"
    found = page(
        f"<title>{broken} membuka loket baru di lima kota</title>", f"<p>{broken} membuka loket. {'Ya. ' * 30}</p>"
    )
    assert found.title == "Kementerian Hukum membuka loket baru di lima kota"
    assert found.text.startswith("Kementerian Hukum membuka loket. Ya.")


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        (
            ld('"@type": "NewsArticle", "headline": "x", "datePublished": "2024-10-09T15:22:00+07:00"'),
            "",
            "2024-10-09T15:22:00+07:00",
        ),
        (
            ld('"@graph": [{"@type": "WebPage"}, {"@type": ["Article"], "datePublished": "2024-10-09T08:22:00Z"}]'),
            "",
            "2024-10-09T08:22:00+00:00",
        ),
        (
            '<meta property="article:published_time" content="2024-10-09T15:22:00+07:00">',
            "",
            "2024-10-09T15:22:00+07:00",
        ),
        ('<meta name="publishdate" content="2024/10/09 15:22:00">', "", "2024-10-09T15:22:00+07:00"),
        # The local clock called UTC, while readers see WIB.
        (
            '<meta property="article:published_time" content="2024-10-09T15:22:00+00:00">',
            "<div class=date>Rabu, 9 Oktober 2024 15:22 WIB</div>",
            "2024-10-09T15:22:00+07:00",
        ),
        # A day without a clock, and the clock shown.
        (
            '<meta name="date" content="2024-10-09">',
            "<time>09 Okt 2024, 15:22 WITA</time>",
            "2024-10-09T15:22:00+08:00",
        ),
        ("", "<span class='tanggal'>Rabu, 09 Okt 2024 15:22 WIB</span>", "2024-10-09T15:22:00+07:00"),
        ("", "<p>Kabar Serayu, Rabu 9 Oktober 2024 pukul 15.22 WIT</p>", "2024-10-09T15:22:00+09:00"),
        ("", "<p>Kabar Serayu | 09/10/24, 15:22 WIB</p>", "2024-10-09T15:22:00+07:00"),
        ("", "<p>Berita: 09.10.24</p>", "2024-10-09T00:00:00+07:00"),
        ("", "<p>Kuala Lumpur, 9 Ogos 2024 15:22</p>", "2024-08-09T15:22:00+07:00"),
        ("", "<p>Berlin, 9. Dezember 2024, 15:22</p>", "2024-12-09T15:22:00+07:00"),
        (
            "",
            f"<p>SERAYU, 9 Oktober 2024 - {'Warga menunggu perbaikan jalan itu. ' * 8}</p>",
            "2024-10-09T00:00:00+07:00",
        ),
        # A clock alone is no date.
        ("", "<p>Pukul 10.10.24, lalu 09.10.24 WIB</p><p>Kabar: 8 Oktober 2024</p>", "2024-10-08T00:00:00+07:00"),
    ],
)
def test_finds_the_time_of_publication(head: str, body: str, expected: str) -> None:
    found = page(head, body).published
    assert found is not None
    assert found.isoformat() == expected


def test_finds_the_day_in_an_address_that_writes_it_first() -> None:
    found = extract_page(f"<p>{BODY}", url="https://serayu.example/kabar/09-10-2024").published
    assert found == datetime(2024, 10, 9, tzinfo=WIB)


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        (
            ld('"@type": "NewsArticle", "headline": "x", "author": [{"name": "Siti Rahma"}, {"name": "Budi"}]'),
            "",
            ("Siti Rahma", "Budi"),
        ),
        (
            ld('"@type": "NewsArticle", "headline": "x", "author": {"name": "Tim Redaksi"}'),
            "<p>Reporter: Ani Lestari | Editor: Dewi</p>",
            ("Ani Lestari",),
        ),
        (ld('"@type": "NewsArticle", "headline": "x", "author": {"name": "Tim Redaksi"}'), "", ("Tim Redaksi",)),
        ('<meta name="author" content="Siti Rahma - serayuNews">', "", ("Siti Rahma",)),
        ("", "<p>Penulis: Siti Rahma, Budi Santoso dan Ani Lestari</p>", ("Siti Rahma", "Budi Santoso", "Ani Lestari")),
        ("", "<p>Laporan wartawan Kabar Serayu, Dewi Sartika</p>", ()),
        ("", "<a rel=author href=/p>Oleh Siti Rahma</a>", ("Siti Rahma",)),
        ("", "", ()),
    ],
)
def test_finds_the_authors(head: str, body: str, expected: tuple[str, ...]) -> None:
    assert page(head, body).authors == expected


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        ("<title>Harga Beras Turun - Serayu</title>", "", "Harga Beras Turun"),
        ("<title>Harga Beras Turun | Berita Kita</title>", "<h1>Harga Beras Turun</h1>", "Harga Beras Turun"),
        ("<title>Antara Hujan - dan Panas</title>", "", "Antara Hujan - dan Panas"),
        ('<meta property="og:title" content="Harga &amp;quot;Beras&amp;quot; Turun">', "", 'Harga "Beras" Turun'),
    ],
)
def test_finds_the_title(head: str, body: str, expected: str) -> None:
    assert page(head, body).title == expected


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", EMPTY),
        (b"  \n", EMPTY),
        (b"%PDF-1.7 x", NOT_HTML),
        (b"\x89PNG\r\n", NOT_HTML),
        (b"x" * (MAX_PAGE_BYTES + 1), TOO_BIG),
        (b"<p>kabar</p>" * MAX_TAGS, TOO_BIG),
        (b"<html><head><title>Kosong</title></head><body></body></html>", NO_TEXT),
    ],
    ids=range(7),
)
def test_says_in_plain_words_what_cannot_be_read(content: bytes, error: str) -> None:
    found = extract_page(content)
    assert (found.error, found.text) == (error, "")


@pytest.mark.parametrize(
    "piece",
    [
        "<div>",
        "<p><b>",
        "<table><tr><td>",
        "<!--",
        "<a href='",
        "&",
        "<",
        "<p>Baca juga: <a>x</a></p>",
        "<meta content=9/10/2024 name=date>",
        "\x00",
        "\ud800",
        "<p>kabar </p>",
        "<script>",
    ],
)
def test_broken_and_hostile_pages_never_raise_and_stay_cheap(piece: str) -> None:
    started = time.process_time()
    extract_page("<html><body>" + piece * (50_000 // len(piece)), url=URL)
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 40_000 + "kabar",
        "<div>" * 20_000 + "kabar" + "</div>" * 20_000,
        "<dl><dd>" * 20_000,
        "".join(f"<b a={number}>" for number in range(2_000)) + "<p>x" * 2_000,
        "<font size=1>" * 3_000 + "<p>x" * 3_000,
        "<svg>" + "<g>" * 40_000,
        "<div " + " ".join(f"a{number}" for number in range(20_000)) + ">kabar",
        "<p>" + "kata " * 1_000_000,
        "<p>" + "a" * 5_000_000,
        pytest.param("<br>" * 90_000, marks=pytest.mark.whole),
        pytest.param("kabar<a>" * 40_000, marks=pytest.mark.whole),
    ],
    ids=range(11),
)
def test_pages_built_to_hurt_a_parser_stay_cheap(page: str) -> None:
    started = time.process_time()
    extract_page(f"<html><body>{page}", url=URL)
    assert time.process_time() - started < 10


def test_a_page_of_fifty_megabytes_is_turned_away_at_once() -> None:
    started = time.process_time()
    assert extract_page(b"<p>kabar</p>" * 4_200_000).error == TOO_BIG
    assert time.process_time() - started < 0.5


def test_broken_metadata_does_not_hide_the_article() -> None:
    for text in (
        "{",
        "[" * 5000,
        '{"@type": 5, "author": [[["x"]]], "headline": {"a": 1}}',
        '{"@graph": {"@graph": "x"}}',
        "null",
    ):
        found = page(f'<script type="application/ld+json">{text}</script>')
        assert found.error is None
        assert "lima desa" in found.text


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252", "utf-16"])
def test_reads_other_encodings(encoding: str) -> None:
    html = (
        f"<html><head><meta charset={encoding}><title>Café “Kopi” – Serayu</title></head><body>{BODY * 3}</body></html>"
    )
    assert extract_page(html.encode(encoding)).title == "Café “Kopi” – Serayu"


def test_a_few_broken_bytes_do_not_change_the_encoding() -> None:
    html = f"<html><head><meta charset=utf-8><title>Café “Kopi”</title></head><body>{BODY * 3}é</body></html>".encode()
    assert extract_page(html[:-16] + b"\xff" + html[-16:]).title == "Café “Kopi”"


def test_a_sentence_after_an_inline_teaser_stays() -> None:
    found = page(
        "",
        f"<p><b>Baca juga: <a href=/x>Jembatan Putus</a></b> {'Warga tetap menunggu perbaikan itu. ' * 12}</p>",
    )
    assert "Jembatan Putus" not in found.text
    assert "Warga tetap menunggu" in found.text


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("<link rel=canonical href='/berita/101/jalan-rusak'>", URL),
        (
            "<link href=https://m.serayu.example/a?x=1&amp;utm_medium=b#c rel='canonical'>",
            "https://m.serayu.example/a?x=1",
        ),
        ('<meta content="https://www.serayu.example/b" property="og:url">', "https://www.serayu.example/b"),
        ("<link rel=canonical href='https://serayu.example/'>", URL),
        ("<link rel=canonical href='https://lain.example/a'>", URL),
        ("<link rel=canonical href='javascript:alert(1)'>", URL),
        ("<link rel=canonical href='http://[broken'>", URL),
        ("", URL),
    ],
)
def test_believes_a_canonical_address_only_on_its_own_site(head: str, expected: str) -> None:
    assert canonical_url(f"<html><head>{head}</head>", f"{URL}?utm_source=x&fbclid=1#top") == expected


def test_times_are_aware() -> None:
    found = page("<meta name=date content='2024-10-09 15:22'>").published
    assert found == datetime(2024, 10, 9, 15, 22, tzinfo=WIB)
    assert found.utcoffset() == timedelta(hours=7)
