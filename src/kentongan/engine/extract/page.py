"""An HTML page into a `Page`: the article's text, title, authors and time of publication.

    source ── parse ──► tree ── one walk ──► blocks ── weigh, choose ──► text
                         └── what it declares ──► title, authors, time

One walk over the tree; no outlet has rules of its own. Where the choice is unsure, trafilatura is asked (`second.py`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import tzinfo
from urllib.parse import urlsplit

import numpy as np
from selectolax.lexbor import LexborHTMLParser

from kentongan.engine.extract.blocks import Blocks, read_blocks
from kentongan.engine.extract.clutter import clean_lines, cut_teasers
from kentongan.engine.extract.content import Kept, choose, confidence, weigh
from kentongan.engine.extract.decode import utf8_html
from kentongan.engine.extract.depth import has_overloaded_tags, is_hard_to_parse
from kentongan.engine.extract.metadata import Head, read_head, read_metadata
from kentongan.engine.extract.second import read_by_trafilatura
from kentongan.engine.extract.templates import Templates
from kentongan.engine.text.dates import WIB
from kentongan.engine.text.markup import clean_text, text_from_html
from kentongan.engine.types import Page

MAX_PAGE_BYTES = 10 * 1024 * 1024  # the largest article pages seen are 3 MB, nearly all script
# Tags: real articles have up to 10,000; pages made of nothing but tags cost some 100 microseconds for each.
MAX_TAGS = 100_000

EMPTY = "The page is empty."
TOO_BIG = "The page is too big."
NOT_HTML = "This is not a web page."
NO_TEXT = "No article text was found on this page."
DAMAGED = "The page is damaged and cannot be read."

# Below this mean chance of the text kept, trafilatura is asked: about 2 of 100 pages.
SURE = 0.7
_SHORT = 250  # a text shorter than this gives way to a longer one that the page itself declares as its article

# First bytes of what servers send in place of a page: PDF, PNG, JPEG, GIF, ZIP (and Office), gzip, RIFF, MP4.
_OTHER_KINDS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"RIFF", b"\x00\x00\x00")
_NO_LETTERS = re.compile(r"[\W_]+")


def extract_page(
    html: bytes | str,
    *,
    url: str | None = None,
    charset: str | None = None,
    zone: tzinfo = WIB,
    templates: Templates | None = None,
) -> Page:
    """Read the article out of a page; never raises for what stands in it.

    Args:
        html: the page; bytes as they came, or text.
        url: helps to date and name the page, and tells the outlet for `templates`.
        charset: what the HTTP header claims.
        zone: assumed for times that name none.
        templates: what is known of outlets' pages from those read before; it is used and learns from this page.

    Paragraphs of `text` are parted by a blank line. A page without an article keeps its title and says so in `error`.
    """
    if len(html) > MAX_PAGE_BYTES:
        return Page(error=TOO_BIG)
    if isinstance(html, bytes) and html.startswith(_OTHER_KINDS):
        return Page(error=NOT_HTML)
    # Lone surrogates, which no parser takes, become question marks.
    source = utf8_html(html, charset=charset) if isinstance(html, bytes) else html.encode("utf-8", "replace")
    tags = source.count(b"<")
    if not tags or tags > MAX_TAGS or has_overloaded_tags(source):
        empty = not source.strip(b"\xef\xbb\xbf\x00 \t\r\n")
        return Page(error=EMPTY if empty else TOO_BIG if tags else NOT_HTML)
    try:
        if is_hard_to_parse(source, tags):
            text = read_by_trafilatura(source.decode("utf-8", "replace"))
            return Page(text=text, error=None if text else NO_TEXT)
        return _read(source, url, zone, templates)
    except Exception:  # noqa: BLE001 - lxml and trafilatura raise many things on broken pages; one page never stops the rest
        return Page(error=DAMAGED)


def join_pages(pages: Sequence[Page]) -> Page:
    """One article that an outlet spread over several pages, given in their order; paragraphs said twice stand once.

    Title, time and authors are the first page's that names them. Pages without text count for nothing.
    """
    readable = [page for page in pages if page.text]
    if len(readable) < 2:
        return readable[0] if readable else pages[0] if pages else Page(error=EMPTY)
    paragraphs = dict.fromkeys(part for page in readable for part in page.text.split("\n\n"))
    return Page(
        title=next((page.title for page in readable if page.title), ""),
        text="\n\n".join(paragraphs),
        published=next((page.published for page in readable if page.published), None),
        authors=next((page.authors for page in readable if page.authors), ()),
    )


def _read(source: bytes, url: str | None, zone: tzinfo, templates: Templates | None) -> Page:
    tree = LexborHTMLParser(source)
    head = read_head(tree, source)
    tree.strip_tags(["script", "style"])  # a fifth of what a page is written out as, and nothing of it is read
    blocks = read_blocks(tree.body)
    metadata = read_metadata(head, blocks, url=url, zone=zone)
    text = _text(source, blocks, metadata.title, head, templates=templates, outlet=outlet_of(url, head))
    return Page(
        title=clean_text(metadata.title),
        text=text,
        published=metadata.published,
        authors=metadata.authors,
        error=None if text else NO_TEXT,
    )


def outlet_of(url: str | None, head: Head) -> str:
    """Whose page it is: the host of its address, else of the address it declares; '' when neither is known."""
    for address in (url, head.metas.get("og:url")):
        try:
            host = urlsplit(address or "").hostname
        except ValueError:
            continue
        if host:
            return host.removeprefix("www.")
    return ""


def _text(source: bytes, blocks: Blocks, title: str, head: Head, *, templates: Templates | None, outlet: str) -> str:
    chances = weigh(blocks)
    kept = choose(blocks, chances)
    if templates is not None and outlet:
        chances, kept = templates.judge(outlet, blocks, chances, kept)
    sure = confidence(blocks, chances, kept)
    if templates is not None and outlet and sure >= SURE:
        templates.learn(outlet, blocks, kept)
    _drop_title(blocks, kept, title)
    cut_teasers(blocks, kept)
    text = clean_lines(clean_text("\n\n".join(blocks.texts[place] for place in np.flatnonzero(kept).tolist())))
    if sure < SURE:
        text = _second_opinion(source) or text
    if len(text) < _SHORT:
        declared = _declared_text(head)
        return declared if len(declared) > 2 * len(text) else text
    return text


def _second_opinion(source: bytes) -> str:
    try:
        return read_by_trafilatura(source.decode("utf-8", "replace"))
    except Exception:  # noqa: BLE001 - lxml and trafilatura raise many things on broken pages; our own reading stands
        return ""


def _declared_text(head: Head) -> str:
    declared = head.article.get("articleBody")
    return clean_lines(text_from_html(declared)) if isinstance(declared, str) else ""


def _drop_title(blocks: Blocks, kept: Kept, title: str) -> None:
    """The headline above the text is no part of it; a page may show it twice."""
    folded = _NO_LETTERS.sub("", title).lower()
    for place in np.flatnonzero(kept)[:5].tolist():
        text = blocks.texts[place]
        if blocks.heading[place] == 1 or (
            folded and len(text) < 2 * len(title) + 20 and _NO_LETTERS.sub("", text).lower() == folded
        ):
            kept[place] = False
