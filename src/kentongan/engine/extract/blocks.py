"""One walk over a parsed page: its text in blocks, each with what its place in the tree says of it.

A block is what a reader sees as one paragraph, heading, list item or table cell. Where it stands is kept as a set of
marks in one integer: the kinds of the elements around it and the words in their classes and ids. Nothing is decided
here; `engine/extract/content.py` weighs the marks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from selectolax.lexbor import LexborNode

MAX_BLOCKS = 20_000
MAX_BLOCK = 100_000  # code points of one block; a page of one endless text stays cheap

# What class and id names mean, as stems that begin a word. The order fixes the bit of each group.
# ruff: noqa: E501 - the stems of a group stand on one line
NAME_GROUPS: dict[str, str] = {
    "article": "article|artikel|art\\b|artcl",
    "content": "content|konten|inhalt|contenu|contenido|read\\b|isi",
    "body": "body|bodytext|copy",
    "post": "post|entry|blog|single|hentry",
    "story": "story|stories|news|berita|cerita",
    "text": "text|txt|paragraph|para\\b|prose|richtext|rte|wysiwyg|itp",
    "detail": "detail|main|primary|page|single",
    "comment": "comment|komentar|disqus|reply|replies|respond|discussion|kommentar|livefyre|forum",
    "related": "relat|terkait|similar|more|lainnya|recommend|rekomendasi|readmore|next|prev|also|baca|suggest|linksisip|outbrain|taboola|dable",
    "share": "share|sharing|social|sosmed|bagikan|follow|facebook|twitter|whatsapp|telegram|addthis|sns|pinterest",
    "nav": "nav|menu|breadcrumb|pagination|pager|paging|skip|topbar|sitemap|crumb",
    "foot": "foot|bottom",
    "head": "head|masthead|top\\b",
    "side": "side|aside|rail|widget|secondary|panel|col\\b|right|left",
    "ads": "ad\\b|ads\\b|adv|iklan|banner|sponsor|promo|gpt|adsense|dfp|commercial|partner|affiliate|paralax|parallax",
    "list": "popular|trending|terpopuler|most|terkini|latest|list|feed|terbaru|archive|carousel|slider|slide|recent|teaser|playlist",
    "tag": "tag|topic|topik|keyword|label|categor|kategori|cat\\b|term|hashtag",
    "author": "author|byline|penulis|bio|editor|kontributor|writer|contributor|profile|autor|vcard|reporter|redaksi",
    "caption": "caption|figure|photo|foto|image|img|gallery|video|media|picture|credit|thumb|player|embed|copyright",
    "meta": "date|time|meta|info|publish|tanggal|stats|datum|updated|count|views",
    "signup": "newsletter|subscri|signup|langganan|paywall|login|register|modal|popup|overlay|lightbox|member|donat|optin|mailing|cta",
    "legal": "cookie|consent|gdpr|disclaimer|legal|licen|privacy|terms|notice|alert|impressum|colophon",
    "title": "title|judul|headline|heading|kicker",
    "summary": "subtitle|lead|summary|intro|standfirst|dek|excerpt|abstract|ringkasan|subhead|sinopsis|preamble|bajada|description|deck",
    "quote": "quote|pull|zitat|cite",
    "note": "footnote|reference|source|citation|fn\\b|notes",
    "hidden": "hidden|hide|sr|screen|visually|print|noprint|invisible|none|offscreen|collapse",
    "tool": "tool|button|btn|icon|action|toc|rating|vote|score|print|search|form|input|filter|dropdown",
    "box": "box|factbox|infobox|card|item|tile|grid|block|module|component|insert",
    "wrap": "wrap|container|layout|row|inner|region|area|view",
    "live": "live|ticker|timeline|event|calendar|weather|poll|quiz|game|shop|product|price|job",
}  # fmt: skip
TAG_MARKS = (
    "article", "main", "section", "aside", "nav", "header", "footer", "ul", "li", "table", "form", "blockquote",
    "figure", "figcaption", "p", "h1", "h2", "h3", "h6", "pre", "dl", "details", "address", "label", "time", "center",
    "div", "hiddenness", "articlebody", "role",
)  # fmt: skip

_NAME_BITS = {name: 1 << number for number, name in enumerate(NAME_GROUPS)}
_TAG_BITS = {name: 1 << number for number, name in enumerate(TAG_MARKS, len(NAME_GROUPS))}
MARKS = (*NAME_GROUPS, *TAG_MARKS)
HIDDEN = _TAG_BITS["hiddenness"]
AUTHOR, DATE = _NAME_BITS["author"], _NAME_BITS["meta"] | _TAG_BITS["time"]


_WORDS = re.compile(r"[a-z]+")


def _stems() -> tuple[dict[str, int], dict[str, int]]:
    """Marks by what begins a word, and by whole words (stems written with a word's end)."""
    beginnings: dict[str, int] = {}
    wholes: dict[str, int] = {}
    for name, stems in NAME_GROUPS.items():
        for stem in stems.split("|"):
            table = wholes if stem.endswith("\\b") else beginnings
            plain = stem.removesuffix("\\b")
            table[plain] = table.get(plain, 0) | _NAME_BITS[name]
    return beginnings, wholes


_BEGINNINGS, _WHOLES = _stems()
_LENGTHS = sorted({len(stem) for stem in _BEGINNINGS})
# Long stems count inside a word too ("maincontent").
_LONG = {stem: marks for stem, marks in _BEGINNINGS.items() if len(stem) >= 7}
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

_TAG_BITS |= {"ol": _TAG_BITS["ul"], "h4": _TAG_BITS["h3"], "h5": _TAG_BITS["h6"], "legend": _TAG_BITS["label"]}
# Elements that hold no text of an article, nor does anything below them.
_SKIPPED = {
    "script", "style", "svg", "noscript", "iframe", "template", "select", "button", "object", "embed", "canvas",
    "input", "textarea", "link", "meta", "img", "picture", "video", "audio", "map", "math", "datalist",
    "source", "dialog",
    "nav", "footer", "head", "title", "frameset", "area", "hr",
}  # fmt: skip
_INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
    "tt", "u", "var", "wbr", "label", "time",
}  # fmt: skip
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


def name_marks(names: str) -> int:
    """The marks of an element's class and id, written one after the other."""
    marks = 0
    for word in _WORDS.findall(_CAMEL.sub("-", names[:300]).lower()):
        marks |= _word_marks(word)
    return marks


@lru_cache(maxsize=20_000)
def _word_marks(word: str) -> int:
    marks = _WHOLES.get(word, 0)
    for length in _LENGTHS:
        marks |= _BEGINNINGS.get(word[:length], 0)
    if len(word) > 7:
        for stem, bits in _LONG.items():
            if stem in word:
                marks |= bits
    return marks


# Of an element: its number, its holder's, the marks around it, its own, its holder's own, depth, whether it is linked,
# its tag.
_State = tuple[int, int, int, int, int, int, bool, str]


def read_blocks(body: LexborNode) -> list[Block]:
    """The text below `body` in blocks, in the order of the page."""
    blocks: list[Block] = []
    states: dict[int, _State] = {body.mem_id: (0, 0, 0, 0, 0, 0, False, "body")}
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
        elif tag in _INLINE:
            states[node.mem_id] = (*state[:6], True, state[7]) if tag == "a" and not state[6] else state
        elif tag in _SKIPPED or tag[0] == "-":
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
        return _TAG_BITS.get(tag, 0)
    look = (tag, attributes.get("class"), attributes.get("id"))
    marks = _looks_seen.get(look)
    if marks is None:
        if len(_looks_seen) > 50_000:
            _looks_seen.clear()
        marks = _looks_seen[look] = _TAG_BITS.get(tag, 0) | name_marks(f"{look[1] or ''} {look[2] or ''}")
    if len(attributes) > (look[1] is not None) + (look[2] is not None):
        if "itemprop" in attributes and (attributes["itemprop"] or "").lower() in _TEXT_PROPERTIES:
            marks |= _TAG_BITS["articlebody"]
        if "hidden" in attributes or ("style" in attributes and _INVISIBLE.search(attributes["style"] or "")):
            marks |= HIDDEN
        if "role" in attributes and (attributes["role"] or "") in _ASIDE_ROLES:
            marks |= _TAG_BITS["role"]
    return marks


_TEXT_PROPERTIES = {"articlebody", "text", "description"}
_ASIDE_ROLES = {"navigation", "complementary", "banner", "contentinfo", "search", "dialog", "menu", "alert", "toolbar"}
