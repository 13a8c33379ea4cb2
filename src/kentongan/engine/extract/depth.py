"""Whether a page is built to keep a parser busy, by one look over its tags.

Lexbor follows the HTML standard exactly, which costs time that grows with the square of the depth (20,000 nested `div`
elements take a second, 50,000 take eighteen), and copies every open formatting element (`b`, `font`) into each new
paragraph. Real pages stay below a depth of 100. For the rest libxml2 answers, which stops at a depth.
"""

from __future__ import annotations

import re

MAX_DEPTH = 400
MAX_COPIES = 1_000_000
_FEW_TAGS = (
    2_000  # so many tags cannot hurt, however they stand: half of them formatting copies no more than MAX_COPIES
)
_MANY_TAGS = 6_000  # fewer cannot hurt by their depth
_FEW_FORMATTING = 300

# Each attribute of an element is compared with all before it; a picture written into an address is one, however long.
_LONG = 3_000
_SEPARATORS = re.compile(rb"[\s/]+")
_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
_MANY_ATTRIBUTES = 500
_MANY_WORDS = 10_000

_TAGS = re.compile(rb"<(/?)([a-zA-Z][\w:-]*)([^<>]*)")
# What never nests: void elements, and those that the next of their kind closes.
_FLAT = set(
    b"area base br col embed hr img input link meta param source track wbr p li"
    b" dt dd tr td th tbody thead tfoot option optgroup colgroup html head body script style title".split()
)
_FORMATTING = set(b"b big code em font i nobr s small strike strong tt u".split())
# These, and a few of like names, faster than by a case-blind list.
_FORMATTING_TAGS = re.compile(
    rb"<(?:[biusBIUS]|[eE][mM]|[tT][tT]|[bB][iI][gG]|(?:[cfnCFN][oO]|[sS][mMtT])[a-zA-Z]{2,4})[\s>/]"
)
_FOREIGN = {b"svg", b"math"}


def is_hard_to_parse(source: bytes, tags: int) -> bool:
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
            foreign = max(0, foreign - 1) if closing else foreign + (rest[-1:] != b"/")
        elif foreign and rest[-1:] == b"/":
            continue
        else:
            depth += -1 if closing else 1
            copies += formatting
        depth = max(0, depth)
        if depth > MAX_DEPTH or copies > MAX_COPIES:
            return True
    return False


def has_overloaded_tags(source: bytes) -> bool:
    """Whether an element carries more attributes than any page needs: no parser reads those in linear time."""
    half = _LONG // 2
    at = 0
    while at < len(source) - half:
        # A long tag covers at least one of these stretches whole.
        if source.find(b">", at, at + half) >= 0:
            at += half
            continue
        end = source.find(b">", at + half)
        end = end if end >= 0 else len(source)
        start = source.rfind(b"<", max(0, at - half), end)
        if 0 <= start <= at and source.find(b">", start, at) < 0 and _is_overloaded(source, start, end):
            return True
        at = end
    return False


def _is_overloaded(source: bytes, start: int, end: int) -> bool:
    if not source[start + 1 : start + 2].isalpha():
        return False
    attributes = len(_SEPARATORS.findall(_QUOTED.sub(b"", source[start:end])))
    # A comparison in a script looks like a tag; past so many words even a script is turned away.
    in_script = source.rfind(b"<script", 0, start) > source.rfind(b"</script", 0, start)
    return attributes > (_MANY_WORDS if in_script else _MANY_ATTRIBUTES)
