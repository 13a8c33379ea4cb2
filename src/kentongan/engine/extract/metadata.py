"""Title, authors and time of publication of a page: what it declares first, what it shows second, guesses last.

Declared: JSON-LD of schema.org (https://schema.org/NewsArticle), Open Graph (https://ogp.me) and the meta names that
outlets use. Shown: date lines and bylines in Indonesian. Last: the searches of htmldate and trafilatura.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any
from urllib.parse import urlsplit

from htmldate import find_date
from lxml.html import HtmlElement

from kentongan.engine.extract.byline import is_generic, names_in_credit, split_names
from kentongan.engine.text.dates import WIB, parse_indonesian_datetime
from kentongan.engine.text.markup import line_from_html

_ARTICLE_TYPES = re.compile(r"article|blogposting|posting$|report$|review$|liveblog", re.IGNORECASE)
_PAGE_TYPES = re.compile(r"webpage|videoobject|imagegallery|mediagallery", re.IGNORECASE)
_MAX_NODES = 2_000
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


def _having(attribute: str, *parts: str) -> str:
    return " or ".join(f"contains(@{attribute},'{part}')" for part in parts)


_DATE_CLASSES = _having("class", "date", "Date", "time", "tanggal", "waktu", "publi", "posted")
_SHOWN_DATES = f".//*[self::time or @itemprop='datePublished' or {_DATE_CLASSES}]"
_ZONED_TEXTS = ".//body//text()[contains(.,' WIB') or contains(.,' WITA') or contains(.,' WIT')]"
# Both cases of the first letter of Penulis, Reporter, Pewarta, Laporan.
_BYLINE_WORDS = ("enulis", "eporter", "ewarta", "aporan ", "PENULIS", "REPORTER")
_BYLINES = f".//body//text()[{' or '.join(f'contains(.,{word!r})' for word in _BYLINE_WORDS)}]"
_AUTHOR_CLASSES = _having("class", "author", "Author", "byline", "penulis", "reporter")
_AUTHOR_MARKS = (
    ".//*[@rel='author' or @itemprop='author' or @itemprop='author name' or @class='author' or @id='author'"
    f" or {_AUTHOR_CLASSES}]"
)
_DIGIT = re.compile(r"\d")
_SUFFIX = re.compile(r"\s+(?:[-–—|»•·]|::?)\s+")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of itself."""

    title: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None


def read_metadata(tree: HtmlElement, *, url: str | None = None, zone: tzinfo = WIB) -> Metadata:
    """Read a parsed page without changing it. `zone` is assumed for times that name none."""
    metas = _metas(tree)
    article, page = _declared(tree)
    site = _first(metas, _SITE_METAS)
    return Metadata(
        title=_title(tree, metas, article, site, url),
        authors=_authors(tree, metas, article, site),
        published=_published(tree, metas, article or page, url, zone),
    )


# --- declared --------------------------------------------------------------------------------------------------------


def _metas(tree: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = (element.get("content") or "").strip()
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _declared(tree: HtmlElement) -> tuple[dict[str, Any], dict[str, Any]]:
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


def _json_nodes(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    for script in tree.iter("script"):
        if (
            "ld+json" not in (script.get("type") or "").lower()
            or not script.text
            or len(script.text) > _MAX_DECLARATION
        ):
            continue
        waiting: list[Any] = [_json(script.text)]
        for _ in range(_MAX_NODES):
            if not waiting:
                break
            node = waiting.pop(0)
            if isinstance(node, list):
                waiting[:0] = node[:100]
            elif isinstance(node, dict):
                yield node
                waiting += [node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node]


def _json(text: str) -> Any:
    bare = re.sub(
        r"^\s*(?:<!--|/\*\s*<!\[CDATA\[\s*\*/|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|/\*\s*\]\]>\s*\*/|//\s*\]\]>|\]\]>)\s*$",
        "",
        text,
    )
    for attempt in (bare, re.sub(r",\s*([}\]])", r"\1", bare)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _first(metas: dict[str, str], names: tuple[str, ...]) -> str:
    return next((metas[name] for name in names if name in metas), "")


# --- title -----------------------------------------------------------------------------------------------------------


def _title(tree: HtmlElement, metas: dict[str, str], article: dict[str, Any], site: str, url: str | None) -> str:
    heading = _heading(tree)
    declared = article.get("headline")
    candidates = [declared if isinstance(declared, str) else "", _first(metas, _TITLE_METAS), heading]
    candidates.append(" ".join((tree.findtext(".//title") or "").split()))
    for candidate in candidates:
        title = line_from_html(candidate[:2000])
        if title:
            return _without_site(title, site, url, heading)
    return ""


def _heading(tree: HtmlElement) -> str:
    headings = [" ".join(element.text_content().split()) for element in tree.iter("h1")]
    full = [heading for heading in headings if 8 <= len(heading) <= 300]
    return full[0] if len(full) == 1 else ""


def _without_site(title: str, site: str, url: str | None, heading: str) -> str:
    """`Judul - Kompas.com` without the outlet, where the last part is the outlet's name or the heading proves it."""
    parts = _SUFFIX.split(title)
    if len(parts) < 2:
        return title
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


def _authors(tree: HtmlElement, metas: dict[str, str], article: dict[str, Any], site: str) -> tuple[str, ...]:
    declared = split_names(_person_names(article.get("author")))
    named = tuple(name for name in declared if not is_generic(name, site))
    if named:
        return named
    credit = names_in_credit("\n".join(text for text in tree.xpath(_BYLINES)[:50] if len(text) < 300) or "")
    if not credit:
        credit = _split_credit(tree)
    meta = split_names(
        [metas[name] for name in _AUTHOR_METAS if name in metas and not metas[name].startswith("http")][:1]
    )
    named_meta = tuple(name for name in meta if not is_generic(name, site))
    return credit or named_meta or split_names([_searched_author(tree)]) or declared or meta


def _person_names(value: Any) -> Iterator[str]:
    for person in _listed(value)[:20]:
        name = person.get("name") if isinstance(person, dict) else person
        for text in _listed(name):
            if isinstance(text, str):
                yield text


def _split_credit(tree: HtmlElement) -> tuple[str, ...]:
    # "<strong>Penulis:</strong> <a>Siti Rahma</a>": label and names in different nodes of one short block.
    for text in tree.xpath(_BYLINES)[:50]:
        parent = text.getparent()
        for element in (parent, parent.getparent() if parent is not None else None):
            if element is None or len(text) > 60:
                continue
            names = names_in_credit(" ".join(element.text_content()[:400].split()))
            if names:
                return names
    return ()


def _searched_author(tree: HtmlElement) -> str:
    # The usual marks in one pass: trafilatura's own searches take as long as reading the article, and find little more.
    for element in tree.xpath(_AUTHOR_MARKS)[:20]:
        text = " ".join(element.text_content()[:200].split()) or element.get("content") or ""
        if 3 <= len(text) <= 60 and not _DIGIT.search(text):
            return text
    return ""


# --- time ------------------------------------------------------------------------------------------------------------


def _published(
    tree: HtmlElement, metas: dict[str, str], node: dict[str, Any], url: str | None, zone: tzinfo
) -> datetime | None:
    declared = _declared_time(metas, node, zone)
    if declared is not None and not _is_doubtful(declared):
        return declared
    shown = _shown_time(tree, zone)
    if declared is None:
        return shown or _searched_time(tree, url, zone)
    if (
        shown is not None
        and shown.date() == declared.date()
        and shown.replace(tzinfo=None).time() != datetime.min.time()
    ):
        # Declared without a clock, or the local clock labelled as UTC, while the reader sees "15:22 WIB".
        same_clock = shown.replace(tzinfo=None, second=0) == declared.replace(tzinfo=None, second=0, microsecond=0)
        if same_clock or declared.replace(tzinfo=None).time() == datetime.min.time():
            return shown
    return declared


def _is_doubtful(when: datetime) -> bool:
    return not when.utcoffset() or when.replace(tzinfo=None).time() == datetime.min.time()


def _declared_time(metas: dict[str, str], node: dict[str, Any], zone: tzinfo) -> datetime | None:
    values = [node.get("datePublished"), node.get("dateCreated"), *(metas.get(name) for name in _DATE_METAS)]
    times = (parse_indonesian_datetime(value, zone=zone) for value in values if isinstance(value, str))
    return next((when for when in times if when is not None), None)


def _shown_time(tree: HtmlElement, zone: tzinfo) -> datetime | None:
    for element in tree.xpath(_SHOWN_DATES)[:40]:
        text = " ".join(element.text_content().split()) if len(element) < 20 else ""
        for value in (element.get("datetime") or element.get("content") or "", text):
            if 6 <= len(value) <= 120:
                when = parse_indonesian_datetime(value, zone=zone)
                if when is not None:
                    return when
    for text in tree.xpath(_ZONED_TEXTS)[:20]:
        when = parse_indonesian_datetime(text, zone=zone) if len(text) <= 200 else None
        if when is not None:
            return when
    return None


def _searched_time(tree: HtmlElement, url: str | None, zone: tzinfo) -> datetime | None:
    # A fixed far limit: the engine has no clock, and a date in the future is the caller's to judge.
    found = find_date(tree, url=url, original_date=True, extensive_search=True, max_date="2100-01-01")
    return parse_indonesian_datetime(found, zone=zone) if found else None
