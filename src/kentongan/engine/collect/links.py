"""The articles that an index page links to, for outlets without a feed.

No rule per outlet: a link earns points for what an article's address and headline look like, and loses them for what
navigation looks like. Several links to one address (picture, headline, "read on") count as one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, tzinfo
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from kentongan.engine.collect.tree import MAX_PAGE_BYTES, absolute, base_of, parse_page, site_of, words_of
from kentongan.engine.text.dates import WIB, parse_indonesian_datetime
from kentongan.engine.text.markup import clean_text
from kentongan.engine.types import Feed, FeedItem

MAX_LINKS = 20_000
MAX_ITEMS = 500
THRESHOLD = 3.0

NOT_HTML = "This is not a web page."
TOO_BIG = "The page is too big."
NO_LINKS = "No links to articles were found on this page."

_ID = re.compile(r"(?:^|[-/_.])(?:d-)?\d{5,}(?:$|[-/_.])")
_DATED = re.compile(r"/(?:19|20)\d\d/(?:0?\d|1[0-2])(?:/|$)|/(?:19|20)\d{6}(?:/|$)")
_SECTION = re.compile(
    r"/(?:tags?|topi[ck]s?|kategori|category|kanal|indeks|index|author|penulis|editor|profil|user|akun|login|register|search|cari"
    r"|about|tentang|kontak|contact|privacy|kebijakan|pedoman|redaksi|disclaimer|sitemap|rss|feed|epaper|page|live|jadwal|iklan|adv"
    r"|karir|career|faq|subscribe|langganan|newsletter|share|print)(?:[/?.-]|$)",
    re.IGNORECASE,
)
_MEDIA = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|pdf|mp[34]|zip|xml|css|js|docx?|xlsx?)$", re.IGNORECASE)
_FURNITURE = re.compile(
    r"nav|menu|footer|breadcrumb|share|social|pagination|paging|login|cookie|sponsor|banner", re.IGNORECASE
)
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_FURNITURE_TAGS = {"nav", "footer", "form", "menu"}


@dataclass(frozen=True, slots=True)
class Link:
    """A link of an index page: how much it looks like an article (`score`), its headline, the time shown beside it."""

    url: str
    title: str
    score: float
    published: datetime | None = None


def find_links(content: bytes, *, url: str, zone: tzinfo = WIB) -> list[Link]:
    """Every distinct link of a page to the same site, in page order, scored; empty for what is no page.

    A score of `THRESHOLD` or more means an article, judged by eye on index pages of Indonesian outlets.
    """
    tree = parse_page(content)
    if tree is None:
        return []
    base, site = base_of(tree, url), site_of(url)
    found: dict[str, Link] = {}
    spots: dict[str, HtmlElement] = {}
    for number, element in enumerate(tree.iter("a")):
        if number >= MAX_LINKS:
            break
        target = absolute(element.get("href") or "", base)
        if not target or site_of(target) != site or _same_page(target, url):
            continue
        title = _title(element)
        link = Link(target, title, _score(target, title, element))
        known = found.get(target)
        if known is None or (link.score, len(title)) > (known.score, len(known.title)):
            found[target] = link
            spots[target] = element
    return [_dated(link, spots[target], zone) for target, link in found.items()]


def parse_index(content: bytes, *, url: str, zone: tzinfo = WIB) -> Feed:
    """An index page as a feed: its article links in page order; `error` when it holds none."""
    if len(content) > MAX_PAGE_BYTES:
        return Feed(error=TOO_BIG)
    tree = parse_page(content)
    if tree is None:
        return Feed(error=NOT_HTML)
    title = clean_text(" ".join((tree.findtext(".//title") or "").split()))
    links = [link for link in find_links(content, url=url, zone=zone) if link.score >= THRESHOLD][:MAX_ITEMS]
    items = tuple(FeedItem(link.url, link.title, link.url, "", link.published) for link in links)
    return Feed(title=title, items=items, error=None if items else NO_LINKS)


def _same_page(target: str, url: str) -> bool:
    return target.split("?", maxsplit=1)[0].rstrip("/") == url.split("?", maxsplit=1)[0].rstrip("/")


def _title(element: HtmlElement) -> str:
    heading = next((child for child in element.iter(*_HEADINGS)), None)
    text = words_of(heading) if heading is not None else words_of(element)
    if len(text) < 15:
        # A link around a picture: the headline stands in its title or in the picture's.
        image = next(element.iter("img"), None)
        text = max(text, element.get("title") or "", (image.get("alt") or "") if image is not None else "", key=len)
    return clean_text(" ".join(text.split()))[:500]


def _score(target: str, title: str, element: HtmlElement) -> float:
    return _address_score(target) + _title_score(title) + _place_score(element)


def _address_score(target: str) -> float:
    parts = urlsplit(target)
    path = parts.path.rstrip("/")
    slug = path.rsplit("/", 1)[-1]
    score = 0.0
    if _MEDIA.search(path) or not path:
        return -5.0
    words = [word for word in re.split(r"[-_]", slug.split(".")[0]) if word.isalpha() and len(word) > 1]
    if len(words) >= 4:
        score += 2.0
    elif len(words) <= 1 and not _ID.search(path):
        score -= 1.5
    if _ID.search(path):
        score += 1.0
    if _DATED.search(path):
        score += 1.0
    if _SECTION.search(path + "/"):
        score -= 2.5
    return score


def _title_score(title: str) -> float:
    words = title.split()
    if len(words) >= 5 and len(title) >= 30:
        return 2.0
    if len(words) >= 3 and len(title) >= 18:
        return 0.5
    return -1.5


def _place_score(element: HtmlElement) -> float:
    score = 0.0
    if next(element.iter(*_HEADINGS), None) is not None:
        score += 0.5
    for depth, ancestor in enumerate(element.iterancestors()):
        if depth >= 12:
            break
        if ancestor.tag in _FURNITURE_TAGS:
            return score - 3.0
        if depth < 3 and _FURNITURE.search(f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}"):
            score -= 1.5
        if depth < 3 and ancestor.tag in _HEADINGS:
            score += 0.5
        if ancestor.tag == "article":
            score += 0.5
    return score


def _dated(link: Link, element: HtmlElement, zone: tzinfo) -> Link:
    """The link with the time shown in its card: the nearest ancestor that holds one and no other article's headline."""
    if link.score < THRESHOLD:
        return link
    for depth, card in enumerate(element.iterancestors()):
        if (
            depth >= 5
            or card.tag in {"body", "html", "main"}
            or len({child.get("href") for child in card.iter("a")}) > 4
        ):
            break
        when = _shown_time(card, zone)
        if when is not None:
            return Link(link.url, link.title, link.score, when)
    return link


def _shown_time(card: HtmlElement, zone: tzinfo) -> datetime | None:
    for element in card.iter("time", "span", "div", "p", "small", "li", "em", "i"):
        for value in (element.get("datetime"), element.get("title"), element.text):
            if value and 8 <= len(value) <= 80:
                when = parse_indonesian_datetime(value, zone=zone)
                if when is not None:
                    return when
    return None
