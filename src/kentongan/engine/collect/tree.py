"""A web page as a tree, for finding links: lxml, because its cost stays linear for hostile input.

(selectolax was tried: 200,000 nested elements, one megabyte, kept it busy for four minutes; libxml2 stops at a depth.)
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml.etree import LxmlError
from lxml.html import HtmlElement, HTMLParser, document_fromstring

MAX_PAGE_BYTES = 10 * 1024 * 1024


def parse_page(content: bytes) -> HtmlElement | None:
    """The tree of a page; None when there is nothing to make one of. UTF-8 where valid, else what the page declares."""
    try:
        content.decode("utf-8")
        encoding: str | None = "utf-8"
    except UnicodeDecodeError:
        encoding = None
    try:
        return document_fromstring(content, parser=HTMLParser(encoding=encoding, remove_comments=True, remove_pis=True))
    except (LxmlError, ValueError):
        return None


def base_of(tree: HtmlElement, url: str) -> str:
    """What relative links of the page are relative to: its `<base>`, itself relative to `url`."""
    declared = next((element.get("href") for element in tree.iter("base") if element.get("href")), "")
    return absolute(declared, url) or url


def absolute(href: str, base: str) -> str:
    """The absolute http(s) URL of a link without its fragment; '' for anything else."""
    try:
        target = urldefrag(urljoin(base, href.strip())).url
        parts = urlsplit(target)
    except ValueError:
        return ""
    return target if parts.scheme in {"http", "https"} and parts.hostname else ""


def site_of(url: str) -> str:
    """The part of the host that an outlet's own pages share: `news.detik.com` and `www.detik.com` are `detik.com`.

    Two labels, three where the second-level name is a public one (`co.id`, `go.id`, `web.id`, `co.uk`): enough to tell
    an outlet's links from others', without a list of all public suffixes.
    """
    try:
        labels = (urlsplit(url).hostname or "").lower().split(".")
    except ValueError:
        return ""
    keep = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL else 2
    return ".".join(labels[-keep:])


_SECOND_LEVEL = {"co", "com", "go", "gov", "or", "org", "ac", "sch", "web", "my", "mil", "net", "biz", "desa", "ponpes"}


def words_of(element: HtmlElement, limit: int = 2_000) -> str:
    """The text of an element on one line."""
    return " ".join("".join(_first(element.itertext(), limit)).split())


def _first(texts: Iterator[str], limit: int) -> Iterator[str]:
    taken = 0
    for text in texts:
        yield text
        taken += len(text)
        if taken > limit:
            return
