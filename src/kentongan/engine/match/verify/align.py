"""Lays a pasted text along a published one: which words of one stand for which words of the other.

    shared shingles (anchors) | the best chain of them in one order | small gaps filled | ends grown word by word

Words are aligned by how they look (`characters.looks`), so that a word with a foreign letter is still laid beside the
one that it stands for; whether the two are the same is asked later. Work is linear in the length of the pasted text
but for bounded gaps, whatever the texts repeat.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cached_property
from typing import NamedTuple

from kentongan.engine.match.verify.exact import Sheet, read, seen_words

Shingle = tuple[str, ...]

SIZE = 4
"""Words in a row that anchor an alignment."""

_MAX_PLACES = 8
"""How many places of a shingle are remembered in a text that repeats itself."""

_MAX_ANCHORS = 4_000
_LOOK_BACK = 64
"""How many anchors before one are tried as its predecessor."""

_MAX_GAP = 10_000
"""Words here times words there of a gap that is filled; what is larger was replaced as a whole."""

_STRIDE = 32


class Block(NamedTuple):
    """Words that look the same, in a row in both texts."""

    here: int
    there: int
    size: int

    @property
    def here_end(self) -> int:
        return self.here + self.size

    @property
    def there_end(self) -> int:
        return self.there + self.size


class Candidate:
    """A published text that a pasted one may come from. What costs is done when it is asked for.

    Args:
        text: the published text.
        sought: the shingles of the pasted one.
    """

    def __init__(self, text: str, sought: frozenset[Shingle]) -> None:
        self.text = text
        self.looks = seen_words(text)
        self.shared = sought.intersection(shingles(self.looks))

    @cached_property
    def sheet(self) -> Sheet:
        """The text, read."""
        return read(self.text)

    @cached_property
    def places(self) -> dict[Shingle, list[int]]:
        """Where the shared shingles stand, the first few places of each."""
        found: dict[Shingle, list[int]] = {shingle: [] for shingle in self.shared}
        for at, shingle in enumerate(shingles(self.looks)):
            places = found.get(shingle)
            if places is not None and len(places) < _MAX_PLACES:
                places.append(at)
        return found


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the pasted text laid along one of the published text; places count elements, ends exclusive.

    `cut_first` and `cut_last`: the first or last word is only the end or beginning of the published one.
    """

    here: int
    here_end: int
    there: int
    there_end: int
    blocks: tuple[Block, ...]
    cut_first: bool = False
    cut_last: bool = False

    @property
    def matched(self) -> int:
        return sum(block.size for block in self.blocks)

    @property
    def longest(self) -> int:
        return max((block.size for block in self.blocks), default=0)


def shingles(words: Sequence[str]) -> Iterator[Shingle]:
    """Every run of SIZE words, in order of place."""
    return zip(*(words[start:] for start in range(SIZE)), strict=False)


def chained(here: Sheet, start: int, end: int, pieces: Sequence[Shingle], there: Candidate) -> list[Block]:
    """The anchors that the two texts share between `start` and `end` of the pasted one, in the order of both.

    `pieces` are the shingles of the whole pasted text.
    """
    return _chain(_anchors(here, start, end, pieces, there))


def _anchors(here: Sheet, start: int, end: int, pieces: Sequence[Shingle], there: Candidate) -> list[Block]:
    ours, theirs, places = here.looks, there.looks, there.places
    found: list[Block] = []
    at, behind, last = start, 0, end - SIZE
    while at <= last:
        starts = places.get(pieces[at])
        if starts is None:
            at += 1
            continue
        best = Block(at, 0, 0)
        for place in starts:
            size = _common(ours, at, end, theirs, place)
            # Of places equally good, the first one behind what was found before: texts are copied in order.
            if size > best.size or (size == best.size and best.there < behind <= place):
                best = Block(at, place, size)
        found.append(best)
        at, behind = at + best.size, best.there_end
        if len(found) == _MAX_ANCHORS:
            break
    return found


def _common(ours: Sequence[str], at: int, end: int, theirs: Sequence[str], place: int) -> int:
    """How many words in a row are the same; at least SIZE are known to be."""
    size, most = SIZE, min(end - at, len(theirs) - place)
    while size + _STRIDE <= most and (
        ours[at + size : at + size + _STRIDE] == theirs[place + size : place + size + _STRIDE]
    ):
        size += _STRIDE
    while size < most and ours[at + size] == theirs[place + size]:
        size += 1
    return size


def _chain(anchors: list[Block]) -> list[Block]:
    """The heaviest row of anchors that stand in one order in both texts. Overlaps there are cut off."""
    scores: list[float] = []
    before: list[int] = []
    for at, anchor in enumerate(anchors):
        best, link = float(anchor.size), -1
        for earlier in range(max(0, at - _LOOK_BACK), at):
            other = anchors[earlier]
            overlap = max(0, other.there_end - anchor.there)
            if other.there >= anchor.there or overlap >= anchor.size:
                continue
            drift = abs((anchor.there - other.there) - (anchor.here - other.here))
            score = scores[earlier] + anchor.size - overlap - (1 + min(2, drift / 200) if drift else 0.5)
            if score > best:
                best, link = score, earlier
        scores.append(best)
        before.append(link)
    chained: list[Block] = []
    at = max(range(len(anchors)), key=scores.__getitem__, default=-1)
    while at >= 0:
        chained.append(anchors[at])
        at = before[at]
    chained.reverse()
    trimmed: list[Block] = []
    for anchor in chained:
        overlap = max(0, trimmed[-1].there_end - anchor.there) if trimmed else 0
        trimmed.append(Block(anchor.here + overlap, anchor.there + overlap, anchor.size - overlap))
    return trimmed


def filled(here: Sheet, there: Candidate, anchors: list[Block]) -> list[Block]:
    """The anchors with the blocks in the gaps between them."""
    blocks: list[Block] = anchors[:1]
    for block in anchors[1:]:
        last = blocks[-1]
        blocks += _fill(here, there, (last.here_end, block.here), (last.there_end, block.there))
        blocks.append(block)
    return tidied(blocks)


def _fill(here: Sheet, there: Candidate, ours: tuple[int, int], theirs: tuple[int, int]) -> list[Block]:
    """The words that look the same within a gap on both sides."""
    count, other = ours[1] - ours[0], theirs[1] - theirs[0]
    if not count or not other or count * other > _MAX_GAP:
        return []
    matcher = SequenceMatcher(None, here.looks[slice(*ours)], there.looks[slice(*theirs)], autojunk=False)
    return [
        Block(ours[0] + found.a, theirs[0] + found.b, found.size)
        for found in matcher.get_matching_blocks()
        if found.size
    ]


def tidied(blocks: list[Block]) -> list[Block]:
    """Blocks that touch joined to one, and chance matches amid replaced text given up: an "yang" is no common text."""
    joined: list[Block] = []
    for block in blocks:
        if joined and joined[-1].here_end == block.here and joined[-1].there_end == block.there:
            joined[-1] = joined[-1]._replace(size=joined[-1].size + block.size)
        else:
            joined.append(block)
    kept = joined[:1]
    for at in range(1, len(joined) - 1):
        block = joined[at]
        if block.size >= SIZE or block.size >= min(_edit(kept[-1], block), _edit(block, joined[at + 1])):
            kept.append(block)
    return kept + joined[1:][-1:]


def _edit(one: Block, other: Block) -> int:
    return max(other.here - one.here_end, other.there - one.there_end)


def densest(blocks: list[Block], between: int = 3) -> list[Block]:
    """The longest block with the neighbours that only a few words part from it."""
    first = last = max(range(len(blocks)), key=lambda at: blocks[at].size)
    while first and _edit(blocks[first - 1], blocks[first]) <= between:
        first -= 1
    while last + 1 < len(blocks) and _edit(blocks[last], blocks[last + 1]) <= between:
        last += 1
    return blocks[first : last + 1]


# --- ends -------------------------------------------------------------------------------------------------------------

_NEAR = 14, 20
_AMID = 6, 10
"""How many words here and there an end may grow, where the pasted text ends soon and where it goes on for long."""

_SUBSTITUTED, _SUBSTITUTED_NUMBER, _LEFT_OUT = -0.5, -0.1, -0.6
_NEEDED = 0.9
"""What growing into a text that goes on must be worth: one chance word behind a changed one is not enough."""

_GOES_ON = 2
"""Where the published text goes on right behind what was put in, at most so many of its words are missing."""

_GLUED = 3
"""So many words right beside our text, in the same sentence, were put in or put in place of others."""


def grown(here: Sheet, start: int, end: int, there: Sheet, blocks: list[Block]) -> Stretch:
    """The blocks with their two ends grown as far as the texts still belong together, between `start` and `end`."""
    blocks = _without_stray_ends(list(blocks), start, end)
    tail = _tail(_View(here, there, forward=True), blocks[-1], start, end)
    head = _tail(_View(here, there, forward=False), blocks[0], start, end)
    return Stretch(
        here=head.here,
        here_end=tail.here,
        there=head.there,
        there_end=tail.there,
        blocks=tuple(tidied([*reversed(head.blocks), *blocks, *tail.blocks])),
        cut_first=head.cut,
        cut_last=tail.cut,
    )


def _without_stray_ends(blocks: list[Block], start: int, end: int) -> list[Block]:
    """Without short blocks at the ends that stand far off: a phrase that every text has."""
    while len(blocks) > 1 and _is_stray(
        blocks[-1], _skipped(blocks[-2], blocks[-1]), at_end=blocks[-1].here_end == end
    ):
        blocks.pop()
    while len(blocks) > 1 and _is_stray(blocks[0], _skipped(blocks[0], blocks[1]), at_end=blocks[0].here == start):
        blocks.pop(0)
    return blocks


def _skipped(one: Block, other: Block) -> tuple[int, int]:
    return other.here - one.here_end, other.there - one.there_end


def _is_stray(block: Block, skipped: tuple[int, int], *, at_end: bool) -> bool:
    put_in, left_out = skipped
    if left_out <= _GOES_ON and block.size >= SIZE:
        return False
    if block.size >= 2 * SIZE or (at_end and put_in <= 2 * block.size):
        return False
    return put_in + min(left_out, 2 * SIZE) > block.size if put_in else False


@dataclass(frozen=True, slots=True)
class _End:
    """How far one end reaches: exclusive ends when growing forward, inclusive starts when growing backward."""

    here: int
    there: int
    blocks: tuple[Block, ...] = ()
    cut: bool = False


@dataclass(frozen=True, slots=True)
class _View:
    """Both texts seen from a block outwards, so that both ends are grown by the same rules."""

    here: Sheet
    there: Sheet
    forward: bool

    def outward(self, words: list[str], at: int, limit: int, most: int) -> list[str]:
        if self.forward:
            return words[at : min(limit, at + most)]
        return words[max(limit, at - most) : at][::-1]

    def block(self, here: int, there: int, size: int) -> Block:
        """A block `size` long that begins `here` and `there` steps outward of the places given."""
        return Block(here, there, size) if self.forward else Block(here - size, there - size, size)

    def is_part_of_word(self, cut: str, whole: str) -> bool:
        return len(cut) < len(whole) and (whole.startswith(cut) if self.forward else whole.endswith(cut))


class _Outlook(NamedTuple):
    """The words outward of a block in both texts. `cuts`: which of ours end a line or the text, and may be cut."""

    view: _View
    here: int
    there: int
    ours: list[str]  # as they look
    theirs: list[str]
    words: list[str]  # ours, exactly
    cuts: set[int]
    reaches_end: bool

    def is_cut(self, at: int, other: int) -> bool:
        return at in self.cuts and self.view.is_part_of_word(self.words[at], self.theirs[other])

    def worth(self, at: int, other: int) -> float:
        ours, theirs = self.ours[at], self.theirs[other]
        if ours == theirs or self.is_cut(at, other):
            return 1.0
        return _SUBSTITUTED_NUMBER if ours[0].isdecimal() and theirs[0].isdecimal() else _SUBSTITUTED

    @property
    def is_bleak(self) -> bool:
        """Whether there is nothing to go on for."""
        others = set(self.theirs)
        return others.isdisjoint(self.ours) and not any(
            self.view.is_part_of_word(self.words[at], word) for at in self.cuts for word in others
        )


def _tail(view: _View, block: Block, start: int, end: int) -> _End:
    """Grow from a block outwards."""
    here, there = (block.here_end, block.there_end) if view.forward else (block.here, block.there)
    limit, other_limit = (end, len(view.there)) if view.forward else (start, 0)
    reaches_end = abs(limit - here) <= _NEAR[0]
    most, other_most = _NEAR if reaches_end else _AMID
    ours = view.outward(view.here.looks, here, limit, most)
    if not ours:
        return _End(here, there)
    theirs = view.outward(view.there.looks, there, other_limit, other_most)
    words, cuts = view.outward(view.here.words, here, limit, most), _cut_places(view, here, len(ours))
    outlook = _Outlook(view, here, there, ours, theirs, words, cuts, reaches_end)
    reached = _walked(outlook, _best_path(outlook))
    if not reaches_end or reached.here == limit:
        return reached
    respaced = _respaced(view, _End(here, there), limit, other_limit)
    return respaced or _with_rest(view, reached, limit, other_limit)


def _cut_places(view: _View, here: int, count: int) -> set[int]:
    """Which of the words outward end a line or the text, so that they may be cut there."""
    places = set()
    for at in range(count):
        outer = here + at + 1 if view.forward else here - at - 1
        if outer in (0, len(view.here)) or "\n" in view.here.raw_gap(outer):
            places.add(at)
    return places


Step = tuple[int, int]


def _best_path(outlook: _Outlook) -> list[Step]:
    """The best way outwards as steps (words here, words there); [] when it does not pay to go on."""
    if outlook.is_bleak:
        return []
    rows, columns = len(outlook.ours), len(outlook.theirs)
    scores = [[_LEFT_OUT * column for column in range(columns + 1)]]
    came: list[list[Step]] = [[(0, 1)] * (columns + 1)]
    best, best_at = 0.0, (0, 0)
    for row in range(1, rows + 1):
        line, from_ = [_LEFT_OUT * row], [(1, 0)]
        needed = 0.0 if row == rows and outlook.reaches_end else _NEEDED
        for column in range(1, columns + 1):
            worth = outlook.worth(row - 1, column - 1)
            score, step = max(
                (scores[row - 1][column - 1] + worth, (1, 1)),
                (scores[row - 1][column] + _LEFT_OUT, (1, 0)),
                (line[column - 1] + _LEFT_OUT, (0, 1)),
            )
            line.append(score)
            from_.append(step)
            if step == (1, 1) and worth > 0 and score >= needed and (score, row) > (best, best_at[0]):
                best, best_at = score, (row, column)
        scores.append(line)
        came.append(from_)
    return _traced(came, best_at)


def _traced(came: list[list[Step]], end: tuple[int, int]) -> list[Step]:
    steps: list[Step] = []
    row, column = end
    while row or column:
        step = came[row][column] if row and column else ((1, 0) if row else (0, 1))
        steps.append(step)
        row, column = row - step[0], column - step[1]
    return steps[::-1]


def _walked(outlook: _Outlook, steps: list[Step]) -> _End:
    view, here, there = outlook[:3]
    blocks: list[Block] = []
    at = other = 0
    sign = 1 if view.forward else -1
    cut = False
    for step in steps:
        if step == (1, 1):
            cut = outlook.ours[at] != outlook.theirs[other] and outlook.is_cut(at, other)
            if cut or outlook.ours[at] == outlook.theirs[other]:
                blocks.append(view.block(here + sign * at, there + sign * other, 1))
        at, other = at + step[0], other + step[1]
    return _End(here + sign * at, there + sign * other, tuple(blocks), cut)


def _with_rest(view: _View, reached: _End, limit: int, other_limit: int) -> _End:
    """The last few words that no path reached: spaced otherwise, found further on, glued to our text, or foreign."""
    count = abs(limit - reached.here)
    if reached.cut:
        return reached
    if (respaced := _respaced(view, reached, limit, other_limit)) is not None:
        return respaced
    if count > _GLUED:
        return reached
    sign = 1 if view.forward else -1
    rest = view.outward(view.here.looks, reached.here, limit, count)
    place = _further_on(view, rest, reached.there, other_limit)
    if place is not None:
        block = view.block(reached.here, place, count)
        return replace(reached, here=limit, there=place + sign * count, blocks=(*reached.blocks, block))
    there = _beside(view, reached, count, other_limit)
    return reached if there is None else replace(reached, here=limit, there=there)


def _respaced(view: _View, reached: _End, limit: int, other_limit: int) -> _End | None:
    """Where the rest of the pasted text reads as the published one but for its spaces."""
    sign, count = (1 if view.forward else -1), abs(limit - reached.here)
    spelled = "".join(view.outward(view.here.words, reached.here, limit, count)[::sign])
    theirs = view.outward(view.there.words, reached.there, other_limit, count + _NEAR[0])
    for size in range(1, len(theirs) + 1):
        whole = "".join(theirs[:size][::sign])
        if len(whole) >= len(spelled):
            cut = view.is_part_of_word(spelled, whole)
            fits = cut or whole == spelled
            return replace(reached, here=limit, there=reached.there + sign * size, cut=cut) if fits else None
    return None


def _beside(view: _View, reached: _End, count: int, other_limit: int) -> int | None:
    """How far the published words reach that the last few pasted ones stand in place of; None when those are foreign.

    They belong to our text when they stand in one sentence with it, or follow it as the published words do.
    """
    sign, there = (1 if view.forward else -1), reached.there
    gap, other_gap = view.here.raw_gap(reached.here), view.there.raw_gap(there)
    follows = there != other_limit and "\n" not in gap and view.here.gaps[reached.here] == view.there.gaps[there]
    if not follows and not _is_glued(gap):
        return None
    while there != other_limit and abs(there - reached.there) < count and (follows or _is_glued(other_gap)):
        there += sign
        follows, other_gap = False, view.there.raw_gap(there)
    return there


def _further_on(view: _View, rest: list[str], there: int, other_limit: int) -> int | None:
    """Where the last words stand further on in the published text: at its very end, or two or more of them anywhere."""
    sign, count = (1 if view.forward else -1), len(rest)
    places = range(there, other_limit - sign * (count - 1), sign)
    for place in places:
        if len(rest) == 1 and place != other_limit - sign:
            continue
        if view.outward(view.there.looks, place, other_limit, count) == rest:
            return place
    return None


def _is_glued(gap: str) -> bool:
    """Whether two words stand in one sentence and on one line; a mark alone joins (`1.500`, `kpp.example`)."""
    return (len(gap) == 1 and gap != "\n") or not any(mark in ".!?:;\n…" for mark in gap)
