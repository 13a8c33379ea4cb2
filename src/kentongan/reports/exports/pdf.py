"""The brief on paper: typeset by Typst as PDF/A-2 (for the archive; UU 43/2009) and PDF/UA-1 (for screen readers)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kentongan.common import charts, numbers
from kentongan.common.typesetting import typeset
from kentongan.newsroom.exports.paper import emblem_on_paper, pictures_folder
from kentongan.reports.exports.document import BriefDocument

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "reports" / "brief.typ"


def brief_pdf(document: BriefDocument, *, going_out: bool = False) -> bytes:
    """Return the brief as PDF: one page of figures and stories, then the clippings, with page numbers and links.

    Until it was sent it says that it is a draft, but for the copy that is `going_out` now.
    """
    data = _data(document, is_draft=not (document.is_sent or going_out))
    return typeset(TEMPLATE, data, document.brief.prepared_at, pictures=pictures_folder())


def _data(document: BriefDocument, *, is_draft: bool) -> dict[str, Any]:
    figures = document.figures
    return {
        "language": (get_language() or "id")[:2],
        "institution": document.institution,
        "emblem": emblem_on_paper(document.brief.unit.institution),
        "address": ", ".join(line.strip() for line in document.address.splitlines() if line.strip()),
        "unit": document.unit,
        "number": document.number,
        "for_whom": document.for_whom,
        "title": document.title,
        "day": document.day,
        "until": document.until,
        "lede": document.lede,
        "response": document.response,
        "draft": _("Draft") if is_draft else "",
        "change": document.change,
        "texts": document.texts,
        "figures": {name: numbers.whole(figures[name]) for name in ("mentions", "positive", "neutral", "negative")},
        "gema": _gema(document) if figures["mentions"] else None,
        "stories": [
            {
                "count": numbers.whole(story.count),
                "title": story.title,
                "note": story.note or _("%(count)s outlets") % {"count": numbers.whole(story.outlets)},
                "spark": str(charts.sparkline(story.spark, tone=story.tone, paint=charts.PAPER)),
                "bar": str(charts.tone_bar(story.positive, story.neutral, story.negative, paint=charts.PAPER)),
                "alt": _("%(positive)s positive, %(neutral)s neutral, %(negative)s negative")
                % {"positive": story.positive, "neutral": story.neutral, "negative": story.negative},
            }
            for story in document.stories
        ],
        "quotes": [{"text": quote["text"], "by": _said_by(quote)} for quote in figures["quotes"][:3]],
        "negative": [
            {"title": clip.title, "outlet": clip.outlet, "url": clip.url}
            for clip in document.clips
            if clip.tone == "negative"
        ][:4],
        "outlets": [[name, numbers.whole(count)] for name, _standing, count in figures["top_outlets"]],
        "clips": [
            {
                "time": numbers.date_clock(clip.when, document.zone),
                "title": clip.title,
                "outlet": clip.outlet,
                "tone": clip.tone,
                "unsure": _("unsure") if clip.unsure else "",
                "url": clip.url,
                "host": clip.host or clip.place,
                "summary": _short(clip.summary),
                "story": clip.story,
                "copies": _copies(clip.copies),
            }
            for clip in document.clips
        ],
        "honesty": document.honesty,
        "words": _words(),
    }


def _words() -> dict[str, str]:
    return {
        "mentions": _("mentions"),
        "positive": _("Positive"),
        "neutral": _("Neutral"),
        "negative": _("Negative"),
        "stories": _("Stories"),
        "quoted": _("Who was quoted"),
        "outlets": _("Outlets"),
        "response": _("Recommended response"),
        "negative_texts": _("Negative texts"),
        "no_response": _("Nothing written."),
        "clippings": _("Clippings"),
        "copies": _("Also in"),
        "none": _("No mentions in this period."),
        "page": _("page"),
        "of": _("of"),
        "for": _("For"),
    }


def _gema(document: BriefDocument) -> dict[str, str]:
    counts = [
        charts.ToneCount(at=datetime.fromisoformat(at), positive=positive, neutral=neutral, negative=negative)
        for at, positive, neutral, negative in document.figures["gema"]
    ]
    chart = charts.gema(counts, zone=document.zone, height=150, paint=charts.PAPER)
    return {"svg": str(chart.svg), "alt": str(chart.title)}


def _said_by(quote: dict[str, Any]) -> str:
    texts = ngettext("%(n)s text", "%(n)s texts", quote["count"]) % {"n": numbers.whole(quote["count"])}
    return f"{quote['speaker']} ({texts}), {quote['outlet']}"


def _short(text: str) -> str:
    return text if len(text) <= 240 else text[:237].rsplit(" ", 1)[0] + " ..."


def _copies(copies: Sequence[tuple[str, datetime, str]]) -> str:
    names = list(dict.fromkeys(name for name, _at, _url in copies))
    more = f" +{len(names) - 8}" if len(names) > 8 else ""
    return ", ".join(names[:8]) + more
