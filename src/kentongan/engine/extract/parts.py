"""Where the rest of an article is that its outlet spread over several pages. By address, not by words.

A link is a further page when it is this page's address and a page number (`?page=2`, `/2`, `/halaman/2`), or this
address and "all of it" (`?page=all`, `?single=1`). That holds in every language and for `rel=next`, "Halaman 1 2 3" and
"Selanjutnya" alike; whatever else is numbered so (comments, say) brings no new paragraph when it is joined.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from itertools import islice, takewhile
from urllib.parse import SplitResult, parse_qsl, urljoin, urlsplit

from kentongan.engine.extract.address import TRACKING

MAX_PAGES = 10  # of one article, the first among them
_MAX_LINKS = 400
# Small letters, as every template writes them: letting both pass would read each page three times as slowly.
_HREFS = re.compile(rb"""\bhref\s*=\s*["']?([^"'\s<>]{1,700})""")
_MAY_BE_PAGE = re.compile(
    rb"/\d{1,2}/?(?:[?#]|$)|[?&;](?:page|halaman|hal|page_num)=\d|=(?:all|semua|full)\b|single=1\b"
)
_NUMBERED = {"page", "halaman", "hal", "page_num"}
_WHOLE = {
    *((name, value) for name in ("page", "showpage", "view", "show", "halaman") for value in ("all", "semua", "full")),
    ("single", "1"),
}
_USUAL_PORTS = {"http": 80, "https": 443}
_IN_PATH = re.compile(r"(?:/(?:page|halaman|hal))?/(\d{1,2})/?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parts:
    """Addresses of the same article: `whole` has all of it on one page ("" when none is offered).

    `rest` are `(number, address)` of the pages after this one, without a gap.
    """

    whole: str = ""
    rest: tuple[tuple[int, str], ...] = ()


def further_parts(page: str | bytes, url: str, *, number: int = 1) -> Parts:
    """The further pages that page `number` of an article names, on its own host.

    Args:
        page: its HTML.
        url: its address, after redirects.
        number: which page it is; above 1 its own address carries that number.

    Pages after the tenth are left out.
    """
    try:
        here = _first_page(urlsplit(url), number)
    except ValueError:
        return Parts()
    if here is None or _WHOLE & here.said:
        return Parts()
    source = page if isinstance(page, bytes) else page.encode("utf-8", "replace")
    hrefs = (match[1] for match in _HREFS.finditer(source) if _MAY_BE_PAGE.search(match[1]))
    whole = ""
    rest: dict[int, str] = {}
    for href in islice(hrefs, _MAX_LINKS):
        try:
            target = urljoin(url, html.unescape(href.decode("utf-8", "replace"))).partition("#")[0]
            which = here.page_at(urlsplit(target))
        except ValueError:
            continue
        if which == 0:
            whole = whole or target
        elif which is not None:
            rest.setdefault(which, target)
    following = takewhile(rest.__contains__, range(number + 1, MAX_PAGES + 1))
    return Parts(whole, tuple((which, rest[which]) for which in following))


@dataclass(frozen=True, slots=True)
class _First:
    """The address of an article's first page, taken apart: its host and port, its path, what its query says."""

    place: tuple[str | None, int | None]
    path: str
    said: frozenset[tuple[str, str]]

    def page_at(self, target: SplitResult) -> int | None:
        """Which page of this article is at `target`: its number, 0 for the whole, None for none of it."""
        said = _said(target)
        if target.scheme not in _USUAL_PORTS or _place(target) != self.place or not self.said <= said:
            return None  # what the first page's query says is what article it is
        path = target.path.rstrip("/")
        if path == self.path:
            if _WHOLE & said:
                return 0
            added = sorted(said - self.said)  # a number and more is a list's page, of comments or related articles
            return int(added[0][1]) if len(added) == 1 and _is_number(*added[0]) else None
        tail = _IN_PATH.fullmatch(path[len(self.path) :]) if self.path and path.startswith(self.path) else None
        return int(tail[1]) if tail else None


def _first_page(parts: SplitResult, number: int) -> _First | None:
    """The first page's address from that of page `number`; None where that does not carry its number."""
    said, path = _said(parts), parts.path.rstrip("/")
    kept = frozenset((name, value) for name, value in said if not (_is_number(name, value) and int(value) == number))
    if number > 1 and kept == said:
        tail = _IN_PATH.search(path)
        if tail is None or int(tail[1]) != number:
            return None
        path = path[: tail.start()]
    return _First(_place(parts), path, kept)


def _said(parts: SplitResult) -> frozenset[tuple[str, str]]:
    """What a query says, apart from how the reader came."""
    pairs = {(name.lower(), value.lower()) for name, value in parse_qsl(parts.query, keep_blank_values=True)}
    return frozenset(pair for pair in pairs if pair in _WHOLE or not TRACKING.fullmatch(pair[0]))


def _is_number(name: str, value: str) -> bool:
    return name in _NUMBERED and len(value) <= 2 and value.isascii() and value.isdigit()


def _place(parts: SplitResult) -> tuple[str | None, int | None]:
    port = parts.port
    return parts.hostname, None if port == _USUAL_PORTS.get(parts.scheme) else port
