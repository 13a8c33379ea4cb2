"""What can be watched behind a web page: the feeds it names, those it links to, and where outlets usually keep them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import urljoin

from lxml.html import HtmlElement

from kentongan.engine.collect.sitemap import parse_sitemap
from kentongan.engine.collect.tree import MAX_PAGE_BYTES, absolute, base_of, parse_page, site_of, words_of

MAX_CANDIDATES: Final = 20

_FEED_TYPES = {
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "text/xml",
    "application/xml",
    "application/json",
}
_SURE_TYPES = {"application/rss+xml", "application/atom+xml", "application/feed+json"}
_FEED_ADDRESS = re.compile(r"(?:^|[/.=_-])(?:rss|feeds?|atom)(?:[/.?&=_-]|\d|$)|\.(?:rss|atom|rdf)$", re.IGNORECASE)
_SITEMAP_ADDRESS = re.compile(r"sitemap[^/]*\.xml|/sitemap", re.IGNORECASE)
_COMMENTS = re.compile(r"comment|komentar|replies", re.IGNORECASE)
_USUAL: tuple[tuple[str, Literal["feed", "sitemap"]], ...] = (
    ("/feed", "feed"),
    ("/rss", "feed"),
    ("/sitemap-news.xml", "sitemap"),
    ("/news-sitemap.xml", "sitemap"),
    ("/sitemap_news.xml", "sitemap"),
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that may be watched. `guessed` ones are not named on the page and may not exist."""

    url: str
    kind: Literal["feed", "sitemap"]
    title: str = ""
    guessed: bool = False


def discover(content: bytes, *, url: str) -> list[Candidate]:
    """The addresses behind a page, likeliest first: named in its head, linked in its body, then the usual guesses.

    Also takes an index of sitemaps and gives the sitemaps in it, news ones first. Nothing is fetched here.
    """
    if len(content) > MAX_PAGE_BYTES:
        return []
    if content[:500].lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"<?xml", b"<sitemapindex")):
        children = parse_sitemap(content, url=url).children
        if children:
            return [Candidate(child.url, "sitemap") for child in children[:MAX_CANDIDATES]]
    tree = parse_page(content)
    found: dict[str, Candidate] = {}
    if tree is not None:
        base = base_of(tree, url)
        for candidate in [*_named(tree, base), *_linked(tree, base, url)]:
            found.setdefault(candidate.url, candidate)
    for path, kind in _USUAL:
        guess = absolute(path, urljoin(url, "/"))
        if guess:
            found.setdefault(guess, Candidate(guess, kind, guessed=True))
    # Feeds of comments last: they are feeds, but not of articles.
    return sorted(found.values(), key=_is_comments)[:MAX_CANDIDATES]


def _is_comments(candidate: Candidate) -> bool:
    return bool(_COMMENTS.search(f"{candidate.url} {candidate.title}"))


def _named(tree: HtmlElement, base: str) -> list[Candidate]:
    named = []
    for element in tree.iter("link"):
        relations = (element.get("rel") or "").lower().split()
        kind = (element.get("type") or "").lower().split(";")[0].strip()
        href = absolute(element.get("href") or "", base)
        if not href or not {"alternate", "feed"} & set(relations) or kind not in _FEED_TYPES:
            continue
        # WordPress names its REST answers as application/json alternates: those are no feeds.
        if kind in _SURE_TYPES or _FEED_ADDRESS.search(href):
            named.append(Candidate(href, "feed", " ".join((element.get("title") or "").split())[:200]))
    return named


def _linked(tree: HtmlElement, base: str, url: str) -> list[Candidate]:
    linked: list[Candidate] = []
    site = site_of(url)
    for element in tree.iter("a"):
        href = absolute(element.get("href") or "", base)
        if not href or site_of(href) != site:
            continue
        path = href.split("://", 1)[1].partition("/")[2]
        if _SITEMAP_ADDRESS.search(href):
            linked.append(Candidate(href, "sitemap", words_of(element, 200)[:200]))
        elif _FEED_ADDRESS.search("/" + path) or words_of(element, 40).lower() in {"rss", "rss feed", "atom", "feed"}:
            linked.append(Candidate(href, "feed", words_of(element, 200)[:200]))
        if len(linked) >= MAX_CANDIDATES:
            break
    return linked
