"""The fast way for clean feeds says what feedparser says, or leaves the feed to it."""

from __future__ import annotations

import os
import re
import tarfile
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.environment import tries

from kentongan.engine.collect.clean import read_clean
from kentongan.engine.collect.feed import by_feedparser, parse_feed

CORPUS = Path(os.environ.get("KENTONGAN_CORPUS", "../shared/data"))
ARCHIVES = (
    "feeds/feedparser_tests",
    "feeds/gofeed_testdata",
    "feeds/rss_parser_tests",
    "feeds/miniflux_testdata",
    "feed_items_2025/rss_rebuilt",
)

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:lain="https://lain.example/ns">
<channel><title>Kabar Serayu</title><link>https://serayu.example/</link>
<atom:link href="https://serayu.example/rss" rel="self" type="application/rss+xml"/>{items}</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Kabar Serayu</title><id>https://serayu.example/</id>{items}</feed>"""


def rss(items: str) -> bytes:
    return RSS.format(items=items).encode()


def both(content: bytes, url: str | None = "https://serayu.example/rss") -> None:
    """The feed is clean, and both ways agree on it."""
    assert read_clean(content, url=url) is not None
    assert parse_feed(content, url=url) == by_feedparser(content, url=url)


def test_reads_what_outlets_write() -> None:
    content = rss(
        "<item><title>Harga beras &amp;amp; cabai</title><link>https://serayu.example/1</link>"
        '<guid isPermaLink="false">serayu-1</guid><pubDate>Wed, 09 Oct 2024 15:22:00 +0700</pubDate>'
        "<dc:creator><![CDATA[Siti Rahma]]></dc:creator><category>Ekonomi</category>"
        '<media:thumbnail url="https://serayu.example/1.jpg"/><lain:nomor>7</lain:nomor>'
        "<description><![CDATA[<p>Turun &amp; naik.</p><p>Kata dia.</p>]]></description>"
        "<content:encoded><![CDATA[<p>Turun &amp; naik.</p>\n<p>Lengkapnya.</p>]]></content:encoded></item>"
    )
    both(content)
    (item,) = parse_feed(content).items
    assert item.title == "Harga beras & cabai"
    assert item.published == datetime(2024, 10, 9, 8, 22, tzinfo=UTC)
    assert item.summary == "Turun & naik.\n\nKata dia."
    assert item.content == "Turun & naik.\n\nLengkapnya."
    assert item.authors == ("Siti Rahma",)


ITEM = "<item><title>x</title><link>https://serayu.example/1</link>{}</item>"


@pytest.mark.parametrize(
    "extra",
    [
        "<content:encoded>Isi</content:encoded>",
        "<content:encoded>Isi</content:encoded><description>Ringkasan</description>",
        "<description>Ringkasan</description><description>Isi</description>",
        "<description></description><content:encoded>Isi</content:encoded>",
        "<pubDate>Rabu, 09 Okt 2024 15:22 WIB</pubDate>",
        "<pubDate>Wed, 9 Oct 2024 15:22:00 GMT</pubDate>",
        "<pubDate>Wed, 31 Feb 2024 15:22:00 GMT</pubDate>",
        "<pubDate>2024-10-09 15:22:00</pubDate>",
        "<pubDate>kemarin</pubDate><dc:date>2024-10-09T15:22:00+07:00</dc:date>",
        "<author>ani@serayu.example (Ani Lestari)</author>",
        "<author>ani@serayu.example</author>",
        "<dc:creator>Ani</dc:creator><dc:creator>Budi</dc:creator><dc:creator></dc:creator>",
        "<guid>https://serayu.example/lain</guid>",
        "<description>Ã©cole caf\u00e9</description>",
        "<media:content url='a'><media:title>Foto</media:title></media:content>",
        "<source url='https://lain.example/rss'>Lain</source>",
        "<source url='https://lain.example/rss'/>",
        "<description>a<!-- sisipan -->b</description>",
        "<media:description>Foto</media:description>",
        "<description>Isi</description><media:group><media:title>x</media:title><media:description type='html'>Foto"
        "</media:description></media:group>",
        "<pubDate>Tue, 01 Oct 2019 14:30:00 PDT</pubDate>",
        "<pubDate>2024-10-09T15:22:00+07:00</pubDate>",
        "<category>a</category><comments>https://serayu.example/1#k</comments><enclosure url='a' length='1' type='b'/>",
    ],
)
def test_agrees_with_feedparser_on_each_element(extra: str) -> None:
    both(rss(ITEM.format(extra)))


@pytest.mark.parametrize(
    "extra",
    [
        "<link>https://serayu.example/2</link>",
        "<description>a</description><media:content><media:description>b</media:description><media:description>c"
        "</media:description></media:content>",
        "<title>y</title>",
        "<atom:link href='https://serayu.example/2'/>",
        "<description type='base64'>YQ==</description>",
        "<description><b>Isi</b></description>",
        "<guid>bukan-alamat</guid>",
        "<description>&#150;</description>",
        "<x xml:base='https://lain.example/'/>",
        "<description>\x7f</description>",
    ],
)
def test_leaves_to_feedparser_what_only_it_knows(extra: str) -> None:
    content = rss(ITEM.format(extra))
    assert read_clean(content) is None
    assert parse_feed(content) == by_feedparser(content)


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><channel><title>&b;</title></channel></rss>',
        b'<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd"><rss><channel><title>x</title></channel></rss>',
        b"<rss><channel><title>x</title></channel>",
        b"<rss><channel><title>&nbsp;</title></channel></rss>",
        b"<!--" + b"x" * 5000 + b"--><!DOCTYPE rss><rss><channel><title>x</title></channel></rss>",
        b"<rss><channel><title>\xff</title></channel></rss>",
        b"<rss>" + b"<a>" * 1000 + b"</a>" * 1000 + b"</rss>",
        b"",
        b"\x00",
        b"<rss/>",
        b"<feed/>",
    ],
    ids=range(11),
)
def test_declines_what_is_broken_hostile_or_not_utf_8(content: bytes) -> None:
    assert read_clean(content) is None


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1252", "utf-16", "utf-8"])
def test_other_encodings_are_turned_as_feedparser_turns_them(encoding: str) -> None:
    text = RSS.format(items=ITEM.format("<description>Caf\u00e9 \u2013 5 \u00b0C</description>"))
    content = text.replace("UTF-8", encoding).encode(encoding, "xmlcharrefreplace")
    for content_type in (None, "application/rss+xml", f"text/xml; charset={encoding}"):
        found = parse_feed(content, content_type=content_type)
        assert read_clean(content, content_type=content_type) is not None
        assert found == by_feedparser(content, content_type=content_type)
        assert found.items[0].summary == "Caf\u00e9 \u2013 5 \u00b0C"
    assert read_clean(content, content_type="text/html") is None


def test_reads_rss_1() -> None:
    content = (
        b'<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        b' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://serayu.example/rss"><title>Kabar'
        b" Serayu</title><link>https://serayu.example/</link><items><rdf:Seq><rdf:li resource='https://serayu.example/1'/></rdf:Seq>"
        b"</items></channel><image rdf:about='https://serayu.example/i'><title>Lambang</title><url>u</url></image>"
        b'<item rdf:about="https://serayu.example/1"><title>Harga beras</title><link>https://serayu.example/1?utm=a</link>'
        b"<dc:date>2024-10-09T15:22:00+07:00</dc:date><dc:creator>Ani</dc:creator></item></rdf:RDF>"
    )
    both(content)
    (item,) = parse_feed(content).items
    assert (item.id, item.link) == ("https://serayu.example/1", "https://serayu.example/1?utm=a")
    assert item.published == datetime(2024, 10, 9, 8, 22, tzinfo=UTC)


def test_reads_atom() -> None:
    entry = (
        "<entry><title type='html'>Satu &amp;amp; dua</title><link href='https://serayu.example/1'/>"
        "<link rel='replies' href='https://serayu.example/1#k'/><id>tag:serayu.example,2024:1</id>"
        "<updated>2024-10-09T15:22:00+07:00</updated><author><name>Ani</name><uri>https://x.example</uri></author>{}</entry>"
    )
    for extra in (
        "<summary>a</summary><content type='html'>&lt;p&gt;b</content>",
        "<content>b &lt; c</content>",
        "<content type='html'>b</content><summary>a</summary>",
        "<published>2024-10-08T15:22:00Z</published>",
    ):
        both(ATOM.format(items=entry.format(extra)).encode())


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=40)
ELEMENTS = st.sampled_from(
    (
        "title", "link", "guid", "description", "content:encoded", "pubDate", "dc:date", "dc:creator", "author",
        "category", "media:credit", "lain:x", "atom:updated", "source", "comments", "media:description",
    )
)  # fmt: skip
VALUES = st.one_of(
    WORDS.map(escape),
    WORDS.map(lambda text: escape(escape(f"<p>{text}</p>"))),
    st.sampled_from(
        [
            "https://serayu.example/a?b=1&amp;c=2",
            "/a/b",
            "Wed, 09 Oct 2024 15:22:00 +0700",
            "2024-10-09T15:22:00Z",
            "Rab, 09 Okt 2024 15:22",
            "",
            " x\n\n y ",
            "a@b.example (A)",
            "<![CDATA[<b>x</b> & y]]>",
            "Ã©",
        ]
    ),
)


@settings(max_examples=tries(150), deadline=None)
@given(st.lists(st.lists(st.tuples(ELEMENTS, VALUES), max_size=7), max_size=3))
def test_never_says_anything_but_what_feedparser_says(items: list[list[tuple[str, str]]]) -> None:
    content = rss(
        "".join("<item>" + "".join(f"<{name}>{value}</{name}>" for name, value in item) + "</item>" for item in items)
    )
    assert parse_feed(content, url="https://serayu.example/rss") == by_feedparser(
        content, url="https://serayu.example/rss"
    )


def sample_feeds() -> Iterator[tuple[bytes, str | None, str | None]]:
    for archive in ARCHIVES:
        with tarfile.open(CORPUS / f"{archive}.tar.gz") as tar:
            for member in tar:
                file = tar.extractfile(member) if member.isfile() else None
                if file is not None and not member.name.endswith((".json", ".html")):
                    content = file.read()
                    headers = {
                        key.decode().lower(): value.decode("latin-1").strip()
                        for key, value in re.findall(rb"^Header:\s+([\w-]+):(.*?)$", content[:3000], re.MULTILINE)
                    }
                    yield content, headers.get("content-location"), headers.get("content-type")


@pytest.mark.corpus
@pytest.mark.whole
def test_says_what_feedparser_says_on_every_sample_feed() -> None:
    if not CORPUS.is_dir():
        pytest.skip("no data at KENTONGAN_CORPUS")
    clean = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for content, url, content_type in sample_feeds():
            found = read_clean(content, url=url, content_type=content_type)
            if found is not None:
                clean += 1
                assert parse_feed(content, url=url, content_type=content_type) == by_feedparser(
                    content, url=url, content_type=content_type
                )
    assert clean > 450
