"""How an edition's content lies on a page: the order of `rules.content.blocks`, with lists and tables kept whole."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kentongan.newsroom.rules.content import Content, Part, blocks

_FIRST = re.compile(r"\s*<p(?:\s[^>]*)?>(.*?)</p>", re.DOTALL)
_TABLE = re.compile(r"(<table\b.*?</table>)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Body:
    """The body in two parts of HTML, already sanitised when it was written: the quotes stand between them."""

    first: str
    rest: str


def body_of(content: Content) -> Body:
    """Return the body's first paragraph, with the place before it, and the rest."""
    opening = next((block for block in blocks(content) if block.part in _BODY), None)
    if opening is None:
        return Body("", "")
    found = _FIRST.match(content.body)
    if found is not None:
        return Body(f"<p>{opening.html}</p>", _scrolling(content.body[found.end() :].strip()))
    # A body that begins otherwise is laid out block by block, so that the order stays that of the signed text.
    rest = [block for block in blocks(content) if block.part in _BODY][1:]
    return Body(_one(opening.part, opening.html), "".join(_one(block.part, block.html) for block in rest))


_BODY = {Part.PARAGRAPH, Part.HEADING, Part.ITEM, Part.ROW}


def _one(part: Part, html: str) -> str:
    if part is Part.HEADING:
        return f"<h2>{html}</h2>"
    return f"<ul><li>{html}</li></ul>" if part is Part.ITEM else f"<p>{html}</p>"


def _scrolling(html: str) -> str:
    """Let a wide table scroll on a phone instead of the page."""
    return _TABLE.sub(r'<div class="scroll" tabindex="0">\1</div>', html)
