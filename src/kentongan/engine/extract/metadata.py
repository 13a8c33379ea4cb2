"""Title, authors and time of publication of a page: what it declares first, what it shows second, guesses last.

Declared: JSON-LD of schema.org (https://schema.org/NewsArticle), Open Graph (https://ogp.me) and the meta names that
outlets use. Shown: date lines and bylines in Indonesian. Last: a date in the address or in any short line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from selectolax.lexbor import LexborHTMLParser, LexborNode

from kentongan.engine.extract.blocks import Blocks
from kentongan.engine.extract.byline import is_generic, names_in_credit, split_names
from kentongan.engine.extract.marks import DATE
from kentongan.engine.text.dates import WIB, parse_indonesian_datetime
from kentongan.engine.text.markup import line_from_html

_ARTICLE_TYPES = re.compile(r"article|blogposting|posting$|report$|review$|liveblog", re.IGNORECASE)
_PAGE_TYPES = re.compile(r"webpage|videoobject|imagegallery|mediagallery", re.IGNORECASE)
_MAX_NODES = 2_000
_ENOUGH_METAS = 8
_MAX_DECLARATION = 500_000

_DATE_METAS = (
    "article:published_time", "og:article:published_time", "article:published", "datepublished", "publishdate",
    "publish-date", "publish_date", "dtk:publishdate", "pubdate", "content_publisheddate", "parsely-pub-date",
    "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:kmp-publishtime", "dc.date.issued",
    "dcterms.issued", "dc.date", "dc.date.created", "dcterms.created", "dcterms.date", "og:published_time",
    "og:pubdate", "published_time", "date", "article.published", "article_date_original", "originalpublicationdate",
    "og:updated_time", "article:modified_time", "last-modified",
)  # fmt: skip
_TITLE_METAS = (
    "og:title",
    "twitter:title",
    "title",
    "dc.title",
    "dcterms.title",
    "headline",
    "originaltitle",
    "sailthru.title",
)
_AUTHOR_METAS = (
    "author",
    "dtk:author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "byl",
    "content_author",
    "og:author",
)
_SITE_METAS = ("og:site_name", "application-name", "twitter:site", "publisher")


# Both cases of the first letter of Penulis, Reporter, Pewarta, Laporan.
_BYLINE_WORDS = ("enulis", "eporter", "ewarta", "aporan ", "PENULIS", "REPORTER")
# "Oleh: Ratna Sari" and "Lukman Hakim, Jurnalis · Rabu 09 Oktober 2024".
_SHORT_CREDIT = re.compile(
    r"(?:oleh|by)\s*:\s*(?P<after>[^|:\d]{3,60})$|(?P<before>[^|:,\d]{3,50}),\s*(?:jurnalis|wartawan|pewarta)\b",
    re.IGNORECASE,
)
_BARE_CREDIT = re.compile(r"(?:penulis|reporter|pewarta|kontributor|oleh)\s*:?", re.IGNORECASE)
_AUTHOR_MARKS = "[rel=author],[itemprop^=author],[class*=author],[class*=byline],[class*=penulis],[class*=reporter]"
_TIME_MARKS = "time,[itemprop=datePublished]"
_ZONES = (" WIB", " WITA", " WIT")
_DATED_PATH = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_-])")
_DATED_PATH_DAY_FIRST = re.compile(r"/(0[1-9]|[12]\d|3[01])-(0[1-9]|1[0-2])-((?:19|20)\d\d)(?=[/_.-]|$)")
_DIGIT = re.compile(r"\d")
_OPENING = 40  # code points at the beginning of a paragraph where a date line may stand
_SUFFIX = re.compile(r"\s+(?:[-–—|»•·]|::?)\s+")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of itself."""

    title: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """What a page declares, read before the tree loses its scripts."""

    metas: dict[str, str]
    article: dict[str, Any]  # its article node in JSON-LD
    page: dict[str, Any]  # its page node
    tree: LexborHTMLParser  # for what is looked up only where all else is silent


def read_head(tree: LexborHTMLParser, source: bytes) -> Head:
    """Read what a parsed page declares, without changing it; `source` is its HTML, for a first quick look."""
    article, page = _declared(tree) if b"ld+json" in source else ({}, {})
    return Head(metas=_metas(tree), article=article, page=page, tree=tree)


def read_metadata(head: Head, blocks: Blocks, *, url: str | None = None, zone: tzinfo = WIB) -> Metadata:
    """Title, authors and time of a page from what it declares and shows. `zone` is for times that name none."""
    site = _first(head.metas, _SITE_METAS)
    return Metadata(
        title=_title(head, blocks, site, url),
        authors=_authors(head, blocks, site),
        published=_published(head, blocks, url, zone),
    )


# --- declared --------------------------------------------------------------------------------------------------------


def _metas(tree: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    head = tree.head
    elements = head.css("meta") if head is not None else []
    # A stray element ends the head early: the rest then lies in the body.
    for element in elements if len(elements) >= _ENOUGH_METAS else tree.css("meta"):
        attributes = element.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        content = (attributes.get("content") or "").strip()
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _declared(tree: LexborHTMLParser) -> tuple[dict[str, Any], dict[str, Any]]:
    """The page's article node and its page node in JSON-LD; empty dicts where there are none."""
    article: dict[str, Any] = {}
    page: dict[str, Any] = {}
    for node in _json_nodes(tree):
        kind = " ".join(map(str, _listed(node.get("@type"))))
        if _ARTICLE_TYPES.search(kind):
            # Related articles are listed beside the main one: the first that has a headline is the page's own.
            article = article or (node if node.get("headline") or node.get("datePublished") else {})
        elif _PAGE_TYPES.search(kind):
            page = page or node
    return article, page


def _time_values(node: LexborNode) -> Iterator[str]:
    attributes = node.attributes
    yield attributes.get("datetime") or attributes.get("content") or ""
    yield " ".join(node.text()[:200].split())


def _json_nodes(tree: LexborHTMLParser) -> Iterator[dict[str, Any]]:
    for script in tree.css('script[type*="ld+json"]'):
        text = script.text()
        if not text or len(text) > _MAX_DECLARATION:
            continue
        waiting: list[Any] = [_json(text)]
        for _ in range(_MAX_NODES):
            if not waiting:
                break
            node = waiting.pop(0)
            if isinstance(node, list):
                waiting[:0] = node[:100]
            elif isinstance(node, dict):
                yield node
                waiting += [node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node]


_WRAPPED = re.compile(
    r"^\s*(?:<!--|/\*\s*<!\[CDATA\[\s*\*/|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|/\*\s*\]\]>\s*\*/|//\s*\]\]>|\]\]>)\s*$"
)
_LOOSE_COMMA = re.compile(r",\s*([}\]])")


def _json(text: str) -> Any:
    """What a script declares, also inside comment marks or with a comma too many; None where it cannot be read."""
    for attempt in (str, lambda raw: _WRAPPED.sub("", raw), lambda raw: _LOOSE_COMMA.sub(r"\1", _WRAPPED.sub("", raw))):
        try:
            return json.loads(attempt(text), strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _first(metas: dict[str, str], names: tuple[str, ...]) -> str:
    return next((metas[name] for name in names if name in metas), "")


# --- title -----------------------------------------------------------------------------------------------------------


def _title(head: Head, blocks: Blocks, site: str, url: str | None) -> str:
    heading = _heading(blocks)
    declared = head.article.get("headline")
    given = declared if isinstance(declared, str) else ""
    for candidate in (given, _first(head.metas, _TITLE_METAS), heading):
        title = line_from_html(candidate[:2000])
        if title:
            return _without_site(title, site, url, heading)
    title = line_from_html(_title_element(head.tree))
    return _without_site(title, site, url, heading) if title else ""


def _title_element(tree: LexborHTMLParser) -> str:
    element = tree.css_first("title")
    return " ".join(element.text()[:2000].split()) if element is not None else ""


def _heading(blocks: Blocks) -> str:
    for level in (1, 2):
        full = [text for text in blocks.headings(level) if 8 <= len(text) <= 300]
        if full:
            return full[0] if len(full) == 1 else ""
    return ""


def _without_site(title: str, site: str, url: str | None, heading: str) -> str:
    """`Judul - Kompas.com` without the outlet, where a part is the outlet's name or the heading proves it."""
    parts = _SUFFIX.split(title)
    if len(parts) < 2:
        return title
    if heading and _letters(heading) == _letters(parts[-1]) and len(parts[-1]) > 20:
        return parts[-1]
    tail = parts[-1]
    front = title[: title.rindex(tail)].rstrip(" -–—|»•·:\t")
    names = (
        {_letters(site), *(_letters(label) for label in (urlsplit(url).hostname or "").split(".") if len(label) > 3)}
        if url
        else {_letters(site)}
    )
    names.discard("")
    spoken = _letters(tail)
    if heading and _letters(heading) == _letters(front):
        return front
    if any(name == spoken or (len(name) > 3 and name in spoken and len(spoken) <= len(name) + 12) for name in names):
        return front
    return title


def _letters(text: str) -> str:
    return re.sub(r"\W+|_", "", text).lower()


# --- authors ---------------------------------------------------------------------------------------------------------


def _authors(head: Head, blocks: Blocks, site: str) -> tuple[str, ...]:
    declared = _person_named(head.article)
    named = tuple(name for name in declared if not is_generic(name, site))
    if named:
        return named
    credit = _credit(blocks)
    metas = [head.metas[name] for name in _AUTHOR_METAS if name in head.metas]
    meta = split_names([value for value in metas if not value.startswith("http")][:1])
    named_meta = tuple(name for name in meta if not is_generic(name, site))
    return credit or named_meta or split_names(_marked_authors(head.tree)[:1]) or declared or meta


def _person_named(node: dict[str, Any]) -> tuple[str, ...]:
    return split_names(_person_names(node.get("author")))


def _person_names(value: Any) -> Iterator[str]:
    for person in _listed(value)[:20]:
        name = person.get("name") if isinstance(person, dict) else person
        for text in _listed(name):
            if isinstance(text, str):
                yield text


def _credit(blocks: Blocks) -> tuple[str, ...]:
    """Names after "Penulis:" and the like; also where label and names are blocks of their own."""
    lines = []
    for text, after in zip(blocks.texts, [*blocks.texts[1:], ""], strict=False):
        size = len(text)
        if size < 80 and (":" in text or "," in text) and (match := _SHORT_CREDIT.match(text)):
            lines.append(f"Penulis: {match['before'] or match['after']}")
        elif size < 300 and any(word in text for word in _BYLINE_WORDS):
            bare = after and _BARE_CREDIT.fullmatch(text)
            lines.append(f"{text.rstrip(' :')}: {after[:120]}" if bare else text)
    return names_in_credit("\n".join(lines[:50])) if lines else ()


def _marked_authors(tree: LexborHTMLParser) -> tuple[str, ...]:
    found = []
    for element in tree.css(_AUTHOR_MARKS)[:20]:
        text = " ".join(element.text()[:200].split()) or element.attributes.get("content") or ""
        if 3 <= len(text) <= 60 and not _DIGIT.search(text):
            found.append(text)
    return tuple(found)


# --- time ------------------------------------------------------------------------------------------------------------


def _published(head: Head, blocks: Blocks, url: str | None, zone: tzinfo) -> datetime | None:
    declared = _declared_time(head.metas, head.article or head.page, zone)
    if declared is not None and not _is_doubtful(declared):
        return declared
    shown = _shown_time(head, blocks, zone)
    if declared is None:
        return shown or _searched_time(blocks, url, zone)
    if shown is not None and shown.date() == declared.date() and not _is_midnight(shown):
        # Declared without a clock, or the local clock labelled as UTC, while the reader sees "15:22 WIB".
        same_clock = shown.replace(tzinfo=None, second=0) == declared.replace(tzinfo=None, second=0, microsecond=0)
        if same_clock or _is_midnight(declared):
            return shown
    return declared


def _is_doubtful(when: datetime) -> bool:
    return not when.utcoffset() or _is_midnight(when)


def _is_midnight(when: datetime) -> bool:
    return when.replace(tzinfo=None).time() == datetime.min.time()


def _declared_time(metas: dict[str, str], node: dict[str, Any], zone: tzinfo) -> datetime | None:
    values = [node.get("datePublished"), node.get("dateCreated"), *(metas.get(name) for name in _DATE_METAS)]
    times = (parse_indonesian_datetime(value, zone=zone) for value in values if isinstance(value, str))
    return next((when for when in times if when is not None), None)


def _shown_time(head: Head, blocks: Blocks, zone: tzinfo) -> datetime | None:
    first: datetime | None = None
    for value in _time_lines(head, blocks):
        when = parse_indonesian_datetime(value, zone=zone) if 6 <= len(value) <= 200 and _DIGIT.search(value) else None
        if when is None:
            continue
        if not _is_midnight(when):
            # A day alone beside the headline takes its clock from what says both.
            return when if first is None or first.date() == when.date() else first
        first = first or when
    return first


def _time_lines(head: Head, blocks: Blocks) -> Iterator[str]:
    """What may tell the time, the likeliest first."""
    # The lines around the headline come first: rails and tickers beside the article carry dates too.
    headline = blocks.first_heading
    if headline is not None:
        yield from (text for text in blocks.texts[max(0, headline - 2) : headline + 8] if len(text) <= 120)
    for element in head.tree.css(_TIME_MARKS)[:40]:
        yield from _time_values(element)
    for place in np.flatnonzero(blocks.marked_near(DATE) & (blocks.chars <= 120))[:40].tolist():
        yield blocks.texts[place]
    zoned = (text for text in blocks.texts if len(text) <= 200 and any(name in text for name in _ZONES))
    yield from islice(zoned, 20)


def _searched_time(blocks: Blocks, url: str | None, zone: tzinfo) -> datetime | None:
    """A date in the address, else in a short line or at a paragraph's beginning; those after the heading come first."""
    found = _DATED_PATH.search(url or "") or _DATED_PATH_DAY_FIRST.search(url or "")
    if found:
        return parse_indonesian_datetime("-".join(found.groups()), zone=zone)
    start = blocks.first_heading or 0
    for text in [*blocks.texts[start:], *blocks.texts[:start]][:2_000]:
        line = text if len(text) <= 120 else text[:_OPENING]
        if len(line) >= 8 and _DIGIT.search(line):
            when = parse_indonesian_datetime(line, zone=zone)
            if when is not None:
                return when
    return None
