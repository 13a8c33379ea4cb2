"""Taking mentions and stories along: workbook, and text for WhatsApp."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

import xlsxwriter
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kentongan.accounts.models import Unit
from kentongan.common import numbers
from kentongan.common.templatetags.kentongan import tone_word
from kentongan.monitoring.models import Mention
from kentongan.monitoring.queries import StreamRow, Totals
from kentongan.monitoring.queries.stories import StoryPage

_MARKS = {"positive": "(+)", "neutral": "(=)", "negative": "(-)"}
_WIDTHS = (17, 26, 70, 10, 12, 20, 40, 9, 14, 22, 30, 50)


def mentions_workbook(mentions: QuerySet[Mention], *, unit: Unit, now: datetime, most: int) -> bytes:
    """Return mentions as an XLSX workbook, latest first; at most `most` rows, and a line that says so."""
    rows = mentions.select_related("article", "outlet", "story", "assigned_to", "unit").prefetch_related("tags")
    chosen = list(rows.defer("article__body").order_by("-published_at", "-pk")[: most + 1])
    buffer = BytesIO()
    # Times without a zone are what a workbook can hold: the heading says which zone they are in.
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "remove_timezone": True}) as book:
        sheet = book.add_worksheet(_("Mentions")[:31])
        bold = book.add_format({"bold": True, "bottom": 1})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        heads = [
            _("Published (%(zone)s)") % {"zone": numbers.zone_name(now, unit.zone)}, _("Outlet"), _("Title"), _("Tone"),
            _("Tone by"), _("Decision"), _("Story"), _("Copy"), _("Unit"), _("Taken care of by"), _("Note"),
            _("Address"),
        ]  # fmt: skip
        sheet.write_row(0, 0, heads, bold)
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(chosen[:most], 1):
            if row.article.published_on:
                sheet.write_datetime(number, 0, row.article.published_on, day)
            else:
                sheet.write_datetime(number, 0, timezone.localtime(row.published_at, unit.zone), moment)
            for column, text in enumerate(_cells(row), 1):
                sheet.write_string(number, column, text)
        if len(chosen) > most:
            sheet.write_string(most + 2, 0, _("Cut after %(count)d rows.") % {"count": most})
        sheet.autofilter(0, 0, max(len(chosen), 1), len(heads) - 1)
    return buffer.getvalue()


def _cells(row: Mention) -> list[str]:
    return [
        row.outlet.name, row.article.title, tone_word(row.tone),
        pgettext("tone by", "person") if row.tone_by_id else pgettext("tone by", "machine"),
        row.get_relevance_display(), row.story.title if row.story else "", _("yes") if row.original_id else "",
        row.unit.name, row.assigned_to.name if row.assigned_to else "", row.note, row.article.url,
    ]  # fmt: skip


def mentions_text(rows: Sequence[StreamRow], totals: Totals, *, unit: Unit, period: str, now: datetime) -> str:
    """Return the stream as text for WhatsApp: `*bold*` only, tone as a sign, understood without any symbol."""
    head = f"*{unit.name}*: {period}, {numbers.date_clock(now, unit.zone)}"
    counts = _("%(mentions)s mentions in %(texts)s texts: %(p)s positive, %(n)s neutral, %(m)s negative") % {
        "mentions": numbers.whole(totals.mentions), "texts": numbers.whole(totals.texts),
        "p": numbers.whole(totals.positive), "n": numbers.whole(totals.neutral), "m": numbers.whole(totals.negative),
    }  # fmt: skip
    lines = [head, counts, ""]
    for row in rows:
        mention = row.mention
        copies = ngettext("%(count)d copy", "%(count)d copies", row.copies) % {"count": row.copies}
        clock = numbers.clock(mention.article.when, unit.zone)
        more = f", {copies}" if row.copies else ""
        lines += [f"{_MARKS[mention.tone]} {mention.article.title}", f"{mention.outlet.name}, {clock}{more}"]
        lines += [mention.article.url, ""]
    return "\n".join(lines).strip()


def story_text(page: StoryPage) -> str:
    """Return a story in short for WhatsApp."""
    row = page.row
    head = f"*{row.story.title}*"
    size = _("%(mentions)s mentions in %(outlets)s outlets since %(first)s") % {
        "mentions": numbers.whole(row.count), "outlets": numbers.whole(row.outlets),
        "first": numbers.date_clock(row.first),
    }  # fmt: skip
    tones = _("(+) %(p)s, (=) %(n)s, (-) %(m)s") % {
        "p": numbers.whole(row.positive), "n": numbers.whole(row.neutral), "m": numbers.whole(row.negative),
    }  # fmt: skip
    lines = [head, size, tones]
    if page.appeared:
        lines.append(_("First: %(outlet)s") % {"outlet": page.appeared[0].outlet.name})
    lines += [f"{one.speaker}: “{_short(one.said)}”" for one in page.quoted[:2]]
    lines += [source.mention.article.url for source in page.sources[:2] if source.mention.article.url]
    return "\n".join(lines)


def _short(text: str, most: int = 140) -> str:
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + "…"
