"""An HTML page into a `Page`: the article's text, title, authors and time of publication."""

from __future__ import annotations

from datetime import tzinfo

from lxml.html import HtmlElement
from trafilatura import bare_extraction, load_html

from kentongan.engine.extract.clutter import clean_lines, cut_teasers
from kentongan.engine.extract.decode import decode_html
from kentongan.engine.extract.metadata import read_metadata
from kentongan.engine.text.dates import WIB
from kentongan.engine.text.markup import clean_text
from kentongan.engine.types import Page

MAX_PAGE_BYTES = 10 * 1024 * 1024  # the largest article pages seen are 3 MB, nearly all script
# Tags: real articles have up to 10,000; pages made of nothing but tags cost some 100 microseconds for each.
MAX_TAGS = 100_000

EMPTY = "The page is empty."
TOO_BIG = "The page is too big."
NOT_HTML = "This is not a web page."
NO_TEXT = "No article text was found on this page."
DAMAGED = "The page is damaged and cannot be read."

# Fast trafilatura twice: strict, and generous where strict keeps less than this share of what generous finds. On the
# two public sets this beats each of trafilatura's eight modes, those that ask readability and justext included.
_KEPT = 0.8
# Where strict found an article of usual length, or most of the page, generous is not asked: it never changed the answer
# there, and this spares four of five second runs.
_LONG = 2_000
_MOST = 0.4

_MACHINERY = (
    ".//script[not(contains(@type,'ld+json'))] | .//style | .//svg | .//link | .//noscript | .//iframe | .//template"
    " | .//object | .//embed | .//canvas | .//select | .//button | .//input"
)

# First bytes of what servers send in place of a page: PDF, PNG, JPEG, GIF, ZIP (and Office), gzip, RIFF, MP4.
_OTHER_KINDS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"RIFF", b"\x00\x00\x00")


def extract_page(html: bytes | str, *, url: str | None = None, charset: str | None = None, zone: tzinfo = WIB) -> Page:
    """Read the article out of a page; never raises for what stands in it.

    `url` helps to date and name the page, `charset` is what the HTTP header claims, `zone` is assumed for times that
    name none. Paragraphs of `text` are parted by a blank line. A page without an article keeps its title and says so
    in `error`.

    Trafilatura runs in its fast modes without comments: on the two public sets this is more exact than its default
    (`bench/extract.py`) and faster, because readability and justext are not asked.
    """
    if len(html) > MAX_PAGE_BYTES:
        return Page(error=TOO_BIG)
    if isinstance(html, bytes) and html.startswith(_OTHER_KINDS):
        return Page(error=NOT_HTML)
    source = decode_html(html, charset=charset) if isinstance(html, bytes) else html
    if not source.strip("\ufeff\x00 \t\r\n"):
        return Page(error=EMPTY)
    if source.count("<") > MAX_TAGS:
        return Page(error=TOO_BIG)
    try:
        return _read(source, url, zone)
    except Exception:  # noqa: BLE001 - lxml, htmldate and trafilatura raise many things on broken pages; one page never stops the rest
        return Page(error=DAMAGED)


def _read(source: str, url: str | None, zone: tzinfo) -> Page:
    tree = load_html(source)
    if tree is None:
        return Page(error=NOT_HTML)
    metadata = read_metadata(tree, url=url, zone=zone)
    _drop_machinery(tree)
    cut_teasers(tree, source)
    text = _text(tree)
    return Page(
        title=clean_text(metadata.title),
        text=text,
        published=metadata.published,
        authors=metadata.authors,
        error=None if text else NO_TEXT,
    )


def _text(tree: HtmlElement) -> str:
    strict = _fast(tree, favor_precision=True)
    if len(strict) >= _LONG or len(strict) >= _MOST * _text_length(tree):
        return strict
    generous = _fast(tree, favor_recall=True)
    return strict if len(strict) >= _KEPT * len(generous) else generous


def _fast(tree: HtmlElement, *, favor_precision: bool = False, favor_recall: bool = False) -> str:
    found = bare_extraction(
        tree, fast=True, include_comments=False, favor_precision=favor_precision, favor_recall=favor_recall
    )
    return clean_lines(clean_text(getattr(found, "text", None) or ""))


def _text_length(tree: HtmlElement) -> int:
    return sum(len(" ".join(text.split())) for text in tree.xpath(".//body//text()[not(parent::script)]"))


def _drop_machinery(tree: HtmlElement) -> None:
    """Take out what is no text, in place, so that each copy of the tree that trafilatura makes is small.

    JSON-LD stays: trafilatura knows forums by it, and takes `articleBody` from it when a page shows nothing else.
    """
    for element in tree.xpath(_MACHINERY):
        element.drop_tree()
