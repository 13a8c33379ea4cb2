"""The order in which outlets appeared: one row an outlet, a tall slit for its first text, small ones for copies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from kentongan.common import numbers
from kentongan.common.charts.drawing import SCREEN, Chart, Paint, Span, Tone, Zone, svg, time_axis


@dataclass(frozen=True)
class Appearance:
    """An outlet in the order of appearance: its first text and the copies that followed, with the copies' tone.

    `day` where the first text came without a time.
    """

    first: dt.datetime
    copies: Sequence[dt.datetime] = ()
    tone: Tone = "neutral"
    day: dt.date | None = None


def appearance_row(outlet: Appearance, start: dt.datetime, end: dt.datetime, *, paint: Paint = SCREEN) -> SafeString:
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
        f"{paint.attributes('', 'ink', '')}/>"
    )
    copies = ngettext("%(count)s copy", "%(count)s copies", len(outlet.copies)) % {
        "count": numbers.whole(len(outlet.copies))
    }
    title = f"{numbers.clock(outlet.day or outlet.first)}, {copies}"
    return svg(inner, height=24, paint=paint, title=title)


def appearance_axis(
    start: dt.datetime, end: dt.datetime, *, ticks: int = 4, zone: Zone = None, paint: Paint = SCREEN
) -> SafeString:
    """The axis above the rows, `ticks` equal steps; the last label names the zone."""
    parts = time_axis(Span(start, end, zone), (end - start) / ticks, 14, paint, thinned=True)
    return svg(parts, height=18, paint=paint, title=f"{numbers.clock(start, zone)} – {numbers.clock(end, zone)}")


def order_of_appearance(
    outlets: Sequence[tuple[str, Appearance, str]],
    *,
    start: dt.datetime,
    end: dt.datetime,
    zone: Zone = None,
    marks: Sequence[str] = (),
) -> Chart:
    """A table of outlets in the order in which they came: (name, appearance, word on its origin) for each.

    `marks` are safe snippets after the names (the outlet's standing), in the same order.
    """
    rows = format_html_join(
        "",
        (
            '<tr><td class="rank">{}</td><th scope="row" class="outlet"><span>{} {}</span></th>'
            '<td class="chart">{}</td><td class="origin">{}</td></tr>'
        ),
        (
            (index, name, marks[index - 1] if index <= len(marks) else "", appearance_row(seen, start, end), origin)
            for index, (name, seen, origin) in enumerate(outlets, 1)
        ),
    )
    title = gettext("Outlets in the order in which they appeared")
    rows_table = format_html(
        '<table class="appearance"><caption class="visually-hidden">{}</caption><thead><tr><td class="rank"></td>'
        '<td class="outlet"></td><td class="chart">{}</td><td class="origin"></td></tr></thead>'
        "<tbody>{}</tbody></table>",
        title,
        appearance_axis(start, end, zone=zone),
        rows,
    )
    return Chart(rows_table, title)
