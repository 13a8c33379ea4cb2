"""The brief as a workbook: figures, stories, clippings; times in the unit's zone, links that open."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from kentongan.common import numbers
from kentongan.reports.exports.document import BriefDocument, Clip


def tone_word(tone: str) -> str:
    return {"positive": _("positive"), "neutral": _("neutral"), "negative": _("negative")}[tone]


def brief_xlsx(document: BriefDocument) -> bytes:
    """Return the workbook. Text never becomes a formula (a headline may begin with "=")."""
    out = BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True},
    )
    book.set_properties({"title": f"{document.title} {document.number}", "company": document.institution})
    styles = {
        "title": book.add_format({"bold": True, "font_size": 16}),
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        "time": book.add_format({"num_format": "dd/mm/yyyy hh.mm", "valign": "top"}),
        "day": book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"}),
        "top": book.add_format({"valign": "top"}),
    }
    _summary(book.add_worksheet(_("Summary")), document, styles)
    _stories(book.add_worksheet(_("Stories")), document, styles)
    _clips(book.add_worksheet(_("Clippings")), document, styles)
    book.close()
    return out.getvalue()


def _summary(sheet: Any, document: BriefDocument, styles: dict[str, Any]) -> None:
    figures = document.figures
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90, styles["wrap"])
    sheet.write(0, 0, document.title, styles["title"])
    rows: list[tuple[str, Any]] = [
        (_("Institution"), document.institution),
        (_("Unit"), document.unit),
        (_("Number"), document.number),
        (_("Day"), document.day),
        (_("From"), document.since),
        (_("Until"), numbers.date_clock(document.brief.until, document.zone)),
        (_("Summary"), document.lede),
        (_("Mentions"), figures["mentions"]),
        (_("Change"), document.change),
        (_("Texts (copies counted once)"), figures["texts"]),
        (_("Outlets"), figures["outlets"]),
        (_("Positive"), figures["positive"]),
        (_("Neutral"), figures["neutral"]),
        (_("Negative"), figures["negative"]),
        (_("Recommended response"), document.response),
        (_("How the tone was judged"), document.honesty),
    ]
    for number, (name, value) in enumerate(rows, 2):
        sheet.write(number, 0, name, styles["top"])
        sheet.write(number, 1, value, styles["wrap"])


def _stories(sheet: Any, document: BriefDocument, styles: dict[str, Any]) -> None:
    heads = (_("Story"), _("Note"), _("Mentions"), _("Outlets"), _("Positive"), _("Neutral"), _("Negative"))
    _head(sheet, heads, (60, 50, 11, 11, 11, 11, 11), styles)
    for number, story in enumerate(document.stories, 1):
        sheet.write_string(number, 0, story.title, styles["wrap"])
        sheet.write_string(number, 1, story.note, styles["wrap"])
        counts = (story.count, story.outlets, story.positive, story.neutral, story.negative)
        for column, count in enumerate(counts, 2):
            sheet.write_number(number, column, count, styles["top"])


def _clips(sheet: Any, document: BriefDocument, styles: dict[str, Any]) -> None:
    zone = numbers.zone_name(document.brief.until, document.zone)
    heads = (
        f"{_('Published')} ({zone})",
        *(_("Title"), _("Outlet"), _("Tone"), _("Story"), _("Copies"), _("Summary"), _("Address")),
    )
    _head(sheet, heads, (17, 60, 22, 11, 40, 9, 60, 60), styles)
    for number, clip in enumerate(document.clips, 1):
        _clip_row(sheet, number, clip, document, styles)
    sheet.autofilter(0, 0, max(1, len(document.clips)), len(heads) - 1)


def _clip_row(sheet: Any, number: int, clip: Clip, document: BriefDocument, styles: dict[str, Any]) -> None:
    if clip.on:
        sheet.write_datetime(number, 0, clip.on, styles["day"])
    else:
        sheet.write_datetime(number, 0, clip.at.astimezone(document.zone), styles["time"])
    for column, text in enumerate((clip.title, clip.outlet, tone_word(clip.tone), clip.story), 1):
        sheet.write_string(number, column, text, styles["wrap"])
    sheet.write_number(number, 5, len(clip.copies), styles["top"])
    sheet.write_string(number, 6, clip.summary, styles["wrap"])
    # A link longer than Excel takes (2,079 characters) stays text.
    if clip.url and len(clip.url) < 2000:
        sheet.write_url(number, 7, clip.url, string=clip.url[:200])
    else:
        sheet.write_string(number, 7, clip.url or clip.place)


def _head(sheet: Any, heads: tuple[str, ...], widths: tuple[int, ...], styles: dict[str, Any]) -> None:
    for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, head, styles["head"])
    sheet.freeze_panes(1, 0)
