"""What a release consists of: one value, one canonical form, one order of its parts.

Approval and signature bind to `digest`. Page, PDF, DOCX, plain text and the WhatsApp text all walk the same `blocks`,
so that a copy taken from any of them carries the words in the signed order.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from enum import StrEnum
from html.parser import HTMLParser
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody said, with their name and post."""

    text: str
    speaker: str
    post: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure, date or name as a row: `value` ("12.480"), what it is ("pemohon terdampak"), who says so."""

    value: str
    label: str
    source: str = ""
    kind: str = "figure"  # figure, date, name


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom the press may call."""

    name: str
    post: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A picture or attachment, bound by the SHA-256 of its bytes. `alt` is required of pictures."""

    asset: int
    sha256: str
    name: str
    alt: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that a release says. `body` is sanitised HTML (see `rules.richtext`), the rest is plain text."""

    kind: str = "press_release"
    language: str = "id"
    headline: str = ""
    lead: str = ""
    place: str = ""  # of the dateline
    body: str = ""
    quotes: tuple[Quote, ...] = ()
    facts: tuple[Fact, ...] = ()
    boilerplate: str = ""
    contacts: tuple[Contact, ...] = ()
    pictures: tuple[File, ...] = ()
    attachments: tuple[File, ...] = ()
    topics: tuple[str, ...] = ()  # slugs

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        """Return the content that `as_json` wrote; unknown keys are dropped, missing ones empty.

        Raises:
            TypeError: a value is of another type than it must be.
        """
        rows = {
            "quotes": Quote,
            "facts": Fact,
            "contacts": Contact,
            "pictures": File,
            "attachments": File,
        }
        known: dict[str, Any] = {}
        for each in fields(cls):
            if each.name not in data:
                continue
            value = data[each.name]
            if each.name in rows:
                known[each.name] = tuple(_row(rows[each.name], row) for row in value)
            elif each.name == "topics":
                known[each.name] = tuple(str(slug) for slug in value)
            elif isinstance(value, str):
                known[each.name] = value
            else:
                raise TypeError(f"{each.name} must be text")
        return cls(**known)

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values, as they are stored."""
        values = {name: getattr(self, name) for name in _NAMES}
        return {
            name: [row if isinstance(row, str) else asdict(row) for row in value] if isinstance(value, tuple) else value
            for name, value in values.items()
        }


_NAMES = tuple(each.name for each in fields(Content))


def _row(kind: type[Any], row: Mapping[str, Any]) -> Any:
    known = {each.name: row[each.name] for each in fields(kind) if each.name in row}
    if "asset" in known:
        known["asset"] = int(known["asset"])
    return kind(**{name: value if isinstance(value, int) else str(value) for name, value in known.items()})


def canonical(content: Content) -> bytes:
    """Return the one byte form of a content (JSON, sorted keys, no spaces, UTF-8): what is hashed.

    Lone surrogates, which no UTF-8 text may hold, become U+FFFD.
    """
    text = json.dumps(content.as_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def digest(content: Content) -> str:
    """Return the SHA-256 (hex) that approvals bind to: text, structure, and by their own hashes pictures and files."""
    return hashlib.sha256(canonical(content)).hexdigest()


# --- the order of the parts ------------------------------------------------------------------------------------------


class Part(StrEnum):
    HEADLINE = "headline"
    LEAD = "lead"
    FACT = "fact"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    QUOTE = "quote"
    BOILERPLATE = "boilerplate"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Block:
    """One part in reading order. `html` is set where the part may hold marks (bold, links); `text` always.

    What only the shape of a page needs, and no text: an item's `number` in a counted list (0: none), and of a row the
    HTML of its `cells`, which table of the body it stands in (from 1), whether it heads it.
    """

    part: Part
    text: str
    html: str = ""
    row: Quote | Fact | Contact | None = field(default=None)
    number: int = 0
    cells: tuple[str, ...] = ()
    table: int = 0
    is_head: bool = False


def blocks(content: Content) -> Iterator[Block]:
    """Yield the parts of a content in the order in which every form shows them.

    Headline, lead, facts, first paragraph (with the place before it), quotes, the rest of the body, boilerplate,
    contacts.
    """
    if content.headline:
        yield Block(Part.HEADLINE, content.headline)
    if content.lead:
        yield Block(Part.LEAD, content.lead)
    for fact in content.facts:
        yield Block(Part.FACT, f"{fact.value} {fact.label}".strip(), row=fact)
    body = list(body_blocks(content.body))
    if content.place:
        body[:1] = [_with_place(content.place, body[:1])]
    yield from body[:1]
    for quote in content.quotes:
        yield Block(Part.QUOTE, quote_text(quote), row=quote)
    yield from body[1:]
    if content.boilerplate:
        yield Block(Part.BOILERPLATE, content.boilerplate)
    for contact in content.contacts:
        yield Block(Part.CONTACT, contact_text(contact), row=contact)


def _with_place(place: str, first: list[Block]) -> Block:
    if not first:
        return Block(Part.PARAGRAPH, f"{place}.", f"{html.escape(place)}.")
    block = first[0]
    head = f"{html.escape(place)}. "
    cells = (head + block.cells[0], *block.cells[1:]) if block.cells else ()
    return replace(block, text=f"{place}. {block.text}", html=head + block.html, cells=cells)


def quote_text(quote: Quote) -> str:
    """Return a quote as one line of plain text: “…” Name, post."""
    said = quote.text.strip().strip('“”"')
    who = ", ".join(part for part in (quote.speaker, quote.post) if part)
    return f"“{said}” {who}".strip()


def contact_text(contact: Contact) -> str:
    """Return a contact as one line of plain text."""
    who = ", ".join(part for part in (contact.name, contact.post) if part)
    return " ".join(part for part in (who, contact.phone, contact.email) if part)


def text_of(content: Content, *, head: str = "", foot: str = "") -> str:
    """Return the whole text of a release: what is signed, compared, and sent over WhatsApp (there with `*bold*`).

    Args:
        content: what it says.
        head: the line above the headline: type and number.
        foot: the line below: where and how to check it.
    """
    parts = [head, *(block.text for block in blocks(content)), foot]
    return "\n\n".join(part.strip() for part in parts if part.strip())


# --- the body as blocks ----------------------------------------------------------------------------------------------

_BLOCKS = {"p": Part.PARAGRAPH, "h2": Part.HEADING, "h3": Part.HEADING, "li": Part.ITEM, "tr": Part.ROW}
_LISTS = {"ul", "ol"}
_MARKS = {"strong", "em", "a", "s", "sub", "sup"}
_SPACE = re.compile(r"[\t\r\n\f][ \t\r\n\f]*| [ \t\r\n\f]+")  # but not the single space that it becomes


class _Body(HTMLParser):
    """Cuts sanitised HTML into blocks. Nested lists and quotes become rows of their own, in reading order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Block] = []
        self._part = Part.PARAGRAPH
        self._text: list[str] = []
        self._html: list[str] = []
        self._cells: list[int] = []  # where in `_html` the cells of a row begin
        self._heads = self._tables = self._number = 0
        self._lists: list[int] = []  # of the open lists, how many items a counted one has so far; -1: not counted

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            # The paragraph inside a list item or cell belongs to it.
            if tag == "p" and self._part in {Part.ITEM, Part.ROW}:
                return
            self.flush()
            self._part = _BLOCKS[tag]
            if tag == "li" and self._lists and self._lists[-1] >= 0:
                self._lists[-1] += 1
                self._number = self._lists[-1]
        elif tag in _LISTS:
            self._lists.append(0 if tag == "ol" else -1)
        elif tag == "table":
            self._tables += 1
        elif tag == "br":
            self._text.append("\n")
            self._html.append("<br>")
        elif tag in {"td", "th"}:
            if self._text:
                self._text.append(" ")
                self._html.append(" ")
            self._cells.append(len(self._html))
            self._heads += tag == "th"
        elif tag in _MARKS:
            kept = "".join(f' {name}="{html.escape(value or "")}"' for name, value in attrs if name in {"href", "rel"})
            self._html.append(f"<{tag}{kept}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS and not (tag == "p" and self._part in {Part.ITEM, Part.ROW}):
            self.flush()
            self._part = Part.PARAGRAPH
        elif tag in _LISTS and self._lists:
            self._lists.pop()
        elif tag in _MARKS:
            self._html.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        words = _SPACE.sub(" ", data)
        self._text.append(words)
        self._html.append(html.escape(words, quote=False))

    def flush(self) -> None:
        text = "\n".join(" ".join(line.split()) for line in "".join(self._text).split("\n")).strip()
        if text:
            self.found.append(Block(self._part, text, "".join(self._html).strip(), **self._shape()))
        self._text, self._html, self._cells, self._heads, self._number = [], [], [], 0, 0

    def _shape(self) -> dict[str, Any]:
        if self._part is Part.ITEM:
            return {"number": self._number}
        if self._part is not Part.ROW or not self._cells:
            return {}
        ends = [*self._cells[1:], len(self._html)]
        cells = tuple("".join(self._html[a:b]).strip() for a, b in zip(self._cells, ends, strict=True))
        return {"cells": cells, "table": self._tables, "is_head": self._heads == len(cells)}


_PLAIN = re.compile(r"(?:<p>[^<]*(?:<br>[^<]*)*</p>)*")


def body_blocks(body: str) -> list[Block]:
    """Return the blocks of a sanitised body: paragraphs, headings, list items, table rows (cells by a space)."""
    if _PLAIN.fullmatch(body):  # nearly every release of an archive, at a tenth of the cost
        return [block for part in body.split("</p>") if (block := _plain_block(part.removeprefix("<p>")))]
    parser = _Body()
    parser.feed(body)
    parser.close()
    parser.flush()
    return parser.found


def _plain_block(inner: str) -> Block | None:
    """A paragraph that holds nothing but words and line breaks, as `_Body` reads it."""
    lines = [_SPACE.sub(" ", html.unescape(line)) for line in inner.split("<br>")]
    text = "\n".join(" ".join(line.split()) for line in lines).strip()
    if not text:
        return None
    return Block(Part.PARAGRAPH, text, "<br>".join(html.escape(line, quote=False) for line in lines).strip())
