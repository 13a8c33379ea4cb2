"""Sitemaps, news sitemaps, indexes of sitemaps."""

from __future__ import annotations

import gzip
import time
from datetime import datetime
from pathlib import Path

import pytest

from kentongan.engine.collect.sitemap import EMPTY, IS_INDEX, MAX_SITEMAP_BYTES, NO_SITEMAP, TOO_BIG, parse_sitemap
from kentongan.engine.text.dates import WIB

DATA = Path(__file__).parents[2] / "data" / "feeds"
INDEX = b"""<sitemapindex>
<sitemap><loc>https://serayu.example/sitemap-2023.xml</loc><lastmod>2023-12-31</lastmod></sitemap>
<sitemap><loc>https://serayu.example/sitemap-2024.xml</loc><lastmod>2024-10-09T15:22:00+07:00</lastmod></sitemap>
<sitemap><loc>https://serayu.example/sitemap-news.xml</loc></sitemap>
<sitemap><loc>ftp://serayu.example/x</loc></sitemap></sitemapindex>"""


@pytest.mark.parametrize("pack", [lambda content: content, gzip.compress], ids=["plain", "gzip"])
def test_reads_a_news_sitemap(pack) -> None:
    feed = parse_sitemap(
        pack((DATA / "sitemap-news.xml").read_bytes()), url="https://serayu.example/sitemap-news.xml"
    ).feed
    assert feed.error is None
    news, plain = feed.items
    assert news.title == "Jalan rusak & jembatan diperbaiki"
    assert news.id == news.link == "https://serayu.example/berita/101/jalan-rusak"
    assert news.published == datetime(2024, 10, 9, 15, 22, tzinfo=WIB)
    assert (plain.link, plain.title, plain.published) == ("https://serayu.example/berita/102/harga-beras", "", None)


def test_an_index_lists_its_sitemaps_news_first_then_newest() -> None:
    sitemap = parse_sitemap(INDEX)
    assert sitemap.feed.error == IS_INDEX
    assert [child.url.rsplit("/", 1)[1] for child in sitemap.children] == [
        "sitemap-news.xml",
        "sitemap-2024.xml",
        "sitemap-2023.xml",
    ]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", EMPTY),
        (b"kabar", NO_SITEMAP),
        (b"<rss/>", NO_SITEMAP),
        (b"\x1f\x8bbroken", NO_SITEMAP),
        (gzip.compress(b"\0" * (MAX_SITEMAP_BYTES + 1)), TOO_BIG),
    ],
    ids=["empty", "text", "feed", "broken gzip", "bomb"],
)
def test_says_in_plain_words_what_is_no_sitemap(content: bytes, error: str) -> None:
    assert parse_sitemap(content).feed.error == error


def test_entities_are_not_expanded() -> None:
    started = time.process_time()
    bomb = (DATA / "bomb.xml").read_bytes().split(b"]>")[0].replace(b"DOCTYPE rss", b"DOCTYPE urlset")
    sitemap = parse_sitemap(bomb + b"]><urlset><url><loc>https://x.example/&g;&x;</loc></url></urlset>")
    assert time.process_time() - started < 10
    assert all(len(item.link) < 100 for item in sitemap.feed.items)
