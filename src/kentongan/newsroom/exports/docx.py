"""An edition as DOCX, for newsrooms that paste: plain styles, the text in its signed order, the way to check it."""

from __future__ import annotations

import io
from typing import Any

import docx
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from kentongan.common import numbers
from kentongan.newsroom.exports.addresses import bare
from kentongan.newsroom.exports.paper import Run, runs_of
from kentongan.newsroom.exports.pdf import standing_words
from kentongan.newsroom.queries.reading import ReleasePage
from kentongan.newsroom.rules.codes import short_url
from kentongan.newsroom.rules.content import Block, Part, blocks
from kentongan.newsroom.rules.shares import head_line

_STYLES = {Part.HEADING: "Heading 2", Part.ITEM: "List Bullet", Part.QUOTE: "Intense Quote", Part.LEAD: "Subtitle"}
_NOT_XML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535, *range(55296, 57344)))


def release_docx(shown: ReleasePage) -> bytes:
    """Return the edition as a Word document."""
    publication = shown.publication
    language = publication.language if publication.language in {"id", "en"} else "id"
    with translation.override(language):
        paper = docx.Document()
        _properties(paper, shown)
        _letterhead(paper, shown)
        for block in blocks(shown.content):
            _add(paper, block)
        _foot(paper, shown)
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


def _properties(paper: Any, shown: ReleasePage) -> None:
    publication = shown.publication
    core = paper.core_properties
    core.title, core.author = _clean(publication.title)[:255], _clean(publication.institution.name)[:255]
    core.language, core.identifier = publication.language, publication.number[:255]
    core.created = core.modified = publication.publish_at.replace(tzinfo=None)
    core.comments = ""
    paper.styles["Normal"].font.name, paper.styles["Normal"].font.size = "Georgia", Pt(11.5)


def _letterhead(paper: Any, shown: ReleasePage) -> None:
    publication = shown.publication
    zone, at = publication.unit.zone, publication.publish_at
    head = paper.add_paragraph()
    head.add_run(_clean(publication.institution.name)).bold = True
    if publication.unit.name:
        head.add_run(f"\n{_clean(publication.unit.name)}")
    if notice := standing_words(shown):
        paper.add_paragraph().add_run(_clean(notice)).bold = True
    line = head_line(publication.kind, publication.number, publication.language)
    paper.add_paragraph(_clean(f"{line}, {numbers.date(at, zone)}, {numbers.clock(at, zone)}"))


def _add(paper: Any, block: Block) -> None:
    if block.part is Part.HEADLINE:
        paper.add_heading(_clean(block.text), level=1)
        return
    paragraph = paper.add_paragraph(style=_STYLES.get(block.part))
    if not block.html:
        paragraph.add_run(_clean(block.text))
        return
    for run in runs_of(block.html):
        if run.url:
            _link(paragraph, run)
            continue
        made = paragraph.add_run(_clean(run.text))
        made.bold, made.italic = run.bold or None, run.italic or None


def _link(paragraph: Any, run: Run) -> None:
    """Add a link; python-docx has no call for it, the format's own element does."""
    number = paragraph.part.relate_to(run.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), number)
    made = paragraph.add_run(_clean(run.text))
    made.font.underline = True
    link.append(made._r)
    paragraph._p.append(link)


def _foot(paper: Any, shown: ReleasePage) -> None:
    publication = shown.publication
    address = bare(short_url(settings.BASE_URL, publication.short_code))
    paper.sections[0].footer.paragraphs[0].text = _clean(
        f"{_('Check that it is genuine:')} {address}, {_('spoken code')} {publication.spoken_code}"
    )


def _clean(text: str) -> str:
    return text.translate(_NOT_XML)
