"""Charts as SVG from values: the drum's slit as bar, curve, progress and clock.

Pure functions: no database, no request, no clock. Each chart answers to one sentence (its `title`), carries its numbers as a
table and prints in grey. On a page (`SCREEN`) colours are classes of the stylesheet, widths are shares of the page and text
keeps its size; for paper (`PAPER`, PDF through typst) the same drawing has a fixed width and plain colours.

Geometry: a bar is a line with round ends whose width does not scale, so one drawing stretches to any width.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext, pgettext

from kentongan.common import numbers

__all__ = [
    "PAPER", "SCREEN", "Appearance", "Chart", "Event", "ToneCount", "appearance_axis", "appearance_row", "bar_line",
    "bars", "countdown", "curve", "gema", "order_of_appearance", "progress", "sparkline", "spread", "tone_bar",
]

Tone = Literal["positive", "neutral", "negative"]
TONES: tuple[Tone, ...] = ("positive", "neutral", "negative")

# The light tokens of static/kentongan/tokens.css, for drawings that leave the page.
COLOURS = {
    "paper": "#FFFFFF", "ink": "#14213A", "ink-2": "#434D66", "ink-3": "#5C6272", "line": "#DCD2BE", "edge": "#877D6B",
    "amber": "#BA7C1E", "bamboo": "#8A5A12", "positive": "#0B655D", "neutral": "#655F52", "neutral-bar": "#91876F",
    "negative": "#A23A1A",
}


@dataclass(frozen=True)
class Paint:
    """How a drawing gets its colours. `width` None: as wide as its place; else that many pixels."""

    width: float | None = None

    def attributes(self, fill: str, stroke: str, kind: str) -> str:
        """The attributes that colour one element: classes on a page, colours on paper."""
        if self.width is None:
            classes = [f"f-{fill}"] if fill else []
            classes += [f"s-{stroke}"] if stroke else []
            classes += [kind] if kind else []
            return f' class="{" ".join(classes)}"' if classes else ""
        text = f' fill="{COLOURS.get(fill, "none")}"' if fill else ""
        text += f' stroke="{COLOURS[stroke]}"' if stroke else ""
        return text + (_PAPER_TEXT.get(kind.split()[0], "") if kind else "")

    def at(self, share: float) -> str:
        """A place on the horizontal: a percentage on a page, pixels on paper."""
        if self.width is None:
            return f"{_n(share * 100)}%"
        return _n(share * self.width)


_PAPER_TEXT = {
    kind: f' font-family="Manrope" font-size="{size}" font-weight="{weight}" fill="{COLOURS[colour]}"'
    for kind, size, weight, colour in (
        ("axis", 12.5, 500, "ink-3"), ("flag", 12.5, 500, "ink-2"), ("here", 12.5, 600, "bamboo"),
        ("event", 12.5, 600, "ink"), ("on-area", 12.5, 600, "paper"), ("y", 12.5, 500, "ink-3"),
    )
}

SCREEN = Paint()
PAPER = Paint(width=793.0)


@dataclass(frozen=True)
class ToneCount:
    """How many texts of each tone came in one interval that began `at` (aware)."""

    at: dt.datetime
    positive: int = 0
    neutral: int = 0
    negative: int = 0

    @property
    def total(self) -> int:
        """All texts of the interval."""
        return self.positive + self.neutral + self.negative


@dataclass(frozen=True)
class Event:
    """Something that happened `at` (aware) and explains a bend: told in a few words. Never more than three on a chart."""

    at: dt.datetime
    text: str


@dataclass(frozen=True)
class Appearance:
    """An outlet in the order of appearance: its first text and the copies that followed, with the copies' tone."""

    first: dt.datetime
    copies: Sequence[dt.datetime] = ()
    tone: Tone = "neutral"


@dataclass(frozen=True)
class Chart:
    """A drawing, the sentence that says what it shows, and its numbers. Printed in a template, it brings all three."""

    svg: SafeString
    title: str
    table: SafeString = field(default=SafeString(""))
    kind: str = ""

    def __html__(self) -> str:
        """The whole figure, for ``{{ chart }}``."""
        details = format_html(
            '<details class="details"><summary>{}</summary>{}</details>', gettext("Show as a table"), self.table
        )
        return format_html(
            '<figure class="chart {}">{}{}</figure>', self.kind, self.svg, details if self.table else ""
        )

    def __str__(self) -> str:
        return self.__html__()


def _n(number: float) -> str:
    """A coordinate with at most two decimals and no idle zeros."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def _svg(
    inner: str, *, height: float, paint: Paint, title: str = "", kind: str = "", width: float | None = None
) -> SafeString:
    """Wrap a drawing. A fixed `width` makes a small chart of its own size on pages too."""
    size = paint.width if width is None else width
    box = f' viewBox="0 0 {_n(size)} {_n(height)}"' if size is not None else ""
    wide = _n(size) if size is not None else "100%"
    role = f'role="img" aria-label="{escape(title)}"' if title else 'aria-hidden="true"'
    name = f' class="{kind}"' if kind and paint.width is None else ""
    space = ' xmlns="http://www.w3.org/2000/svg"' if paint.width is not None else ""
    inside = f"<title>{escape(title)}</title>" if title else ""
    return mark_safe(  # noqa: S308 - built from numbers and escaped text
        f'<svg{space}{name} width="{wide}" height="{_n(height)}"{box} {role}>{inside}{inner}</svg>'
    )


def _text(
    words: str, x: float, y: float, paint: Paint, *, kind: str, anchor: str = "start", dx: float = 0, fill: str = "",
    more: str = "",
) -> str:
    """One line of text; `more` follows it where there is room."""
    where = f' text-anchor="{anchor}"' if anchor != "start" else ""
    shift = f' dx="{_n(dx)}"' if dx else ""
    look = paint.attributes(fill if paint.width is None else "", "", kind)
    rest = f'<tspan class="more"> {escape(more)}</tspan>' if more and paint.width is None else f" {escape(more)}" if more else ""
    return f'<text x="{paint.at(x)}" y="{_n(y)}"{shift}{where}{look}>{escape(words)}{rest}</text>'


def _stretched(inner: str, width: float, height: float, paint: Paint) -> str:
    """Draw `inner`, made for `width` x `height`, over the whole width of the place."""
    if paint.width is None:
        return (
            f'<svg width="100%" height="{_n(height)}" viewBox="0 0 {_n(width)} {_n(height)}" '
            f'preserveAspectRatio="none">{inner}</svg>'
        )
    return f'<g transform="scale({_n(paint.width / width)} 1)">{inner}</g>'


def _anchor(share: float) -> str:
    return "start" if share < 0.02 else "end" if share > 0.98 else "middle"


def _table(head: Sequence[str], rows: Iterable[Sequence[object]], caption: str) -> SafeString:
    """The numbers of a chart; the first column heads its row. Cells may be SafeString (a link to the rows)."""
    heads = format_html_join("", '<th scope="col"{}>{}</th>', (
        (mark_safe(' class="number"') if i else "", text) for i, text in enumerate(head)
    ))
    body = format_html_join("", '<tr><th scope="row">{}</th>{}</tr>', (
        (row[0], format_html_join("", '<td class="number">{}</td>', ((cell,) for cell in row[1:]))) for row in rows
    ))
    return format_html(
        '<div class="table-scroll"><table class="table"><caption>{}</caption><thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table></div>", caption, heads, body,
    )


def _tone_words() -> dict[Tone, str]:
    return {
        "positive": pgettext("tone", "positive"), "neutral": pgettext("tone", "neutral"),
        "negative": pgettext("tone", "negative"),
    }


# --- Gema ------------------------------------------------------------------------------------------------------------

_TOP, _FLAGS, _BARS, _AXIS = 12.0, 38.0, 50.0, 18.0


def gema(
    counts: Sequence[ToneCount], *, last_look: dt.datetime | None = None, last_look_text: str = "",
    events: Sequence[Event] = (), zone: str | dt.tzinfo | None = None, height: float = 232, tick: dt.timedelta | None = None,
    url: Callable[[dt.datetime, dt.datetime], str] | None = None, paint: Paint = SCREEN,
) -> Chart:
    """Draw a day as slits: neutral and positive up, negative down, one slit an interval.

    Args: `counts` in order of time and of equal length (96 quarter hours on a desk, 48 half hours on a phone);
    `last_look` the moment this person last looked, everything before it at half strength; `events` at most three are
    drawn; `tick` the pause between labels of the axis (3 hours by default); `url` gives the address of the texts
    between two moments, for the table. Raises ValueError without at least two intervals.
    """
    if len(counts) < 2:
        raise ValueError("a Gema needs at least two intervals")
    step = counts[1].at - counts[0].at
    start, end = counts[0].at, counts[-1].at + step
    width = 1140.0 if len(counts) > 60 else 380.0
    labelled = bool(last_look) or bool(events)
    top = _BARS if labelled else 8.0
    floor = height - _AXIS - 8
    body, baseline = _gema_bars(counts, width=width, top=top, floor=floor, last_look=last_look, paint=paint)
    parts = [_flags(events, start, end, baseline, zone, paint)] if events else []
    parts.append(_stretched(body, width, height, paint))
    if last_look and start < last_look < end:
        x = (last_look - start) / (end - start)
        told = last_look_text or gettext("You last looked, %(time)s") % {
            "time": numbers.clock(last_look, zone, named=False)
        }
        side, shift = ("start", 8) if x < 0.7 else ("end", -8)
        parts.append(
            f'<line x1="{paint.at(x)}" x2="{paint.at(x)}" y1="0" y2="{_n(floor)}" stroke-width="2"'
            f'{paint.attributes("", "amber", "")}/>' + _text(told, x, _TOP, paint, kind="here", anchor=side, dx=shift)
        )
    parts.append(_time_axis(start, end, tick or dt.timedelta(hours=3), height - 5, zone, paint))
    totals = {tone: sum(getattr(c, tone) for c in counts) for tone in TONES}
    title = gettext("%(start)s to %(end)s: %(positive)s positive, %(neutral)s neutral, %(negative)s negative.") % {
        "start": numbers.clock(start, zone), "end": numbers.clock(end, zone),
        **{tone: numbers.whole(n) for tone, n in totals.items()},
    }
    svg = _svg("".join(parts), height=height, paint=paint, title=title, kind="gema" if len(counts) > 60 else "gema few")
    return Chart(svg, title, _gema_table(counts, step, zone, title, url), "gema-figure")


def _gema_bars(
    counts: Sequence[ToneCount], *, width: float, top: float, floor: float, last_look: dt.datetime | None, paint: Paint
) -> tuple[str, float]:
    """The slits as one path for each look, and where the baseline lies."""
    pitch = width / len(counts)
    thick = pitch * 0.54
    up = max((c.neutral + c.positive for c in counts), default=0)
    down = max((c.negative for c in counts), default=0)
    room = floor - top - 9
    scale = min(14.0, room / max(1, up + down))
    baseline = top + max(up * scale, room * up / max(1, up + down)) + 3
    groups: dict[tuple[str, bool, float], list[str]] = {}
    for index, count in enumerate(counts):
        x = (index + 0.5) * pitch
        seen = last_look is not None and count.at < last_look
        middle = baseline - 1.5
        high = count.neutral * scale
        if count.neutral:
            _slit(groups, "neutral-bar", seen, x, middle - high, high, thick)
        if count.positive:
            rise = count.positive * scale
            lift = 3 if count.neutral else 0
            _slit(groups, "positive", seen, x, middle - high - lift - rise, rise, thick)
        if count.negative:
            _slit(groups, "negative", seen, x, baseline + 1.5, count.negative * scale, thick)
    half = ' opacity=".5"'
    drawn = "".join(
        f'<path d="{"".join(path)}" stroke-width="{_n(wide)}" stroke-linecap="round" fill="none" '
        f'vector-effect="non-scaling-stroke"{half if seen else ""}'
        f'{paint.attributes("", colour, "slit" if wide == round(thick, 2) else "")}/>'
        for (colour, seen, wide), path in groups.items()
    )
    return drawn, baseline


def _slit(
    groups: dict[tuple[str, bool, float], list[str]], colour: str, seen: bool, x: float, y: float, high: float, thick: float
) -> None:
    """Add one slit with its upper edge at `y`: upright with round ends, or a flat pill when lower than it is wide."""
    if high > thick + 0.5:
        key = (colour, seen, round(thick, 2))
        groups.setdefault(key, []).append(f"M{_n(x)} {_n(y + thick / 2)}v{_n(high - thick)}")
        return
    flat = float(max(2, min(round(high), math.floor(thick))))
    half = max(0.01, (thick - flat) / 2)
    groups.setdefault((colour, seen, flat), []).append(f"M{_n(x - half)} {_n(y + flat / 2)}h{_n(2 * half)}")


def _flags(
    events: Sequence[Event], start: dt.datetime, end: dt.datetime, baseline: float, zone: str | dt.tzinfo | None,
    paint: Paint,
) -> str:
    """At most three events above the bars, each label on the side where it does not meet its neighbour."""
    parts: list[str] = []
    taken: list[tuple[float, float]] = []
    for event in sorted((e for e in events if start <= e.at <= end), key=lambda e: e.at)[:3]:
        x = (event.at - start) / (end - start)
        words = f"{numbers.clock(event.at, zone, named=False)} {event.text}"
        # 6.7 px a letter at 12.5 px Manrope, on the 1140 px desk
        long = len(words) * 6.7 / 1140 + 0.01
        left, right = (x - long, x), (x, x + long)
        free = [
            side for side in ((left, right) if x < 0.5 else (right, left))
            if side[0] >= 0 and side[1] <= 1 and not any(side[0] < b and a < side[1] for a, b in taken)
        ]
        side = free[0] if free else right
        taken.append(side)
        anchor, shift = ("end", -7) if side is left else ("start", 7)
        y = _FLAGS if free else _FLAGS - 14
        parts.append(
            f'<line x1="{paint.at(x)}" x2="{paint.at(x)}" y1="{_n(y)}" y2="{_n(baseline)}" stroke-dasharray="1.5 3.5"'
            f'{paint.attributes("", "ink-3", "")}/><circle cx="{paint.at(x)}" cy="{_n(y - 4)}" r="3"'
            f'{paint.attributes("ink-2", "", "")}/>' + _text(words, x, y, paint, kind="flag", anchor=anchor, dx=shift)
        )
    opened = "<g>" if paint.width else '<g class="flags">'
    return f"{opened}{''.join(parts)}</g>"


def _time_axis(
    start: dt.datetime, end: dt.datetime, every: dt.timedelta, y: float, zone: str | dt.tzinfo | None, paint: Paint,
    *, thinned: bool = False,
) -> str:
    """Labels from `start` to `end`; the last one names the zone. `thinned` lets every other one go on narrow places."""
    parts = []
    steps = int((end - start) / every)
    for index in range(steps + 1):
        moment = start + index * every
        x = (moment - start) / (end - start)
        last = index == steps
        words = numbers.clock(moment, zone, named=last)
        kind = "axis spare" if thinned and (steps - index) % 2 else "axis"
        parts.append(_text(words, x, y, paint, kind=kind, anchor=_anchor(x)))
    return "".join(parts)


def _gema_table(
    counts: Sequence[ToneCount], step: dt.timedelta, zone: str | dt.tzinfo | None, title: str,
    url: Callable[[dt.datetime, dt.datetime], str] | None,
) -> SafeString:
    """The same numbers by the hour."""
    per_row = max(1, round(dt.timedelta(hours=1) / step))
    words = _tone_words()
    rows = []
    for index in range(0, len(counts), per_row):
        part = counts[index : index + per_row]
        begin, until = part[0].at, part[-1].at + step
        label: object = numbers.clock(begin, zone)
        if url is not None:
            label = format_html('<a href="{}">{}</a>', url(begin, until), label)
        rows.append((label, *(numbers.whole(sum(getattr(c, tone) for c in part)) for tone in TONES)))
    return _table((gettext("From"), *(words[tone].capitalize() for tone in TONES)), rows, title)


# --- stacked curve ---------------------------------------------------------------------------------------------------


def curve(
    counts: Sequence[ToneCount], *, answers: Sequence[Event] = (), zone: str | dt.tzinfo | None = None,
    height: float = 290, tick: dt.timedelta | None = None, unit: str = "", paint: Paint = SCREEN,
) -> Chart:
    """Draw a story's life as three areas stacked from negative up, with our own answers as ink lines.

    Args: `counts` in order of time, of equal length; `answers` what we said and when; `unit` what the axis counts, written
    once ("texts per hour" by default). Raises ValueError without at least two intervals.
    Curves are monotone cubics (Fritsch and Carlson, SIAM J. Numer. Anal. 17, 1980): they never rise where counts fall.
    """
    if len(counts) < 2:
        raise ValueError("a curve needs at least two intervals")
    start, end = counts[0].at, counts[-1].at
    width, top, floor = 1000.0, 40.0 if answers else 26.0, height - 26
    marks = _nice_ticks(max(c.total for c in counts))
    ceiling = max(marks[-1], max(c.total for c in counts), 1)
    gutter = 0.012 + 0.011 * len(numbers.whole(marks[-1]))
    scale = (floor - top) / ceiling
    xs = [(c.at - start) / (end - start) for c in counts]
    stacks = _stacks(counts)
    plot = _Plot(width, floor, gutter, scale, paint)
    parts = [_y_axis(marks, plot)]
    parts.append(_stretched(_areas(xs, stacks, plot), width, height, paint))
    lines = [(a.at - start) / (end - start) for a in answers]
    parts.append(_area_labels(counts, xs, stacks, plot, lines))
    parts.append(_answers(answers, start, end, zone, plot))
    parts.append(_curve_axis(start, end, tick, height - 6, zone, plot))
    parts.append(_text(unit or gettext("texts per hour"), 0, 12, paint, kind="axis unit"))
    totals = {tone: sum(getattr(c, tone) for c in counts) for tone in TONES}
    peak = max(counts, key=lambda c: c.total)
    title = gettext(
        "Most at %(time)s with %(peak)s; in all %(positive)s positive, %(neutral)s neutral, %(negative)s negative."
    ) % {
        "time": numbers.clock(peak.at, zone), "peak": numbers.whole(peak.total),
        **{tone: numbers.whole(n) for tone, n in totals.items()},
    }
    words = _tone_words()
    rows = [
        (numbers.clock(c.at, zone), *(numbers.whole(getattr(c, tone)) for tone in TONES)) for c in counts
    ]
    table = _table((gettext("From"), *(words[tone].capitalize() for tone in TONES)), rows, title)
    return Chart(_svg("".join(parts), height=height, paint=paint, title=title, kind="curve"), title, table, "curve-figure")


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
        high = [base + getattr(c, tone) for base, c in zip(low, counts, strict=True)]
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
    for before, after in zip(secants, secants[1:], strict=False):
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
            f"C{_n(xs[i] + third)} {_n(ys[i] + third * slopes[i])} "
            f"{_n(xs[i + 1] - third)} {_n(ys[i + 1] - third * slopes[i + 1])} {_n(xs[i + 1])} {_n(ys[i + 1])}"
        )
    return "".join(pieces)


def _areas(xs: Sequence[float], stacks: dict[Tone, tuple[list[float], list[float]]], plot: _Plot) -> str:
    """The three areas, topmost first, each with a thin line of paper above it."""
    places = [plot.share(x) * plot.width for x in xs]
    parts = []
    for tone in ("positive", "neutral", "negative"):
        ys = [plot.y(value) for value in stacks[tone][1]]
        edge = f"M{_n(places[0])} {_n(ys[0])}{_spline(places, ys)}"
        colour = "neutral-bar" if tone == "neutral" else tone
        closed = f"{edge}V{_n(plot.floor)}H{_n(places[0])}z"
        parts.append(f'<path d="{closed}"{plot.paint.attributes(colour, "", "")}/>')
        parts.append(
            f'<path d="{edge}" fill="none" stroke-width="1.5" vector-effect="non-scaling-stroke"'
            f'{plot.paint.attributes("", "paper", "")}/>'
        )
    return "".join(parts)


def _y_axis(marks: Sequence[int], plot: _Plot) -> str:
    parts = []
    for mark in marks:
        y = plot.y(mark)
        parts.append(
            f'<line x1="{plot.paint.at(plot.gutter)}" x2="{plot.paint.at(1)}" y1="{_n(y)}" y2="{_n(y)}"'
            f'{plot.paint.attributes("", "line", "")}/>'
        )
        words = numbers.whole(mark)
        parts.append(_text(words, plot.gutter, y + 4, plot.paint, kind="y", anchor="end", dx=-10))
    return "".join(parts)


def _area_labels(
    counts: Sequence[ToneCount], xs: Sequence[float], stacks: dict[Tone, tuple[list[float], list[float]]], plot: _Plot,
    lines: Sequence[float],
) -> str:
    """Each tone's word and total inside its area where it fits, else above the curve with a leader.

    `lines` are the places of our answers, 0..1 on the time axis: no label crosses them.
    """
    words = _tone_words()
    parts = []
    spot = 0.16
    for tone in TONES:
        total = sum(getattr(c, tone) for c in counts)
        if not total:
            continue
        text = f"{words[tone].capitalize()} {numbers.whole(total)}"
        long = len(text) * 0.017
        low, high = stacks[tone]
        place = _room_for(long, xs, low, high, lines)
        if place and place[1] * plot.scale >= 18:
            x, _, middle = place
            fill = "ink" if tone == "neutral" else "paper"
            parts.append(_text(text, plot.share(x), plot.y(middle) + 4, plot.paint, kind="on-area", fill=fill))
            continue
        while any(spot - 0.02 < line < spot + long + 0.03 for line in lines) and spot < 0.8:
            spot += 0.02
        x, y = plot.share(spot), plot.y(_at(spot, xs, stacks["positive"][1]))
        ahead = plot.y(_at(min(1.0, spot + 0.02), xs, stacks["positive"][1]))
        top = min(y, ahead) - 14
        parts.append(
            f'<line x1="{plot.paint.at(x)}" x2="{plot.paint.at(x + 0.018)}" y1="{_n(y)}" y2="{_n(top)}"'
            f'{plot.paint.attributes("", tone, "")}/>'
            + _text(text, x + 0.02, top, plot.paint, kind="on-area", fill=tone)
        )
        spot += long + 0.04
    return "".join(parts)


def _at(x: float, xs: Sequence[float], ys: Sequence[float]) -> float:
    """The value at `x` on the straight lines through the points."""
    for i in range(len(xs) - 1):
        if x <= xs[i + 1]:
            return ys[i] + (ys[i + 1] - ys[i]) * (x - xs[i]) / (xs[i + 1] - xs[i])
    return ys[-1]


def _room_for(
    long: float, xs: Sequence[float], low: Sequence[float], high: Sequence[float], lines: Sequence[float]
) -> tuple[float, float, float] | None:
    """Where a label `long` shares wide has most room in an area: its left end, the room there, and the middle of it."""
    best: tuple[float, float, float] | None = None
    for step in range(1, 60):
        x = step / 60
        if x + long > 0.99 or any(x - 0.01 < line < x + long + 0.01 for line in lines):
            continue
        spots = [x + long * part / 4 for part in range(5)]
        floor = max(_at(spot, xs, low) for spot in spots)
        roof = min(_at(spot, xs, high) for spot in spots)
        if best is None or roof - floor > best[1]:
            best = (x, roof - floor, (roof + floor) / 2)
    return best


def _answers(
    answers: Sequence[Event], start: dt.datetime, end: dt.datetime, zone: str | dt.tzinfo | None, plot: _Plot
) -> str:
    """Our own statements: an ink line with an amber head, told at its right."""
    parts = []
    for answer in answers[:3]:
        if not start <= answer.at <= end:
            continue
        x = plot.share((answer.at - start) / (end - start))
        words = numbers.clock(answer.at, zone, named=False)
        side, shift = ("start", 9) if x < 0.72 else ("end", -9)
        parts.append(
            f'<line x1="{plot.paint.at(x)}" x2="{plot.paint.at(x)}" y1="8" y2="{_n(plot.floor)}" stroke-width="1.5"'
            f'{plot.paint.attributes("", "ink", "")}/><circle cx="{plot.paint.at(x)}" cy="8" r="4.5" stroke-width="1.5"'
            f'{plot.paint.attributes("amber", "ink", "")}/>'
            + _text(words, x, 12.5, plot.paint, kind="event", anchor=side, dx=shift, more=answer.text)
        )
    return "".join(parts)


def _curve_axis(
    start: dt.datetime, end: dt.datetime, tick: dt.timedelta | None, y: float, zone: str | dt.tzinfo | None, plot: _Plot
) -> str:
    every = tick or max(dt.timedelta(hours=1), (end - start) / 8)
    parts = []
    steps = int((end - start) / every)
    for index in range(steps + 1):
        x = (index * every) / (end - start)
        words = numbers.clock(start + index * every, zone, named=index == steps)
        spare = (steps - index) % 2
        parts.append(_text(words, plot.share(x), y, plot.paint, kind="axis spare" if spare else "axis", anchor=_anchor(x)))
    return "".join(parts)


# --- small charts ----------------------------------------------------------------------------------------------------


def sparkline(
    values: Sequence[float], *, tone: str = "neutral", slits: int = 18, width: float = 94, height: float = 24,
    paint: Paint = SCREEN,
) -> SafeString:
    """The last hours as `slits` small bars, those near the peak in the colour of `tone`; hidden from screen readers.

    More values than slits are added up, fewer stand at the right.
    """
    bins = _rebin(values, slits)
    highest = max(bins, default=0)
    pitch = width / slits
    thick = pitch * 0.56
    calm: list[str] = []
    loud: list[str] = []
    flat: list[str] = []
    for index, value in enumerate(bins):
        x = (index + 0.5) * pitch
        high = value / highest * height if highest else 0
        if high <= thick:
            flat.append(f"M{_n(x - thick / 2 + 1)} {_n(height - 1)}h{_n(thick - 2)}")
        else:
            near = highest > 0 and value >= 0.62 * highest
            (loud if near else calm).append(f"M{_n(x)} {_n(height - high + thick / 2)}V{_n(height - thick / 2)}")
    inner = "".join(
        f'<path d="{"".join(path)}" fill="none" stroke-width="{_n(wide)}" stroke-linecap="round"'
        f'{paint.attributes("", colour, "")}/>'
        for path, colour, wide in (
            (flat, "neutral-bar", 2.0), (calm, "neutral-bar", thick), (loud, tone, thick),
        ) if path
    )
    return _svg(inner, height=height, paint=paint, width=width)


def _rebin(values: Sequence[float], slots: int) -> list[float]:
    if len(values) <= slots:
        return [0.0] * (slots - len(values)) + [float(v) for v in values]
    bins = [0.0] * slots
    for index, value in enumerate(values):
        bins[index * slots // len(values)] += value
    return bins


def tone_bar(
    positive: int, neutral: int, negative: int, *, width: float = 94, height: float = 5, paint: Paint = SCREEN
) -> SafeString:
    """The share of each tone as slits in one line, with its sentence as label."""
    parts = [("positive", positive), ("neutral-bar", neutral), ("negative", negative)]
    shown = [(colour, count) for colour, count in parts if count > 0]
    total = sum(count for _, count in shown)
    title = gettext("%(positive)s positive, %(neutral)s neutral, %(negative)s negative") % {
        "positive": numbers.whole(positive), "neutral": numbers.whole(neutral), "negative": numbers.whole(negative),
    }
    room = width - 2 * max(0, len(shown) - 1)
    least = 2.5
    spare = room - least * len(shown)
    x, inner = 0.0, ""
    for colour, count in shown:
        long = least + spare * count / total
        inner += (
            f'<rect x="{_n(x)}" width="{_n(long)}" height="{_n(height)}" rx="{_n(min(height, long) / 2)}"'
            f'{paint.attributes(colour, "", "")}/>'
        )
        x += long + 2
    return _svg(inner, height=height, paint=paint, width=width, title=title)


def bar_line(share: float, *, tone: str = "neutral-bar", height: float = 6, paint: Paint = SCREEN) -> SafeString:
    """One lying slit, filled to `share` (0 to 1, clipped); the number beside it speaks."""
    part = min(1.0, max(0.0, share))
    half = _n(height / 2)
    whole = paint.at(1)
    filled = (
        f'<rect width="{paint.at(part)}" height="{_n(height)}" rx="{half}"{paint.attributes(tone, "", "")}/>'
        if part else ""
    )
    inner = f'<rect width="{whole}" height="{_n(height)}" rx="{half}"{paint.attributes("line", "", "")}/>{filled}'
    return _svg(inner, height=height, paint=paint, kind="bar-line")


def bars(
    rows: Sequence[tuple[str, float]], *, tone: str = "neutral-bar", title: str, unit: str = "",
    urls: Sequence[str] = (), form: Callable[[float], str] = numbers.whole,
) -> Chart:
    """Named lying slits from the largest value down to zero: a table that is its own chart."""
    highest = max((value for _, value in rows), default=0) or 1
    lines = []
    for index, (label, value) in enumerate(rows):
        name = format_html('<a href="{}">{}</a>', urls[index], label) if index < len(urls) else label
        lines.append((name, bar_line(value / highest, tone=tone), form(value)))
    body = format_html_join(
        "", '<tr><th scope="row">{}</th><td class="grow">{}</td><td class="number strong">{}</td></tr>', lines
    )
    caption = f"{title}, {unit}" if unit else title
    table = format_html('<table class="table bars"><caption>{}</caption><tbody>{}</tbody></table>', caption, body)
    return Chart(table, title)


def countdown(left: float, *, paused: bool = False, paint: Paint = SCREEN) -> SafeString:
    """A slit of 8 x 36 that empties from the top; negative in the last fifth, dashed when the clock rests."""
    part = min(1.0, max(0.0, left))
    if paused:
        inner = (
            '<rect x=".75" y=".75" width="6.5" height="34.5" rx="3.25" fill="none" stroke-width="1.5" '
            f'stroke-dasharray="3 2.5"{paint.attributes("", "edge", "")}/>'
        )
        return _svg(inner, height=36, paint=paint, width=8)
    high = 0.0 if not part else max(8.0, 36 * part)
    colour = "negative" if part < 0.2 else "bamboo"
    inner = f'<rect width="8" height="36" rx="4"{paint.attributes("line", "", "")}/>'
    if high:
        inner += f'<rect y="{_n(36 - high)}" width="8" height="{_n(high)}" rx="4"{paint.attributes(colour, "", "")}/>'
    return _svg(inner, height=36, paint=paint, width=8)


def _row_of_slits(
    filled: int, count: int, *, width: float, height: float, colour: str, next_colour: str, title: str, kind: str,
    paint: Paint,
) -> SafeString:
    pitch = width / count
    thick = pitch * 0.56
    groups: dict[str, list[str]] = {}
    for index in range(count):
        look = colour if index < filled else next_colour if index == filled and next_colour else "line"
        x = (index + 0.5) * pitch
        groups.setdefault(look, []).append(f"M{_n(x)} {_n(thick / 2)}V{_n(height - thick / 2)}")
    inner = "".join(
        f'<path d="{"".join(path)}" fill="none" stroke-width="{_n(thick)}" stroke-linecap="round"'
        f'{paint.attributes("", look, "")}/>'
        for look, path in groups.items()
    )
    return mark_safe(  # noqa: S308 - built from numbers and escaped text
        _svg(inner, height=height, paint=paint, width=width, title=title).replace(
            "<svg", f'<svg class="{kind}"' if paint.width is None else "<svg", 1
        )
    )


def progress(done: int, total: int, *, slits: int = 40, paint: Paint = SCREEN) -> SafeString:
    """Long work as slits: done in ink, the next one amber. Its label says the numbers."""
    title = gettext("%(done)s of %(total)s") % {"done": numbers.whole(done), "total": numbers.whole(total)}
    filled = min(slits, int(done / total * slits)) if total > 0 else 0
    return _row_of_slits(filled, slits, width=352, height=20, colour="ink", next_colour="amber", title=title,
                         kind="slits", paint=paint)


def spread(done: int, total: int, *, paint: Paint = SCREEN) -> SafeString:
    """How far something reached, as 32 slits; full only when all have it, empty only when nobody has."""
    title = ngettext("%(done)s of %(total)s", "%(done)s of %(total)s", total) % {
        "done": numbers.whole(done), "total": numbers.whole(total),
    }
    filled = 0 if total <= 0 or done <= 0 else 32 if done >= total else max(1, min(31, int(done / total * 32)))
    return _row_of_slits(filled, 32, width=162, height=16, colour="positive", next_colour="", title=title,
                         kind="spread", paint=paint)


# --- order of appearance ---------------------------------------------------------------------------------------------


def appearance_row(
    outlet: Appearance, start: dt.datetime, end: dt.datetime, *, paint: Paint = SCREEN
) -> SafeString:
    """One outlet on the common axis: a tall ink slit for its first text, small ones for copies of it."""
    def place(moment: dt.datetime) -> str:
        return paint.at(0.006 + 0.988 * min(1.0, max(0.0, (moment - start) / (end - start))))

    colour = "neutral-bar" if outlet.tone == "neutral" else outlet.tone
    shown = [m for m in outlet.copies if start <= m <= end]
    small = "".join(f'<line x1="{place(m)}" x2="{place(m)}" y1="9.5" y2="14.5"/>' for m in shown)
    first = place(outlet.first)
    inner = (
        f'<line x1="{paint.at(0)}" x2="{paint.at(1)}" y1="12" y2="12"{paint.attributes("", "line", "")}/>'
        f'<g stroke-width="4.5" stroke-linecap="round"{paint.attributes("", colour, "")}>{small}</g>'
        f'<line x1="{first}" x2="{first}" y1="6" y2="18" stroke-width="4.5" stroke-linecap="round"'
        f'{paint.attributes("", "ink", "")}/>'
    )
    copies = ngettext("%(count)s copy", "%(count)s copies", len(outlet.copies)) % {
        "count": numbers.whole(len(outlet.copies))
    }
    title = f"{numbers.clock(outlet.first)}, {copies}"
    return _svg(inner, height=24, paint=paint, title=title)


def appearance_axis(
    start: dt.datetime, end: dt.datetime, *, ticks: int = 4, zone: str | dt.tzinfo | None = None, paint: Paint = SCREEN
) -> SafeString:
    """The axis above the rows, `ticks` equal steps; the last label names the zone."""
    parts = _time_axis(start, end, (end - start) / ticks, 14, zone, paint, thinned=True)
    return _svg(parts, height=18, paint=paint, title=f"{numbers.clock(start, zone)} – {numbers.clock(end, zone)}")


def order_of_appearance(
    outlets: Sequence[tuple[str, Appearance, str]], *, start: dt.datetime, end: dt.datetime,
    zone: str | dt.tzinfo | None = None, marks: Sequence[str] = (),
) -> Chart:
    """A table of outlets in the order in which they came: (name, appearance, word on its origin) for each.

    `marks` are safe snippets after the names (the outlet's standing), in the same order.
    """
    rows = format_html_join("", (
        '<tr><td class="rank">{}</td><th scope="row" class="outlet"><span>{} {}</span></th>'
        '<td class="chart">{}</td><td class="origin">{}</td></tr>'
    ), (
        (index, name, marks[index - 1] if index <= len(marks) else "", appearance_row(seen, start, end), origin)
        for index, (name, seen, origin) in enumerate(outlets, 1)
    ))
    title = gettext("Outlets in the order in which they appeared")
    table = format_html(
        '<table class="appearance"><caption class="visually-hidden">{}</caption><thead><tr><td class="rank"></td>'
        '<td class="outlet"></td><td class="chart">{}</td><td class="origin"></td></tr></thead>'
        "<tbody>{}</tbody></table>", title, appearance_axis(start, end, zone=zone), rows,
    )
    return Chart(table, title)
