"""What people type and paste, made into the few marks that a release may hold.

Word, Google Docs, mail and WhatsApp put their own world into the clipboard. What counts is kept (paragraphs, headings,
lists, tables, bold, italics, links); everything else goes. Nothing invisible stays: a verifier compares every letter.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import fields, replace
from html.parser import HTMLParser
from typing import Any

import nh3

from kentongan.engine.text.unseen import UNSEEN
from kentongan.newsroom.rules.content import Contact, Content, Fact, File, Quote

MOST_CHARACTERS = 400_000  # of one body: some 60,000 words; an annual report is an attachment
TAGS = frozenset(
    {"p", "h2", "h3", "ul", "ol", "li", "strong", "em", "a", "br", "blockquote", "table", "tr", "td", "th"}
)
SCHEMES = frozenset({"http", "https", "mailto", "tel"})

_PARAGRAPHS = frozenset(
    {"p", "div", "section", "article", "header", "footer", "main", "aside", "figure", "figcaption", "address", "pre",
     "dl", "dt", "dd", "center", "caption", "details", "summary"}
)  # fmt: skip
_HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
_LISTS = frozenset({"ul", "ol"})
_CELLS = frozenset({"li", "td", "th"})
_ITALICS = frozenset({"em", "i", "cite", "dfn", "var"})
# What may come in for reading; nearly all of it is turned into something else.
_READ = (
    TAGS
    | _PARAGRAPHS
    | _ITALICS
    | set(_HEADINGS)
    | {"b", "span", "font", "sup", "sub", "hr", "thead", "tbody", "tfoot", "u", "s", "code"}
)
# Exactly what forgers use. Joiners stay: scripts and emoji need them.
_INVISIBLE = re.compile(f"[{UNSEEN}]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"[ \t\r\n\f\xa0\u2000-\u200a\u202f\u205f\u3000]+")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_OPENS = re.compile(r"<(/?)([a-zA-Z]+)")
_UNNESTED = frozenset({"p", "li", "br", "hr", "img", "td", "th", "tr", "col", "meta", "link", "input", "o", "v", "wbr"})
MOST_NESTED = 120
_BOLD = re.compile(r"(?<![\w-])font-weight\s*:\s*(bold|bolder|[6-9]00)")
_NOT_BOLD = re.compile(r"(?<![\w-])font-weight\s*:\s*(normal|lighter|[1-5]00)")
_ITALIC = re.compile(r"(?<![\w-])font-style\s*:\s*(italic|oblique)")
_COUNTED = re.compile(r"\(?(\d{1,3}|[a-z]{1,2})[.)]")
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


def clean_body(text: str) -> str:
    """Return rich text with nothing in it but `TAGS` (and `href` of links); plain text becomes paragraphs.

    Scripts, styles, classes, comments, pictures, invisible characters and lone surrogates are gone; Word's list
    paragraphs are lists again; bold that was only a style is `strong`; raised and lowered figures become characters
    of their own (m², CO₂), because the text that is signed knows no marks.
    """
    text = _visible(text[:MOST_CHARACTERS])
    if not _TAG.search(text):
        return clean_plain(text)
    if _too_nested(text):
        return clean_plain(html.unescape(_TAG.sub("\n", text)))
    # Twice, for two reasons: first to read safely whatever came (a parser that never fails), last to be sure.
    readable = nh3.clean(
        text, tags=set(_READ), attributes={"*": {"style"}, "a": {"href"}}, url_schemes=set(SCHEMES), link_rel=None
    )
    writer = _Writer()
    writer.feed(readable)
    writer.close()
    return nh3.clean(
        writer.result(), tags=set(TAGS), attributes={"a": {"href"}}, url_schemes=set(SCHEMES), link_rel=None
    )


def _too_nested(text: str) -> bool:
    """Return whether tags are opened inside tags far beyond any text: a parser takes hours over such a thing."""
    depth = 0
    for closes, tag in _OPENS.findall(text):
        if tag.lower() not in _UNNESTED:
            depth += -1 if closes else 1
        if depth > MOST_NESTED:
            return True
    return False


_WHATSAPP_HEAD = re.compile(r"^\[[^\]\n]{4,30}\] [^:\n]{1,60}: ", re.MULTILINE)
_STARS = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]{1,500}?)(?<=\S)\*(?![\w*])")
_UNDERLINES = re.compile(r"(?<![\w_])_(?=\S)([^_\n]{1,500}?)(?<=\S)_(?![\w_])")
_BULLET = re.compile(r"^\s*(?:[-•·▪–*]|\u2022)\s+(?=\S)")


def clean_plain(text: str) -> str:
    """Return plain text (as WhatsApp gives it) as paragraphs; `*bold*` and `_italics_` become marks, "- " a list."""
    text = _WHATSAPP_HEAD.sub("", _visible(text).replace("\r\n", "\n").replace("\r", "\n"))
    made = []
    for paragraph in re.split(r"\n[ \t]*\n", text):
        lines = [line.strip() for line in paragraph.split("\n") if line.strip()]
        while lines:
            listed = bool(_BULLET.match(lines[0] + " "))
            same = next((n for n, line in enumerate(lines) if bool(_BULLET.match(line)) != listed), len(lines)) or 1
            group, lines = lines[:same], lines[same:]
            if listed:
                made.append("<ul>" + "".join(f"<li>{_marked(_BULLET.sub('', line))}</li>" for line in group) + "</ul>")
            else:
                made.append("<p>" + "<br>".join(_marked(line) for line in group) + "</p>")
    return "".join(made)


def _marked(line: str) -> str:
    safe = html.escape(_SPACE.sub(" ", line), quote=False)
    return _UNDERLINES.sub(r"<em>\1</em>", _STARS.sub(r"<strong>\1</strong>", safe))


def clean_text(text: str, most: int = 5000) -> str:
    """Return one plain text without marks, invisible or control characters; at most `most` characters."""
    lines = [_SPACE.sub(" ", line).strip() for line in _visible(text[: most * 4]).splitlines()]
    return "\n".join(lines).strip()[:most]


def clean_line(text: str, most: int = 300) -> str:
    """Return a text on one line, as `clean_text` does."""
    return " ".join(clean_text(text, most * 4).split())[:most]


def _visible(text: str) -> str:
    joined = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if _SURROGATE.search(text) else text
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", _CONTROL.sub("", joined)))


class _Writer(HTMLParser):
    """Reads well-formed HTML from the sanitiser and writes blocks of our own. Linear, without recursion."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._out: list[str] = []
        self._open: list[str] = []  # containers: lists, cells, tables, quotes
        self._block = "p"
        self._run: list[str] = []
        self._marks: list[tuple[str, str]] = []  # (tag as it came, what we write for it: "", strong, em, a href)
        self._shift = ""
        self._marker: list[str] | None = None  # Word's own bullet, while it is skipped
        self._depth = 0  # of spans inside that bullet
        self._auto = False  # the last list was made of Word's list paragraphs

    # - tags
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        style = (dict(attrs).get("style") or "").lower()
        if self._marker is not None and tag == "span":
            self._depth += 1
        elif tag in _PARAGRAPHS or tag in _HEADINGS:
            self._end_block()
            self._block = _HEADINGS.get(tag, "p")
            if "mso-list:l" in style.replace(" ", ""):
                self._block = "li"
        elif tag in _LISTS or tag in {"blockquote", "table", "tr"} or tag in _CELLS:
            self._end_block()
            self._open.append(tag)
            self._write(f"<{tag}>")
        elif tag == "br":
            self._run.append("<br>")
        elif tag == "hr":
            self._end_block()
        else:
            self._start_mark(tag, style, dict(attrs).get("href") or "")

    def _start_mark(self, tag: str, style: str, href: str) -> None:
        if tag == "span" and "mso-list:ignore" in style.replace(" ", ""):
            self._marker, self._depth = [], 1
        elif tag in {"sup", "sub"}:
            self._shift = tag
        elif tag == "a" and href.strip():
            self._push(tag, f'a href="{html.escape(href.strip(), quote=True)}"')
        elif _BOLD.search(style) or (tag in {"b", "strong"} and not _NOT_BOLD.search(style)):
            self._push(tag, "strong")
        elif _ITALIC.search(style) or tag in _ITALICS:
            self._push(tag, "em")
        elif tag in _READ:
            self._push(tag, "")

    def handle_endtag(self, tag: str) -> None:
        if self._marker is not None and tag == "span":
            self._depth -= 1
            if self._depth == 0:
                self._block = "li-ol" if _COUNTED.match("".join(self._marker).strip()) else "li-ul"
                self._marker = None
        elif tag in _PARAGRAPHS or tag in _HEADINGS:
            self._end_block()
        elif tag in _LISTS or tag in {"blockquote", "table", "tr"} or tag in _CELLS:
            self._end_block()
            if tag in self._open:
                while (last := self._open.pop()) != tag:
                    self._write(f"</{last}>")
                self._write(f"</{tag}>")
        elif tag in {"sup", "sub"}:
            self._shift = ""
        elif self._marks and self._marks[-1][0] == tag:
            _tag, mark = self._marks.pop()
            if mark:
                self._run.append(f"</{mark.split(' ')[0]}>")

    def handle_data(self, data: str) -> None:
        if self._marker is not None:
            self._marker.append(data)
            return
        words = _SPACE.sub(" ", data)
        if self._shift:
            words = words.translate(_RAISED if self._shift == "sup" else _LOWERED)
        self._run.append(html.escape(words, quote=False))

    # - writing
    def _push(self, tag: str, mark: str) -> None:
        # The same mark twice says nothing more.
        held = {written.split(" ")[0] for _tag, written in self._marks if written}
        mark = "" if mark.split(" ", maxsplit=1)[0] in held else mark
        self._marks.append((tag, mark))
        if mark:
            self._run.append(f"<{mark}>")

    def _write(self, piece: str) -> None:
        self._out.append(piece)
        self._auto = False

    def _end_block(self) -> None:
        open_marks = [mark for _tag, mark in self._marks if mark]
        closing = "".join(f"</{mark.split(' ')[0]}>" for mark in reversed(open_marks))
        words = _trim("".join(self._run) + closing)
        self._run = [f"<{mark}>" for mark in open_marks]
        block, self._block = self._block, "p"
        if not words:
            return
        inside = self._open[-1] if self._open else ""
        if inside in _CELLS:
            follows = self._out and not self._out[-1].startswith("<")
            self._write(f"<br>{words}" if follows else words)
        elif inside in _LISTS:
            self._write(f"<li>{words}</li>")
        elif block.startswith("li"):
            self._write_auto(words, "ol" if block == "li-ol" else "ul")
        else:
            parts = re.split(r"(?:<br>\s*){2,}", words) if block == "p" and "</" not in words else [words]
            for part in parts:
                if part.strip():
                    self._write(f"<{block}>{part.strip()}</{block}>")

    def _write_auto(self, words: str, kind: str) -> None:
        if self._auto and self._out[-1] == f"</{kind}>":
            self._out.pop()
        else:
            self._out.append(f"<{kind}>")
        self._out += [f"<li>{words}</li>", f"</{kind}>"]
        self._auto = True

    def result(self) -> str:
        self._end_block()
        while self._open:
            self._write(f"</{self._open.pop()}>")
        return _without_empty("".join(self._out))


_EDGE = re.compile(r"^(?:\s|<br>)+|(?:\s|<br>)+$")
_HOLLOW = re.compile(r"<(strong|em|a)(?: [^>]*)?>(\s*)</\1>")
_SPACED = re.compile(r" *<br> *")
_EMPTY = re.compile(r"<(li|ul|ol|tr|table|blockquote)></\1>")


def _trim(words: str) -> str:
    for _turn in range(4):  # bold inside italics inside a link is the deepest that marks go
        words, found = _HOLLOW.subn(r"\2", words)
        if not found:
            break
    return _EDGE.sub("", _SPACED.sub("<br>", re.sub(" {2,}", " ", words)))


def _without_empty(text: str) -> str:
    for _turn in range(5):
        text, found = _EMPTY.subn("", text)
        if not found:
            break
    return text


# --- the whole content -----------------------------------------------------------------------------------------------

MOST_ROWS = 60
MOST_HEADLINE = 300
_LINES = {Quote: ("speaker", "post"), Fact: ("value", "label", "source", "kind"), Contact: ("name", "post", "phone", "email"), File: ("name", "credit")}  # fmt: skip  # noqa: E501


def clean_content(content: Content) -> Content:
    """Return a content as it may be kept: every field cleaned, empty rows dropped, at most 60 rows of a kind."""
    return replace(
        content,
        headline=clean_line(content.headline, MOST_HEADLINE),
        lead=clean_text(content.lead, 3000),
        place=clean_line(content.place, 80).rstrip(" .,"),
        body=clean_body(content.body),
        boilerplate=clean_text(content.boilerplate, 3000),
        quotes=_rows(content.quotes, ("text",)),
        facts=_rows(content.facts, ("value", "label")),
        contacts=_rows(content.contacts, ("name", "phone", "email")),
        pictures=_rows(content.pictures, ("sha256",)),
        attachments=_rows(content.attachments, ("sha256",)),
        topics=tuple(dict.fromkeys(clean_line(slug, 60) for slug in content.topics if slug.strip()))[:12],
    )


def _rows(rows: tuple[Any, ...], needed: tuple[str, ...]) -> tuple[Any, ...]:
    cleaned = (_clean_row(row) for row in rows[:MOST_ROWS])
    return tuple(row for row in cleaned if any(getattr(row, name) for name in needed))


def _clean_row(row: Any) -> Any:
    lines = _LINES[type(row)]
    known = {
        each.name: clean_line(value, 200) if each.name in lines else clean_text(value, 3000)
        for each in fields(row)
        if isinstance(value := getattr(row, each.name), str)
    }
    return replace(row, **known)
