"""Words and sentences of running Indonesian text, with offsets in code points."""

from __future__ import annotations

import re
from dataclasses import dataclass


def _words(text: str) -> list[str]:
    return text.split()


_TOKEN = re.compile(
    r"\d+(?:[.,:/]\d+)*"  # 1.500, 12/9, 15:22
    r"|[^\W\d_]+\d*(?:[-'’&/][^\W_]+|\.[a-z0-9]+)*"  # undang-undang, Jum'at, detik.com
    r"|[^\s]"
)
_ENDS = frozenset(".!?…")
_OPENERS = frozenset("\"'“‘(-–—")
_CLOSERS = frozenset("\"'”’)")
# A full stop after these belongs to the word: titles, initials, addresses.
_SHORT = frozenset(
    _words("""
dr drs dra ir h hj prof st sh mh kh tgk jl jln no rp kab kec kel sdr bpk ny tn gg a.n u.p
""")
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign; `end` is exclusive."""

    text: str
    start: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """The words, numbers and signs of `text`, in order."""
    return [Token(found.group(), found.start(), found.end()) for found in _TOKEN.finditer(text)]


def sentences_of(text: str, tokens: list[Token]) -> list[tuple[int, int]]:
    """Ranges of `tokens` (end exclusive) that make a sentence; a line break always ends one."""
    ranges: list[tuple[int, int]] = []
    first = 0
    last = len(tokens) - 1
    for i, token in enumerate(tokens):
        if i == last or _breaks(text, tokens, i, token):
            ranges.append((first, i + 1))
            first = i + 1
    return ranges


def _breaks(text: str, tokens: list[Token], i: int, token: Token) -> bool:
    after = tokens[i + 1]
    if after.start > token.end and "\n" in text[token.end : after.start]:
        return True
    if token.text in _ENDS:
        return _starts_anew(tokens, i) and not _abbreviates(tokens, i)
    # The stop stands before the closing quotation mark: `"... selesai." Ia menambahkan`.
    return token.text in _CLOSERS and i > 0 and tokens[i - 1].text in _ENDS and after.text[0].isupper()


def _starts_anew(tokens: list[Token], i: int) -> bool:
    after = tokens[i + 1]
    if after.text in _OPENERS and i + 2 < len(tokens):
        return after.start > tokens[i].end and tokens[i + 2].text[0].isupper()
    # A comma after a stop is what is left of a paragraph break in some scraped bodies.
    return after.text[0].isupper() or after.text[0].isdigit() or after.text == ","


def _abbreviates(tokens: list[Token], i: int) -> bool:
    if i == 0 or tokens[i].text != "." or tokens[i - 1].end != tokens[i].start:
        return False
    word = tokens[i - 1].text
    return (len(word) == 1 and word.isupper()) or word.lower() in _SHORT
