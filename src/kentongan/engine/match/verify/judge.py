"""Says what a pasted text is: authentic, altered, corrected or withdrawn since, mixed, or unknown.

    pasted - wrapping | read | the known text that fits best, again for what it leaves over | differences | verdict

The rules, in the order in which they are asked:

- A *part* is a stretch of at least twelve words laid along one known text, most of them the same. None: `unknown`.
- Anything beside the parts is foreign, and parts of two known texts are two: either makes the text `mixed`, and the
  differences within the parts are listed all the same.
- Text put in between two stretches of one release belongs to the part, as a difference: the release never had it.
  If it is longer than either side bears (twice the shorter), the text around is a quotation: two parts and foreign.
  So are stretches of another release that stand in between.
- Up to three words beside a part, in the same sentence and on the same line, are put in, not foreign.
- Any difference that is not a mere cut by where the paste begins or ends: `altered`.
- Else the text is exact, and the standing of its version is the verdict. Of versions that fit equally well a valid one
  is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kentongan.engine.match.verify.align import (
    SIZE,
    Block,
    Candidate,
    Stretch,
    chained,
    densest,
    filled,
    grown,
    shingles,
)
from kentongan.engine.match.verify.differences import Compared, compare, ordered
from kentongan.engine.match.verify.exact import Sheet, read
from kentongan.engine.match.verify.values import Difference, Judgement, Kind, Known, Part, Verdict
from kentongan.engine.match.verify.wrapping import blanked, frames, has_stamps

LEAST_WORDS = 12
"""Words from which a part can be told at all."""

MAX_LENGTH = 100_000
"""Characters of a pasted text that are looked at."""

_FOREIGN = 6
"""Words in a row that no block holds, from which a stretch may be two parts."""

_GOES_ON = 2
"""Where a release goes on right behind what was put in, at most so many of its words are missing."""

_LEAST_MATCHED = 8
_LONG = 12
_DENSE = 0.75
_RUN, _MANY, _MOST = 8, 20, 0.85
"""A part within foreign text needs a run of _LONG words with little else between, or one of _RUN among _MANY of which
_MOST are the same: news writes the same names, titles and places in one order too."""

_HALF, _SPARSE = 0.5, 0.3
_CONTENDERS = 6
_CLOSE = 8
"""How many words behind the best fit another version may lie to be compared in full."""

_MOVED = 0.7
_MAX_DEPTH = 12

_LEAST_SHARE = 0.2
_LEAST_RUN = 8

_RANKS = {"valid": 0, "corrected": 1, "withdrawn": 2}
_VERDICTS = {"valid": Verdict.AUTHENTIC, "corrected": Verdict.CORRECTED, "withdrawn": Verdict.WITHDRAWN}


def judge(pasted: str, known: Sequence[Known], further: Callable[[], Sequence[Known]] | None = None) -> Judgement:
    """What a pasted text is, measured against the known texts it may come from.

    Args:
        pasted: as it was pasted: any length, any characters; beyond MAX_LENGTH it is not looked at (`capped`).
        known: the candidates (see `fingerprints`), the likeliest first, some twenty at most; every version that
            still matters, the corrected and withdrawn ones too.
        further: less likely ones, asked for only where it is not an authentic copy of the first: nearly all are.
    """
    text = pasted[:MAX_LENGTH]
    wrapping = frames(text)
    bench, judgement = _judged(text, wrapping, known)
    if judgement.verdict is not Verdict.AUTHENTIC and further is not None and (others := further()):
        if bench.wrapping and any(has_stamps(one.text) for one in others):
            bench, judgement = _judged(text, wrapping, [*known, *others])
        else:
            bench.add(others)
            judgement = bench.judgement()
    return replace(judgement, frames=tuple(bench.wrapping), capped=len(pasted) > MAX_LENGTH)


def _judged(text: str, wrapping: list[tuple[int, int]], known: Sequence[Known]) -> tuple[_Bench, Judgement]:
    if wrapping and any(has_stamps(one.text) for one in known):
        wrapping = []
    bench = _Bench(read(blanked(text, wrapping)), wrapping)
    bench.add(known)
    return bench, bench.judgement()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part in the making. `moved`: it stands elsewhere in the published text than where it was pasted."""

    number: int  # of the known text
    stretch: Stretch
    compared: Compared
    moved: bool = False


class _Bench:
    """One pasted text before all it is measured against."""

    def __init__(self, sheet: Sheet, wrapping: list[tuple[int, int]]) -> None:
        self.sheet = sheet
        self.wrapping = wrapping
        self.known: list[Known] = []
        self.candidates: list[Candidate] = []
        self.shingles = list(shingles(sheet.looks))
        self._sought = frozenset(self.shingles)
        self._fits: dict[tuple[int, int, int], list[Block]] = {}

    def add(self, known: Sequence[Known]) -> None:
        """Measure against these as well."""
        self.known += known
        self.candidates += [Candidate(one.text, self._sought) for one in known]

    def judgement(self) -> Judgement:
        sheet = self.sheet
        too_short = self._words(0, len(sheet)) < LEAST_WORDS
        whole = self._whole()
        if whole is not None:
            pieces = [whole]
        elif too_short:
            return self._unknown(too_short=True)
        else:
            pieces = self._cover(0, len(sheet), frozenset(), 0)
        if not pieces:
            return self._unknown(too_short=too_short)
        return self._verdict(self._in_order(self._merged(pieces)))

    # --- pieces ---

    def _whole(self) -> _Piece | None:
        """The known text that the pasted one is as a whole, however short; a valid one first."""
        count = len(self.sheet)
        found = []
        for number, candidate in enumerate(self.candidates):
            if count and self.sheet.looks == candidate.looks:
                piece = self._piece(number, Stretch(0, count, 0, count, (Block(0, 0, count),)))
                if not piece.compared.altered:
                    found.append(piece)
        return min(found, key=lambda piece: _RANKS[self.known[piece.number].standing], default=None)

    def _piece(self, number: int, stretch: Stretch) -> _Piece:
        there = self.candidates[number].sheet
        return _Piece(number, stretch, compare(self.sheet, there, self.known[number].id, stretch))

    def _cover(self, start: int, end: int, without: frozenset[int], depth: int) -> list[_Piece]:
        """The pieces that fit best between two elements, in order; what they leave over is covered in turn."""
        if end - start < LEAST_WORDS or depth > _MAX_DEPTH:
            return []
        best = self._best(start, end, without)
        if best is None:
            return []
        number, blocks = best
        groups = self._groups(number, blocks, without, depth)
        pieces: list[_Piece] = []
        at = start
        for group, between in groups:
            bound = self._bound(groups, group, end)
            stretch = grown(self.sheet, at, bound, self.candidates[number].sheet, group)
            if not self._is_strong(stretch, start, end):
                stretch = grown(self.sheet, at, bound, self.candidates[number].sheet, densest(group))
            if self._is_strong(stretch, start, end):
                pieces.append(self._piece(number, stretch))
                at = stretch.here_end
            pieces += between
            at = max(at, between[-1].stretch.here_end) if between else at
        if not any(piece.number == number for piece in pieces):
            return self._cover(start, end, without | {number}, depth + 1)
        outer = [
            *self._left_over(start, min(piece.stretch.here for piece in pieces), without, depth, pieces),
            *self._left_over(max(piece.stretch.here_end for piece in pieces), end, without, depth, pieces),
        ]
        return sorted([*pieces, *outer], key=lambda piece: piece.stretch.here)

    def _bound(self, groups: list[tuple[list[Block], list[_Piece]]], group: list[Block], end: int) -> int:
        """How far a group may grow: to the next piece or group."""
        at = next(number for number, (other, _) in enumerate(groups) if other is group)
        between = groups[at][1]
        if between:
            return between[0].stretch.here
        return groups[at + 1][0][0].here if at + 1 < len(groups) else end

    def _best(self, start: int, end: int, without: frozenset[int]) -> tuple[int, list[Block]] | None:
        """The known text with the fewest differences from the stretch, among those that share most with it."""
        counts = self._shared(start, end, without)
        fits: list[tuple[int, list[Block]]] = []
        for number in sorted(counts, key=lambda number: -counts[number]):
            most = counts[fits[0][0]] if fits else 0
            if len(fits) == _CONTENDERS or counts[number] < most - max(_CLOSE, most // 20):
                break
            if counts[number] + SIZE - 1 < _RUN and SIZE * counts[number] < _SPARSE * (end - start):
                break  # no run so long, nor so many words in short ones, can be among so few shingles
            asked = (start, end, number)
            if asked not in self._fits:
                self._fits[asked] = self._plausible(start, end, number)
            if blocks := self._fits[asked]:
                fits.append((number, blocks))
        if len(fits) < 2:
            return fits[0] if fits else None
        return min(fits, key=lambda fit: self._cost(start, end, *fit))

    def _plausible(self, start: int, end: int, number: int) -> list[Block]:
        """The blocks that a candidate shares with a stretch; none when they can be no part."""
        candidate = self.candidates[number]
        anchors = chained(self.sheet, start, end, self.shingles, candidate)
        matched = sum(block.size for block in anchors)
        longest = max((block.size for block in anchors), default=0)
        if longest < _RUN and matched < _SPARSE * (end - start):
            return []
        return filled(self.sheet, candidate, anchors)

    def _shared(self, start: int, end: int, without: frozenset[int] = frozenset()) -> dict[int, int]:
        """How many shingles of a stretch every candidate holds; those that hold none are left out."""
        own = self.shingles[start : max(start, end - SIZE + 1)]
        counts = {
            number: sum(map(candidate.shared.__contains__, own))
            for number, candidate in enumerate(self.candidates)
            if number not in without and candidate.shared
        }
        return {number: count for number, count in counts.items() if count}

    def _cost(self, start: int, end: int, number: int, blocks: list[Block]) -> tuple[int, int, int]:
        stretch = grown(self.sheet, start, end, self.candidates[number].sheet, blocks)
        altered = self._piece(number, stretch).compared.altered
        return altered + end - start - stretch.matched, _RANKS[self.known[number].standing], number

    def _groups(
        self, number: int, blocks: list[Block], without: frozenset[int], depth: int
    ) -> list[tuple[list[Block], list[_Piece]]]:
        """The blocks, parted where other text stands between, each with the pieces of other releases behind it."""
        groups: list[tuple[list[Block], list[_Piece]]] = [([blocks[0]], [])]
        there = self.candidates[number].sheet
        for at in range(1, len(blocks)):
            one, other = blocks[at - 1], blocks[at]
            gap = other.here - one.here_end
            if gap >= _FOREIGN:
                pieces = self._cover(one.here_end, other.here, without | {number}, depth + 1)
                if pieces or not self._bears(groups[-1][0], blocks[at:], there):
                    groups[-1][1].extend(pieces)
                    groups.append(([], []))
            groups[-1][0].append(other)
        return groups

    def _bears(self, left: list[Block], right: list[Block], there: Sheet) -> bool:
        """Whether text put in between two stretches of a release is an alteration of it, rather than text around."""
        gap = right[0].here - left[-1].here_end
        # The right side counts as far as it hangs together.
        size = right[0].size
        for one, other in pairwise(right):
            if other.here - one.here_end >= _FOREIGN:
                break
            size += other.size
        sides = [sum(block.size for block in left), size]
        goes_on = right[0].there - left[-1].there_end <= _GOES_ON
        ends_both = right[-1].here_end == len(self.sheet) and right[-1].there_end == len(there)
        starts_both = left[0].here == 0 and left[0].there == 0
        sure = min(sides) >= SIZE and (goes_on or ends_both or starts_both)
        return gap <= 2 * (max(sides) if sure else min(sides))

    def _is_strong(self, stretch: Stretch, start: int, end: int) -> bool:
        """Whether so much is the same that the stretch is a part."""
        size, matched = stretch.here_end - stretch.here, stretch.matched
        if matched < _LEAST_MATCHED or matched < _HALF * size:
            return False
        if self._words(stretch.here, stretch.here_end) < LEAST_WORDS:
            return False
        alone = start == 0 and end == len(self.sheet) and size >= 0.8 * (end - start)
        if alone:
            return True
        if stretch.longest >= _LONG:
            return matched >= _DENSE * size
        return stretch.longest >= _RUN and matched >= max(_MANY, _MOST * size)

    def _left_over(
        self, start: int, end: int, without: frozenset[int], depth: int, pieces: list[_Piece]
    ) -> list[_Piece]:
        """The pieces in what a fit left over; a few words may still be a sentence that was moved there."""
        if end - start >= LEAST_WORDS:
            found = self._cover(start, end, without, depth + 1)
            if found:
                return found
        if end - start < SIZE:
            return []
        for number in {piece.number for piece in pieces}:
            blocks = self._plausible(start, end, number)
            if blocks and sum(block.size for block in blocks) >= _MOVED * (end - start):
                stretch = grown(self.sheet, start, end, self.candidates[number].sheet, blocks)
                return [replace(self._piece(number, stretch), moved=True)]
        return []

    def _merged(self, pieces: list[_Piece]) -> list[_Piece]:
        """The pieces, those made one that follow each other in both texts."""
        merged = pieces[:1]
        for piece in pieces[1:]:
            before, one, other = merged[-1], merged[-1].stretch, piece.stretch
            if before.number == piece.number and other.here - one.here_end < _FOREIGN and one.there_end <= other.there:
                there = self.candidates[piece.number].sheet
                blocks = [*one.blocks, *other.blocks]
                merged[-1] = self._piece(piece.number, grown(self.sheet, one.here, other.here_end, there, blocks))
            else:
                merged.append(piece)
        return merged

    def _in_order(self, pieces: list[_Piece]) -> list[_Piece]:
        """The pieces, those marked that stand out of the order of their text."""
        reached: dict[int, _Piece] = {}
        marked = []
        for piece in pieces:
            before = reached.get(piece.number)
            if before is not None and piece.stretch.there < before.stretch.there_end:
                both_whole = self._is_whole(piece) and self._is_whole(before)
                marked.append(replace(piece, moved=not both_whole))
            else:
                marked.append(replace(piece, moved=False))
            if before is None or piece.stretch.there_end > before.stretch.there_end:
                reached[piece.number] = piece
        return marked

    def _is_whole(self, piece: _Piece) -> bool:
        stretch = piece.stretch
        cut = stretch.cut_first or stretch.cut_last
        return not cut and stretch.there == 0 and stretch.there_end == len(self.candidates[piece.number].sheet)

    # --- the answer ---

    def _verdict(self, pieces: list[_Piece]) -> Judgement:
        parts = self._parts(pieces)
        differences = ordered(self._differences(pieces))
        numbers = {piece.number for piece in pieces}
        weights = {number: sum(one.stretch.matched for one in pieces if one.number == number) for number in numbers}
        main = max(weights, key=lambda number: (weights[number], -number))
        altered = any(not difference.kind.is_cut for difference in differences)
        if len(numbers) > 1 or any(part.known is None for part in parts):
            verdict = Verdict.MIXED
        elif altered:
            verdict = Verdict.ALTERED
        else:
            verdict = _VERDICTS[self.known[main].standing]
        first, last = pieces[0], pieces[-1]
        count = len(self.sheet)
        return Judgement(
            verdict=verdict,
            main=self.known[main].id,
            parts=parts,
            differences=differences,
            whole=any(self._is_whole(piece) for piece in pieces if piece.number == main),
            cut_start=first.stretch.here == 0 and first.compared.cut_start,
            cut_end=last.stretch.here_end == count and last.compared.cut_end,
        )

    def _parts(self, pieces: list[_Piece]) -> tuple[Part, ...]:
        parts = []
        at = 0
        for piece in pieces:
            stretch, there = piece.stretch, self.candidates[piece.number].sheet
            if at < stretch.here:
                parts.append(self._part(at, stretch.here))
            published = there.starts[stretch.there], there.ends[stretch.there_end - 1]
            parts.append(self._part(stretch.here, stretch.here_end, self.known[piece.number].id, published))
            at = stretch.here_end
        if at < len(self.sheet):
            parts.append(self._part(at, len(self.sheet)))
        return tuple(parts)

    def _part(self, start: int, end: int, known: str | None = None, published: tuple[int, int] = (0, 0)) -> Part:
        sheet = self.sheet
        return Part(sheet.starts[start], sheet.ends[end - 1], known, *published, self._words(start, end))

    def _differences(self, pieces: list[_Piece]) -> list[Difference]:
        found: list[Difference] = []
        for piece in pieces:
            found += piece.compared.differences
            if piece.moved:
                found.append(self._moved(piece))
        return found

    def _moved(self, piece: _Piece) -> Difference:
        ours, theirs, stretch = self.sheet, self.candidates[piece.number].sheet, piece.stretch
        place = ours.starts[stretch.here], ours.ends[stretch.here_end - 1]
        published = theirs.starts[stretch.there], theirs.ends[stretch.there_end - 1]
        one, other = theirs.text[slice(*published)], ours.text[slice(*place)]
        return Difference(Kind.MOVED, self.known[piece.number].id, one, other, *published, *place)

    def _unknown(self, *, too_short: bool) -> Judgement:
        """No part is ours; the nearest text is named only where a true share of it is the same."""
        count = len(self.sheet)
        nearest, best = None, 0
        counts = self._shared(0, count)
        for number in sorted(counts, key=lambda number: -counts[number])[:_CONTENDERS]:
            blocks = chained(self.sheet, 0, count, self.shingles, self.candidates[number])
            matched = sum(block.size for block in blocks)
            runs = any(block.size >= _LEAST_RUN for block in blocks)
            if matched > best and (runs or (not too_short and matched >= _LEAST_SHARE * count)):
                nearest, best = self.known[number].id, matched
        parts = (self._part(0, count),) if count else ()
        share = best / count if count else 0.0
        return Judgement(Verdict.UNKNOWN, too_short=too_short, nearest=nearest, nearest_share=share, parts=parts)

    def _words(self, start: int, end: int) -> int:
        """How many words parted by white space the elements are."""
        sheet = self.sheet
        if start >= end:
            return 0
        text = sheet.text[sheet.starts[start] : sheet.ends[end - 1]]
        return sum(word.isalnum() or any(map(str.isalnum, word)) for word in text.split())
