"""Sitemaps (sitemaps.org 0.9) and the news sitemap of search engines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from xml.sax.saxutils import escape

from kentongan.newsroom.exports.addresses import absolute, release_path
from kentongan.newsroom.models import Publication

MOST = 5_000
"""Addresses in one file; the format allows ten times that, a reader waits for less."""
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def sitemap_index(paths: Iterable[str]) -> str:
    rows = "".join(f"<sitemap><loc>{escape(absolute(path))}</loc></sitemap>\n" for path in paths)
    return f"{_HEAD}<sitemapindex {_SPACE}>\n{rows}</sitemapindex>\n"


def sitemap(pages: Iterable[str], rows: Iterable[Publication], slug: str) -> str:
    """Return the addresses of `pages` (paths) and of editions with the day they were last changed."""
    urls = [f"<url><loc>{escape(absolute(path))}</loc></url>\n" for path in pages]
    urls += [
        f"<url><loc>{escape(absolute(release_path(row, slug)))}</loc>"
        f"<lastmod>{row.publish_at.isoformat()}</lastmod></url>\n"
        for row in rows
    ]
    return f"{_HEAD}<urlset {_SPACE}>\n{''.join(urls)}</urlset>\n"


def news_sitemap(rows: Iterable[Publication], slug: str, name: str) -> str:
    """Return the editions of the last two days, as news search asks for them."""
    urls = "".join(
        f"<url><loc>{escape(absolute(release_path(row, slug)))}</loc><news:news><news:publication>"
        f"<news:name>{escape(name)}</news:name><news:language>{row.language}</news:language></news:publication>"
        f"<news:publication_date>{_time(row.publish_at)}</news:publication_date>"
        f"<news:title>{escape(row.title)}</news:title></news:news></url>\n"
        for row in rows
    )
    space = f'{_SPACE} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    return f"{_HEAD}<urlset {space}>\n{urls}</urlset>\n"


def _time(at: datetime) -> str:
    return at.replace(microsecond=0).isoformat()
