"""What stands inside an Indonesian article but is not of it: "Baca juga" links, adverts, calls to follow a channel.

Two passes. In the tree, where the shape still tells a teaser (a label and a link) from a sentence; then line by line in
the text, for what has no shape. A sentence that merely begins with such words ("Baca juga surat edaran itu.") stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

_TEASER = (
    r"(?:(?:baca|lihat|simak|tonton|saksikan|cek|dengarkan)\s+(?:juga|pula|selengkapnya|video|artikel|berita)"
    r"|baca|pilihan\s+editor|(?:artikel|berita|bacaan|topik)\s+(?:terkait|lainnya|menarik\s+lainnya)|also\s+read|read\s+(?:also|more))"
)
_LEAD = "[(•-–>» \t\n\r\xa0"  # what may stand before a label
_LABEL = re.compile(rf"[{re.escape(_LEAD)}]*{_TEASER}\b\s*(?P<colon>[:：\-–|»]?)", re.IGNORECASE)
_FIRST_WORDS = (
    "baca",
    "lihat",
    "simak",
    "tonton",
    "saksikan",
    "cek",
    "dengar",
    "pilihan",
    "artikel",
    "berita",
    "topik",
    "also",
    "read",
)
# Plain words first: a case-blind search over a whole page costs more than reading the article out of it.
_TEASER_WORDS = (
    "juga",
    "pula",
    "selengkapnya",
    "baca",
    "terkait",
    "lainnya",
    "pilihan editor",
    "simak",
    "tonton",
    "also read",
    "read also",
    "read more",
)
_BLOCK_TAGS = {
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "table",
    "tr",
    "td",
    "tbody",
    "section",
    "aside",
    "blockquote",
    "h2",
    "h3",
    "h4",
    "h5",
}
_MAX_TEASER = 320

_ADVERT = re.compile(
    r"[\s\[(\-–—]*(?:advertisement|iklan|adv|sponsored|scroll\s+(?:ke\s+bawah\s+)?(?:to|untuk)\s+(?:continue|resume|melanjutkan|lanjut)\b.*"
    r"|geser\s+(?:ke\s+bawah\s+)?untuk\s+.*|gambas\s*:.*|(?:video|foto|infografis)\s*:\s*https?\S*|loading\s*(?:\.\.\.|…)?)[\s\])\-–—]*",
    re.IGNORECASE,
)
_INLINE_ADVERT = re.compile(
    r"\s*\[Gambas:[^\]]{0,80}\]\s*|\bADVERTISEMENT\s+SCROLL TO (?:CONTINUE|RESUME)(?: WITH)? CONTENT\b"
)
_CALL = re.compile(
    r"(?:(?:artikel|berita|konten)\s+ini\s+(?:telah|sudah|pertama\s+kali)\s+(?:di)?(?:tayang|terbit|muat)"
    r"|(?:ikuti|follow|gabung|bergabung|join)\b.{0,80}\b(?:whats\s?app|telegram|google\s+news|kanal|channel|saluran)\b"
    r"|dapatkan\s+(?:update|berita|informasi|info)\b.{0,120}\b(?:whats\s?app|telegram|google\s+news|setiap\s+hari|notifikasi|email)"
    r"|(?:cek|simak|baca|temukan)\s+berita\b.{0,120}\bgoogle\s+news"
    r"|(?:download|unduh|install)\s+(?:sekarang\s+)?(?:aplikasi|app)\b)",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"[(\[]?\s*(?:penulis|reporter|editor|redaktur|pewarta|kontributor|penyunting|laporan\s+wartawan)\s*[:/|]\s*\S.{0,100}[)\]]?",
    re.IGNORECASE,
)
_TEASER_LINE = re.compile(rf"[\[(•\-–>»*\s]*{_TEASER}\s*(?:[:：»].{{0,{_MAX_TEASER}}}|[\])]?)", re.IGNORECASE)


def cut_teasers(tree: HtmlElement, source: str) -> None:
    """Take "Baca juga" blocks out of a parsed page, in place; `source` is its HTML, for a first quick look."""
    folded = source.lower()
    if not any(word in folded for word in _TEASER_WORDS):
        return
    for element in list(_labelled(tree)):
        if element.getparent() is not None and element.getroottree().getroot() is tree:
            _cut(element)


def clean_lines(text: str) -> str:
    """The text without advert, teaser, credit and follow-us lines; paragraphs parted by one blank line."""
    lines = (_INLINE_ADVERT.sub(" ", line).strip() for line in text.split("\n"))
    return "\n\n".join(line for line in lines if line and not _is_clutter(line))


def _is_clutter(line: str) -> bool:
    if len(line) > _MAX_TEASER:
        return False
    plain = line.strip("*_ ")
    return bool(
        _ADVERT.fullmatch(plain) or _TEASER_LINE.fullmatch(plain) or _CREDIT.fullmatch(plain) or _CALL.match(plain)
    )


def _labelled(tree: HtmlElement) -> Iterator[HtmlElement]:
    for element in tree.iter("p", "div", "li", "strong", "b", "em", "span", "a", "h2", "h3", "h4", "h5", "td", "i"):
        text = element.text
        if text and text.lstrip(_LEAD)[:8].lower().startswith(_FIRST_WORDS) and _LABEL.match(text):
            yield element


def _cut(element: HtmlElement) -> None:
    block = _enclosing_block(element)
    text = " ".join(block.text_content().split())
    label = _LABEL.match(text)
    if label is None:
        # The label stands in the middle of a paragraph: only it and the link after it go.
        _cut_inline(element)
    elif len(text) <= _MAX_TEASER and (label["colon"] or _link_share(block, text, label.end()) >= 0.5):
        follower = block.getnext() if label.end() >= len(text) else None
        if follower is not None and _is_link_only(follower):
            follower.drop_tree()
        if block.tag not in {"body", "html", "article", "main"}:
            block.drop_tree()
    elif len(text) > _MAX_TEASER:
        _cut_inline(element)


def _enclosing_block(element: HtmlElement) -> HtmlElement:
    block = element
    while block.tag not in _BLOCK_TAGS:
        parent = block.getparent()
        if parent is None or parent.tag in {"body", "html", "article", "main"}:
            break
        block = parent
    return block


def _cut_inline(element: HtmlElement) -> None:
    if element.tag in _BLOCK_TAGS:
        link = element.find("a")
        if link is not None and element.text and _LABEL.fullmatch(element.text.rstrip()):
            element.text = ""
            link.drop_tree()
        return
    inside = element.find(".//a")
    after = element.getnext()
    if inside is not None or element.tag == "a":
        element.drop_tree()
    elif after is not None and after.tag == "a" and not (element.tail or "").strip(" :\n\t\xa0"):
        after.drop_tree()
        element.drop_tree()


def _link_share(block: HtmlElement, text: str, label_end: int) -> float:
    linked = sum(len(" ".join(link.text_content().split())) for link in block.iter("a"))
    rest = len(text) - label_end
    return linked / rest if rest > 0 else 1.0


def _is_link_only(element: HtmlElement) -> bool:
    text = " ".join(element.text_content().split())
    return 0 < len(text) <= 3 * _MAX_TEASER and _link_share(element, text, 0) >= 0.9
