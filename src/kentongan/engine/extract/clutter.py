"""What stands inside an Indonesian article but is not of it: "Baca juga" links, adverts, calls to follow a channel.

Two passes. In the blocks, where links still tell a teaser (a label and a link) from a sentence; then line by line in
the text, for what has no shape. A sentence that merely begins with such words ("Baca juga surat edaran itu.") stays.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from kentongan.engine.extract.blocks import Blocks

_TEASER = (
    r"(?:(?:baca|lihat|simak|tonton|saksikan|cek|dengarkan)\s+(?:juga|pula|selengkapnya|video|artikel|berita)"
    r"|baca|pilihan\s+editor|(?:artikel|berita|bacaan|topik)\s+(?:terkait|lainnya|menarik\s+lainnya)|also\s+read|read\s+(?:also|more))"
)
_LEAD = "[(•-–>» \t\n\r\xa0"  # what may stand before a label
_LABEL = re.compile(rf"[{re.escape(_LEAD)}]*{_TEASER}\b\s*(?P<colon>[:：\-–|»]?)", re.IGNORECASE)
# A label that ends a piece of running text, with its link in the next piece.
_LABEL_AT_END = re.compile(
    rf"(?:^|(?<=[.!?;”\"')\]\n]))[{re.escape(_LEAD)}]*{_TEASER}\s*(?P<colon>[:：\-–|»]?)[\s\xa0]*$", re.IGNORECASE
)
# One of these stands in every teaser, and in few other blocks.
_TEASER_WORDS = (
    "baca", "lihat", "simak", "tonton", "saksikan", "cek", "dengarkan", "pilihan", "artikel", "berita", "topik", "read"
)  # fmt: skip
_MAX_FOLLOWERS = 12
_SHORT_LABEL = 40  # a label that stands alone
_MAX_TEASER = 320

_ADVERT = re.compile(
    r"[\s\[(\-–—]*(?:advertisement|iklan|adv|sponsored|scroll\s+(?:ke\s+bawah\s+)?(?:to|untuk)\s+(?:continue|resume|melanjutkan|lanjut)\b.*"
    r"|geser\s+(?:ke\s+bawah\s+)?untuk\s+.*|gambas\s*:.*|(?:video|foto|infografis)\s*:\s*https?\S*|loading\s*(?:\.\.\.|…)?)[\s\])\-–—]*",
    re.IGNORECASE,
)
_SPACES = re.compile("  +")
_INLINE_ADVERT = re.compile(
    r"[ \t]*\[Gambas:[^\]\n]{0,80}\][ \t]*|\bADVERTISEMENT\s+SCROLL TO (?:CONTINUE|RESUME)(?: WITH)? CONTENT\b"
)
_CALL = re.compile(
    r"(?:(?:artikel|berita|konten)\s+ini\s+(?:telah|sudah|pertama\s+kali)\s+(?:di)?(?:tayang|terbit|muat)"
    r"|(?:ikuti|follow|gabung|bergabung|join)\b.{0,80}\b(?:whats\s?app|telegram|google\s+news|kanal|channel|saluran)\b"
    r"|dapatkan\s+(?:update|berita|informasi|info)\b.{0,120}\b(?:whats\s?app|telegram|google\s+news|setiap\s+hari|notifikasi|email)"
    r"|(?:cek|simak|baca|temukan)\s+berita\b.{0,120}\bgoogle\s+news"
    r"|dilarang\s+(?:keras\s+)?(?:mengambil|menyalin|mengutip|memperbanyak)\b.{0,200}\b(?:konten|izin)\b"
    r"|(?:download|unduh|install)\s+(?:sekarang\s+)?(?:aplikasi|app)\b)",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"[(\[]?\s*(?:penulis|reporter|editor|redaktur|pewarta|kontributor|penyunting|laporan\s+wartawan)\s*[:/|]\s*\S.{0,100}[)\]]?",
    re.IGNORECASE,
)
_TEASER_LINE = re.compile(rf"[\[(•\-–>»*\s]*{_TEASER}\s*(?:[:：»].{{0,{_MAX_TEASER}}}|[\])]?)", re.IGNORECASE)
# Such as: Simak juga Video 'Jembatan Putus'
_VIDEO_LINE = re.compile(
    r"(?:(?:lihat|simak|tonton|saksikan|cek)\s+(?:juga\s+|pula\s+)?)video\b.{0,20}['\"‘“:].{0,250}", re.IGNORECASE
)


def cut_teasers(blocks: Blocks, kept: NDArray[np.bool_]) -> None:
    """Take "Baca juga" blocks out of `kept` (shape: blocks), in place, and such links out of the blocks that stay."""
    for place in np.flatnonzero(kept | (blocks.chars < _SHORT_LABEL)).tolist():
        text = blocks.texts[place]
        label = _LABEL.match(text)
        if label is not None and _is_teaser(blocks, place, label):
            kept[place] = False
            if label.end() >= len(text):
                _drop_followers(blocks, kept, place)
        elif kept[place] and blocks.links[place]:
            _cut_inline(blocks, place)


def clean_lines(text: str) -> str:
    """The text without advert, teaser, credit and follow-us lines; paragraphs parted by one blank line."""
    if "[Gambas:" in text or "ADVERTISEMENT" in text:
        text = _INLINE_ADVERT.sub(" ", text)
    if "  " in text:  # something unseen stood between them
        text = _SPACES.sub(" ", text)
    lines = (line.strip() for line in text.split("\n"))
    return "\n\n".join(line for line in lines if line and not _is_clutter(line))


def _is_clutter(line: str) -> bool:
    if len(line) > _MAX_TEASER:
        return False
    plain = line.strip("*_ ")
    return bool(
        _ADVERT.fullmatch(plain)
        or _TEASER_LINE.fullmatch(plain)
        or _VIDEO_LINE.fullmatch(plain)
        or _CREDIT.fullmatch(plain)
        or _CALL.match(plain)
    )


def _is_teaser(blocks: Blocks, place: int, label: re.Match[str]) -> bool:
    size = len(label.string)
    if size > _MAX_TEASER:
        return False
    rest = size - label.end()
    return bool(label["colon"]) or rest <= 0 or bool(blocks.linked[place] / rest >= 0.5)


def _drop_followers(blocks: Blocks, kept: NDArray[np.bool_], place: int) -> None:
    """The links that a label of its own stands above."""
    for follower in range(place + 1, min(place + 1 + _MAX_FOLLOWERS, len(blocks))):
        size = blocks.chars[follower]
        if size > _MAX_TEASER or blocks.linked[follower] < 0.9 * size:
            return
        kept[follower] = False


def _cut_inline(blocks: Blocks, place: int) -> None:
    """A label in running text goes with the link after it."""
    folded = blocks.texts[place].lower()
    if not any(word in folded for word in _TEASER_WORDS):
        return
    pieces, linked = blocks.pieces(place)
    changed = False
    for number, piece in enumerate(pieces):
        label = _LABEL_AT_END.search(piece) if piece[-80:].strip() else None
        if label is None:
            continue
        after = next((later for later in range(number + 1, len(pieces)) if pieces[later].strip()), -1)
        if after in linked and (label["colon"] or not piece[: label.start()].strip()):
            pieces[number] = piece[: label.start()]
            pieces[after] = ""
            changed = True
    if changed:
        blocks.texts[place] = " ".join("".join(pieces).split())
