"""The blocks of a page by a walk over its tree: the readable form of `page.c`, and its stand-in.

A block is what a reader sees as one paragraph, heading, list item or table cell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from kentongan.engine.extract.marks import (
    ARTICLE_BODY,
    ASIDE_ROLES,
    FURNITURE,
    HIDDEN,
    INLINE,
    INVISIBLE,
    ROLE,
    SKIPPED,
    TAG_BITS,
    TEXT_PROPERTIES,
    name_marks,
)

MAX_BLOCKS = 20_000
MAX_BLOCK = 100_000  # code points of one block; a page of one endless text stays cheap

_END = tuple(".!?…:;\"”'’)")
_FURNITURE = re.compile(f"(?:{FURNITURE})", re.IGNORECASE | re.ASCII)
_looks_seen: dict[tuple[str, str | None, str | None], int] = {}


@dataclass(slots=True)
class Block:
    """One paragraph as read: its text, how much of it is linked, and the marks around it."""

    tag: str
    holder: int  # number of the element that holds it; blocks of one holder are neighbours in the page's design
    above: int  # ... and of the element that holds the holder
    marks: int  # of all elements around it
    near: int  # of its own element and the holder
    depth: int
    pieces: list[str] = field(default_factory=list)  # its text nodes as they stand
    linked: list[int] = field(default_factory=list)  # which of them lie inside links
    text: str = ""
    linked_length: int = 0  # code points of the text that lie inside links

    def numbers(self) -> tuple[int, ...]:
        """What is counted of it, in the order of `blocks.Blocks`."""
        text = self.text
        return (
            len(text), text.count(" ") + 1, self.linked_length, len(self.linked), text.count(". ") + text.count(", "),
            text.endswith(_END), _FURNITURE.match(text) is not None, self.depth, {"h1": 1, "h2": 2}.get(self.tag, 0),
            self.holder, self.above,
        )  # fmt: skip


# Of an element: its number, its holder's, the marks around it, its own, its holder's own, depth, whether it is linked,
# its tag.
_State = tuple[int, int, int, int, int, int, bool, str]


def walk(body: LexborNode) -> list[Block]:
    """The text below `body` in blocks, in the order of the page."""
    blocks: list[Block] = []
    states: dict[int, _State] = {body.mem_id: (0, 0, 0, 0, 0, 0, False, body.tag or "body")}
    number = 0
    current: Block | None = None
    pieces: list[str] = []
    open_element = -1  # the element whose block takes the next text
    for node in body.traverse(include_text=True, skip_empty=True):
        tag = node.tag
        parent = node.parent
        state = states.get(parent.mem_id) if parent is not None else None
        if state is None or tag is None:
            continue
        if tag == "-text":
            if current is None or open_element != state[0]:
                if len(blocks) >= MAX_BLOCKS:
                    break
                pieces = []
                current = Block(state[7], state[0], state[1], state[2], state[3] | state[4], state[5], pieces)
                blocks.append(current)
                open_element = state[0]
            if state[6]:
                current.linked.append(len(pieces))
            pieces.append(node.text_content or "")
        elif tag in INLINE:
            states[node.mem_id] = (*state[:6], True, state[7]) if tag == "a" and not state[6] else state
        elif tag in SKIPPED or tag[0] == "-":
            continue  # without a state, and so is all below it
        elif tag == "br":
            if pieces and pieces[-1] == "\n":
                open_element = -1  # two in a row part paragraphs
            elif pieces:
                pieces.append("\n")
        else:
            number += 1
            own = _marks_of(tag, node.attributes)
            states[node.mem_id] = (number, state[0], state[2] | own, own, state[3], state[5] + 1, state[6], tag)
            open_element = -1
    return [block for block in blocks if _finish(block)]


def _finish(block: Block) -> str:
    pieces = block.pieces
    block.text = " ".join("".join(pieces)[:MAX_BLOCK].split())
    if block.linked:
        block.linked_length = min(sum([len(pieces[number]) for number in block.linked]), len(block.text))
    return block.text


def _marks_of(tag: str, attributes: dict[str, str | None]) -> int:
    if not attributes:
        return TAG_BITS.get(tag, 0)
    look = (tag, attributes.get("class"), attributes.get("id"))
    marks = _looks_seen.get(look)
    if marks is None:
        if len(_looks_seen) > 50_000:
            _looks_seen.clear()
        marks = _looks_seen[look] = TAG_BITS.get(tag, 0) | name_marks(f"{look[1] or ''} {look[2] or ''}")
    if len(attributes) > (look[1] is not None) + (look[2] is not None):
        if "itemprop" in attributes and (attributes["itemprop"] or "").lower() in TEXT_PROPERTIES:
            marks |= ARTICLE_BODY
        if "hidden" in attributes or ("style" in attributes and INVISIBLE.search(attributes["style"] or "")):
            marks |= HIDDEN
        if "role" in attributes and (attributes["role"] or "") in ASIDE_ROLES:
            marks |= ROLE
    return marks
