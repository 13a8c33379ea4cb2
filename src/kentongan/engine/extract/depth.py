"""Whether a page is built to keep a parser busy, by one look over its tags.

Lexbor follows the HTML standard exactly, which costs time that grows with the square of the depth (20,000 nested `div`
elements take a second, 50,000 take eighteen), and copies every open formatting element (`b`, `font`) into each new
paragraph. Real pages stay below a depth of 100. For the rest libxml2 answers, which stops at a depth.
"""

from __future__ import annotations

import re

MAX_DEPTH = 400
MAX_COPIES = 1_000_000
_FEW_TAGS = 1_500  # so many tags cannot hurt, however they stand
_MANY_TAGS = 6_000  # fewer cannot hurt by their depth
_FEW_FORMATTING = 300

# Each attribute of an element is compared with all before it; a picture written into an address is one, however long.
_LONG = 3_000
_SEPARATORS = re.compile(r"[\s/]+")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_MANY_ATTRIBUTES = 500
_MANY_WORDS = 10_000

_TAGS = re.compile(r"<(/?)([a-zA-Z][\w:-]*)([^<>]*)")
# What never nests: void elements, and those that the next of their kind closes.
_FLAT = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "p",
    "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "option", "optgroup", "colgroup", "html", "head",
    "body", "script", "style", "title",
}  # fmt: skip
_FORMATTING = {"b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"}
# These, and a few of like names, faster than by a case-blind list.
_FORMATTING_TAGS = re.compile(
    r"<(?:[biusBIUS]|[eE][mM]|[tT][tT]|[bB][iI][gG]|(?:[cfnCFN][oO]|[sS][mMtT])[a-zA-Z]{2,4})[\s>/]"
)
_FOREIGN = {"svg", "math"}


def is_hard_to_parse(source: str, tags: int) -> bool:
    """Whether parsing this page by the standard would take time or memory out of proportion to its length.

    `tags` is how many "<" it holds: most pages have too few to hurt, and are not looked at.
    """
    if tags <= _FEW_TAGS or (tags <= _MANY_TAGS and len(_FORMATTING_TAGS.findall(source)) <= _FEW_FORMATTING):
        return False
    depth = formatting = copies = foreign = 0
    for closing, tag, rest in _TAGS.findall(source):
        name = tag.lower()
        if name in _FLAT:
            copies += formatting
        elif name in _FORMATTING:
            formatting = max(0, formatting - 1) if closing else formatting + 1
            depth += -1 if closing else 1
        elif name in _FOREIGN:
            foreign = max(0, foreign - 1) if closing else foreign + (rest[-1:] != "/")
        elif foreign and rest[-1:] == "/":
            continue
        else:
            depth += -1 if closing else 1
            copies += formatting
        depth = max(0, depth)
        if depth > MAX_DEPTH or copies > MAX_COPIES:
            return True
    return False


def has_overloaded_tags(source: str) -> bool:
    """Whether an element carries more attributes than any page needs: no parser reads those in linear time."""
    half = _LONG // 2
    at = 0
    while at < len(source) - half:
        # A long tag covers at least one of these stretches whole.
        if source.find(">", at, at + half) >= 0:
            at += half
            continue
        end = source.find(">", at + half)
        end = end if end >= 0 else len(source)
        start = source.rfind("<", max(0, at - half), end)
        if 0 <= start <= at and source.find(">", start, at) < 0 and _is_overloaded(source, start, end):
            return True
        at = end
    return False


def _is_overloaded(source: str, start: int, end: int) -> bool:
    if not source[start + 1 : start + 2].isalpha():
        return False
    attributes = len(_SEPARATORS.findall(_QUOTED.sub("", source[start:end])))
    # A comparison in a script looks like a tag; past so many words even a script is turned away.
    in_script = source.rfind("<script", 0, start) > source.rfind("</script", 0, start)
    return attributes > (_MANY_WORDS if in_script else _MANY_ATTRIBUTES)
