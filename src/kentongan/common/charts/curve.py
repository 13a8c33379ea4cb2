"""A story's life as three areas, negative at the bottom, with our own answers as lines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext

from kentongan.common import numbers
from kentongan.common.charts.drawing import (
    SCREEN,
    TONES,
    Chart,
    Event,
    Paint,
    Span,
    Tone,
    ToneCount,
    Zone,
    coord,
    stretched,
    svg,
    table,
    text,
    time_axis,
    tone_words,
    totals_of,
)

# Where a label may begin, in shares of the time axis; and how wide one of its letters is on the narrowest phone.
_STEPS = tuple(step / 60 for step in range(1, 60))
_LETTER = 0.021


def curve(
    counts: Sequence[ToneCount],
    *,
    answers: Sequence[Event] = (),
    zone: Zone = None,
    height: float = 290,
    tick: dt.timedelta | None = None,
    unit: str = "",
    paint: Paint = SCREEN,
) -> Chart:
    """Draw a story's life as three areas stacked from negative up, with our own answers as ink lines.

    Args: `counts` in order of time, of equal length; `answers` what we said and when; `unit` what the axis counts,
    written once ("texts per hour" by default). Raises ValueError without at least two intervals.
    Curves are monotone cubics (Fritsch and Carlson, SIAM J. Numer. Anal. 17, 1980): they never rise where counts fall.
    """
    if len(counts) < 2:
        raise ValueError("a curve needs at least two intervals")
    span = Span(counts[0].at, counts[-1].at, zone)
    width, top, floor = 1000.0, 40.0 if answers else 26.0, height - 26
    marks = _nice_ticks(max(c.total for c in counts))
    ceiling = max(marks[-1], *(c.total for c in counts), 1)
    gutter = 0.012 + 0.011 * len(numbers.whole(marks[-1]))
    scale = (floor - top) / ceiling
    xs = [span.share(c.at) for c in counts]
    stacks = _stacks(counts)
    plot = _Plot(width, floor, gutter, scale, paint)
    parts = [_y_axis(marks, plot)]
    parts.append(stretched(_areas(xs, stacks, plot), width, height, paint))
    lines = [span.share(a.at) for a in answers]
    parts.append(_area_labels(counts, xs, stacks, plot, lines))
    parts.append(_answers(answers, span, plot))
    every = tick or max(dt.timedelta(hours=1), (span.end - span.start) / 8)
    parts.append(time_axis(span, every, height - 6, paint, place=plot.share, thinned=True))
    parts.append(text(unit or gettext("texts per hour"), 0, 12, paint, kind="axis unit"))
    totals = totals_of(counts)
    peak = max(counts, key=lambda c: c.total)
    title = gettext(
        "Most at %(time)s with %(peak)s; in all %(positive)s positive, %(neutral)s neutral, %(negative)s negative."
    ) % {
        "time": numbers.clock(peak.at, zone),
        "peak": numbers.whole(peak.total),
        **totals,
    }
    words = tone_words()
    rows = [(numbers.clock(c.at, zone), *(numbers.whole(c.of(tone)) for tone in TONES)) for c in counts]
    numbers_table = table((gettext("From"), *(words[tone].capitalize() for tone in TONES)), rows, title)
    return Chart(
        svg("".join(parts), height=height, paint=paint, title=title, kind="curve"), title, numbers_table, "curve-figure"
    )


@dataclass(frozen=True)
class _Plot:
    """Where a curve lies: `gutter` is the share of the width kept for the labels of the vertical axis."""

    width: float
    floor: float
    gutter: float
    scale: float
    paint: Paint

    def share(self, x: float) -> float:
        """A place 0..1 on the time axis as a share of the whole width."""
        return self.gutter + x * (1 - self.gutter)

    def y(self, count: float) -> float:
        """The height of a count."""
        return self.floor - count * self.scale


def _stacks(counts: Sequence[ToneCount]) -> dict[Tone, tuple[list[float], list[float]]]:
    """Lower and upper edge of each tone's area, negative at the bottom."""
    low = [0.0] * len(counts)
    stacks: dict[Tone, tuple[list[float], list[float]]] = {}
    for tone in ("negative", "neutral", "positive"):
        high = [base + c.of(tone) for base, c in zip(low, counts, strict=True)]
        stacks[tone] = (low, high)
        low = high
    return stacks


def _nice_ticks(highest: float) -> list[int]:
    """Three to five round marks from above zero to at or below `highest`, never fewer than one."""
    for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000):
        if highest / step < 5.5:
            return [step * i for i in range(1, max(1, int(highest // step)) + 1)]
    return [int(highest) or 1]


def _slopes(xs: Sequence[float], ys: Sequence[float]) -> list[float]:
    """Slopes at each point of the monotone cubic through the points."""
    secants = [(ys[i + 1] - ys[i]) / (xs[i + 1] - xs[i]) for i in range(len(xs) - 1)]
    slopes = [secants[0]]
    for before, after in pairwise(secants):
        # Harmonic mean: zero at a turn, never steeper than three times the flatter side.
        slopes.append(0.0 if before * after <= 0 else 2 * before * after / (before + after))
    slopes.append(secants[-1])
    return slopes


def _spline(xs: Sequence[float], ys: Sequence[float]) -> str:
    """Cubic pieces through the points, without the first move."""
    slopes = _slopes(xs, ys)
    pieces = []
    for i in range(len(xs) - 1):
        third = (xs[i + 1] - xs[i]) / 3
        pieces.append(
            f"C{coord(xs[i] + third)} {coord(ys[i] + third * slopes[i])} "
            f"{coord(xs[i + 1] - third)} {coord(ys[i + 1] - third * slopes[i + 1])} "
            f"{coord(xs[i + 1])} {coord(ys[i + 1])}"
        )
    return "".join(pieces)


def _areas(xs: Sequence[float], stacks: dict[Tone, tuple[list[float], list[float]]], plot: _Plot) -> str:
    """The three areas, topmost first, each with a thin line of paper above it."""
    places = [plot.share(x) * plot.width for x in xs]
    parts = []
    for tone in ("positive", "neutral", "negative"):
        ys = [plot.y(value) for value in stacks[tone][1]]
        edge = f"M{coord(places[0])} {coord(ys[0])}{_spline(places, ys)}"
        colour = "neutral-bar" if tone == "neutral" else tone
        closed = f"{edge}V{coord(plot.floor)}H{coord(places[0])}z"
        parts.append(f'<path d="{closed}"{plot.paint.attributes(colour, "", "")}/>')
        parts.append(
            f'<path d="{edge}" fill="none" stroke-width="1.5" vector-effect="non-scaling-stroke"'
            f"{plot.paint.attributes('', 'paper', '')}/>"
        )
    return "".join(parts)


def _y_axis(marks: Sequence[int], plot: _Plot) -> str:
    parts = []
    for mark in marks:
        y = plot.y(mark)
        parts.append(
            f'<line x1="{plot.paint.at(plot.gutter)}" x2="{plot.paint.at(1)}" y1="{coord(y)}" y2="{coord(y)}"'
            f"{plot.paint.attributes('', 'line', '')}/>"
        )
        words = numbers.whole(mark)
        parts.append(text(words, plot.gutter, y + 4, plot.paint, kind="y", anchor="end", dx=-10))
    return "".join(parts)


def _area_labels(
    counts: Sequence[ToneCount],
    xs: Sequence[float],
    stacks: dict[Tone, tuple[list[float], list[float]]],
    plot: _Plot,
    lines: Sequence[float],
) -> str:
    """Each tone's word and total inside its area where it fits, else above the curve with a leader.

    `lines` are the places of our answers, 0..1 on the time axis: no label crosses them.
    """
    words = tone_words()
    parts = []
    kept = [(line - 0.01, line + 0.01) for line in lines]
    for tone in TONES:
        total = sum(c.of(tone) for c in counts)
        if not total:
            continue
        label = f"{words[tone].capitalize()} {numbers.whole(total)}"
        long = len(label) * _LETTER
        low, high = stacks[tone]
        place = _room_for(long, xs, low, high, kept)
        if place and place[1] * plot.scale >= 18:
            x, _, middle = place
            fill = "ink" if tone == "neutral" else "paper"
            parts.append(text(label, plot.share(x), plot.y(middle) + 4, plot.paint, kind="on-area", fill=fill))
            continue
        spot, roof = _above(long, xs, stacks[tone], stacks["positive"][1], kept)
        kept.append((spot, spot + long + 0.02))
        x, y, top = plot.share(spot), plot.y((_at(spot, xs, low) + _at(spot, xs, high)) / 2), plot.y(roof) - 14
        parts.append(
            f'<line x1="{plot.paint.at(x)}" x2="{plot.paint.at(x + 0.018)}" y1="{coord(y)}" y2="{coord(top)}"'
            f"{plot.paint.attributes('', tone, '')}/>"
            + text(label, x + 0.02, top, plot.paint, kind="on-area", fill=tone)
        )
    return "".join(parts)


def _above(
    long: float,
    xs: Sequence[float],
    area: tuple[Sequence[float], Sequence[float]],
    roof: Sequence[float],
    kept: Sequence[tuple[float, float]],
) -> tuple[float, float]:
    """Where a leader leaves a thick part of an area so that its label stands lowest, and what it must clear there."""
    spots = [x for x in _STEPS if x + long + 0.02 <= 0.99 and _free(x, x + long + 0.02, kept)] or [_STEPS[0]]
    thickness = {x: _at(x, xs, area[1]) - _at(x, xs, area[0]) for x in spots}
    thick = [x for x in spots if thickness[x] >= 0.4 * max(thickness.values())]
    heights = [(max(_at(at, xs, roof) for at in _turns(x, x + long + 0.02, xs)), x) for x in thick]
    height, spot = min(heights)
    return spot, height


def _at(x: float, xs: Sequence[float], ys: Sequence[float]) -> float:
    """The value at `x` on the straight lines through the points."""
    for i in range(len(xs) - 1):
        if x <= xs[i + 1]:
            return ys[i] + (ys[i + 1] - ys[i]) * (x - xs[i]) / (xs[i + 1] - xs[i])
    return ys[-1]


def _turns(begin: float, end: float, xs: Sequence[float]) -> list[float]:
    """The ends of a stretch and the points within: edges turn at points alone, so none goes further between them."""
    return [begin, end, *(x for x in xs if begin < x < end)]


def _free(begin: float, end: float, kept: Sequence[tuple[float, float]]) -> bool:
    return not any(begin < to and since < end for since, to in kept)


def _room_for(
    long: float, xs: Sequence[float], low: Sequence[float], high: Sequence[float], kept: Sequence[tuple[float, float]]
) -> tuple[float, float, float] | None:
    """Where a label `long` shares wide has most room in an area: its left end, the room there, and the middle of it."""
    best: tuple[float, float, float] | None = None
    for x in _STEPS:
        if x + long > 0.99 or not _free(x, x + long, kept):
            continue
        spots = _turns(x, x + long, xs)
        floor = max(_at(spot, xs, low) for spot in spots)
        roof = min(_at(spot, xs, high) for spot in spots)
        if best is None or roof - floor > best[1]:
            best = (x, roof - floor, (roof + floor) / 2)
    return best


def _answers(answers: Sequence[Event], span: Span, plot: _Plot) -> str:
    """Our own statements: an ink line with an amber head, told at its right."""
    parts = []
    for answer in answers[:3]:
        if not span.covers(answer.at):
            continue
        x = plot.share(span.share(answer.at))
        words = numbers.clock(answer.at, span.zone, named=False)
        side, shift = ("start", 9) if x < 0.72 else ("end", -9)
        parts.append(
            f'<line x1="{plot.paint.at(x)}" x2="{plot.paint.at(x)}" y1="8" y2="{coord(plot.floor)}" stroke-width="1.5"'
            f'{plot.paint.attributes("", "ink", "")}/><circle cx="{plot.paint.at(x)}" cy="8" r="4.5" stroke-width="1.5"'
            f"{plot.paint.attributes('amber', 'ink', '')}/>"
            + text(words, x, 12.5, plot.paint, kind="event", anchor=side, dx=shift, more=answer.text)
        )
    return "".join(parts)
