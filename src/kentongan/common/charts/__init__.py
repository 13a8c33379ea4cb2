"""Charts as SVG from values: the drum's slit as bar, curve, progress and clock.

Pure functions: no database, no request, no clock. Each chart answers to one sentence (its `title`), carries its numbers
as a table and prints in grey. On a page (`SCREEN`) colours are classes of the stylesheet, widths are shares of the page
and text keeps its size; for paper (`PAPER`, PDF through typst) the same drawing has a fixed width and plain colours.

Geometry: a bar is a line with round ends whose width does not scale, so one drawing stretches to any width.
"""

from kentongan.common.charts.appearance import Appearance, appearance_axis, appearance_row, order_of_appearance
from kentongan.common.charts.curve import curve
from kentongan.common.charts.drawing import PAPER, SCREEN, TONES, Chart, Event, Paint, Span, ToneCount
from kentongan.common.charts.gema import gema
from kentongan.common.charts.small import bar_line, bars, countdown, progress, sparkline, spread, tone_bar

__all__ = [
    "PAPER",
    "SCREEN",
    "TONES",
    "Appearance",
    "Chart",
    "Event",
    "Paint",
    "Span",
    "ToneCount",
    "appearance_axis",
    "appearance_row",
    "bar_line",
    "bars",
    "countdown",
    "curve",
    "gema",
    "order_of_appearance",
    "progress",
    "sparkline",
    "spread",
    "tone_bar",
]
