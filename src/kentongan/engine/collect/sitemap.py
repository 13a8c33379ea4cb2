"""Sitemaps (https://www.sitemaps.org/protocol.html) with Google's news extension, and indexes of sitemaps."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime, tzinfo

from lxml import etree

from kentongan.engine.collect.tree import absolute
from kentongan.engine.text.dates import WIB, parse_indonesian_datetime
from kentongan.engine.text.markup import line_from_html
from kentongan.engine.types import Feed, FeedItem

MAX_SITEMAP_BYTES = 50 * 1024 * 1024  # the protocol's own limit, unpacked
MAX_ITEMS = 5_000

TOO_BIG = "The sitemap is too big."
EMPTY = "The sitemap is empty."
NO_SITEMAP = "This is not a sitemap."
IS_INDEX = "This is a list of sitemaps. Choose one of them."

_NEWS = "http://www.google.com/schemas/sitemap-news/"


@dataclass(frozen=True, slots=True)
class SitemapRef:
    """A sitemap named in an index of sitemaps."""

    url: str
    changed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap says: articles in `feed`, or, for an index, the sitemaps it lists in `children` (newest first)."""

    feed: Feed
    children: tuple[SitemapRef, ...] = ()


def parse_sitemap(content: bytes, *, url: str | None = None, zone: tzinfo = WIB) -> Sitemap:
    """Read a sitemap, plain or gzipped; never raises. News sitemaps give title and time, plain ones neither.

    A plain `lastmod` is no time of publication (old articles are touched every day) and is left out.
    """
    unpacked = unpack(content, MAX_SITEMAP_BYTES)
    if unpacked is None or len(unpacked) > MAX_SITEMAP_BYTES:
        return Sitemap(Feed(error=TOO_BIG))
    if not unpacked.strip():
        return Sitemap(Feed(error=EMPTY))
    root = _root(unpacked)
    kind = etree.QName(root).localname if root is not None and isinstance(root.tag, str) else ""
    if root is None or kind not in {"urlset", "sitemapindex"}:
        return Sitemap(Feed(error=NO_SITEMAP))
    if kind == "sitemapindex":
        return Sitemap(Feed(error=IS_INDEX), _children(root, url or "", zone))
    items = (_item(node, url or "", zone) for node in _named(root, "url", MAX_ITEMS))
    return Sitemap(Feed(items=tuple(item for item in items if item.link)))


def unpack(content: bytes, limit: int) -> bytes | None:
    """Gzipped content unpacked up to `limit` bytes (None beyond); anything else as it is."""
    if not content.startswith(b"\x1f\x8b"):
        return content
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        plain = unpacker.decompress(content, limit + 1)
    except zlib.error:
        return content
    return plain if len(plain) <= limit else None


def _root(content: bytes) -> etree._Element | None:
    # No entities from the document (billion laughs), none from elsewhere (files, network), no unbounded depth.
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(content, parser)
    except (etree.LxmlError, ValueError):
        return None


def _named(parent: etree._Element, name: str, limit: int) -> list[etree._Element]:
    # By local name: outlets forget the namespace, or write it with https.
    found = (child for child in parent if isinstance(child.tag, str) and etree.QName(child).localname == name)
    return [child for child, _ in zip(found, range(limit), strict=False)]


def _value(node: etree._Element, *names: str) -> str:
    for child in node.iter():
        if isinstance(child.tag, str) and etree.QName(child).localname in names and _belongs(child):
            text = "".join(child.itertext()).strip()
            if text:
                return text
    return ""


def _belongs(child: etree._Element) -> bool:
    # `image:title` and `image:loc` stand in the same entry and are not the article's.
    namespace = etree.QName(child).namespace or ""
    return "image" not in namespace and "video" not in namespace


def _item(node: etree._Element, base: str, zone: tzinfo) -> FeedItem:
    link = absolute(_value(node, "loc"), base)
    title = line_from_html(_value(node, "title")[:5_000])[:2_000]
    when = _value(node, "publication_date")
    return FeedItem(
        id=link,
        title=title,
        link=link,
        summary="",
        published=parse_indonesian_datetime(when, zone=zone) if when else None,
    )


def _children(root: etree._Element, base: str, zone: tzinfo) -> tuple[SitemapRef, ...]:
    refs = []
    for node in _named(root, "sitemap", MAX_ITEMS):
        url = absolute(_value(node, "loc"), base)
        if url:
            refs.append(SitemapRef(url, parse_indonesian_datetime(_value(node, "lastmod"), zone=zone)))
    newest_first = sorted(refs, key=lambda ref: ref.changed.timestamp() if ref.changed else 0.0, reverse=True)
    return tuple(sorted(newest_first, key=lambda ref: "news" not in ref.url.lower()))
