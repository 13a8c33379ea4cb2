"""Where two texts that were laid along each other are not the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kentongan.engine.match.verify.align import Stretch
from kentongan.engine.match.verify.characters import DASHES, QUOTES
from kentongan.engine.match.verify.exact import Sheet, gap_key
from kentongan.engine.match.verify.places import ends_sentence

_LINE_QUOTES = re.compile(rf"[{''.join(QUOTES)}]?[ \t]*\n[\n \t]*[{''.join(QUOTES)}]?")
_JOINED_BULLETS = re.compile(r"-+(\"?)$")


class Region(NamedTuple):
    """Elements that differ, with the gaps before, between and behind them. Both empty: only the gap differs."""

    here: int
    here_end: int
    there: int
    there_end: int

    @property
    def is_gap(self) -> bool:
        """Whether nothing but a gap differs."""
        return self.here == self.here_end and self.there == self.there_end


def regions(here: Sheet, there: Sheet, stretch: Stretch) -> list[Region]:
    """Where the elements or gaps differ within a stretch, in order of place; those that touch are one."""
    joined: list[Region] = []
    for region in _unequal(here, there, stretch):
        last = joined[-1] if joined else None
        if last and last.here_end == region.here and last.there_end == region.there and not region.is_gap:
            joined[-1] = last._replace(here_end=region.here_end, there_end=region.there_end)
        else:
            joined.append(region)
    slid = (_slid(here, there, stretch, region) for region in joined)
    return [region for region in slid if not _reads_the_same(here, there, stretch, region)]


def _unequal(here: Sheet, there: Sheet, stretch: Stretch) -> Iterator[Region]:
    at, other = stretch.here, stretch.there
    for block in stretch.blocks:
        if at != stretch.here or (at, other) != (block.here, block.there):
            yield Region(at, block.here, other, block.there)
        yield from _within(here, there, stretch, block)
        at, other = block.here_end, block.there_end
    if (at, other) != (stretch.here_end, stretch.there_end):
        yield Region(at, stretch.here_end, other, stretch.there_end)


def _within(here: Sheet, there: Sheet, stretch: Stretch, block: tuple[int, int, int]) -> Iterator[Region]:
    """The unequal elements and gaps of words that look the same."""
    at, other, size = block
    same_keys = here.keys[at + 1 : at + size] == there.keys[other + 1 : other + size]
    if same_keys and here.words[at] == there.words[other]:
        return
    for step in range(size):
        if step and here.gaps[at + step] != there.gaps[other + step]:
            yield Region(at + step, at + step, other + step, other + step)
        if here.words[at + step] != there.words[other + step] and not _is_cut(stretch, at + step):
            yield Region(at + step, at + step + 1, other + step, other + step + 1)


def _is_cut(stretch: Stretch, at: int) -> bool:
    return (stretch.cut_first and at == stretch.here) or (stretch.cut_last and at == stretch.here_end - 1)


def _slid(here: Sheet, there: Sheet, stretch: Stretch, region: Region) -> Region:
    """What was dropped or put in, moved to where a sentence begins, if the texts leave a choice."""
    if (region.here == region.here_end) == (region.there == region.there_end):
        return region
    dropped = region.here == region.here_end
    sheet, least = (there, stretch.there) if dropped else (here, stretch.here)
    start, end = region[2:] if dropped else region[:2]
    steps = 0
    while start - steps > least and sheet.words[start - steps - 1] == sheet.words[end - steps - 1]:
        if ends_sentence(sheet.raw_gap(start - steps)):
            break
        steps += 1
    if not steps or not ends_sentence(sheet.raw_gap(start - steps)) or ends_sentence(sheet.raw_gap(start)):
        return region
    return Region(*(place - steps for place in region))


# --- what reads the same ----------------------------------------------------------------------------------------------


def _reads_the_same(here: Sheet, there: Sheet, stretch: Stretch, region: Region) -> bool:
    """Whether nothing differs but where spaces stand, or what copying changes in a way that only both texts tell."""
    inner = region.here > stretch.here, region.here_end < stretch.here_end
    if not any(inner) or (region.is_gap and not all(inner)):
        return False
    plain = _spelled(here, region[:2], inner, _gaps(here, region[:2]))
    relaxed = _spelled(here, region[:2], inner, _relaxed_gaps(here, region[:2], there, region.there))
    theirs = _spelled(there, region[2:], inner, _gaps(there, region[2:]))
    if theirs in (plain, relaxed):
        return True
    if stretch.cut_last and not inner[1]:
        return theirs.startswith((plain, relaxed))
    if stretch.cut_first and not inner[0]:
        return theirs.endswith((plain, relaxed))
    return region.is_gap and _is_joined_bullet(here, there, region)


def _spelled(sheet: Sheet, elements: tuple[int, ...], inner: tuple[bool, bool], gaps: list[str]) -> str:
    """A region as one word; its outer gaps only where they lie within the stretch."""
    start, end = elements
    gaps = [gaps[0] if inner[0] or start == end else "", *gaps[1:]]
    if not inner[1]:
        gaps[-1] = ""
    return "".join(gap + word for gap, word in zip(gaps, [*sheet.words[start:end], ""], strict=True))


def _gaps(sheet: Sheet, elements: tuple[int, ...]) -> list[str]:
    return sheet.gaps[elements[0] : elements[1] + 1]


def _relaxed_gaps(sheet: Sheet, elements: tuple[int, ...], there: Sheet, other: int) -> list[str]:
    """The gaps of a pasted region without hyphens at line ends, and the first without what was put around its line."""
    start, end = elements
    gaps = [_without_hyphen(sheet, at) for at in range(start, end + 1)]
    gaps[0] = _without_wrapping(sheet, start, gaps[0], there, other)
    return gaps


def _without_hyphen(sheet: Sheet, at: int) -> str:
    """Without the hyphen of a word that was broken at the end of a line."""
    key, raw = sheet.gaps[at], sheet.raw_gap(at)
    if key != "-" or raw[0] not in DASHES or raw[1:].lstrip(" \t\r")[:1] != "\n":
        return key
    return key if sheet.is_digit(at - 1) or sheet.is_digit(at) else ""


def _without_wrapping(sheet: Sheet, at: int, key: str, there: Sheet, other: int) -> str:
    """Without quotation marks around a whole line, and without the dash of a list that was joined to one line.

    Such a dash stands by itself, before a word, where in print a line or sentence ends.
    """
    raw = sheet.raw_gap(at)
    if '"' in key and key != there.gaps[other] and "\n" in raw:
        key = gap_key(_LINE_QUOTES.sub("\n", raw), sheet.kind_at(at - 1), sheet.kind_at(at))
    by_itself = raw.rstrip("".join(QUOTES))[-1:].isspace()
    if "-" in key and by_itself and not sheet.is_amount(at) and ends_sentence(there.raw_gap(other)):
        key = _JOINED_BULLETS.sub(r"\1", key)
    return key


def _is_joined_bullet(here: Sheet, there: Sheet, region: Region) -> bool:
    """Whether one text has a bullet at the start of a line, and the other the same dash amid its line."""
    one, other = here.gaps[region.here], there.gaps[region.there]
    if one == f"{other}-":
        return _has_bullet(there, region.there) and here.raw_gap(region.here)[-1].isspace()
    return other == f"{one}-" and _has_bullet(here, region.here)


def _has_bullet(sheet: Sheet, at: int) -> bool:
    return sheet.raw_gap(at).rstrip()[-1:] in DASHES
