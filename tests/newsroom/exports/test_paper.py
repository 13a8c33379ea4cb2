"""PDF and DOCX hold tables as tables, pictures with what is on them, the emblem; and say how large they are."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

import docx
import pytest
from django.test import Client
from PIL import Image
from tests.factories.accounts import make_member, make_unit
from tests.factories.publishing import make_publication, make_publisher

from kentongan.accounts.choices import Role
from kentongan.newsroom.actions.emblem import set_emblem
from kentongan.newsroom.actions.files import add_picture
from kentongan.newsroom.exports.approval_sheet import sheet_pdf
from kentongan.newsroom.exports.docx import release_docx
from kentongan.newsroom.exports.pdf import release_pdf
from kentongan.newsroom.models import Emblem, Publication
from kentongan.newsroom.queries.reading import ReleasePage, release_page
from kentongan.newsroom.rules.content import File
from kentongan.newsroom.views.measuring import measure

pytestmark = pytest.mark.django_db
BODY = (
    "<p>Jadwal loket:</p><ol><li>Daftar</li><li>Datang</li></ol>"
    "<table><tr><th>Kantor</th><th>Kuota</th></tr><tr><td>Muara Damar</td><td>80</td></tr></table>"
)


def picture(size: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (120, 80, 40)).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def shown(at_now: datetime) -> ReleasePage:
    unit = make_unit()
    by = make_publisher(unit, at_now)
    asset = add_picture(unit=unit, file=picture((600, 900)), name="loket.png", by=by, now=at_now)
    file = File(asset.pk, asset.sha256, asset.name, alt="Loket malam", caption="Antrean.", credit="Humas")
    publication = make_publication(at_now, unit=unit, by=by, body=BODY, pictures=(file,))
    head = make_member(unit, Role.BUREAU_HEAD)
    set_emblem(institution=unit.institution, file=picture((300, 300)), by=head, now=at_now)
    return release_page(publication, at_now)


def test_word_gets_tables_counted_items_and_described_pictures(shown: ReleasePage) -> None:
    paper = docx.Document(io.BytesIO(release_docx(shown)))

    assert [[cell.text for cell in row.cells] for row in paper.tables[0].rows] == [
        ["Kantor", "Kuota"], ["Muara Damar", "80"],
    ]  # fmt: skip
    words = [paragraph.text for paragraph in paper.paragraphs]
    assert {"1. Daftar", "2. Datang"} <= set(words)
    assert any(line.startswith("Antrean. ") and line.endswith(": Humas") for line in words)
    described = [shape._inline.docPr.get("descr") for shape in paper.inline_shapes]
    assert described[1:] == ["Loket malam"]  # the first is the emblem


def test_paper_is_made_with_pictures_and_without(shown: ReleasePage, at_now: datetime) -> None:
    with_pictures = release_pdf(shown)
    bare = release_pdf(release_page(make_publication(at_now), at_now))

    assert with_pictures.startswith(b"%PDF-")
    assert with_pictures.count(b"/Subtype/Image") > bare.count(b"/Subtype/Image")


def test_the_emblem_heads_the_approval_sheet(shown: ReleasePage, at_now: datetime) -> None:
    release = shown.publication.version.release
    with_emblem = sheet_pdf(release, now=at_now)
    Emblem.objects.all().delete()

    assert with_emblem.count(b"/Subtype/Image") > sheet_pdf(release, now=at_now).count(b"/Subtype/Image")


def test_sizes_stand_beside_the_downloads(shown: ReleasePage, at_now: datetime) -> None:
    publication = shown.publication
    measure(publication)
    row = Publication.objects.get(pk=publication.pk)

    assert row.pdf_size == len(release_pdf(shown))
    page = Client().get(f"/r/{publication.short_code}/", follow=True).content.decode()
    assert f"{round(row.pdf_size / 1000)}\N{NO-BREAK SPACE}kB" in page


def test_an_edition_to_come_is_measured_as_it_will_be(at_now: datetime) -> None:
    publication = make_publication(at_now, publish_at=at_now + timedelta(days=1), embargoed=True)

    measure(publication)

    assert Publication.objects.get(pk=publication.pk).docx_size
