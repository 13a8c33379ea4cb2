"""Plain text out of the small pieces of HTML that feeds carry: titles, summaries, contents.

A scanner by one regular expression, not a tree: it is linear in the length whatever it is given (an unclosed tag or
comment takes the rest, as in a browser), where tree parsers were measured at minutes for deeply nested input.
"""

from __future__ import annotations

import html
import re

# Elements that part lines for a reader (HTML standard, rendering section: display block, list-item, table parts).
_BLOCKS = (
    "address|article|aside|blockquote|br|caption|center|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure"
    "|footer|form|h[1-6]|header|hr|li|main|menu|nav|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
_PIECES = re.compile(
    rf"""<!--.*?(?:-->|\Z)
    |<!\[CDATA\[|\]\]>
    |<(?P<hidden>script|style)\b.*?(?:</(?P=hidden)\s*>|\Z)
    |<[!?][^>]*(?:>|\Z)
    |</?(?:(?P<block>{_BLOCKS})\b|[a-z])(?:=\s*+"[^"]*+(?:"|\Z)|=\s*+'[^']*+(?:'|\Z)|[^>])*+(?:>|\Z)""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r"\s*\n\s*")
# Control characters have no place in text and break XML, terminals and PostgreSQL (NUL) further down.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
# ... and halves of characters, which no encoding takes.
_UNSAFE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")


def text_from_html(markup: str) -> str:
    """Text of a piece of HTML: markup and scripts gone, entities decoded, block elements parted by a blank line."""
    return _BREAKS.sub("\n\n", _scan(markup)).strip()


def line_from_html(markup: str) -> str:
    """The same on one line, as a title needs it."""
    return " ".join(_scan(markup).split())


def clean_text(text: str) -> str:
    """Text without control characters and with lone surrogates replaced: safe for JSON, XML and databases."""
    if _UNSAFE.search(text) is None:
        return text
    return _CONTROLS.sub("", text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _scan(markup: str) -> str:
    # Line ends of the source mean a space in HTML; only block elements part lines.
    text = markup
    if "<" in text:
        text = _close_comments(text.replace("\n", " ").replace("\r", " "))
        text = _PIECES.sub(_piece, text)
    if "&" in text:
        text = html.unescape(text)
    return _SPACES.sub(" ", clean_text(text))


def _close_comments(text: str) -> str:
    # A comment that never ends would take the rest of the text with it: end it at its first ">", as feedparser does.
    end = text.rfind("-->") + 1
    return text[:end] + text[end:].replace("<!--", "<!")


def _piece(match: re.Match[str]) -> str:
    return "\n" if match["block"] else ""
