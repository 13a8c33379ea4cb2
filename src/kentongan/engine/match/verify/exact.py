"""A text as it is compared: its words, and between them what counts.

A text is read as *elements*, runs of letters and runs of digits, and as the *gaps* before, between and behind them.
An element's key is `characters.exact`. A gap's key is what stands in it without what is ignored: white space, emoji,
list bullets, `>` of quoted lines, `*`, `_` and grave accents; quotation marks, dashes and dots of omission are brought
to one style. All else in a gap stays, character by character. Two texts are the same when their elements and gaps
are; so no later step can overlook a character, only misplace it.

Between two digits everything counts, even a space: `1 500` is not `1500`, `1. 500` not `1.500`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple
from unicodedata import category

from kentongan.engine.match.verify.characters import (
    BULLETS,
    DASHES,
    EMOJI,
    FORMATTING,
    JOINED,
    LINE_BULLETS,
    MARKS,
    NO_SPACES,
    QUOTES,
    ZEROS,
    exact,
    looks,
)

# A 0 or 1 among letters is read as one of them (`k0rupsi`), so that the word is laid beside the one it stands for.
_ASCII_LETTERS = r"[A-Za-z]+(?:(?<![Rr][Pp])[01](?=[A-Za-z])[A-Za-z]+)*+|0(?=[A-Za-z]{3})[A-Za-z]+"
_RUN = rf"[^\W\d_](?:[^\W\d_]++|[{MARKS}]++|[{JOINED}]++(?=[^\W\d_]))*+"
_ANY_LETTERS = rf"{_RUN}(?:(?<![Rr][Pp])[01](?=[^\W\d_]){_RUN})*+|0(?=[^\W\d_]{{3}}){_RUN}"
# A gap and the element behind it; the last gap has the end of the text behind it.
_ASCII_PAIR = re.compile(rf"([^A-Za-z0-9]*+)({_ASCII_LETTERS}|[0-9]+|\Z)")
_PAIR = re.compile(rf"([\W_]*+)({_ANY_LETTERS}|\d+|\Z)")
_ASCII_ELEMENT = re.compile(rf"{_ASCII_LETTERS}|[0-9]+")
_ELEMENT = re.compile(rf"{_ANY_LETTERS}|\d+")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_PART_OF_ELEMENT = re.compile(rf"[{JOINED}]|[^\W_]")
_DOTS = re.compile(r"\.{3,}|…+")
_ADDRESS = re.compile(r"\S+@\S+\.\S+|\S*(?:://|www\.)\S*", re.IGNORECASE)
_BEGINS_LINE = re.compile(r"[ \t]*([-‐‑‒–—―−>+])")
_SPACE = re.compile(r"\s")

CURRENCIES = frozenset(
    {"rp", "rupiah", "idr", "usd", "us", "s", "sgd", "eur", "dolar", "dollar", "euro", "yen", "ringgit"}
)
_BEFORE_AMOUNT = frozenset({"rp", "idr", "usd", "us", "sgd", "eur"})

# What stands beside a gap.
_NOTHING, _LETTER, _DIGIT, _AMOUNT = range(4)

_LONG_ADDRESS = 100
_NEAR = 2_000
"""How far the neighbouring lines are looked for."""

_MAX_GAP = 12
_MAX_GAPS = 20_000
_gaps: dict[tuple[str, int, int], str] = {}
_marks: dict[str, str] = {}


@dataclass(frozen=True)
class Sheet:
    """A text, read. `gaps[n]` stands before element `n`; one more stands behind the last element."""

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    looks: list[str]
    gaps: list[str]

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def keys(self) -> list[str]:
        """Every element together with the gap before it: what makes comparing fast."""
        return [gap + word if gap else word for gap, word in zip(self.gaps, self.words, strict=False)]

    def raw_gap(self, at: int) -> str:
        """The gap before an element, as it stands in the text."""
        start = self.ends[at - 1] if at else 0
        return self.text[start : self.starts[at] if at < len(self.starts) else len(self.text)]

    def is_digit(self, at: int) -> bool:
        """Whether the element is a run of digits."""
        return 0 <= at < len(self.words) and self.words[at].isdecimal()

    def is_amount(self, at: int) -> bool:
        """Whether the element is a run of digits or a currency."""
        return 0 <= at < len(self.words) and (self.words[at].isdecimal() or self.words[at] in CURRENCIES)

    def kind_at(self, at: int) -> int:
        """What an element is to the gap beside it."""
        if not 0 <= at < len(self.words):
            return _NOTHING
        return _kind(self.words[at])


def seen_words(text: str) -> list[str]:
    """The elements of a text as they look, without all else: `read(text).looks`, at a fraction of the cost."""
    plain = text if text.isascii() else _NOT_ASCII.sub(_without_marks, text)
    if plain.isascii():
        return [word if word.isalpha() else looks(word) for word in _ASCII_ELEMENT.findall(plain.lower())]
    return [word.lower() if word.isascii() and word.isalpha() else looks(word) for word in _ELEMENT.findall(text)]


def _without_marks(run: re.Match[str]) -> str:
    """A space for characters that can be no part of an element: quotation marks, dashes, emoji."""
    found = run.group()
    known = _marks.get(found)
    if known is None:
        known = found if _PART_OF_ELEMENT.search(found) else " "
        if len(found) <= _MAX_GAP and len(_marks) < _MAX_GAPS:
            _marks[found] = known
    return known


def read(text: str) -> Sheet:
    """The elements and gaps of a text. Linear in its length, whatever it holds."""
    pairs = (_ASCII_PAIR if text.isascii() else _PAIR).findall(text)
    while len(pairs) > 1 and not pairs[-1][1] and not pairs[-2][1]:
        pairs.pop()  # the end of the text was found twice
    tail = pairs.pop()[0]
    raw = [word for _, word in pairs]
    ends = list(accumulate(len(gap) + len(word) for gap, word in pairs))
    starts = [end - len(word) for end, word in zip(ends, raw, strict=True)]
    words = [word.lower() if word.isascii() else exact(word) for word in raw]
    seen = [word if word.isascii() and word.isalpha() else looks(other) for word, other in zip(words, raw, strict=True)]
    return Sheet(text, starts, ends, words, seen, _read_gaps(text, [*pairs, (tail, "")], words, starts))


def _read_gaps(text: str, pairs: list[tuple[str, str]], words: list[str], starts: list[int]) -> list[str]:
    gaps = [""] * len(pairs)
    for at, (gap, word) in enumerate(pairs):
        if not gap or (gap == " " and not word[-1:].isdecimal()):
            continue
        left = _kind(words[at - 1]) if at else _NOTHING
        right = _kind(words[at]) if word else _NOTHING
        if gap != " " or left == right == _DIGIT:
            gaps[at] = gap_key(gap, left, right, text, (starts[at] if word else len(text)) - len(gap))
    return gaps


def _kind(word: str) -> int:
    if word[-1].isdecimal():
        return _DIGIT
    return _AMOUNT if word in _BEFORE_AMOUNT else _LETTER


def gap_key(gap: str, left: int = _NOTHING, right: int = _NOTHING, text: str = "", at: int = -1) -> str:
    """What counts in a gap.

    Args:
        gap: as it stands in the text.
        left, right: what stands beside it, as `Sheet.kind_at` says.
        text, at: where the gap stands, for what only its surroundings tell.
    """
    if at == 0 and gap.startswith("\ufeff"):
        gap = gap[1:]  # the byte order mark of a file
    place = _Place(left, right, text, at)
    if _needs_surroundings(gap, place):
        return _read_gap(gap, place)
    asked = (gap, left, right if at else right + 10)
    known = _gaps.get(asked)
    if known is None:
        known = _read_gap(gap, place)
        if len(gap) <= _MAX_GAP and len(_gaps) < _MAX_GAPS:
            _gaps[asked] = known
    return known


class _Place(NamedTuple):
    """Where a gap stands: between what, and in which text."""

    left: int
    right: int
    text: str
    at: int

    @property
    def is_amid_digits(self) -> bool:
        return self.left == self.right == _DIGIT

    @property
    def is_before_amount(self) -> bool:
        return self.right in (_DIGIT, _AMOUNT)


def _needs_surroundings(gap: str, place: _Place) -> bool:
    if gap == "_":
        return True
    begins_line = place.at == 0 or "\n" in gap
    return begins_line and place.is_before_amount and _BEGINS_LINE.search(gap) is not None


def _read_gap(gap: str, place: _Place) -> str:
    if gap == "_" and place.left and place.right:
        return "_" if place.left == place.right == _DIGIT or _in_address(place.text, place.at) else ""
    if gap == "`" and place.left == place.right == _LETTER:
        return '"'
    if place.left == _DIGIT and (gap[:1] in ZEROS or (place.right == _DIGIT and not _SPACE.search(gap))):
        return _beside_digit(gap, is_amid=place.right == _DIGIT)
    kept = "".join(_kept(gap if gap.isascii() else EMOJI.sub("", gap), place))
    if place.is_amid_digits and gap and kept in ("", ".", ",") and (not kept or _SPACE.search(gap)):
        return f"{kept} "  # `12. 480` is the end of a sentence and another number, `12.480` is one
    return kept


def _beside_digit(gap: str, *, is_amid: bool) -> str:
    """A gap right behind a digit, where ornaments may pass for a digit or part two; amid a number all of it counts."""
    kept = gap if is_amid else [mark for mark in gap if mark not in FORMATTING]
    styled = ("-" if mark in DASHES else '"' if mark in QUOTES else mark for mark in kept)
    return "".join(styled) or gap


def _kept(shown: str, place: _Place) -> list[str]:
    """The characters that count of a gap without its emoji, brought to one style."""
    kept: list[str] = []
    begins_line, at = place.at == 0, 0
    while at < len(shown):
        mark = shown[at]
        at += 1
        if mark.isspace() and mark not in NO_SPACES:
            begins_line = begins_line or mark in "\n\r\x0b\x0c\u2028\u2029\x85"
        elif _is_ignored(shown, at - 1, place) or (begins_line and _is_bullet(shown, at - 1, place)):
            continue
        else:
            begins_line = False
            at = _keep(shown, at - 1, kept, place)
    return kept


def _is_ignored(shown: str, at: int, place: _Place) -> bool:
    mark = shown[at]
    if mark in FORMATTING or mark in BULLETS:
        return True
    if mark == ">":
        return not place.is_before_amount and _stands_alone(shown, at, place)
    # A selector of what has no variants hides in plain sight.
    return mark in "\ufe0e\ufe0f" and at > 0 and category(shown[at - 1]) in ("So", "Sm")


def _keep(shown: str, at: int, kept: list[str], place: _Place) -> int:
    """Add a mark in its one style; where to go on."""
    mark = shown[at]
    if mark in QUOTES:
        if kept[-1:] != ['"']:
            kept.append('"')
    elif mark in DASHES:
        kept.append("-")
    elif (dots := _DOTS.match(shown, at)) and _DIGIT not in place[:2]:
        kept.append("…")  # dots of omission are one mark, however typed, unless a number stands beside them
        return dots.end()
    else:
        kept.append(mark)
    return at + 1


def _stands_alone(shown: str, at: int, place: _Place) -> bool:
    """Whether a `>` has white space, the text's beginning or another one before it."""
    before = shown[max(0, at - _MAX_GAP) : at].rstrip(">")
    return before[-1:].isspace() if before else at < _MAX_GAP and place.at == 0


def _is_bullet(shown: str, at: int, place: _Place) -> bool:
    """Whether a mark at the start of a line is a bullet or marks a quoted line.

    Right before an amount it could be a sign: there a dash needs a space behind it and a fellow on a neighbouring
    line, and `>` one or the other.
    """
    mark, rest = shown[at], shown[at + 1 : at + _MAX_GAP]
    if mark not in LINE_BULLETS and mark not in DASHES:
        return False
    is_sign = place.is_before_amount or any(sign in rest for sign in "$€£¥")
    if not is_sign or "\n" in rest:
        return True
    if mark in LINE_BULLETS - {">", "+"}:
        return True
    if mark == ">" and (rest[:1].isspace() or rest[:1] == ">"):
        return True
    return (mark == ">" or rest[:1].isspace()) and _has_fellow(mark, place.text, place.at + at)


def _has_fellow(mark: str, text: str, place: int) -> bool:
    """Whether the line before or after the one around `place` begins with the same mark."""
    start = text.rfind("\n", 0, max(place, 0)) + 1
    before = text[max(0, start - _NEAR) : start].rstrip()
    previous = before[before.rfind("\n") + 1 :]
    end = text.find("\n", place, place + _NEAR)
    following = text[end : end + _NEAR].lstrip() if end >= 0 else ""
    for line in (previous, following):
        found = _BEGINS_LINE.match(line)
        if found and (found[1] == mark or (mark in DASHES and found[1] in DASHES)):
            return True
    return False


def _in_address(text: str, at: int) -> bool:
    """Whether a place lies within a mail or web address, where an underscore is one of its letters."""
    before, behind = text[max(0, at - _LONG_ADDRESS) : at], text[at : at + _LONG_ADDRESS]
    return _ADDRESS.fullmatch(before.split()[-1] + behind.split()[0]) is not None
