"""Feeds of every kind into one value."""

from __future__ import annotations

import calendar
import io
import json
import os
import re
import tarfile
import time
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest

from kentongan.engine.collect.feed import (
    DAMAGED,
    EMPTY,
    MAX_ATTRIBUTES,
    MAX_FEED_BYTES,
    MAX_ITEMS,
    MAX_MARKS,
    NO_FEED,
    NO_JSON_FEED,
    NOT_JSON,
    TOO_BIG,
    WEB_PAGE,
    parse_feed,
)
from kentongan.engine.text.dates import WIB
from kentongan.engine.text.markup import line_from_html
from kentongan.engine.types import Feed

DATA = Path(__file__).parents[2] / "data" / "feeds"


def read(name: str) -> bytes:
    return (DATA / name).read_bytes()


def test_reads_rss_as_an_indonesian_outlet_writes_it() -> None:
    feed = parse_feed(read("serayu.xml"), url="https://serayu.example/rss")
    assert (feed.title, feed.error, len(feed.items)) == ("Kabar Serayu & Sekitarnya", None, 3)
    first, second, third = feed.items
    assert first.id == "serayu-101"
    assert first.title == "Bupati: Jalan rusak & jembatan diperbaiki bulan ini"
    assert first.link == "https://serayu.example/berita/101/jalan-rusak-diperbaiki"
    assert first.summary == "Perbaikan dimulai pekan depan.\n\nAnggaran Rp 1,5 miliar."
    assert first.published == datetime(2024, 10, 9, 15, 22, tzinfo=WIB)
    assert first.authors == ("Siti Rahma",)
    assert second.title == "Harga beras < Rp 15.000 di lima pasar"
    assert second.id == second.link == "https://serayu.example/berita/102/harga-beras"
    assert second.published == datetime(2024, 10, 9, 1, tzinfo=UTC)
    assert (third.link, third.published) == ("", None)
    assert third.id.startswith("sha256:")
    assert third.id == parse_feed(read("serayu.xml")).items[2].id


def test_without_an_address_the_feed_s_own_is_the_base() -> None:
    assert parse_feed(read("serayu.xml")).items[0].link == "https://serayu.example/berita/101/jalan-rusak-diperbaiki"


def test_reads_atom() -> None:
    (item,) = parse_feed(read("atom.xml")).items
    assert item.title == "Warga gotong royong bersihkan kali"
    assert item.link == "https://tirta.example/arsip/2024/gotong-royong.html"
    assert item.summary == "Ratusan warga turun ke kali."
    assert item.published == datetime(2024, 10, 8, 23, 30, tzinfo=UTC)
    assert item.authors == ("Budi Santoso",)


def test_reads_json_feed() -> None:
    feed = parse_feed(read("feed.json"))
    assert (feed.title, feed.error, len(feed.items)) == ("Balai Warga", None, 2)
    first, second = feed.items
    assert (first.id, first.link) == ("42", "https://balai.example/kabar/42")
    assert first.title == "Musyawarah desa & hasilnya"
    assert first.content == "Hasil musyawarah.\n\nKedua."
    assert first.authors == ("Ani Lestari",)
    assert first.published == datetime(2024, 10, 9, 15, 22, tzinfo=WIB)
    assert second.content == "Catatan singkat tanpa judul: 3 < 5"
    assert second.published == datetime(2024, 10, 9, tzinfo=UTC)


def test_a_bomb_stays_small_and_reads_no_files() -> None:
    started = time.perf_counter()
    feed = parse_feed(read("bomb.xml"))
    assert time.perf_counter() - started < 2
    assert sum(len(item.title) for item in feed.items) < 10_000
    assert "root:" not in feed.title + "".join(item.title for item in feed.items)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_tag_with_absurdly_many_attributes_is_refused(encoding: str) -> None:
    def feed(count: int) -> Feed:
        attributes = " ".join(f"a{at}='>'" for at in range(count))
        text = "a='b' " * MAX_ATTRIBUTES
        head = f'<?xml version="1.0" encoding="{encoding}"?>'
        markup = f"{head}<rss {attributes} version='2.0'><channel><title>A</title><x>{text}</x></channel></rss>"
        return parse_feed(markup.encode(encoding))

    assert feed(MAX_ATTRIBUTES).error == TOO_BIG
    assert feed(MAX_ATTRIBUTES // 2) == Feed(title="A")


def test_reads_other_encodings() -> None:
    feed = parse_feed(read("latin1.xml"))
    assert (feed.title, feed.items[0].title) == ("Café Kopi", "Harga £10")
    utf16 = (
        '<?xml version="1.0" encoding="utf-16"?><rss version="2.0"><channel><title>Kabar “pagi”</title></channel></rss>'
    )
    assert parse_feed(utf16.encode("utf-16")).title == "Kabar “pagi”"
    wrong = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Café</title></channel></rss>'
    assert parse_feed(wrong.encode("latin-1")).title == "Café"
    undeclared = "<rss><channel><title>Как пережить новогоднюю ночь и не опоздать на работу</title></channel></rss>"
    assert parse_feed(undeclared.encode("koi8-r")).title.startswith("Как пережить")
    latin = "<rss><channel><title>Menteri: “Harga £10” – simulações</title></channel></rss>"
    assert parse_feed(latin.encode("cp1252")).title == "Menteri: “Harga £10” – simulações"


def test_keeps_what_came_before_the_break() -> None:
    feed = parse_feed(read("putus.xml"))
    assert feed.error is None
    assert feed.items[0].title == "Butir pertama utuh"


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", EMPTY),
        (b" \n\xef\xbb\xbf", EMPTY),
        (b"kabar pagi", NO_FEED),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, NO_FEED),
        (b"{broken", NOT_JSON),
        (b"[" * 100_000, NOT_JSON),
        (b'{"a": 1}', NO_JSON_FEED),
        (b'{"version": "https://jsonfeed.org/version/1", "items": 5}', NO_JSON_FEED),
        (b"x" * (MAX_FEED_BYTES + 1), TOO_BIG),
        (b"<rss>" * (MAX_MARKS + 1), TOO_BIG),
    ],
    ids=range(10),
)
def test_says_in_plain_words_what_is_no_feed(content: bytes, error: str) -> None:
    feed = parse_feed(content)
    assert (feed.error, feed.items) == (error, ())


def test_says_that_a_page_is_no_feed() -> None:
    assert parse_feed(read("halaman.html")).error == WEB_PAGE
    assert parse_feed(b"<?xml version='1.0'?>\n<!-- x -->\n<HTML><body/></HTML>").error == WEB_PAGE


def test_an_empty_feed_is_no_error() -> None:
    feed = parse_feed(b'<rss version="2.0"><channel><title>Sepi</title></channel></rss>')
    assert (feed.title, feed.items, feed.error) == ("Sepi", (), None)
    assert DAMAGED  # the sentence for a feed of which nothing could be read


def test_bounds_the_number_of_items() -> None:
    many = b"".join(b"<item><title>%d</title></item>" % number for number in range(MAX_ITEMS + 10))
    assert len(parse_feed(b'<rss version="2.0"><channel>' + many + b"</channel></rss>").items) == MAX_ITEMS


def test_writes_no_control_characters_and_no_lone_surrogates() -> None:
    content = json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "a\u0000\ud800", "title": "b\u0007\udfff"}]}
    )
    (item,) = parse_feed(content.encode()).items
    assert (item.id, item.title) == ("a\ufffd", "b\ufffd")


@pytest.mark.whole
@pytest.mark.parametrize(
    "piece",
    [
        b"<",
        b"<a ",
        b"&",
        b"<item>",
        b"<![CDATA[",
        b"<!--",
        b"<a b='",
        b"<?",
        b"<!DOCTYPE a [",
        b"</a>",
        b"<item><title>&lt;div&gt;",
        b"era" * 16_000 + b"\xc3(",
    ],
)
def test_hostile_repetition_costs_bounded_time(piece: bytes) -> None:
    content = b'<rss version="2.0"><channel>' + piece * (50_000 // len(piece))
    started = time.process_time()
    parse_feed(content)
    assert time.process_time() - started < 8


# --- beside feedparser, on its own tests ------------------------------------------------------------------------------


def corpus() -> Path:
    root = Path(os.environ.get("KENTONGAN_CORPUS", Path(__file__).parents[3].parent / "shared" / "data")) / "feeds"
    if not root.exists():
        pytest.skip(f"no shared data at {root}")
    return root


def members(archive: str) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(corpus() / archive) as tar:
        for member in tar:
            file = tar.extractfile(member) if member.isfile() else None
            if file is not None:
                yield member.name, file.read()


# Fields where this reader knows better, each with its reason.
BETTER = {
    "atom10_feed_entry_link_href_invalid_space_prefix.xml": "a link without the space before it",
    "item_content_encoded_script_nested_cdata.xml": "the rest of an empty script is gone too",
    "gulp-atom.atom": "a relative link made absolute by the feed's own address",
}


def losses(name: str, content: bytes) -> list[tuple[str, Any, Any]]:
    """Fields that feedparser has and we lack or say otherwise; texts compared without markup and spacing."""
    headers = {
        key.decode().lower(): value.decode("latin-1").strip()
        for key, value in re.findall(rb"^Header:\s+([\w-]+):(.*?)$", content[:3000], re.MULTILINE)
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = feedparser.parse(io.BytesIO(content), response_headers=headers)
    ours = parse_feed(content, url=headers.get("content-location"), content_type=headers.get("content-type"))
    found: list[tuple[str, Any, Any]] = [
        ("title", theirs.feed.get("title"), ours.title),
        ("count", len(theirs.entries), len(ours.items)),
    ]
    for entry, item in zip(theirs.entries, ours.items, strict=False):
        found += [("title", entry.get("title"), item.title), ("summary", entry.get("summary"), item.summary)]
        found += [("link", entry.get("link", ""), item.link), ("id", entry.get("id") or item.id, item.id)]
        parsed = dict.get(entry, "published_parsed")
        if parsed:
            found.append(("published", calendar.timegm(parsed), item.published and int(item.published.timestamp())))
        found.append(("author", bool(entry.get("author")), bool(entry.get("author") and item.authors)))
    return [row for row in found if not same(row[1], row[2])]


def same(theirs: Any, ours: Any) -> bool:
    if not isinstance(theirs, str):
        return (theirs or "") == (ours or "")
    return line_from_html(theirs) in {ours, " ".join(ours.split()), line_from_html(ours)}


def is_markup_test(name: str) -> bool:
    # feedparser's sanitiser leaves the text of half-open scripts standing; here it is gone with the script.
    return "_crazy" in name


@pytest.mark.whole
@pytest.mark.corpus
@pytest.mark.parametrize(
    "archive",
    ["feedparser_tests.tar.gz", "gofeed_testdata.tar.gz", "rss_parser_tests.tar.gz", "miniflux_testdata.tar.gz"],
)
def test_loses_nothing_that_feedparser_gets_right(archive: str) -> None:
    lost = {}
    for name, content in members(archive):
        if name.endswith((".json", ".html")) or is_markup_test(name) or Path(name).name in BETTER:
            continue
        found = losses(name, content)
        if found:
            lost[name] = found
    assert lost == {}


@pytest.mark.corpus
def test_reads_the_json_feeds_of_gofeed() -> None:
    files = dict(members("gofeed_testdata.tar.gz"))
    checked = 0
    for name, content in files.items():
        if "/json/" not in name or not name.endswith(".json") or "translator" in name or "invalid" in name:
            continue
        raw = json.loads(content)
        feed = parse_feed(content)
        assert (feed.title, len(feed.items)) == (line_from_html(raw.get("title", "")), len(raw.get("items") or [])), (
            name
        )
        for row, item in zip(raw.get("items") or [], feed.items, strict=True):
            assert item.title == line_from_html(row.get("title", "")), name
            assert item.link == (row.get("url") or row.get("external_url") or ""), name
        checked += 1
    assert checked > 3


def test_a_link_that_runs_something_is_dropped_and_told() -> None:
    links = ("javascript:alert(1)", "DATA:text/html,x", "https://serayu.example/1", "", "mailto:a@serayu.example")
    xml = "".join(f"<item><title>x</title><link>{link}</link></item>" for link in links)
    rss = parse_feed(f"<rss version='2.0'><channel><title>y</title>{xml}</channel></rss>".encode())
    rows = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [{"url": link} for link in links]})
    for feed in (rss, parse_feed(rows.encode())):
        assert [item.unsafe for item in feed.items] == [True, True, False, False, False]
        assert [item.link for item in feed.items][:3] == ["", "", "https://serayu.example/1"]
