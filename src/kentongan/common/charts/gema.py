"""Gema, the echo: a day as slits, neutral and positive up, negative down."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from kentongan.common import numbers
from kentongan.common.charts.drawing import (
    SCREEN,
    TONES,
    Chart,
    Event,
    Paint,
    Span,
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

# Heights in pixels: the line of the last look, the events, where bars may begin, the axis.
_TOP, _FLAGS, _BARS, _AXIS = 12.0, 38.0, 50.0, 18.0

# Pieces of a path for each colour, half strength or not, and thickness.
_Groups = dict[tuple[str, bool, float], list[str]]


def gema(
    counts: Sequence[ToneCount],
    *,
    last_look: dt.datetime | None = None,
    last_look_text: str = "",
    events: Sequence[Event] = (),
    zone: Zone = None,
    height: float = 232,
    tick: dt.timedelta | None = None,
    url: Callable[[dt.datetime, dt.datetime], str] | None = None,
    paint: Paint = SCREEN,
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
    span = Span(counts[0].at, counts[-1].at + step, zone)
    width = 1140.0 if len(counts) > 60 else 380.0
    labelled = bool(last_look) or bool(events)
    top = _BARS if labelled else 8.0
    floor = height - _AXIS - 8
    body, baseline = _gema_bars(counts, width=width, top=top, floor=floor, last_look=last_look, paint=paint)
    parts = [_flags(events, span, baseline, paint)] if events else []
    parts.append(stretched(body, width, height, paint))
    if last_look and span.start < last_look < span.end:
        x = span.share(last_look)
        told = last_look_text or gettext("You last looked, %(time)s") % {
            "time": numbers.clock(last_look, zone, named=False)
        }
        side, shift = ("start", 8) if x < 0.7 else ("end", -8)
        parts.append(
            f'<line x1="{paint.at(x)}" x2="{paint.at(x)}" y1="0" y2="{coord(floor)}" stroke-width="2"'
            f"{paint.attributes('', 'amber', '')}/>" + text(told, x, _TOP, paint, kind="here", anchor=side, dx=shift)
        )
    parts.append(time_axis(span, tick or dt.timedelta(hours=3), height - 5, paint))
    totals = totals_of(counts)
    title = gettext("%(start)s to %(end)s: %(positive)s positive, %(neutral)s neutral, %(negative)s negative.") % {
        "start": numbers.clock(span.start, zone),
        "end": numbers.clock(span.end, zone),
        **totals,
    }
    drawn = svg(
        "".join(parts), height=height, paint=paint, title=title, kind="gema" if len(counts) > 60 else "gema few"
    )
    return Chart(drawn, title, _gema_table(counts, step, zone, title, url), "gema-figure")


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
    groups: _Groups = {}
    for index, count in enumerate(counts):
        x = (index + 0.5) * pitch
        seen = last_look is not None and count.at < last_look
        middle = baseline - 1.5
        high = count.neutral * scale
        if count.neutral:
            _slit(groups, ("neutral-bar", seen), x, top=middle - high, high=high, thick=thick)
        if count.positive:
            rise = count.positive * scale
            lift = 3 if count.neutral else 0
            _slit(groups, ("positive", seen), x, top=middle - high - lift - rise, high=rise, thick=thick)
        if count.negative:
            _slit(groups, ("negative", seen), x, top=baseline + 1.5, high=count.negative * scale, thick=thick)
    half = ' opacity=".5"'
    drawn = "".join(
        f'<path d="{"".join(path)}" stroke-width="{coord(wide)}" stroke-linecap="round" fill="none" '
        f'vector-effect="non-scaling-stroke"{half if seen else ""}'
        f"{paint.attributes('', colour, 'slit' if wide == round(thick, 2) else '')}/>"
        for (colour, seen, wide), path in groups.items()
    )
    return drawn, baseline


def _slit(groups: _Groups, look: tuple[str, bool], x: float, *, top: float, high: float, thick: float) -> None:
    """Add one slit with its upper edge at `top`: upright with round ends, or a flat pill when lower than it is wide."""
    if high > thick + 0.5:
        key = (*look, round(thick, 2))
        groups.setdefault(key, []).append(f"M{coord(x)} {coord(top + thick / 2)}v{coord(high - thick)}")
        return
    flat = float(max(2, min(round(high), math.floor(thick))))
    half = max(0.01, (thick - flat) / 2)
    groups.setdefault((*look, flat), []).append(f"M{coord(x - half)} {coord(top + flat / 2)}h{coord(2 * half)}")


def _flags(events: Sequence[Event], span: Span, baseline: float, paint: Paint) -> str:
    """At most three events above the bars, each label on the side where it does not meet its neighbour."""
    parts: list[str] = []
    taken: list[tuple[float, float]] = []
    for event in sorted((e for e in events if span.covers(e.at)), key=lambda e: e.at)[:3]:
        x = span.share(event.at)
        words = f"{numbers.clock(event.at, span.zone, named=False)} {event.text}"
        # 6.7 px a letter at 12.5 px Manrope, on the 1140 px desk
        long = len(words) * 6.7 / 1140 + 0.01
        left, right = (x - long, x), (x, x + long)
        free = [
            side
            for side in ((left, right) if x < 0.5 else (right, left))
            if side[0] >= 0 and side[1] <= 1 and not any(side[0] < b and a < side[1] for a, b in taken)
        ]
        side = free[0] if free else right
        taken.append(side)
        anchor, shift = ("end", -7) if side is left else ("start", 7)
        y = _FLAGS if free else _FLAGS - 14
        parts.append(
            f'<line x1="{paint.at(x)}" x2="{paint.at(x)}" y1="{coord(y)}" y2="{coord(baseline)}"'
            f' stroke-dasharray="1.5 3.5"'
            f'{paint.attributes("", "ink-3", "")}/><circle cx="{paint.at(x)}" cy="{coord(y - 4)}" r="3"'
            f"{paint.attributes('ink-2', '', '')}/>" + text(words, x, y, paint, kind="flag", anchor=anchor, dx=shift)
        )
    opened = "<g>" if paint.width else '<g class="flags">'
    return f"{opened}{''.join(parts)}</g>"


def _gema_table(
    counts: Sequence[ToneCount],
    step: dt.timedelta,
    zone: Zone,
    title: str,
    url: Callable[[dt.datetime, dt.datetime], str] | None,
) -> SafeString:
    """The same numbers by the hour."""
    per_row = max(1, round(dt.timedelta(hours=1) / step))
    words = tone_words()
    rows = []
    for index in range(0, len(counts), per_row):
        part = counts[index : index + per_row]
        begin, until = part[0].at, part[-1].at + step
        label: object = numbers.clock(begin, zone)
        if url is not None:
            label = format_html('<a href="{}">{}</a>', url(begin, until), label)
        rows.append((label, *(numbers.whole(sum(c.of(tone) for c in part)) for tone in TONES)))
    return table((gettext("From"), *(words[tone].capitalize() for tone in TONES)), rows, title)
