from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import openpyxl
import pytest
from django.utils import translation
from PIL import Image
from tests.factories.accounts import make_member, make_unit
from tests.factories.reports import make_morning

from kentongan.accounts.choices import Role
from kentongan.monitoring.models import Mention
from kentongan.newsroom.actions.emblem import set_emblem
from kentongan.reports.actions import prepare_brief
from kentongan.reports.exports import brief_pdf, brief_text, brief_xlsx, document_of, pdf, rendered_mail
from kentongan.reports.exports.document import BriefDocument
from kentongan.sources.models import Article

pytestmark = pytest.mark.django_db
NASTY = '=HYPERLINK("x") *tebal* <b>#set text(red)</b> \u0000 \ud83d\ude00 _x_'


@pytest.fixture
def document(now: datetime) -> BriefDocument:
    unit = make_unit()
    make_morning(unit, now=now, title="Loket daring [terhenti] #1 $x$ @y")
    return document_of(prepare_brief(unit=unit, day=date(2026, 11, 24), now=now))


def test_the_pdf_is_an_archive_file_with_pages_and_links(document: BriefDocument) -> None:
    content = brief_pdf(document)

    assert content.startswith(b"%PDF-1.7")
    assert b"pdfaid" in content
    assert b"/Lang" in content


def test_the_emblem_heads_the_brief(document: BriefDocument, now: datetime) -> None:
    bare = brief_pdf(document)
    unit = document.brief.unit
    picture = BytesIO()
    Image.new("RGB", (120, 120), "#14213A").save(picture, "PNG")
    head = make_member(unit, Role.BUREAU_HEAD)
    set_emblem(institution=unit.institution, file=picture.getvalue(), by=head, now=now)

    assert brief_pdf(document).count(b"/Subtype/Image") > bare.count(b"/Subtype/Image")


def words_of(content: bytes) -> str:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return done.stdout.decode()


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
def test_what_goes_out_is_no_draft_and_its_address_stands_in_one_line(document: BriefDocument) -> None:
    document = replace(document, address="Jalan Lapangan 1\r\nMuara Damar")

    assert "Draft" in words_of(brief_pdf(document))
    sent = words_of(rendered_mail(document).attachments[0].content)
    assert "Draft" not in sent
    assert "Jalan Lapangan 1, Muara Damar" in sent


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
def test_a_title_without_a_space_is_broken_on_paper(document: BriefDocument) -> None:
    clip = replace(document.clips[0], title="Loket" * 60, url="")
    content = brief_pdf(replace(document, clips=(clip,)))
    boxes = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=content, capture_output=True, check=True).stdout

    assert "LoketLoket" in boxes.decode().replace("\u200b", "")
    assert max(map(float, re.findall(rb'<word[^>]* xMax="([\d.]+)"', boxes))) < 595  # points: the width of A4


def test_an_excerpt_does_not_begin_with_the_dash_of_its_dateline(now: datetime) -> None:
    unit = make_unit()
    make_morning(unit, now=now)
    Article.objects.update(summary="- Loket daring terhenti - Senin")
    clips = document_of(prepare_brief(unit=unit, day=date(2026, 11, 24), now=now)).clips

    assert {clip.summary for clip in clips} == {"Loket daring terhenti - Senin"}


def test_an_empty_brief_is_a_pdf_too(now: datetime) -> None:
    brief = prepare_brief(unit=make_unit(), day=date(2026, 11, 24), now=now)

    assert brief_pdf(document_of(brief)).startswith(b"%PDF")


def test_a_brief_prepared_between_two_seconds_is_a_pdf_too(now: datetime) -> None:
    brief = prepare_brief(unit=make_unit(), day=date(2026, 11, 24), now=now.replace(microsecond=123_456))

    assert brief_pdf(document_of(brief)).startswith(b"%PDF")


def test_the_workbook_holds_text_as_text(document: BriefDocument, now: datetime) -> None:
    brief = document.brief
    brief.clips.update(
        figures=brief.clips.first().figures | {"title": "=1+1", "url": "https://x.example/" + "a" * 2500}
    )

    book = openpyxl.load_workbook(BytesIO(brief_xlsx(document_of(brief))))

    clippings = book.worksheets[2]
    assert clippings["B2"].value == "=1+1"
    assert clippings["B2"].data_type == "s"
    assert clippings["A2"].value.hour == 1  # 01.15 WIB: the unit's time, not UTC
    assert book.worksheets[0]["B10"].value == 4


def test_the_whatsapp_text_uses_only_its_own_bold(document: BriefDocument) -> None:
    brief = document.brief
    brief.lede = "Ini *bukan* tebal_nya"
    with translation.override("id"):
        text = brief_text(document_of(brief), url="https://kpp.example/laporan/1/")

    assert "Ini bukan tebal nya" in text
    assert text.splitlines()[0].startswith("*")
    assert "(-) 2" in text
    assert "https://kpp.example/laporan/1/" in text


def test_a_long_brief_stays_one_message(now: datetime) -> None:
    unit = make_unit()
    make_morning(unit, now=now, count=120)

    text = brief_text(document_of(prepare_brief(unit=unit, day=date(2026, 11, 24), now=now)))

    assert len(text) < 6000


def test_a_clipping_without_a_time_shows_its_day_alone(now: datetime) -> None:
    unit = make_unit()
    mention = make_morning(unit, now=now, count=1)[0]
    midnight = datetime(2026, 11, 23, 17, tzinfo=UTC)
    Mention.objects.update(published_at=midnight)
    Article.objects.update(published_at=midnight, published_on=date(2026, 11, 24))
    document = document_of(prepare_brief(unit=unit, day=date(2026, 11, 24), now=now))

    assert document.clips[0].when == date(2026, 11, 24)
    assert pdf._data(document, is_draft=True)["clips"][0]["time"] == "24\xa0Nov\xa02026"
    cell = openpyxl.load_workbook(BytesIO(brief_xlsx(document))).worksheets[2]["A2"]
    assert (cell.value.date(), cell.number_format) == (date(2026, 11, 24), "dd/mm/yyyy")
    assert mention.article.title in document.clips[0].title


def test_the_mail_carries_the_pdf_named_by_day(document: BriefDocument) -> None:
    mail = rendered_mail(document)

    file = mail.attachments[0]
    assert (file.name[-15:], file.media_type, file.content[:4]) == ("-2026-11-24.pdf", "application/pdf", b"%PDF")
    assert "\n" not in mail.subject


def test_the_mail_in_plain_text_holds_no_marks_of_whatsapp(document: BriefDocument) -> None:
    brief = document.brief
    brief.lede, brief.response = "Nomor *123# tetap berlaku", "Siapkan tanggapan."
    text = rendered_mail(document_of(brief), url="https://kpp.example/laporan/1/").text

    assert text.splitlines()[0].startswith("Daily brief")
    assert text.replace("*123#", "").count("*") == 0
    assert "Nomor *123# tetap berlaku" in text  # what a person wrote stays
    assert "\n\nRecommended response\nSiapkan tanggapan." in text
    assert "https://kpp.example/laporan/1/" in text
