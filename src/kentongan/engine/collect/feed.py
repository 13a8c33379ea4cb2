"""RSS 0.9-2.0, Atom, CDF and JSON Feed into one `Feed` value.

Clean XML is read by `clean.py`, all other by feedparser (its markup cleaning is switched off: `engine/text/markup.py`
makes text of everything, in a fraction of the time); JSON Feed
(https://www.jsonfeed.org/version/1.1/) has its own small reader. Errors are fixed
sentences, so that the product can translate them.
"""

from __future__ import annotations

import calendar
import hashlib
import io
import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin, urlsplit

import feedparser
from feedparser.datetimes import _parse_date as parse_date

from kentongan.engine.collect.clean import CleanItem, read_clean
from kentongan.engine.text.dates import names_indonesian_time, parse_indonesian_datetime
from kentongan.engine.text.markup import clean_text, line_from_html, safe_text, text_from_html
from kentongan.engine.types import Feed, FeedItem

MAX_FEED_BYTES = 16 * 1024 * 1024  # the largest real feeds seen are 5 MB podcasts
MAX_ITEMS = 5_000
# Tags and entities: a real feed of 5 MB has some 100,000; broken XML costs up to 30 microseconds for each.
MAX_MARKS = 500_000
MAX_ATTRIBUTES = 200  # of one tag; parsers take square time for them
MAX_TITLE = 2_000
MAX_TEXT = 500_000

EMPTY = "The feed is empty."
TOO_BIG = "The feed is too big."
WEB_PAGE = "This is a web page, not a feed."
NO_FEED = "This is not a feed."
DAMAGED = "The feed is damaged and nothing could be read from it."
NOT_JSON = "The feed looks like JSON but cannot be read."
NO_JSON_FEED = "This is JSON, but not a JSON Feed."

_SAMPLE = 65_536
# Of Latin encodings a guess says little, and windows-1252, which is feedparser's last resort, is nearly always right.
_NOT_LATIN = (
    "big5", "gb", "hz", "euc", "shift", "cp932", "cp949", "johab", "iso2022",
    "koi8", "cp1251", "cp1253", "cp1255", "cp1256", "tis", "cp874",
)  # fmt: skip


def _guessed_encoding(content: bytes) -> str:
    """The likely encoding of a feed that is not in the one it declares, where it is no Latin one; else empty."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - start-up time

    best = from_bytes(content[:_SAMPLE]).best()
    return best.encoding if best and best.encoding.startswith(_NOT_LATIN) else ""


# feedparser would ask chardet, where somebody has installed it: square time (100 kB: seven minutes), and the same bytes
# would be read otherwise on another machine.
feedparser.encodings.lazy_chardet_encoding = _guessed_encoding

# A tag with more attributes, as XML writes them; what is not quoted is read in linear time. The search never goes back,
# nor past the next "<".
_OVERLOADED_TAG = re.compile(rb"""<[^\s<>!?/](?:[^<>="']*+=\s*+(?:"[^"<]*+"|'[^'<]*+')){%d}""" % (MAX_ATTRIBUTES + 1))

_UNSAFE_SCHEMES = {"javascript", "vbscript", "data", "file", "blob", "about"}
_HTML_START = re.compile(rb"(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)


def parse_feed(content: bytes, *, url: str | None = None, content_type: str | None = None, zone: tzinfo = UTC) -> Feed:
    """Read a feed of any kind; never raises for what stands in `content`.

    `url` is where it came from: relative links are resolved against it. `content_type` is the HTTP header, which may
    name the encoding. `zone` is assumed for times without one (the feed formats want one; UTC is feedparser's reading).
    A feed of which only a part can be read gives that part; `error` is set when nothing can.
    """
    if _is_too_big(content):
        return Feed(error=TOO_BIG)
    start = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    if not start:
        return Feed(error=EMPTY)
    if start[:1] in b"{[" or "json" in (content_type or ""):
        return _json_feed(content, url, zone)
    if _HTML_START.match(start):
        return Feed(error=WEB_PAGE)
    return _xml_feed(content, url, content_type, zone)


def _is_too_big(content: bytes) -> bool:
    """Whether reading it would cost more than any real feed does."""
    return (
        len(content) > MAX_FEED_BYTES
        or (len(content) > MAX_MARKS and content.count(b"<") + content.count(b"&") > MAX_MARKS)
        or _OVERLOADED_TAG.search(content.replace(b"\x00", b"")) is not None  # UTF-16 is ASCII with NULs between
    )


# --- XML -------------------------------------------------------------------------------------------------------------


def _xml_feed(content: bytes, url: str | None, content_type: str | None, zone: tzinfo) -> Feed:
    clean = read_clean(content, url=url, content_type=content_type)
    if clean is not None:
        return Feed(title=_clean_line(clean.title), items=tuple(_clean_item(item, zone) for item in clean.items))
    return by_feedparser(content, url=url, content_type=content_type, zone=zone)


def _clean_item(item: CleanItem, zone: tzinfo) -> FeedItem:
    title = _clean_line(item.title or "")
    link = item.link or ""
    summary = _clean_text(item.summary) if item.summary else ""
    published = _clean_time(item.published, zone) if item.published else None
    if published is None and item.updated:
        published = _clean_time(item.updated, zone)
    content = ""
    if item.contents:
        # What says the same is not made into text twice.
        parts = [summary if part == item.summary else _clean_text(part) for part in item.contents]
        content = "\n\n".join(filter(None, parts))
    authors = tuple(dict.fromkeys(filter(None, map(_clean_line, item.authors)))) if item.authors else ()
    return FeedItem(item.id or link or _stable_id(title, summary), title, link, summary, published, content, authors)


def _clean_line(value: str) -> str:
    return line_from_html(value[:MAX_TEXT])[:MAX_TITLE]


def _clean_text(value: str) -> str:
    return text_from_html(value[:MAX_TEXT])


def _clean_time(text: str, zone: tzinfo) -> datetime | None:
    try:
        if _ISO_TIME.fullmatch(text):
            return datetime.fromisoformat(text).astimezone(UTC)
        plain = _MAIL_TIME.fullmatch(text)
        if plain is not None:
            day, month, year, hour, minute, second, named, sign, hours, minutes = plain.groups()
            at = datetime(int(year), _MONTHS[month], int(day), int(hour), int(minute), int(second), tzinfo=UTC)
            if named:
                return at - _NAMED_ZONES[named]
            return at - _offset(sign, hours, minutes)
    except ValueError:
        pass  # 31 February
    return _when(text, parse_date(text), zone)


@lru_cache(maxsize=256)
def _offset(sign: str, hours: str, minutes: str) -> timedelta:
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return -offset if sign == "-" else offset


# RFC 822 (section 5) with a four-digit year, and RFC 3339 without fractions: what nearly all feeds write.
_MAIL_TIME = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d\d?) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) ((?:19|20)\d\d)"
    r" (\d\d):(\d\d):(\d\d)"
    r" (?:(GMT|UTC|Z|[ECMP][DS]T)|([+-])(0\d|1[0-4])([0-5]\d))",
    re.ASCII,
)
_ISO_TIME = re.compile(r"(?:19|20)\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)", re.ASCII)
_NAMED_ZONES = dict.fromkeys(("GMT", "UTC", "Z"), timedelta()) | {
    f"{letter}{kind}T": timedelta(hours=hours + (kind == "D"))
    for letter, hours in (("E", -5), ("C", -6), ("M", -7), ("P", -8))
    for kind in "DS"
}
_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, 1)}


def by_feedparser(
    content: bytes, *, url: str | None = None, content_type: str | None = None, zone: tzinfo = UTC
) -> Feed:
    """Read an XML feed with feedparser: the reference, and the way of all that is not clean."""
    headers = {"content-type": content_type, "content-location": url}
    try:
        # A stream, never the bytes: feedparser would first try to open them as a file name.
        parsed = feedparser.parse(
            io.BytesIO(content),
            response_headers={name: value for name, value in headers.items() if value},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception:  # noqa: BLE001 - feedparser's loose parser can raise anything on hostile input
        return Feed(error=DAMAGED)
    entries = parsed.entries[:MAX_ITEMS]
    title = _line(parsed.feed.get("title"))
    if not entries and not parsed.version:
        return Feed(error=NO_FEED)
    if not entries and not title and parsed.bozo:
        return Feed(error=DAMAGED)
    base = url or _plain(parsed.feed.get("link"))
    return Feed(title=title, items=tuple(_xml_item(entry, base, zone) for entry in entries))


def _xml_item(entry: dict[str, Any], base: str, zone: tzinfo) -> FeedItem:
    title = _line(entry.get("title"))
    link = _link(entry.get("link"), base)
    summary = _text(entry.get("summary"))
    return FeedItem(
        id=_plain(entry.get("id")) or link or _stable_id(title, summary),
        title=title,
        link=link,
        summary=summary,
        published=_entry_time(entry, zone),
        content="\n\n".join(filter(None, (_text(part.get("value")) for part in entry.get("content", ())))),
        authors=_names(_author_names(entry)),
        unsafe=_is_unsafe(entry.get("link"), link),
    )


def _entry_time(entry: dict[str, Any], zone: tzinfo) -> datetime | None:
    # dict.get: FeedParserDict maps old names onto new ones and warns while doing so.
    for name in ("published", "updated", "created"):
        when = _when(dict.get(entry, name), dict.get(entry, f"{name}_parsed"), zone)
        if when is not None:
            return when
    return None


def _when(raw: Any, parsed: Any, zone: tzinfo) -> datetime | None:
    text = raw if isinstance(raw, str) else ""
    # feedparser drops zones it does not know: "15:22 WIB" would become 15:22 UTC, seven hours late.
    if text and names_indonesian_time(text):
        when = parse_indonesian_datetime(text, zone=zone)
        if when is not None:
            return when
    if parsed is not None:
        try:
            return datetime.fromtimestamp(calendar.timegm(parsed), UTC)
        except (ValueError, OverflowError, OSError):
            return None
    return parse_indonesian_datetime(text, zone=zone) if text else None


def _author_names(entry: dict[str, Any]) -> list[Any]:
    names = [author.get("name") or author.get("email") for author in entry.get("authors", ())]
    return names if any(names) else [entry.get("author")]


# --- JSON ------------------------------------------------------------------------------------------------------------


def _json_feed(content: bytes, url: str | None, zone: tzinfo) -> Feed:
    try:
        data = json.loads(content.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return Feed(error=NOT_JSON)
    if not isinstance(data, dict) or not isinstance(data.get("items", []), list) or not _is_json_feed(data):
        return Feed(error=NO_JSON_FEED)
    base = url or _plain(data.get("home_page_url")) or _plain(data.get("feed_url"))
    rows = [row for row in data.get("items", [])[:MAX_ITEMS] if isinstance(row, dict)]
    return Feed(title=_line(data.get("title")), items=tuple(_json_item(row, base, zone) for row in rows))


def _is_json_feed(data: dict[str, Any]) -> bool:
    return "items" in data or "jsonfeed.org" in _plain(data.get("version"))


def _json_item(row: dict[str, Any], base: str, zone: tzinfo) -> FeedItem:
    title = _line(row.get("title"))
    link = _link(row.get("url") or row.get("external_url"), base)
    body = _text(row.get("content_html")) or _literal(row.get("content_text"))
    summary = _literal(row.get("summary"))
    return FeedItem(
        id=_plain(row.get("id")) or link or _stable_id(title, summary or body),
        title=title,
        link=link,
        summary=summary,
        published=_iso_time(row.get("date_published"), zone) or _iso_time(row.get("date_modified"), zone),
        content=body,
        authors=_names(_json_authors(row)),
        unsafe=_is_unsafe(row.get("url") or row.get("external_url"), link),
    )


def _json_authors(row: dict[str, Any]) -> list[Any]:
    authors = row.get("authors")
    people = authors if isinstance(authors, list) else [row.get("author")]
    return [person.get("name") for person in people if isinstance(person, dict)]


def _iso_time(value: Any, zone: tzinfo) -> datetime | None:
    text = _plain(value)
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return parse_indonesian_datetime(text, zone=zone)
    return when if when.tzinfo else when.replace(tzinfo=zone)


# --- values ----------------------------------------------------------------------------------------------------------


def _plain(value: Any) -> str:
    """Text or a number as text; anything else (a list, an object, nothing) as ''."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return safe_text(str(value)).strip()


def _line(value: Any) -> str:
    return line_from_html(_plain(value)[:MAX_TEXT])[:MAX_TITLE]


def _text(value: Any) -> str:
    return text_from_html(_plain(value)[:MAX_TEXT])


def _literal(value: Any) -> str:
    return clean_text(_plain(value)[:MAX_TEXT]).strip()


def _link(value: Any, base: str) -> str:
    """An absolute link where the base allows it; '' for schemes that run or hold something (javascript:, data:)."""
    text = _plain(value)
    if not text:
        return ""
    try:
        link = urljoin(base, text) if base else text
        scheme = urlsplit(link).scheme
    except ValueError:
        return ""
    return "" if scheme in _UNSAFE_SCHEMES else link


def _is_unsafe(value: Any, link: str) -> bool:
    return not link and _plain(value).partition(":")[0].lower() in _UNSAFE_SCHEMES


def _names(values: Iterable[Any]) -> tuple[str, ...]:
    lines = (_line(value) for value in values)
    return tuple(dict.fromkeys(line for line in lines if line))


def _stable_id(*parts: str) -> str:
    digest = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
    return f"sha256:{digest[:32]}"
