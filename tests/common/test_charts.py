"""Charts: what they say, what they draw, and what they do with nothing, little and far too much."""

from __future__ import annotations

import datetime as dt
import re
import xml.dom.minidom
import zoneinfo

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from kentongan.common import charts
from kentongan.common.charts import Appearance, Event, ToneCount

WIB = zoneinfo.ZoneInfo("Asia/Jakarta")
START = dt.datetime(2026, 11, 23, 6, tzinfo=WIB)


@pytest.fixture(autouse=True)
def english() -> object:
    with translation.override("en"):
        yield


def day(count: int = 96, **tones: int) -> list[ToneCount]:
    step = dt.timedelta(days=1) / count
    return [ToneCount(START + i * step, **tones) for i in range(count)]


def strokes(svg: str, colour: str) -> int:
    """How many slits were drawn in a colour."""
    paths = re.findall(r'<path d="([^"]*)"[^>]*class="[^"]*\bs-' + colour + r"(?![-\w])", svg)
    return sum(path.count("M") for path in paths)


def parsed(svg: str) -> None:
    xml.dom.minidom.parseString(svg)


def test_gema_says_its_sentence_and_draws_one_slit_an_interval() -> None:
    chart = charts.gema(day(positive=1, neutral=2, negative=1), zone=WIB)
    assert chart.title == "06:00\u00a0WIB to 06:00\u00a0WIB: 96 positive, 192 neutral, 96 negative."
    assert chart.title in chart.svg
    assert [strokes(chart.svg, c) for c in ("positive", "neutral-bar", "negative")] == [96, 96, 96]
    parsed(chart.svg)


def test_gema_shows_what_was_seen_at_half_strength() -> None:
    chart = charts.gema(day(neutral=3), last_look=START + dt.timedelta(hours=12), zone=WIB)
    faded = re.findall(r'<path d="([^"]*)"[^>]*opacity', chart.svg)
    assert sum(path.count("M") for path in faded) == 48
    assert "You last looked, 18:00" in chart.svg


def test_gema_names_the_zone_at_the_last_tick_only() -> None:
    svg = charts.gema(day(neutral=1), zone=WIB).svg
    ticks = re.findall(r'class="axis[^"]*">([^<]*)<', svg)
    assert ticks[0] == "06:00"
    assert ticks[-1] == "06:00\u00a0WIB"
    assert len(ticks) == 9


def test_gema_tells_at_most_three_events_and_escapes_them() -> None:
    events = [Event(START + dt.timedelta(hours=h), f"<b>{h}</b>") for h in (1, 5, 9, 13)]
    svg = charts.gema(day(neutral=1), events=events, zone=WIB).svg
    assert svg.count('class="flag"') == 3
    assert "&lt;b&gt;1&lt;/b&gt;" in svg
    assert "<b>" not in svg


def test_gema_table_adds_up_by_the_hour_and_links_to_the_rows() -> None:
    chart = charts.gema(day(neutral=2), zone=WIB, url=lambda begin, end: f"/m?from={begin:%H%M}&to={end:%H%M}")
    assert chart.table.count("<tr>") == 25
    assert '<a href="/m?from=0600&amp;to=0700">' in chart.table
    assert '<td class="number">8</td>' in chart.table


def test_an_empty_day_is_drawn_without_bars() -> None:
    chart = charts.gema(day(), zone=WIB)
    assert "0 positive" in chart.title
    assert "<path" not in chart.svg


def test_a_huge_day_stays_inside_its_frame() -> None:
    svg = charts.gema(day(neutral=10**9, negative=10**9), zone=WIB, height=232).svg
    lows = [float(y) for y in re.findall(r"M[\d.]+ (-?[\d.]+)", svg)]
    assert min(lows) >= 0
    assert max(lows) <= 232


def test_one_interval_is_no_chart() -> None:
    with pytest.raises(ValueError, match="two intervals"):
        charts.gema(day(neutral=1)[:1])
    with pytest.raises(ValueError, match="two intervals"):
        charts.curve(day(neutral=1)[:1])


def test_curve_stacks_and_never_leaves_the_axis() -> None:
    counts = [ToneCount(START + dt.timedelta(hours=i), 1, 5, n) for i, n in enumerate([0, 29, 3, 0, 0, 12])]
    chart = charts.curve(
        counts, answers=[Event(START + dt.timedelta(hours=2), "First statement")], zone=WIB, height=290
    )
    assert "Negative 44" in chart.svg
    assert 'class="more"> First statement' in chart.svg
    assert chart.title.startswith("Most at 07:00\u00a0WIB with 35;")
    heights = [
        float(y)
        for y in re.findall(r"[\d.]+ (-?[\d.]+)(?=C|[ \"V]|$)", "".join(re.findall(r'd="M([^"]*)"', chart.svg)))
    ]
    assert max(heights) <= 264.01
    parsed(chart.svg)


def test_a_label_of_the_curve_spans_no_valley() -> None:
    """Where no area is as wide as its word, the word stands above the curve at the end of a line."""
    hourly = [4, 0, 4, 0, 4, 0, 9, 0, 4, 0, 4, 0, 4, 0, 9, 0, 4, 0, 4]
    counts = [ToneCount(START + dt.timedelta(hours=i), n, 0, 0) for i, n in enumerate(hourly)]
    label = re.search(r"<text[^>]*>Positive 50<", charts.curve(counts, zone=WIB, height=290).svg)
    assert label
    assert "f-positive" in label[0]  # on its area it would have the colour of paper


@given(st.lists(st.integers(min_value=0, max_value=10_000), min_size=2, max_size=40))
def test_the_curve_is_monotone_between_its_points(values: list[int]) -> None:
    counts = [ToneCount(START + dt.timedelta(hours=i), 0, 0, n) for i, n in enumerate(values)]
    with translation.override("en"):
        svg = charts.curve(counts, zone=WIB, height=290).svg
    edge = re.findall(r'<path d="M([^"]*)" fill="none"', svg)[-1]
    first, *pieces = edge.split("C")
    _, y0 = map(float, first.split())
    for piece in pieces:
        _, y1, _, y2, _, y3 = map(float, piece.split())
        low, high = min(y0, y3) - 0.02, max(y0, y3) + 0.02
        assert low <= y1 <= high
        assert low <= y2 <= high
        y0 = y3


def test_paper_carries_its_own_colours_and_no_classes() -> None:
    chart = charts.gema(day(positive=1, neutral=2, negative=1), zone=WIB, paint=charts.PAPER)
    assert "class=" not in chart.svg
    assert "%" not in chart.svg
    assert "#A23A1A" in chart.svg
    assert 'xmlns="http://www.w3.org/2000/svg"' in chart.svg
    parsed(chart.svg)


def test_labels_beside_an_area_stay_readable_on_paper() -> None:
    counts = [ToneCount(START + dt.timedelta(hours=i), 1, 0, n) for i, n in enumerate([0, 29, 20, 9, 0, 12])]
    svg = charts.curve(counts, zone=WIB, paint=charts.PAPER).svg
    assert re.search(r'fill="#0B655D">Positive 6<', svg)
    assert re.search(r'fill="#FFFFFF">Negative 70<', svg)
    assert re.search(r"scale\(0\.79300 1\)", svg)


def test_sparkline_has_eighteen_slits_and_colours_the_peak() -> None:
    svg = charts.sparkline([1] * 17 + [10], tone="negative")
    assert strokes(svg, "negative") == 1
    assert strokes(svg, "neutral-bar") == 17
    assert strokes(charts.sparkline([]), "neutral-bar") == 18
    assert (
        strokes(charts.sparkline(list(range(400))), "neutral-bar")
        + strokes(charts.sparkline(list(range(400))), "neutral")
        == 18
    )


def test_tone_bar_fills_its_width_and_speaks() -> None:
    svg = charts.tone_bar(9, 51, 82)
    parts = [(float(x), float(w)) for x, w in re.findall(r'<rect x="([\d.]+)" width="([\d.]+)"', svg)]
    assert len(parts) == 3
    assert parts[-1][0] + parts[-1][1] == pytest.approx(94, abs=0.05)
    assert 'aria-label="9 positive, 51 neutral, 82 negative"' in svg
    assert "<rect" not in charts.tone_bar(0, 0, 0)
    assert charts.tone_bar(1, 0, 10**9).count("<rect") == 2


@pytest.mark.parametrize(
    ("left", "colour"), [(1.0, "bamboo"), (0.2, "bamboo"), (0.19, "negative"), (-3, None), (9, "bamboo")]
)
def test_countdown_turns_in_the_last_fifth(left: float, colour: str | None) -> None:
    svg = charts.countdown(left)
    assert re.findall(r"f-(bamboo|negative)", svg) == ([colour] if colour else [])
    assert "stroke-dasharray" in charts.countdown(left, paused=True)


@pytest.mark.parametrize(("done", "filled"), [(0, 0), (1, 1), (871, 28), (967, 31), (968, 32), (2000, 32)])
def test_spread_is_full_only_when_all_have_it(done: int, filled: int) -> None:
    assert strokes(charts.spread(done, 968), "positive") == filled


def test_progress_marks_the_next_slit() -> None:
    svg = charts.progress(214, 318)
    assert [strokes(svg, c) for c in ("ink", "amber", "line")] == [26, 1, 13]
    assert 'aria-label="214 of 318"' in svg
    assert strokes(charts.progress(0, 0), "ink") == 0


def test_bars_link_and_start_at_zero() -> None:
    chart = charts.bars(
        [("Kabar <Serayu>", 50), ("Warta Nusa", 25), ("Diam", 0)], title="Texts", urls=["/a", "/b", "/c"]
    )
    assert '<a href="/a">Kabar &lt;Serayu&gt;</a>' in chart.svg
    assert 'width="50%"' in chart.svg
    assert chart.svg.count("<rect") == 5


def test_order_of_appearance_keeps_the_order_and_counts_copies() -> None:
    end = START + dt.timedelta(hours=1)
    copies = [START + dt.timedelta(minutes=m) for m in (5, 20, 90)]
    chart = charts.order_of_appearance(
        [("Kilas", Appearance(START, copies, "negative"), "origin"), ("Warta", Appearance(end), "own text")],
        start=START,
        end=end,
        zone=WIB,
    )
    assert chart.svg.index("Kilas") < chart.svg.index("Warta")
    assert "3 copies" in chart.svg
    row = charts.appearance_row(Appearance(START, copies, "negative"), START, end)
    assert row.count("<line") == 4  # the axis, the first text, two copies within the hour


def test_a_chart_prints_figure_and_table() -> None:
    html = str(charts.gema(day(neutral=1), zone=WIB))
    assert html.startswith('<figure class="chart gema-figure">')
    assert "<details" in html
    assert "style=" not in html
