"""What can be watched behind a page."""

from __future__ import annotations

from pathlib import Path

from kentongan.engine.collect import discover

DATA = Path(__file__).parents[2] / "data"
URL = "https://serayu.example/berita/101/jalan-rusak"


def test_named_feeds_first_then_linked_then_guessed_and_comments_last() -> None:
    found = discover((DATA / "pages" / "berita.html").read_bytes(), url=URL)
    assert [
        (candidate.url.removeprefix("https://serayu.example"), candidate.kind, candidate.guessed) for candidate in found
    ] == [
        ("/rss/terbaru.xml", "feed", False),
        ("/sitemap-news.xml", "sitemap", False),
        ("/feed", "feed", True),
        ("/rss", "feed", True),
        ("/news-sitemap.xml", "sitemap", True),
        ("/sitemap_news.xml", "sitemap", True),
        ("/comments/feed/", "feed", False),
    ]
    assert found[0].title == "Kabar Serayu"


def test_an_index_of_sitemaps_gives_its_sitemaps() -> None:
    index = b"<?xml version='1.0'?><sitemapindex><sitemap><loc>https://serayu.example/a-news.xml</loc></sitemap></sitemapindex>"
    assert [candidate.url for candidate in discover(index, url=URL)] == ["https://serayu.example/a-news.xml"]


def test_where_nothing_is_named_only_guesses_remain() -> None:
    for content in (b"", b"\x00\xff", b"<html></html>"):
        assert all(candidate.guessed for candidate in discover(content, url=URL))
    assert discover(b"x", url="mailto:a@b") == []
