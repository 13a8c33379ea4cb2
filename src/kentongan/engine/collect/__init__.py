"""Collecting: what a source says, whatever its kind, as one `Feed` value. One door for all kinds."""

from __future__ import annotations

from typing import Literal

from kentongan.engine.collect.candidates import Candidate, discover
from kentongan.engine.collect.feed import MAX_FEED_BYTES, TOO_BIG, parse_feed
from kentongan.engine.collect.links import parse_index
from kentongan.engine.collect.sitemap import parse_sitemap, unpack
from kentongan.engine.types import Feed

__all__ = ["Candidate", "SourceKind", "collect", "discover"]

SourceKind = Literal["feed", "sitemap", "index"]


def collect(content: bytes, *, url: str, content_type: str = "", kind: str = "feed") -> Feed:
    """Read what a source answered at `url`; `kind` is `feed`, `sitemap` or `index`. Never raises for `content`.

    `content_type` is the HTTP header. An unreadable answer has `error` in one fixed plain sentence, and no items.
    Raises ValueError for a kind that does not exist.
    """
    if kind == "sitemap":
        return parse_sitemap(content, url=url).feed
    if kind == "index":
        return parse_index(content, url=url)
    if kind != "feed":
        raise ValueError(f"no such kind of source: {kind}")
    plain = unpack(content, MAX_FEED_BYTES)
    return Feed(error=TOO_BIG) if plain is None else parse_feed(plain, url=url, content_type=content_type)
