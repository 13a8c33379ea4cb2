"""Small charts: sparkline, tone bar, lying slits, countdown, progress, spread."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from kentongan.common import numbers
from kentongan.common.charts.drawing import SCREEN, Chart, Paint, coord, svg


def sparkline(
    values: Sequence[float],
    *,
    tone: str = "neutral",
    slits: int = 18,
    width: float = 94,
    height: float = 24,
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
            flat.append(f"M{coord(x - thick / 2 + 1)} {coord(height - 1)}h{coord(thick - 2)}")
        else:
            near = highest > 0 and value >= 0.62 * highest
            (loud if near else calm).append(
                f"M{coord(x)} {coord(height - high + thick / 2)}V{coord(height - thick / 2)}"
            )
    inner = "".join(
        f'<path d="{"".join(path)}" fill="none" stroke-width="{coord(wide)}" stroke-linecap="round"'
        f"{paint.attributes('', colour, '')}/>"
        for path, colour, wide in (
            (flat, "neutral-bar", 2.0),
            (calm, "neutral-bar", thick),
            (loud, tone, thick),
        )
        if path
    )
    return svg(inner, height=height, paint=paint, width=width)


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
        "positive": numbers.whole(positive),
        "neutral": numbers.whole(neutral),
        "negative": numbers.whole(negative),
    }
    room = width - 2 * max(0, len(shown) - 1)
    least = 2.5
    spare = room - least * len(shown)
    x, inner = 0.0, ""
    for colour, count in shown:
        long = least + spare * count / total
        inner += (
            f'<rect x="{coord(x)}" width="{coord(long)}" height="{coord(height)}"'
            f' rx="{coord(min(height, long) / 2)}"'
            f"{paint.attributes(colour, '', '')}/>"
        )
        x += long + 2
    return svg(inner, height=height, paint=paint, width=width, title=title)


def bar_line(share: float, *, tone: str = "neutral-bar", height: float = 6, paint: Paint = SCREEN) -> SafeString:
    """One lying slit, filled to `share` (0 to 1, clipped); the number beside it speaks."""
    part = min(1.0, max(0.0, share))
    half = coord(height / 2)
    whole = paint.at(1)
    filled = (
        f'<rect width="{paint.at(part)}" height="{coord(height)}" rx="{half}"{paint.attributes(tone, "", "")}/>'
        if part
        else ""
    )
    inner = f'<rect width="{whole}" height="{coord(height)}" rx="{half}"{paint.attributes("line", "", "")}/>{filled}'
    return svg(inner, height=height, paint=paint, kind="bar-line")


def bars(
    rows: Sequence[tuple[str, float]],
    *,
    tone: str = "neutral-bar",
    title: str,
    unit: str = "",
    urls: Sequence[str] = (),
    form: Callable[[float], str] = numbers.whole,
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
    rows_table = format_html('<table class="table bars"><caption>{}</caption><tbody>{}</tbody></table>', caption, body)
    return Chart(rows_table, title)


def countdown(left: float, *, paused: bool = False, paint: Paint = SCREEN) -> SafeString:
    """A slit of 8 x 36 that empties from the top; negative in the last fifth, dashed when the clock rests."""
    part = min(1.0, max(0.0, left))
    if paused:
        inner = (
            '<rect x=".75" y=".75" width="6.5" height="34.5" rx="3.25" fill="none" stroke-width="1.5" '
            f'stroke-dasharray="3 2.5"{paint.attributes("", "edge", "")}/>'
        )
        return svg(inner, height=36, paint=paint, width=8)
    high = 0.0 if not part else max(8.0, 36 * part)
    colour = "negative" if part < 0.2 else "bamboo"
    inner = f'<rect width="8" height="36" rx="4"{paint.attributes("line", "", "")}/>'
    if high:
        look = paint.attributes(colour, "", "")
        inner += f'<rect y="{coord(36 - high)}" width="8" height="{coord(high)}" rx="4"{look}/>'
    return svg(inner, height=36, paint=paint, width=8)


def _row_of_slits(
    filled: int,
    count: int,
    *,
    width: float,
    height: float,
    colour: str,
    next_colour: str,
    title: str,
    kind: str,
    paint: Paint,
) -> SafeString:
    pitch = width / count
    thick = pitch * 0.56
    groups: dict[str, list[str]] = {}
    for index in range(count):
        look = colour if index < filled else next_colour if index == filled and next_colour else "line"
        x = (index + 0.5) * pitch
        groups.setdefault(look, []).append(f"M{coord(x)} {coord(thick / 2)}V{coord(height - thick / 2)}")
    inner = "".join(
        f'<path d="{"".join(path)}" fill="none" stroke-width="{coord(thick)}" stroke-linecap="round"'
        f"{paint.attributes('', look, '')}/>"
        for look, path in groups.items()
    )
    return mark_safe(  # noqa: S308 - built from numbers and escaped text
        svg(inner, height=height, paint=paint, width=width, title=title).replace(
            "<svg", f'<svg class="{kind}"' if paint.width is None else "<svg", 1
        )
    )


def progress(done: int, total: int, *, slits: int = 40, paint: Paint = SCREEN) -> SafeString:
    """Long work as slits: done in ink, the next one amber. Its label says the numbers."""
    title = gettext("%(done)s of %(total)s") % {"done": numbers.whole(done), "total": numbers.whole(total)}
    filled = min(slits, int(done / total * slits)) if total > 0 else 0
    return _row_of_slits(
        filled, slits, width=352, height=20, colour="ink", next_colour="amber", title=title, kind="slits", paint=paint
    )


def spread(done: int, total: int, *, paint: Paint = SCREEN) -> SafeString:
    """How far something reached, as 32 slits; full only when all have it, empty only when nobody has."""
    title = ngettext("%(done)s of %(total)s", "%(done)s of %(total)s", total) % {
        "done": numbers.whole(done),
        "total": numbers.whole(total),
    }
    filled = 0 if total <= 0 or done <= 0 else 32 if done >= total else max(1, min(31, int(done / total * 32)))
    return _row_of_slits(
        filled, 32, width=162, height=16, colour="positive", next_colour="", title=title, kind="spread", paint=paint
    )
