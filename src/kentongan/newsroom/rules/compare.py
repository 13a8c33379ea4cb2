"""What changed between two states of a text, word by word."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# A word with what clings to it, and the space after it: "12.480", "(23/11)" stay whole; a comma is its own.
_TOKEN = re.compile(r"(\w+(?:[.,:/’'-]\w+)*[%]?|[^\w\s])(\s*)")
_SMALL = 600  # words: below this the plain way is quick enough whatever the text


class Change(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that stayed, went or came. The texts of same and added joined are the new text."""

    kind: Change
    text: str


@dataclass(frozen=True, slots=True)
class _Word:
    key: str
    text: str


def compare(old: str, new: str) -> list[Piece]:
    """Return how `old` became `new`, as runs of words; a new paragraph counts as a change, other spaces do not.

    Words that stand once in both texts tie them together (patience diff, Bram Cohen); only between them is everything
    compared with everything. So 5,000 words take milliseconds, also when nothing is alike.
    """
    before, after = _words(old), _words(new)
    pieces: list[Piece] = []
    for change, words in _changes(before, after):
        text = "".join(word.text for word in words)
        if pieces and pieces[-1].kind == change:
            pieces[-1] = Piece(change, pieces[-1].text + text)
        elif text:
            pieces.append(Piece(change, text))
    return pieces


def _words(text: str) -> list[_Word]:
    return [_Word(word + ("\n" if "\n" in space else ""), word + space) for word, space in _TOKEN.findall(text.strip())]


_Runs = Iterator[tuple[Change, Sequence[_Word]]]


def _changes(before: list[_Word], after: list[_Word]) -> _Runs:
    start = 0
    shortest = min(len(before), len(after))
    while start < shortest and before[start].key == after[start].key:
        start += 1
    end = 0
    while end < shortest - start and before[-1 - end].key == after[-1 - end].key:
        end += 1
    yield Change.SAME, after[:start]
    yield from _middle(before[start : len(before) - end], after[start : len(after) - end])
    yield Change.SAME, after[len(after) - end :]


def _middle(before: list[_Word], after: list[_Word]) -> _Runs:
    if len(before) + len(after) <= _SMALL:
        yield from _plain(before, after)
        return
    ties = _ties(before, after)
    if not ties:
        yield Change.REMOVED, before
        yield Change.ADDED, after
        return
    left, right = 0, 0
    for at_before, at_after in [*ties, (len(before), len(after))]:
        # No tie lies inside a stretch between two ties, so this goes no deeper than once more.
        yield from _stretch(before[left:at_before], after[right:at_after])
        yield Change.SAME, after[at_after : at_after + 1]
        left, right = at_before + 1, at_after + 1


def _stretch(before: list[_Word], after: list[_Word]) -> _Runs:
    if len(before) + len(after) <= _SMALL:
        yield from _plain(before, after)
    else:
        yield Change.REMOVED, before
        yield Change.ADDED, after


def _plain(before: list[_Word], after: list[_Word]) -> _Runs:
    matcher = SequenceMatcher(None, [word.key for word in before], [word.key for word in after], autojunk=False)
    for how, a, b, c, d in matcher.get_opcodes():
        if how == "equal":
            yield Change.SAME, after[c:d]
        else:
            yield Change.REMOVED, before[a:b]
            yield Change.ADDED, after[c:d]


def _ties(before: list[_Word], after: list[_Word]) -> list[tuple[int, int]]:
    """Return the places of words that stand once in each text, in an order that both keep (longest such row)."""
    once_before = {key for key, times in Counter(word.key for word in before).items() if times == 1}
    once_after = Counter(word.key for word in after)
    places = {word.key: at for at, word in enumerate(after) if once_after[word.key] == 1}
    pairs = [(at, places[word.key]) for at, word in enumerate(before) if word.key in once_before and word.key in places]
    ends: list[int] = []  # the smallest end of a row of each length
    rows: list[int] = []  # which pair that end is
    previous: list[int] = []
    for index, (_at, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        previous.append(rows[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        rows[length : length + 1] = [index]
    found = []
    index = rows[-1] if rows else -1
    while index >= 0:
        found.append(pairs[index])
        index = previous[index]
    return found[::-1]
