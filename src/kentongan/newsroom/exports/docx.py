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
from docx.shared import Cm, Pt, RGBColor

from kentongan.common import numbers
from kentongan.newsroom.exports.addresses import bare
from kentongan.newsroom.exports.paper import PaperPicture, Run, pictures_of, runs_of, with_tables
from kentongan.newsroom.exports.pdf import standing_words
from kentongan.newsroom.queries.emblem import emblem_of
from kentongan.newsroom.queries.files import path_of
from kentongan.newsroom.queries.reading import ReleasePage
from kentongan.newsroom.rules.codes import short_url
from kentongan.newsroom.rules.content import Block, Part, Quote, blocks
from kentongan.newsroom.rules.shares import head_line

_STYLES = {Part.HEADING: "Heading 2", Part.ITEM: "List Bullet", Part.LEAD: "Subtitle"}
_NOT_XML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535, *range(55296, 57344)))
FACE = "Georgia"  # on every Windows and Mac; the letterhead's own faces are not
INK, INK_2, AMBER = RGBColor(0x14, 0x21, 0x3A), RGBColor(0x43, 0x4D, 0x66), "BA7C1E"
TEXT_CM, MOST_HIGH_CM, EMBLEM_CM = 16.2, 10.5, 1.6


def release_docx(shown: ReleasePage) -> bytes:
    """Return the edition as a Word document."""
    publication = shown.publication
    language = publication.language if publication.language in {"id", "en"} else "id"
    with translation.override(language):
        paper = docx.Document()
        _properties(paper, shown)
        _letterhead(paper, shown)
        _body(paper, shown)
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
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.4)
    section.top_margin, section.bottom_margin = Cm(2), Cm(2.2)
    for name, size, bold, colour in (
        ("Normal", 11.5, False, INK), ("Heading 1", 24, True, INK), ("Heading 2", 14, True, INK),
        ("Subtitle", 14, False, INK_2), ("Caption", 9, False, INK_2),
    ):  # fmt: skip
        _face(paper.styles[name], size, bold=bold, colour=colour)
    paper.styles["Heading 1"].paragraph_format.space_before = Pt(6)
    paper.styles["Heading 1"].paragraph_format.space_after = Pt(8)
    paper.styles["Heading 2"].paragraph_format.space_before = Pt(14)
    paper.styles["Heading 2"].paragraph_format.space_after = Pt(4)


def _face(style: Any, size: float, *, bold: bool, colour: RGBColor) -> None:
    font = style.font
    font.name, font.size, font.bold, font.italic, font.color.rgb = FACE, Pt(size), bold, False, colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)  # a theme's face would win over ours
    for spacing in style.element.rPr.findall(qn("w:spacing")):
        style.element.rPr.remove(spacing)


def _letterhead(paper: Any, shown: ReleasePage) -> None:
    publication = shown.publication
    zone, at = publication.unit.zone, publication.publish_at
    if emblem := emblem_of(publication.institution):
        paper.add_paragraph().add_run().add_picture(str(path_of(emblem.sha256)), height=Cm(EMBLEM_CM))
    head = paper.add_paragraph()
    name = head.add_run(_clean(publication.institution.name))
    name.bold, name.font.size = True, Pt(13)
    if publication.unit.name:
        head.add_run(f"\n{_clean(publication.unit.name)}")
    _line(head, "bottom", "14213A", 8)
    if notice := standing_words(shown):
        paper.add_paragraph().add_run(_clean(notice)).bold = True
    line = head_line(publication.kind, publication.number, publication.language)
    paper.add_paragraph(_clean(f"{line}, {numbers.date(at, zone)}, {numbers.clock(at, zone)}"))


def _body(paper: Any, shown: ReleasePage) -> None:
    """Add the parts in the signed order, the first picture where the page has it, the others after the text."""
    pictures = pictures_of(shown)
    begun = False
    for group in with_tables(blocks(shown.content)):
        if not begun and group[0].part not in {Part.HEADLINE, Part.LEAD, Part.FACT}:
            begun = True
            _pictures(paper, pictures[:1])
        if group[0].part is Part.BOILERPLATE:
            _pictures(paper, pictures[1:])
            pictures = pictures[:1]
        _add(paper, group)
    _pictures(paper, pictures[1:] if begun else pictures)


def _add(paper: Any, group: list[Block]) -> None:
    block = group[0]
    if block.part is Part.HEADLINE:
        paper.add_heading(_clean(block.text), level=1)
    elif block.table:
        _table(paper, group)
    elif isinstance(block.row, Quote):
        _quote(paper, block.row)
    else:
        counted = block.part is Part.ITEM and block.number
        paragraph = paper.add_paragraph(style="Normal" if counted else _STYLES.get(block.part))
        if counted:
            # As written, so that a second list does not go on counting the first.
            paragraph.paragraph_format.left_indent = Cm(1)
            paragraph.paragraph_format.first_line_indent = Cm(-0.6)
            paragraph.add_run(f"{block.number}. ")
        _runs(paragraph, block.html, block.text)


def _runs(paragraph: Any, html: str, text: str = "") -> None:
    if not html:
        paragraph.add_run(_clean(text))
        return
    for run in runs_of(html):
        if run.url:
            _link(paragraph, run)
            continue
        made = paragraph.add_run(_clean(run.text))
        made.bold, made.italic = run.bold or None, run.italic or None


def _quote(paper: Any, quote: Quote) -> None:
    said = quote.text.strip().strip('“”"')
    paragraph = paper.add_paragraph()
    paragraph.paragraph_format.left_indent = Cm(0.6)
    words = paragraph.add_run(_clean(f"“{said}”"))
    words.bold, words.font.size = True, Pt(13)
    if who := ", ".join(part for part in (quote.speaker, quote.post) if part):
        by = paragraph.add_run(_clean(f"\n{who}"))
        by.font.size, by.font.color.rgb = Pt(10), INK_2
    _line(paragraph, "left", AMBER, 18)


def _table(paper: Any, rows: list[Block]) -> None:
    columns = max(len(row.cells) for row in rows)
    table = paper.add_table(rows=len(rows), cols=columns, style="Table Grid")
    for at, row in enumerate(rows):
        for cell, html in zip(table.rows[at].cells, row.cells, strict=False):
            _runs(cell.paragraphs[0], html)
            for run in cell.paragraphs[0].runs:
                run.bold = True if row.is_head else run.bold
                run.font.size = Pt(10)
    paper.add_paragraph()


def _pictures(paper: Any, pictures: list[PaperPicture]) -> None:
    for picture in pictures:
        width = Cm(min(TEXT_CM, MOST_HIGH_CM * picture.shape))
        shape = paper.add_paragraph().add_run().add_picture(str(picture.path), width=width)
        shape._inline.docPr.set("descr", _clean(picture.alt))  # python-docx has no name for it
        if picture.line:
            paper.add_paragraph(_clean(picture.line), style="Caption")


def _line(paragraph: Any, side: str, colour: str, eighths: int) -> None:
    """Draw a line beside or below a paragraph; `eighths` of a point."""
    borders, edge = OxmlElement("w:pBdr"), OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(eighths)), ("space", "6"), ("color", colour)):
        edge.set(qn(f"w:{name}"), value)
    borders.append(edge)
    paragraph._p.get_or_add_pPr().append(borders)


def _link(paragraph: Any, run: Run) -> None:
    """Add a link; python-docx has no call for it, the format's own element does."""
    number = paragraph.part.relate_to(run.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), number)
    made = paragraph.add_run(_clean(run.text))
    made.font.underline, made.font.color.rgb = True, RGBColor(0x1F, 0x4B, 0x8F)
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
