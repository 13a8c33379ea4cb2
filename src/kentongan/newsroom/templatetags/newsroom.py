"""Words and pieces of the public newsroom for templates: ``{% load newsroom %}``.

No rule; of the database only the emblem.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from kentongan.common import numbers
from kentongan.newsroom.choices import Kind, Language
from kentongan.newsroom.queries.emblem import emblem_of
from kentongan.newsroom.queries.reading import Front
from kentongan.newsroom.rules.content import Content, File

register = template.Library()


@register.filter
def kind_word(kind: str) -> str:
    """What a release is, in the active language: "Siaran pers"."""
    return str(Kind(kind).label) if kind in Kind.values else ""


@register.filter
def language_word(code: str) -> str:
    """A language in itself: "Basa Jawa"."""
    return str(Language(code).label) if code in Language.values else code


@register.filter
def topic_word(topic: Any, language: str) -> str:
    """A topic's name in the language spoken."""
    return str(topic.name_en if language == "en" and topic.name_en else topic.name)


@register.filter
def sanitised(html: str) -> SafeString:
    """Print HTML that was sanitised when it was written (`rules.richtext.clean_body`)."""
    return mark_safe(html)  # noqa: S308 - see above


@register.filter
def one_line(text: str) -> str:
    """Lines of an address one behind the other."""
    return ", ".join(line.strip() for line in str(text).splitlines() if line.strip())


@register.filter
def unit_key(unit: Any) -> str:
    """How a unit is named in an address: its code where that fits into one, else its number."""
    return unit.code if unit.code and "/" not in unit.code else str(unit.pk)


@register.filter
def quoted(text: str) -> str:
    """What somebody said, in quotation marks once: “...”."""
    bare = text.strip().strip('“”"')
    return f"“{bare}”"


@register.filter
def dialled(phone: str) -> str:
    """A telephone number as a link wants it."""
    return "".join(sign for sign in phone if sign.isdigit() or sign == "+")


@register.simple_tag
def emblem(institution: Any) -> SafeString:
    """The institution's own sign, else its short name in a box. Its name stands beside it, so neither is read out."""
    row = emblem_of(institution) if institution else None
    if row is not None:
        address = f"{reverse('newsroom:emblem', args=[institution.slug])}?v={row.small_sha256[:8]}"
        words = '<img class="emblem-picture" src="{}" width="{}" height="{}" alt="">'
        return format_html(words, address, row.width, row.height)
    if not institution:
        return SafeString("")
    letters = (institution.short_name or institution.name)[:3].upper()
    return format_html('<span class="emblem" aria-hidden="true">{}</span>', letters)


@register.filter
def month_short(value: dt.datetime) -> str:
    """The month's short name: "Nov"."""
    return numbers.date(value, short=True).split(numbers.NBSP)[1]


@register.filter
def file_of(content: Content, asset: int) -> File | None:
    """The row of a content that describes a file."""
    return next((file for file in (*content.pictures, *content.attachments) if file.asset == asset), None)


@register.filter
def picture_url(asset: Any, code: str) -> str:
    """The picture at the width that suits most screens."""
    widths = sorted((int(width) for width in asset.renditions), key=lambda width: abs(width - 960))
    return (
        _rendition(code, asset.pk, widths[0], "jpeg")
        if widths
        else reverse("newsroom:file", args=[code, asset.pk, asset.name])
    )


@register.filter
def sources(asset: Any, code: str) -> list[dict[str, str]]:
    """The picture's renditions by format, for `<source>`: the smaller format first."""
    found: list[dict[str, str]] = []
    for form in ("webp", "jpeg"):
        widths = sorted(int(width) for width, forms in asset.renditions.items() if form in forms)
        if widths:
            srcset = ", ".join(f"{_rendition(code, asset.pk, width, form)} {width}w" for width in widths)
            found.append({"type": f"image/{form}", "srcset": srcset})
    return found


def _rendition(code: str, asset: int, width: int, form: str) -> str:
    return reverse("newsroom:rendition", args=[code, asset, width, form])


@register.filter
def front_sentence(front: Front, slug: str) -> SafeString:
    """The one sentence that opens the newsroom; its figures open their rows."""
    if not front.week:
        return SafeString(gettext("Our statements, each signed and open to checking by anyone."))
    releases = format_html(
        '<a href="{}">{}</a>',
        reverse("newsroom:archive", args=[slug]),
        ngettext("%(n)s release", "%(n)s releases", front.week) % {"n": numbers.whole(front.week)},
    )
    values: dict[str, Any] = {"releases": releases}
    sentence = gettext("This week we published %(releases)s.")
    if front.clarifications:
        sentence = gettext("This week we published %(releases)s, among them %(clarifications)s.")
        values["clarifications"] = format_html(
            '<a href="{}">{}</a>',
            reverse("newsroom:kind", args=[slug, "klarifikasi"]),
            ngettext("%(n)s clarification", "%(n)s clarifications", front.clarifications)
            % {"n": numbers.whole(front.clarifications)},
        )
    amends = ""
    if front.amends:
        amends = " " + gettext("We corrected %(amends)s of our own errors.") % {
            "amends": format_html(
                '<a href="{}">{}</a>', reverse("newsroom:amends", args=[slug]), numbers.whole(front.amends)
            )
        }
    return mark_safe(sentence % values + amends)  # noqa: S308 - put together from escaped parts


@register.filter
def month_word(value: dt.datetime) -> str:
    """The month's name: "November"."""
    return numbers.date(value, weekday=False).split(numbers.NBSP)[1].split(" ")[0]
