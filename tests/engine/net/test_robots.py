"""robots.txt as a value."""

from __future__ import annotations

import pytest

from kentongan.engine.net.robots import MAX_ROBOTS_BYTES, RobotsRules

TEXT = b"""\xef\xbb\xbfUser-agent: *
Disallow: /admin
Allow: /admin/berita
Disallow: /*?s=
Crawl-delay: 2.5

User-agent: Kentongan
Disallow: /rahasia

Sitemap: https://kabar.example/sitemap.xml
"""


@pytest.mark.parametrize(
    ("path", "agent", "allowed"),
    [
        ("/admin/x", "Lain", False), ("/admin/berita/1", "Lain", True), ("/cari?s=a", "Lain", False),
        ("/", "Lain", True),
        ("/admin/x", "Kentongan", True), ("/rahasia", "Kentongan", False),
    ],
)  # fmt: skip
def test_longest_rule_of_the_own_group_counts(path: str, agent: str, allowed: bool) -> None:
    assert RobotsRules.parse(TEXT).allowed(f"https://kabar.example{path}", agent) is allowed


def test_names_delay_and_sitemaps() -> None:
    rules = RobotsRules.parse(TEXT)
    assert rules.crawl_delay("Lain") == 2.5
    assert rules.crawl_delay("Kentongan") is None
    assert rules.sitemaps == ("https://kabar.example/sitemap.xml",)
    assert RobotsRules.parse("User-agent: *\nCrawl-delay: 99999999").crawl_delay("x") == 86_400


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False), (503, False)])
def test_a_missing_file_allows_and_a_broken_server_forbids(status: int, allowed: bool) -> None:
    assert RobotsRules.from_status(status).allowed("https://kabar.example/", "Kentongan") is allowed


@pytest.mark.parametrize("junk", [b"", b"\x00\xff" * 1000, b"<html>no</html>", b"Disallow: /" * 100_000])
def test_junk_allows(junk: bytes) -> None:
    rules = RobotsRules.parse(junk)
    assert rules.allowed("https://kabar.example/a", "Kentongan")
    assert len(rules.text) <= MAX_ROBOTS_BYTES
