"""What a text gets on its way through chats and mail and is no part of it: who sent it when, that it was passed on.

Only forms that programs write are taken for wrapping (WhatsApp's stamps of copied and exported chats, "Diteruskan",
a mail's block of headers behind a forwarding line, rules of dashes). What a person writes before a text is foreign.
"""

from __future__ import annotations

import re

from kentongan.engine.match.verify.characters import FINISH, PICTURE, QUOTES, glance
from kentongan.engine.match.verify.kinds import NEGATIONS

Span = tuple[int, int]

_UNSEEN = "[\u200e\u200f\u202a-\u202e\u2066-\u2069]*+"
_DAY = r"\d{1,4}[/.-]\d{1,2}(?:[/.-]\d{2,4})?"
_TIME = r"\d{1,2}[.:]\d{2}(?:[.:]\d{2})?(?:[ \u202f\u00a0]?[AaPp]\.?[Mm]\.?)?"
# A name as a telephone book has it, or a number: at most six words, a full stop behind initials alone, no long figure.
_NAME_WORD = r"(?!\S*\d{4})[^\s:\[\]<>?!]{1,20}"
_NAME = (
    rf"{_UNSEEN}~?[ \u202f\u00a0]?{_UNSEEN}(?:\+?\d[\d \u2011\u00a0-]{{6,20}}"
    rf"|(?=[^:\n]*[^\W\d_]){_NAME_WORD}(?:(?<![^\W\d_]{{2}}\.)(?<![,;])[ \u00a0]{{1,2}}{_NAME_WORD}){{0,5}}){_UNSEEN}"
)
_STAMP = (
    rf"\[(?:{_DAY},?[ \u202f]+{_TIME}|{_TIME},?[ \u202f]+{_DAY})\][ \t]*{_NAME}:"
    rf"|{_DAY},?[ \u202f]+{_TIME}[ \u202f]+[-–][ \t]+{_NAME}:"
)
_PASSED_ON = (
    r"(?:↪|➡|⏩|⤳)?\ufe0f?[ \t]*"
    r"(?:(?:fwd?|fw|terusan|copas|forwarded(?: message)?|diteruskan)[*_]*[ \t]*:"
    r"|(?:forwarded(?: many times| message)?|diteruskan(?: berkali-kali| berulang kali)?|pesan (?:yang )?diteruskan)"
    r"[*_]*[ \t]*:?[ \t]*$)"
)
_LINE = rf"^(?:[ \t>*_\ufeff{''.join(QUOTES)}]|{PICTURE}{FINISH})*+{_UNSEEN}"
FRAME = re.compile(rf"{_LINE}(?:{_STAMP}|{_PASSED_ON})[*_]*", re.IGNORECASE | re.MULTILINE)
_RULE = re.compile(r"^[ \t>]*+([-=_*~#•—–─━═.])(?:[ \t]?\1){4,}+[ \t]*+$", re.MULTILINE)
_MAIL = re.compile(
    r"^[ \t>]*-{2,}[ \t]*(?:forwarded message|original message|pesan (?:yang )?(?:diteruskan|terusan|asli))[ \t]*-{2,}"
    r"[ \t]*\n(?:[ \t>]*(?:from|dari|date|tanggal|sent|dikirim|subject|subjek|perihal|to|kepada|cc|ke)[ \t]*:"
    r"[^\n]{0,200}(?:\n|$)){0,7}",
    re.IGNORECASE | re.MULTILINE,
)
_MORE = re.compile(
    r"(?<![.…])(?:\.{3,}+|\.?…++)(?:[^\w.…]|_){0,12}"
    r"(?:(?:baca|lihat)[\W_]{1,12}selengkapnya|read[\W_]{1,12}more)(?![^\W_])[.…]*",
    re.IGNORECASE,
)
_WORD_BULLET = re.compile(r"^[ ]*o\t", re.MULTILINE)

_LETTERS = re.compile(r"[^\W\d_]+")
_SAYINGS = NEGATIONS | frozenset(
    [
        "benar",
        "salah",
        "palsu",
        "bohong",
        "hoaks",
        "hoax",
        "keliru",
        "ralat",
        "dicabut",
        "dibatalkan",
        "ditunda",
        "penipuan",
        "menipu",
        "waspada",
        "awas",
    ]
)
"""What is no part of anybody's name, but says something of the text behind it: `Ini tidak benar:`."""

_MAX_STACKED = 3
"""A line may carry a stamp, then that it was passed on, and again."""


def frames(text: str) -> list[Span]:
    """Where the wrapping stands, rising and apart."""
    spans = [found.span() for pattern in (_RULE, _MAIL, _MORE, _WORD_BULLET) for found in pattern.finditer(text)]
    for found in FRAME.finditer(text):
        if _says_something(found):
            continue
        end = found.end()
        for _ in range(_MAX_STACKED):
            again = FRAME.match("\n" + text[end : end + 200], 1)
            if again is None or again.end() <= 1 or _says_something(again):
                break
            end += again.end() - 1
        spans.append((found.start(), end))
    return _joined(spans)


def _says_something(found: re.Match[str]) -> bool:
    return not _SAYINGS.isdisjoint(_LETTERS.findall(glance(found.group()).lower()))


def has_stamps(text: str) -> bool:
    """Whether a published text holds itself what looks like wrapping; then none of it may be left out of a paste."""
    return FRAME.search(text) is not None or _MAIL.search(text) is not None


def blanked(text: str, spans: list[Span]) -> str:
    """The text with white space in place of its wrapping, as long as before."""
    pieces, before = [], 0
    for start, end in spans:
        pieces.append(text[before:start])
        pieces.append("".join("\n" if mark == "\n" else " " for mark in text[start:end]))
        before = end
    pieces.append(text[before:])
    return "".join(pieces)


def _joined(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif end > start:
            joined.append((start, end))
    return joined
