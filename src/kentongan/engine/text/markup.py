"""Plain text out of the small pieces of HTML that feeds carry: titles, summaries, contents.

A scanner by one regular expression, not a tree: it is linear in the length whatever it is given (an unclosed tag or
comment takes the rest, as in a browser), where tree parsers were measured at minutes for deeply nested input.
"""

from __future__ import annotations

import html
import re

from kentongan.engine.text.unseen import JOINERS, UNSEEN

# Elements that part lines for a reader (HTML standard, rendering section: display block, list-item, table parts).
_BLOCKS = frozenset(
    "address article aside blockquote br caption center dd details dialog dir div dl dt fieldset figcaption figure"  # noqa: SIM905 - a list of words
    " footer form h1 h2 h3 h4 h5 h6 header hr li main menu nav ol p pre section summary table tbody td tfoot th thead"
    " tr ul".split()
)
# Each piece begins with "<", which is looked for as fast as memory is read; "]]>" is therefore no piece.
_PIECES = re.compile(
    r"""<(?:!--.*?(?:-->|\Z)
    |!\[CDATA\[
    |(?P<hidden>script|style)\b.*?(?:</(?P=hidden)\s*>|\Z)
    |[!?][^>]*(?:>|\Z)
    |/?(?P<name>[a-z]\w*)[^>=]*+(?:=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))?+[^>=]*+)*+(?:>|\Z))""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
# Control characters have no place in text and break XML, terminals and PostgreSQL (NUL) further down.
_CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff"
# ... and halves of characters, which no encoding takes.
_HALVES = r"\ud800-\udfff"
_UNSAFE = re.compile(f"[{_CONTROL}{_HALVES}]")
_UNSAFE_OR_UNSEEN = re.compile(f"[{_CONTROL}{_HALVES}{UNSEEN}{JOINERS}]")
_CONTROLS = re.compile(f"[{_CONTROL}]")
_CONTROLS_AND_UNSEEN = re.compile(f"[{_CONTROL}{UNSEEN}{JOINERS}]")


def text_from_html(markup: str) -> str:
    """Text of a piece of HTML: markup and scripts gone, entities decoded, block elements parted by a blank line."""
    return "\n\n".join(filter(None, map(tidy_line, _unmarked(markup).split("\n"))))


def line_from_html(markup: str) -> str:
    """The same on one line, as a title needs it."""
    return tidy_line(_unmarked(markup))


def safe_text(text: str) -> str:
    """Text without control characters and with lone surrogates replaced: safe for JSON, XML and databases."""
    return text if _UNSAFE.search(text) is None else _paired(_CONTROLS.sub("", text))


def clean_text(text: str) -> str:
    """The same without what nobody sees: soft hyphens, zero-width signs, marks of direction (`text/unseen.py`)."""
    return text if _UNSAFE_OR_UNSEEN.search(text) is None else _paired(_CONTROLS_AND_UNSEEN.sub("", text))


def _paired(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def tidy_line(line: str) -> str:
    """The same words with one space between them and nothing unsafe (`clean_text`)."""
    if not line.isprintable():
        line = clean_text(line)
    elif "  " not in line:  # what is printable holds nothing unsafe and no space but the plain one
        return line.strip()
    return " ".join(line.split())


def _unmarked(markup: str) -> str:
    """Text with a line break for each block element, its spaces as they stand."""
    text = markup
    if "<" in text:
        # Line ends of the source mean a space in HTML; only block elements part lines.
        text = text.replace("\n", " ").replace("\r", " ")
        if "<!--" in text:
            text = _close_comments(text)
        parts = _PIECES.split(text)  # text, hidden, name, text, hidden, name ...
        if "]]>" in text:
            parts[::3] = [part.replace("]]>", "") for part in parts[::3]]
        parts[1::3] = [""] * (len(parts) // 3)
        parts[2::3] = [_BREAKS[name] for name in parts[2::3]]
        text = "".join(parts)
    return html.unescape(text) if "&" in text else text


def _close_comments(text: str) -> str:
    # A comment that never ends would take the rest of the text with it: end it at its first ">", as feedparser does.
    end = text.rfind("-->") + 1
    return text[:end] + text[end:].replace("<!--", "<!")


class _Breaks(dict[str | None, str]):
    """What stands for a tag in the text: a line break for a block element. Names that are not in it are read small."""

    def __missing__(self, name: str | None) -> str:
        return "\n" if name is not None and name.lower() in _BLOCKS else ""


_BREAKS = _Breaks({None: ""} | dict.fromkeys(_BLOCKS, "\n") | dict.fromkeys("a b i u em strong span img".split(), ""))  # noqa: SIM905 - a list of words
