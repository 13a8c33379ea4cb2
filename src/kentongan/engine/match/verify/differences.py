"""The differences of a stretch as a person is shown them: whole words, numbers, sentences; and what each is about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kentongan.engine.match.verify.align import Stretch
from kentongan.engine.match.verify.edges import Edges
from kentongan.engine.match.verify.exact import Sheet
from kentongan.engine.match.verify.kinds import kind_of
from kentongan.engine.match.verify.places import Span, ends_sentence, touches, trimmed, widened
from kentongan.engine.match.verify.regions import Region, regions
from kentongan.engine.match.verify.values import Difference, Kind

_OPENING = re.compile(r"[\"'“‘(\[]+$")
_STOP = re.compile(r"[^\w\s]*(?:\s*[.!?…]+[\"'”’)\]]*)?")
_OPEN, _CLOSE = "([{\"'“‘", ")]}\"'”’.,;:!…"

_RANKS = {
    Kind.NUMBER: 0, Kind.SIGN: 0, Kind.CURRENCY: 0, Kind.CUT_NUMBER: 0, Kind.DATE: 1, Kind.NAME: 2, Kind.NEGATION: 3,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Compared:
    """The differences of one stretch, and whether it begins or ends within a published word or number."""

    differences: tuple[Difference, ...]
    cut_start: bool
    cut_end: bool

    @property
    def altered(self) -> int:
        """How many differences are more than where the paste was cut."""
        return sum(not difference.kind.is_cut for difference in self.differences)


def ordered(differences: Iterable[Difference]) -> tuple[Difference, ...]:
    """Figures, dates and names first, then negations; each in order of place."""
    return tuple(sorted(differences, key=lambda found: (_RANKS.get(found.kind, 9), found.start, found.published_start)))


def compare(here: Sheet, there: Sheet, known: str, stretch: Stretch) -> Compared:
    """All differences of a stretch, in order of place; `known` is the id they are given."""
    unequal = regions(here, there, stretch)
    found = [_difference(here, there, known, region) for region in unequal]
    edges = Edges(here, there, known, stretch, unequal)
    outer = list(edges.differences())
    cuts = [edge for edge in outer if edge.kind is Kind.CUT_NUMBER]
    return Compared(
        _distinct([*found, *outer]),
        cut_start=stretch.cut_first or any(edge.start == edges.first for edge in cuts),
        cut_end=stretch.cut_last or any(edge.end == edges.last for edge in cuts),
    )


def _distinct(differences: list[Difference]) -> tuple[Difference, ...]:
    """In order of place, and none that lies within another."""
    kept: list[Difference] = []
    for found in sorted(differences, key=lambda one: (one.start, -one.end, one.published_start)):
        last = kept[-1] if kept else None
        if last is None or last.kind.is_cut or found.kind.is_cut or not _is_within(found, last):
            kept.append(found)
    return tuple(kept)


def _is_within(one: Difference, other: Difference) -> bool:
    here = other.start <= one.start < one.end <= other.end
    return here and other.published_start <= one.published_start and one.published_end <= other.published_end


def _difference(here: Sheet, there: Sheet, known: str, region: Region) -> Difference:
    if region.is_gap:
        ours, theirs = _gap_spans(here, there, region)
        ours, theirs = _bared(here.text, ours, there.text, theirs)
    elif _is_one_sided(here, there, region):
        ours, theirs = _with_stop(here, region[:2]), _with_stop(there, region[2:])
    else:
        ours, theirs = widened(here.text, _span(here, region[:2])), widened(there.text, _span(there, region[2:]))
        ours, theirs = _bared(here.text, ours, there.text, theirs)
    pasted, published = here.text[slice(*ours)], there.text[slice(*theirs)]
    kind = kind_of(here, there, region, pasted, published)
    return Difference(kind, known, published, pasted, *theirs, *ours)


def _is_one_sided(here: Sheet, there: Sheet, region: Region) -> bool:
    """Whether words were only dropped or only put in, and did not give way to a mark, as `Rp5` to `$5`."""
    if region.here < region.here_end and region.there < region.there_end:
        return False
    ours, theirs = here.gaps, there.gaps
    if region.here == region.here_end:
        mark, others = ours[region.here], (theirs[region.there], theirs[region.there_end])
    else:
        mark, others = theirs[region.there], (ours[region.here], ours[region.here_end])
    return not mark or mark in others


def _span(sheet: Sheet, elements: tuple[int, ...]) -> Span:
    """The place of the elements; of none, what stands in the gap, or the place where they would stand."""
    start, end = elements
    if start < end:
        return sheet.starts[start], sheet.ends[end - 1]
    raw = sheet.raw_gap(start)
    begin = sheet.ends[start - 1] if start else 0
    if not raw.strip():
        begin += raw[:1].isspace()
        return begin, begin
    return trimmed(sheet.text, (begin, begin + len(raw)))


def _with_stop(sheet: Sheet, elements: tuple[int, ...]) -> Span:
    """A whole sentence with its full stop; of the side that has nothing, no more than the place."""
    (start, end), span = elements, _span(sheet, elements)
    if start == end:
        return span[0], span[0]
    if start and not ends_sentence(sheet.raw_gap(start)):
        return span
    opening, stop = _OPENING.search(sheet.raw_gap(start)), _STOP.match(sheet.raw_gap(end))
    return span[0] - len(opening[0] if opening else ""), span[1] + len(stop[0] if stop else "")


def _gap_spans(here: Sheet, there: Sheet, region: Region) -> tuple[Span, Span]:
    """What differs between two words, with the word that it is attached to."""
    raw, other_raw = here.raw_gap(region.here), there.raw_gap(region.there)
    suffix = _common(raw[::-1], other_raw[::-1])
    prefix = _common(raw[: len(raw) - suffix], other_raw[: len(other_raw) - suffix])
    ours = _inner_span(here, region.here, prefix, suffix)
    theirs = _inner_span(there, region.there, prefix, suffix)
    ends = ((here.text, ours[0] - 1, ours), (here.text, ours[1], ours),
            (there.text, theirs[0] - 1, theirs), (there.text, theirs[1], theirs))  # fmt: skip
    if not any(touches(*end) for end in ends):
        return ours, theirs
    return widened(here.text, ours), widened(there.text, theirs)


def _common(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    least = min(len(one), len(other))
    return next((at for at in range(least) if one[at] != other[at]), least)


def _inner_span(sheet: Sheet, at: int, prefix: int, suffix: int) -> Span:
    """A gap without what both have at its ends; between digits white space is what differs."""
    start = sheet.ends[at - 1] if at else 0
    end = sheet.starts[at] if at < len(sheet) else len(sheet.text)
    span = start + prefix, end - suffix
    return span if sheet.is_digit(at - 1) and sheet.is_digit(at) else trimmed(sheet.text, span)


def _bared(one: str, ours: Span, other: str, theirs: Span) -> tuple[Span, Span]:
    """Both spans without the brackets and punctuation that stand around both."""
    (start, end), (begin, stop) = trimmed(one, ours), trimmed(other, theirs)
    while start < end and begin < stop and one[start] == other[begin] and one[start] in _OPEN:
        start, begin = start + 1, begin + 1
    while start < end and begin < stop and one[end - 1] == other[stop - 1] and one[end - 1] in _CLOSE:
        end, stop = end - 1, stop - 1
    return (start, end), (begin, stop)
