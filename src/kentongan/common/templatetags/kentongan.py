"""The component library as template tags: ``{% load kentongan %}``. docs/looks.md shows each with an example.

Tags hold no rule and read no database: values in, markup out. Markup lives in templates/kentongan/components/.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext, pgettext

from kentongan.common import charts, numbers

if TYPE_CHECKING:
    from django.forms import BoundField

register = template.Library()

TONES = ("positive", "neutral", "negative")
STANDINGS = ("factual", "administrative", "none")
VERDICTS = ("genuine", "altered", "withdrawn", "foreign")
# The groups of the navigation, in the order of the flow; the empty one (Today) carries no heading.
GROUPS = ("", "listen", "weigh", "answer", "deliver", "measure", "office")


def _component(name: str, **values: Any) -> SafeString:
    return render_to_string(f"kentongan/components/{name}.html", values)


# --- marks -----------------------------------------------------------------------------------------------------------


# The marks are kept as written: a list of fifty rows draws the same dozen of them again and again.


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, size: str = "") -> SafeString:
    """An icon of the sprite, hidden from screen readers: the word beside it speaks. `size` is "" (20 px) or "small"."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="#i-{}"/></svg>', f" icon-{size}" if size else "", name
    )


@register.simple_tag
def mark(height: int = 28) -> SafeString:
    """The mark of Kentongan, `height` pixels high."""
    return format_html(
        '<svg class="mark" viewBox="0 0 36.2 40" width="{}" height="{}" aria-hidden="true"><use href="#mark"/></svg>',
        round(height * 0.905, 1),
        height,
    )


def tone_word(name: str) -> str:
    """The word for a tone in the active language."""
    # One look-up, not three: a list asks this for every row.
    match name:
        case "positive":
            return pgettext("tone", "positive")
        case "neutral":
            return pgettext("tone", "neutral")
        case "negative":
            return pgettext("tone", "negative")
    raise KeyError(name)


@register.simple_tag
def tone(name: str, count: int | None = None, *, word: bool = True, unsure: bool = False) -> SafeString:
    """The mark of a text's tone: shape, then (count and) word. Without `word` the shape alone carries it as a label.

    `unsure` adds that the machine is not certain. An unknown or empty tone gives nothing.
    """
    if name not in TONES:
        return SafeString("")
    text = tone_word(name)
    if count is not None:
        text = f"{numbers.whole(count)}{numbers.NBSP}{text}"
    if unsure:
        text = f"{text}, {gettext('unsure')}"
    return _mark("tone", f"m-{name}", f"tone-{name}", text, word=word)


@register.simple_tag
def tone_text(name: str, unsure: bool = False) -> str:
    """The tone's word alone."""
    if name not in TONES:
        return ""
    return f"{tone_word(name)}, {gettext('unsure')}" if unsure else tone_word(name)


@lru_cache(maxsize=1024)
def _mark(kind: str, symbol: str, variant: str, text: str, *, word: bool) -> SafeString:
    if word:
        return format_html(
            '<span class="{} {}"><svg aria-hidden="true"><use href="#{}"/></svg><span>{}</span></span>',
            kind,
            variant,
            symbol,
            text,
        )
    return format_html(
        '<span class="{} {}"><svg role="img" aria-label="{}"><use href="#{}"/></svg></span>',
        kind,
        variant,
        text,
        symbol,
    )


@register.simple_tag
def level(number: int, *, word: bool = True) -> SafeString:
    """Level of an issue in the drum's code: one slit Biasa, two Siaga, three Krisis."""
    words = {1: pgettext("level", "Normal"), 2: pgettext("level", "Alert"), 3: pgettext("level", "Crisis")}
    return _mark("level", f"m-level-{number}", f"level-{number}", words[int(number)], word=word)


@register.simple_tag
def standing(name: str, *, word: bool = False) -> SafeString:
    """The outlet's standing with the Press Council: filled shield, outline, or nothing ("none" or unknown)."""
    match name:
        case "factual":
            text, symbol = pgettext("standing", "Verified, factual"), "i-shield"
        case "administrative":
            text, symbol = pgettext("standing", "Verified, administrative"), "i-shield-outline"
        case _ if word:
            text = pgettext("standing", "Not verified")
            return format_html('<span class="standing"><span class="meta">{}</span></span>', text)
        case _:
            return SafeString("")
    return _mark("standing", symbol, f"standing-{name}", text, word=word)


@register.simple_tag
def verdict(name: str, *, word: bool = True, large: bool = False) -> SafeString:
    """The verifier's answer: genuine, altered, withdrawn or foreign, four outlines that differ at 17 px."""
    words = {
        "genuine": gettext("Genuinely ours"),
        "altered": gettext("Altered"),
        "withdrawn": gettext("Withdrawn"),
        "foreign": gettext("Not from us"),
    }
    variant = f"verdict-{name}{' verdict-large' if large else ''}"
    return _mark("verdict", f"m-{name}", variant, words[name], word=word)


@register.simple_tag
def copies(count: int, url: str = "", target: str = "") -> SafeString:
    """Folded copies of one text as a small stack; nothing when there are none. `target` loads the list by htmx."""
    if not count:
        return SafeString("")
    text = copies_text(count)
    if not url:
        return format_html('<span class="copies">{}</span>', text)
    if not target:
        return format_html('<a class="copies" href="{}">{}</a>', url, text)
    return format_html('<a class="copies" href="{0}" hx-get="{0}" hx-target="{1}">{2}</a>', url, target, text)


@register.simple_tag
def copies_text(count: int) -> str:
    """The number of copies in words."""
    return ngettext("%(shown)s copy", "%(shown)s copies", count) % {"shown": numbers.whole(count)}


# --- charts ----------------------------------------------------------------------------------------------------------


@register.simple_tag
def sparkline(values: Sequence[float], tone: str = "neutral") -> SafeString:
    """18 slits, the peak in the colour of `tone`. The numbers stand beside it, so it is hidden from screen readers."""
    return charts.sparkline(values, tone=tone)


@register.simple_tag
def tone_bar(positive: int, neutral: int, negative: int) -> SafeString:
    """The share of each tone as one bar of three slits, with its sentence as label."""
    return charts.tone_bar(positive, neutral, negative)


@register.simple_tag
def bar_line(share: float, tone: str = "neutral-bar") -> SafeString:
    """One lying slit filled to `share` (0 to 1); the number stands beside it."""
    return charts.bar_line(share, tone=tone)


@register.simple_tag
def slits(done: int, total: int, of: int = 40) -> SafeString:
    """Progress of long work as `of` slits, the next one amber; its label says the numbers."""
    return charts.progress(done, total, slits=of)


@register.simple_tag
def spread(done: int, total: int) -> SafeString:
    """How far something has reached, as 32 slits: 871 of 968 units."""
    return charts.spread(done, total)


@register.simple_tag
def countdown(left: float, *, paused: bool = False) -> SafeString:
    """A slit that empties from the top: `left` is the share of time left, 0 to 1. The words stand beside it."""
    return charts.countdown(left, paused=paused)


# --- blocks ----------------------------------------------------------------------------------------------------------


@register.simple_block_tag
def lede(content: str) -> SafeString:
    """The one sentence that holds the answer; its links are underlined in amber and open their rows."""
    return format_html('<h1 class="lede">{}</h1>', mark_safe(content.strip()))  # noqa: S308 - rendered template


@register.simple_block_tag
def section(
    content: str, title: str, aside: Any = "", *, url: str = "", lined: bool = False, anchor: str = ""
) -> SafeString:
    """A titled part of a page: serif heading, a figure or word at the right, then the content."""
    return _component("section", content=content, title=title, aside=aside, url=url, lined=lined, anchor=anchor)


@register.simple_block_tag
def waiting(  # noqa: PLR0917 - read in a template as a sentence
    content: str, figure: Any, unit: str, title: str, url: str = "", note: Any = "", *, urgent: bool = False
) -> SafeString:
    """Something that waits for a person: deadline at the left edge, title, one line, then the buttons (the content)."""
    return _component(
        "waiting", content=content.strip(), figure=figure, unit=unit, title=title, url=url, note=note, urgent=urgent
    )


@register.simple_block_tag
def story(
    content: str,
    count: int,
    title: str,
    url: str,
    change: int | None = None,
    *,
    new: bool = False,
    curve: Sequence[float] = (),
    tone: str = "neutral",
    positive: int = 0,
    neutral: int = 0,
    negative: int = 0,
) -> SafeString:
    """A story in a list: count and change, serif title, level, verdict and outlets (the content), curve at right."""
    return _component(
        "story",
        content=content.strip(),
        count=count,
        title=title,
        url=url,
        change=change,
        new=new,
        curve=list(curve),
        tone=tone,
        positive=positive,
        neutral=neutral,
        negative=negative,
    )


@register.inclusion_tag("kentongan/components/mention.html")
def mention(  # noqa: PLR0917 - read in a template as a sentence
    at: dt.datetime,
    tone: str,
    title: str,
    url: str,
    outlet: str,
    standing: str = "none",
    copies: int = 0,
    copies_url: str = "",
    *,
    seen: bool = False,
    selected: bool = False,
    unsure: bool = False,
    target: str = "",
    key: Any = "",
) -> dict[str, Any]:
    """One text in the stream. `target` (a CSS selector) opens `url` there by htmx instead of as a page."""
    return {
        "at": at,
        "tone": tone,
        "title": title,
        "url": url,
        "outlet": outlet,
        "standing": standing,
        "copies": copies,
        "copies_url": copies_url,
        "seen": seen,
        "selected": selected,
        "unsure": unsure,
        "target": target,
        "key": key,
    }


@register.inclusion_tag("kentongan/components/live.html")
def live(count: int, url: str, target: str, every: int = 30, *, down: bool = False) -> dict[str, Any]:
    """The live counter: asks `url` every `every` seconds for itself; pressed, it loads the new rows into `target`."""
    return {"count": count, "url": url, "target": target, "every": every, "down": down}


@register.simple_block_tag
def chip(
    content: str, url: str, *, on: bool = False, tone: str = "", count: int | None = None, menu: bool = False
) -> SafeString:
    """One pill of a filter row: a link that carries the filter in its address. `tone` draws shape, number and word."""
    return _component("chip", content=content.strip(), url=url, on=on, tone=tone, count=count, menu=menu)


@register.simple_block_tag
def empty(content: str, title: str, text: Any = "") -> SafeString:
    """Nothing here: what is true (title), why (text), what next (the content: one or two buttons)."""
    return _component("empty", content=content.strip(), title=title, text=text)


@register.simple_block_tag
def failure(content: str, title: str, text: Any = "") -> SafeString:
    """Something failed: what and since when (title), what still works and what it does to the figures, one button."""
    return _component("failure", content=content.strip(), title=title, text=text)


@register.simple_block_tag
def notice(content: str, kind: str = "gentle", symbol: str = "") -> SafeString:
    """A sentence on a wash: kind "gentle" (amber), "good" or "bad"."""
    return _component("notice", content=content.strip(), kind=kind, symbol=symbol)


@register.inclusion_tag("kentongan/components/progress.html")
def progress(title: str, done: int, total: int, left: dt.timedelta | None = None, what: str = "") -> dict[str, Any]:
    """Long work that may be left: title, count and time left in words, 40 slits."""
    return {"title": title, "done": done, "total": total, "left": left, "what": what}


@register.inclusion_tag("kentongan/components/skeleton.html")
def skeleton(rows: int = 4) -> dict[str, Any]:
    """The shape of a list that is loading; shows itself after 300 ms."""
    return {"rows": range(rows)}


@register.inclusion_tag("kentongan/components/clock.html")
def clock_row(title: str, text: str, left: float, url: str = "", *, paused: bool = False) -> dict[str, Any]:
    """A running clock: countdown slit, what it is, and until when in words."""
    return {"title": title, "text": text, "left": left, "url": url, "paused": paused}


@register.inclusion_tag("kentongan/components/crumbs.html")
def crumbs(*pairs: Any) -> dict[str, Any]:
    """Breadcrumbs from label, address, label, address, ..., last label (the page itself, without an address)."""
    steps = [(pairs[i], pairs[i + 1] if i + 1 < len(pairs) else "") for i in range(0, len(pairs), 2)]
    return {"steps": steps}


@register.inclusion_tag("kentongan/components/tabs.html")
def tabs(items: Iterable[dict[str, Any]], label: str = "") -> dict[str, Any]:
    """A row of tabs, each ``{"url", "label", "count", "active"}``; every tab is a page of its own."""
    return {"items": items, "label": label}


@register.inclusion_tag("kentongan/components/paging.html")
def paging(shown: int, total: int, url: str = "", target: str = "") -> dict[str, Any]:
    """How many rows are shown of how many, and a button for more (by htmx into `target`, else as a page)."""
    return {"shown": shown, "total": total, "url": url, "target": target}


@register.simple_tag
def copy_button(text: str, label: str, kind: str = "") -> SafeString:
    """A button that copies `text` to the clipboard. `kind` is a class of the button: "main", "quiet", "small"."""
    return format_html(
        '<button type="button" class="button {}" data-copy="{}">{}{}</button>', kind, text, icon("copy"), label
    )


# --- forms -----------------------------------------------------------------------------------------------------------


@register.simple_tag
def field(bound: BoundField, help: Any = None, fix: Any = "") -> SafeString:  # noqa: A002 - reads well in a template
    """A form field as everywhere: label, help above, control, error below with its sign and, if given, a fix."""
    return render_to_string(
        "kentongan/forms/field.html",
        {"field": bound, "help_text": bound.help_text if help is None else help, "fix": fix},
    )


@register.simple_tag
def form_errors(form: Any) -> SafeString:
    """What is wrong with the form as a whole, and with what it carries unseen."""
    unseen = [error for bound in form.hidden_fields() for error in bound.errors]
    return _component("form_errors", errors=[*form.non_field_errors(), *unseen])


# --- frame -----------------------------------------------------------------------------------------------------------


def _group_words() -> dict[str, str]:
    return {
        "": "",
        "listen": pgettext("room group", "Listen"),
        "weigh": pgettext("room group", "Weigh"),
        "answer": pgettext("room group", "Answer"),
        "deliver": pgettext("room group", "Deliver"),
        "measure": pgettext("room group", "Measure"),
        "office": pgettext("room group", "Office"),
    }


def _active(items: Sequence[Any], path: str) -> str:
    """The address among `items` that `path` lies under, the longest first: a room stays lit on its inner pages."""
    under = [str(i.url) for i in items if path == i.url or (i.url != "/" and path.startswith(str(i.url)))]
    return max(under, key=len, default="")


def _entries(context: Context) -> list[dict[str, Any]]:
    items = list(context.get("navigation") or ())
    request = context.get("request")
    active = _active(items, getattr(request, "path", ""))
    return [
        {
            "group": item.group,
            "url": item.url,
            "icon": item.icon,
            "label": item.label,
            "count": item.count,
            "phone": item.phone,
            "active": str(item.url) == active,
        }
        for item in items
    ]


@register.inclusion_tag("kentongan/components/menu.html", takes_context=True)
def menu(context: Context) -> dict[str, Any]:
    """The rooms of `navigation` (items with group, label, url, icon, count) in their groups; only what exists shows."""
    entries = _entries(context)
    words = _group_words()
    parts = [{"group": words[g], "entries": [e for e in entries if e["group"] == g]} for g in GROUPS]
    return {"parts": [part for part in parts if part["entries"]]}


@register.inclusion_tag("kentongan/components/bottom_bar.html", takes_context=True)
def bottom_bar(context: Context) -> dict[str, Any]:
    """The bar of the phone: up to four rooms marked `phone`, and "More", which opens the whole menu."""
    entries = _entries(context)
    chosen = [entry for entry in entries if entry["phone"]] or entries
    return {"entries": chosen[:4]}


@register.simple_tag(takes_context=True)
def theme_attribute(context: Context) -> SafeString:
    """The person's choice of light or dark from its cookie; without one the machine's own setting counts."""
    request = context.get("request")
    chosen = getattr(request, "COOKIES", {}).get("theme", "") if request else ""
    return format_html(' data-theme="{}"', chosen) if chosen in {"light", "dark"} else SafeString("")


@register.filter
def initials(name: str) -> str:
    """Two letters for a person without a picture: ``Sekar Ayuningtyas`` is ``SA``."""
    words = [word for word in str(name).split() if word[0].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


# --- numbers and times -----------------------------------------------------------------------------------------------


@register.filter
def file_size(value: Any) -> str:
    """A number of bytes as ``84 kB``; empty for None."""
    return "" if value is None or value == "" else numbers.file_size(int(value))


@register.filter(is_safe=True)
def capped(value: int) -> str:
    """A count beside a room's name; ``999+`` where there are more."""
    return numbers.capped(value)


@register.filter(is_safe=True)
def whole(value: Any) -> str:
    """``12480`` as ``12.480``; empty for None."""
    return "" if value is None or value == "" else numbers.whole(value)


@register.filter(is_safe=True)
def decimal(value: Any, places: int = 1) -> str:
    """``84.55`` as ``84,6``."""
    return "" if value is None or value == "" else numbers.decimal(value, places)


@register.filter(is_safe=True)
def percent(value: Any, places: int = 0) -> str:
    """A share of one: ``0.38`` as ``38%``."""
    return "" if value is None or value == "" else numbers.percent(value, places)


@register.filter(is_safe=True)
def change(value: Any) -> str:
    """``96`` as ``+96``."""
    return "" if value is None or value == "" else numbers.change(value)


@register.filter(is_safe=True)
def rupiah(value: Any) -> str:
    """``1200000`` as ``Rp1,2 juta``."""
    return "" if value is None or value == "" else numbers.rupiah(value)


@register.filter
def clock(value: dt.datetime | None, zone: Any = None) -> str:
    """``06.12 WIB`` in the active zone, or in `zone`."""
    return numbers.clock(value, zone or None) if value else ""


@register.filter
def bare_clock(value: dt.datetime | None, zone: Any = None) -> str:
    """``06.12``, where the zone stands once nearby (a row under its hour's heading, an axis)."""
    return numbers.clock(value, zone or None, named=False) if value else ""


@register.filter
def long_date(value: dt.date | None, zone: Any = None) -> str:
    """``Selasa, 24 November 2026``."""
    return numbers.date(value, zone or None) if value else ""


@register.filter
def day_month(value: dt.date | None, zone: Any = None) -> str:
    """``Selasa, 24 November``."""
    return numbers.day_month(value, zone or None) if value else ""


@register.filter
def short_date(value: dt.date | None, zone: Any = None) -> str:
    """``24 Nov 2026``."""
    return numbers.date(value, zone or None, short=True) if value else ""


@register.filter
def date_clock(value: dt.datetime | None, zone: Any = None) -> str:
    """``24 Nov 2026, 06.12 WIB``."""
    return numbers.date_clock(value, zone or None) if value else ""


@register.filter
def near_clock(value: dt.datetime | None, now: dt.datetime) -> str:
    """``06.12 WIB`` on the day of `now`, ``24 Nov 2026, 06.12 WIB`` on any other."""
    return numbers.near_clock(value, now) if value else ""


@register.filter
def duration(value: dt.timedelta | None) -> str:
    """``1 jam 48 menit``."""
    return numbers.duration(value) if value is not None else ""


@register.filter
def ago(value: dt.datetime | None, now: dt.datetime) -> str:
    """``38 menit lalu``, seen from `now`."""
    return numbers.ago(value, now) if value else ""


@register.filter
def deadline(value: dt.datetime | None, now: dt.datetime) -> str:
    """``9 jam lagi`` or ``lewat 20 menit``, seen from `now`."""
    return numbers.deadline(value, now) if value else ""


@register.simple_tag
def facts(*pairs: Any) -> SafeString:
    """A list of facts from label, value, label, value; empty values are left out."""
    rows = [(pairs[i], pairs[i + 1]) for i in range(0, len(pairs) - 1, 2) if pairs[i + 1] not in (None, "")]
    return format_html('<dl class="facts">{}</dl>', format_html_join("", "<dt>{}</dt><dd>{}</dd>", rows))
