"""Feeds: Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1, of one list of editions."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from django.urls import reverse

from kentongan.newsroom.exports.addresses import absolute, release_path
from kentongan.newsroom.models import Publication

_NOT_XML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535, *range(55296, 57344)))


@dataclass(frozen=True)
class Feed:
    """What a feed is of. `slug` is the institution's; paths are without host."""

    title: str
    author: str
    slug: str
    page: str
    path: str
    language: str
    now: datetime


def _xml(text: str) -> str:
    return escape(text.translate(_NOT_XML))


def _link(row: Publication, feed: Feed) -> str:
    return absolute(release_path(row, feed.slug))


def _id(row: Publication) -> str:
    # The same for all editions: readers then show a correction in the place of what it corrects.
    return absolute(reverse("newsroom:short", args=[row.short_code]))


def atom(feed: Feed, rows: Iterable[Publication]) -> str:
    rows = list(rows)
    updated = rows[0].publish_at if rows else feed.now
    entries = "".join(
        f"<entry><id>{_id(row)}</id><title>{_xml(row.title)}</title><link href={quoteattr(_link(row, feed))}/>"
        f"<published>{row.publish_at.isoformat()}</published><updated>{row.publish_at.isoformat()}</updated>"
        f"<author><name>{_xml(feed.author)}</name></author><category term={quoteattr(row.kind)}/>"
        f"<summary xml:lang={quoteattr(row.language)}>{_xml(row.lead)}</summary></entry>\n"
        for row in rows
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(feed.language)}>'
        f"<id>{absolute(feed.path)}</id><title>{_xml(feed.title)}</title><updated>{updated.isoformat()}</updated>"
        f'<link rel="self" href={quoteattr(absolute(feed.path))}/><link href={quoteattr(absolute(feed.page))}/>'
        f"<generator>Kentongan</generator>\n{entries}</feed>\n"
    )


def rss(feed: Feed, rows: Iterable[Publication]) -> str:
    items = "".join(
        f"<item><title>{_xml(row.title)}</title><link>{_xml(_link(row, feed))}</link>"
        f'<guid isPermaLink="false">{_id(row)}</guid><pubDate>{format_datetime(row.publish_at)}</pubDate>'
        f"<description>{_xml(row.lead)}</description></item>\n"
        for row in rows
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>'
        f"<title>{_xml(feed.title)}</title><link>{_xml(absolute(feed.page))}</link>"
        f'<atom:link rel="self" type="application/rss+xml" href={quoteattr(absolute(feed.path))}/>'
        f"<description>{_xml(feed.title)}</description><language>{feed.language}</language>\n{items}</channel></rss>\n"
    )


def json_feed(feed: Feed, rows: Iterable[Publication]) -> str:
    return json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed.title,
            "home_page_url": absolute(feed.page),
            "feed_url": absolute(feed.path),
            "language": feed.language,
            "authors": [{"name": feed.author}],
            "items": [
                {
                    "id": _id(row),
                    "url": _link(row, feed),
                    "title": row.title,
                    "summary": row.lead,
                    "content_text": row.lead or row.title,
                    "date_published": row.publish_at.isoformat(),
                    "language": row.language,
                    "tags": [row.kind],
                }
                for row in rows
            ],
        },
        ensure_ascii=False,
    )
