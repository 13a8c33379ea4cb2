"""The text of an HTML page from its bytes: which encoding it really is in."""

from __future__ import annotations

import codecs
import re

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(
    rb"""<(?:meta\b[^>]{0,200}?|\?xml[^>]{0,100}?)(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE
)
# The encoding standard (https://encoding.spec.whatwg.org/#names-and-labels): these names mean windows-1252 on the web.
_LATIN = {"iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii"}


def decode_html(content: bytes, *, charset: str | None = None) -> str:
    """Decode a page; never raises. Valid UTF-8 wins over what the page or the HTTP header (`charset`) claims.

    Order: byte order mark, UTF-8 if it is valid (a text in another encoding is practically never valid UTF-8), the
    header, the page's own declaration in its first 4,096 bytes, UTF-8 with a few broken bytes, windows-1252.
    """
    for mark, name in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(name, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        broken = error
    declared = _DECLARED.search(content[:4096])
    for claimed in (charset, declared and declared[1].decode("ascii", "replace")):
        text = _decode_as(content, claimed)
        if text is not None:
            return text
    # A page cut in the middle of a character, or with one bad byte in a comment, is still UTF-8.
    if broken.start > 0 and _mostly_utf8(content):
        return content.decode("utf-8", "replace")
    return content.decode("windows-1252", "replace")


def utf8_html(content: bytes, *, charset: str | None = None) -> bytes:
    """The same page in UTF-8, as parsers take it: most pages are so already, and are not copied."""
    if not content.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return content
    return decode_html(content, charset=charset).encode("utf-8", "replace")


def _decode_as(content: bytes, name: str | None) -> str | None:
    if not name or name.lower().replace("_", "-") in {"utf-8", "utf8"}:
        return None
    name = "windows-1252" if name.lower() in _LATIN else name
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    if not codec._is_text_encoding:  # a page may claim "hex" or "zip"
        return None
    return content.decode(codec.name, "replace")


def _mostly_utf8(content: bytes) -> bool:
    sample = content[:200_000].decode("utf-8", "replace")
    wrong = sample.count("\ufffd")
    multibyte = sum(1 for char in sample if ord(char) > 0x7F) - wrong
    return wrong <= max(3, multibyte // 10)
