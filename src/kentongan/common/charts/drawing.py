"""How a chart is drawn: paint for the page or for paper, SVG elements, the time axis, the table beside it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext

from kentongan.common import numbers

Tone = Literal["positive", "neutral", "negative"]
Zone = str | dt.tzinfo | None
TONES: tuple[Tone, ...] = ("positive", "neutral", "negative")

# The light tokens of static/kentongan/tokens.css, for drawings that leave the page.
COLOURS = {
    "paper": "#FFFFFF",
    "ink": "#14213A",
    "ink-2": "#434D66",
    "ink-3": "#5C6272",
    "line": "#DCD2BE",
    "edge": "#877D6B",
    "amber": "#BA7C1E",
    "bamboo": "#8A5A12",
    "positive": "#0B655D",
    "neutral": "#655F52",
    "neutral-bar": "#91876F",
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
        look = f' fill="{COLOURS.get(fill, "none")}"' if fill else ""
        look += f' stroke="{COLOURS[stroke]}"' if stroke else ""
        return look + (_PAPER_TEXT.get(kind.split(maxsplit=1)[0], "") if kind else "")

    def at(self, share: float) -> str:
        """A place on the horizontal: a percentage on a page, pixels on paper."""
        if self.width is None:
            return f"{coord(share * 100)}%"
        return coord(share * self.width)


_PAPER_TEXT = {
    kind: f' font-family="Manrope" font-size="{size}" font-weight="{weight}" fill="{COLOURS[colour]}"'
    for kind, size, weight, colour in (
        ("axis", 12.5, 500, "ink-3"),
        ("flag", 12.5, 500, "ink-2"),
        ("here", 12.5, 600, "bamboo"),
        ("event", 12.5, 600, "ink"),
        ("on-area", 12.5, 600, "paper"),
        ("y", 12.5, 500, "ink-3"),
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

    def of(self, tone: Tone) -> int:
        """The texts of one tone."""
        return {"positive": self.positive, "neutral": self.neutral, "negative": self.negative}[tone]


@dataclass(frozen=True)
class Event:
    """Something that happened `at` (aware) and explains a bend, told in a few words; at most three on a chart."""

    at: dt.datetime
    text: str


@dataclass(frozen=True)
class Span:
    """The time a chart covers, and the zone it is told in (None: the active one)."""

    start: dt.datetime
    end: dt.datetime
    zone: Zone = None

    def share(self, moment: dt.datetime) -> float:
        """Where `moment` lies, 0 at the start, 1 at the end."""
        return (moment - self.start) / (self.end - self.start)

    def covers(self, moment: dt.datetime) -> bool:
        """Whether `moment` lies in the span, its ends included."""
        return self.start <= moment <= self.end


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
        return format_html('<figure class="chart {}">{}{}</figure>', self.kind, self.svg, details if self.table else "")

    def __str__(self) -> str:
        return self.__html__()


def coord(value: float) -> str:
    """A coordinate with at most two decimals and no idle zeros."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def svg(
    inner: str, *, height: float, paint: Paint, title: str = "", kind: str = "", width: float | None = None
) -> SafeString:
    """Wrap a drawing. A fixed `width` makes a small chart of its own size on pages too."""
    size = paint.width if width is None else width
    box = f' viewBox="0 0 {coord(size)} {coord(height)}"' if size is not None else ""
    wide = coord(size) if size is not None else "100%"
    role = f'role="img" aria-label="{escape(title)}"' if title else 'aria-hidden="true"'
    name = f' class="{kind}"' if kind and paint.width is None else ""
    space = ' xmlns="http://www.w3.org/2000/svg"' if paint.width is not None else ""
    inside = f"<title>{escape(title)}</title>" if title else ""
    return mark_safe(  # noqa: S308 - built from numbers and escaped text
        f'<svg{space}{name} width="{wide}" height="{coord(height)}"{box} {role}>{inside}{inner}</svg>'
    )


def text(
    words: str,
    x: float,
    y: float,
    paint: Paint,
    *,
    kind: str,
    anchor: str = "start",
    dx: float = 0,
    fill: str = "",
    more: str = "",
) -> str:
    """One line of text; `more` follows it where there is room."""
    if paint.width is not None and anchor == "end" and x > 0.98:
        dx -= 2  # typst clips at the edge, where a page lets the last letter hang over
    where = f' text-anchor="{anchor}"' if anchor != "start" else ""
    shift = f' dx="{coord(dx)}"' if dx else ""
    look = paint.attributes(fill if paint.width is None else "", "", kind)
    if fill and paint.width is not None:
        look = re.sub(r'fill="[^"]*"', f'fill="{COLOURS[fill]}"', look)
    rest = (
        f'<tspan class="more"> {escape(more)}</tspan>'
        if more and paint.width is None
        else f" {escape(more)}"
        if more
        else ""
    )
    return f'<text x="{paint.at(x)}" y="{coord(y)}"{shift}{where}{look}>{escape(words)}{rest}</text>'


def stretched(inner: str, width: float, height: float, paint: Paint) -> str:
    """Draw `inner`, made for `width` x `height`, over the whole width of the place."""
    if paint.width is None:
        return (
            f'<svg width="100%" height="{coord(height)}" viewBox="0 0 {coord(width)} {coord(height)}" '
            f'preserveAspectRatio="none">{inner}</svg>'
        )
    return f'<g transform="scale({paint.width / width:.5f} 1)">{inner}</g>'


def anchor_of(share: float) -> str:
    return "start" if share < 0.02 else "end" if share > 0.98 else "middle"


def table(head: Sequence[str], rows: Iterable[Sequence[object]], caption: str) -> SafeString:
    """The numbers of a chart; the first column heads its row. Cells may be SafeString (a link to the rows)."""
    heads = format_html_join(
        "",
        '<th scope="col"{}>{}</th>',
        ((mark_safe(' class="number"') if i else "", text) for i, text in enumerate(head)),
    )
    body = format_html_join(
        "",
        '<tr><th scope="row">{}</th>{}</tr>',
        ((row[0], format_html_join("", '<td class="number">{}</td>', ((cell,) for cell in row[1:]))) for row in rows),
    )
    return format_html(
        '<div class="table-scroll"><table class="table"><caption>{}</caption><thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table></div>",
        caption,
        heads,
        body,
    )


def totals_of(counts: Sequence[ToneCount]) -> dict[str, str]:
    """All texts of each tone, written out."""
    return {tone: numbers.whole(sum(c.of(tone) for c in counts)) for tone in TONES}


def tone_words() -> dict[Tone, str]:
    return {
        "positive": pgettext("tone", "positive"),
        "neutral": pgettext("tone", "neutral"),
        "negative": pgettext("tone", "negative"),
    }


def time_axis(
    span: Span,
    every: dt.timedelta,
    y: float,
    paint: Paint,
    *,
    place: Callable[[float], float] = float,
    thinned: bool = False,
) -> str:
    """Labels along a span; the last one names the zone.

    `place` turns a share of the span into a share of the width. With more than seven labels, or `thinned`, every other
    one goes where the page is narrow.
    """
    parts = []
    steps = int((span.end - span.start) / every)
    for index in range(steps + 1):
        moment = span.start + index * every
        x = span.share(moment)
        words = numbers.clock(moment, span.zone, named=index == steps)
        kind = "axis spare" if (thinned or steps > 6) and (steps - index) % 2 else "axis"
        parts.append(text(words, place(x), y, paint, kind=kind, anchor=anchor_of(x)))
    return "".join(parts)
