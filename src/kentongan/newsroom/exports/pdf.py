"""An edition on paper: letterhead, the text in its signed order, and on every page the way to check it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from kentongan.common import numbers
from kentongan.common.typesetting import typeset
from kentongan.newsroom.choices import Kind
from kentongan.newsroom.exports.addresses import bare
from kentongan.newsroom.exports.paper import (
    PaperPicture,
    emblem_on_paper,
    inside,
    pictures_folder,
    pictures_of,
    runs_of,
    with_tables,
)
from kentongan.newsroom.queries.reading import ReleasePage
from kentongan.newsroom.rules.codes import short_url
from kentongan.newsroom.rules.content import Block, Part, Quote, blocks, contact_text

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "newsroom" / "release.typ"
TEXT_MM, MOST_HIGH_MM = 162.0, 105.0
_HEAD = {Part.HEADLINE, Part.LEAD, Part.FACT, Part.BOILERPLATE, Part.CONTACT}


def release_pdf(shown: ReleasePage) -> bytes:
    """Return the edition as PDF, in its own language where the house speaks it."""
    language = shown.publication.language if shown.publication.language in {"id", "en"} else "id"
    with translation.override(language):
        return typeset(TEMPLATE, _data(shown), shown.publication.publish_at, pictures=pictures_folder())


def _data(shown: ReleasePage) -> dict[str, Any]:
    publication, content = shown.publication, shown.content
    short = short_url(settings.BASE_URL, publication.short_code)
    pictures = [_picture(picture) for picture in pictures_of(shown)]
    zone = publication.unit.zone
    at = publication.publish_at
    return {
        "language": publication.language[:2],
        "institution": publication.institution.name,
        "unit": publication.unit.name,
        "emblem": emblem_on_paper(publication.institution),
        "address": [line.strip() for line in publication.institution.address.splitlines() if line.strip()],
        "website": bare(publication.institution.website) if publication.institution.website else "",
        "kind": str(Kind(publication.kind).label),
        "number": publication.number,
        "day": f"{numbers.date(at, zone)}, {numbers.clock(at, zone)}",
        "title": publication.title,
        "lead": content.lead,
        "notice": standing_words(shown),
        "facts": [{"value": row.value, "label": row.label, "source": row.source} for row in content.facts],
        "blocks": [
            _block(group) for group in with_tables(block for block in blocks(content) if block.part not in _HEAD)
        ],
        "first_picture": pictures[0] if pictures else None,
        "pictures": pictures[1:],
        "boilerplate": content.boilerplate,
        "contacts": [contact_text(row) for row in content.contacts],
        "files": [row.asset.name for row in shown.files],
        "short": bare(short),
        "spoken": publication.spoken_code,
        "qr": segno.make(short, error="m", micro=False).svg_inline(border=1, dark="#14213A", omitsize=True),
        "words": {
            "check": _("Check that it is genuine:"),
            "spoken": _("spoken code"),
            "qr": _("QR code of the short address"),
            "contact": _("Contact for journalists"),
            "files": _("Files"),
            "page": _("page"),
            "of": _("of"),
        },
    }


def standing_words(shown: ReleasePage) -> str:
    """Return what everybody must know who holds this edition on paper; empty when it holds."""
    zone = shown.publication.unit.zone
    if shown.withdrawal is not None:
        return _("Withdrawn %(at)s. %(why)s") % {
            "at": numbers.date_clock(shown.withdrawal.at, zone),
            "why": shown.withdrawal.why,
        }
    if not shown.is_newest:
        return _("Replaced by edition %(number)s of %(at)s.") % {
            "number": shown.newest.edition,
            "at": numbers.date_clock(shown.newest.publish_at, zone),
        }
    return ""


def _picture(picture: PaperPicture) -> dict[str, Any]:
    return {
        "path": inside(picture.path),
        "alt": picture.alt,
        "line": picture.line,
        # As wide as the text, unless it would be higher than a hand.
        "width": f"{min(TEXT_MM, MOST_HIGH_MM * picture.shape):.1f}",
    }


def _block(group: list[Block]) -> dict[str, Any]:
    block = group[0]
    if isinstance(block.row, Quote):
        by = ", ".join(part for part in (block.row.speaker, block.row.post) if part)
        return {"part": "quote", "text": block.row.text.strip().strip('“”"'), "by": by}
    if block.table:
        columns = max(len(row.cells) for row in group)
        rows = [[_runs(cell) for cell in (*row.cells, *[""] * (columns - len(row.cells)))] for row in group]
        heads = next((at for at, row in enumerate(group) if not row.is_head), len(group))
        return {"part": "table", "columns": columns, "heads": rows[:heads], "rows": rows[heads:]}
    return {"part": block.part.value, "number": block.number, "runs": _runs(block.html or block.text)}


def _runs(html: str) -> list[dict[str, Any]]:
    return [{"text": run.text, "bold": run.bold, "italic": run.italic, "url": run.url} for run in runs_of(html)]
