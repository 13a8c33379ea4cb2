from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client, override_settings
from tests.factories.accounts import make_member, make_unit
from tests.factories.publishing import make_publication

from kentongan.accounts.choices import Role
from kentongan.newsroom.actions import verifying
from kentongan.newsroom.models import ForgeryReport, Publication

pytestmark = pytest.mark.django_db
PART = (
    "Gangguan pada Senin (23/11) menyentuh 12.480 pemohon di sembilan provinsi. Pemohon yang belum menerima nomor "
    "pengganti dapat menghubungi kantor terdekat."
)


@pytest.fixture
def publication(at_now: datetime) -> Publication:
    return make_publication(at_now - timedelta(hours=1), body=f"<p>{PART}</p>")


def test_both_texts_stand_side_by_side(client: Client, publication: Publication) -> None:
    answer = client.post("/periksa/", {"text": PART.replace("12.480", "124.800").replace("dapat", "wajib <b>")})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Altered from our text" in page
    assert '<mark class="differs">124.800</mark>' in page
    assert '<mark class="differs">12.480</mark>' in page
    assert "wajib &lt;b&gt;" in page
    assert "Figure changed" in page
    assert "This message is *altered*" in page
    assert publication.spoken_code in page
    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in page


@pytest.mark.parametrize("where", ["/periksa/", "/pers/{slug}/periksa/"])
def test_the_code_of_the_qr_opens_the_answer(client: Client, publication: Publication, where: str) -> None:
    address = where.format(slug=publication.institution.slug)

    page = client.get(address, {"q": publication.short_code}).content.decode()

    assert "Genuinely ours" in page
    assert publication.title in page
    assert "Asked by the public today" in client.get(address, {"q": publication.spoken_code}).content.decode()


def test_every_answer_has_its_page(client: Client, publication: Publication) -> None:
    foreign = "Segera kirim data diri dan kode rahasia Anda ke nomor di bawah ini supaya bantuan tunai cair hari ini."
    for text, words in (
        (PART, "Genuinely ours"),
        (f"{PART}\n\n{foreign}", "Ours, mixed with other text"),
        (foreign, "Not from us"),
        ("halo", "Too short to tell"),
        ("\x00halo", "Too short"),
        ("", "The field is empty"),
    ):
        assert words in client.post("/periksa/", {"text": text}).content.decode()
    assert "Genuinely ours" in client.post("/periksa/?lang=en", {"text": PART}).content.decode()


def test_several_institutions_have_pages_of_their_own(client: Client, publication: Publication) -> None:
    other = make_unit("Humas lain").institution

    assert "Genuinely ours" in client.post("/periksa/", {"text": PART}).content.decode()
    assert "Not from us" in client.post(f"/pers/{other.slug}/periksa/", {"text": PART}).content.decode()
    assert client.get("/pers/tidak-ada/periksa/").status_code == 404


@override_settings(VERIFY_PER_MINUTE=1)
def test_too_many_questions_keep_the_text(client: Client, publication: Publication) -> None:
    client.post("/periksa/", {"text": PART})

    answer = client.post("/periksa/", {"text": PART})

    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert PART in answer.content.decode()


def test_only_what_is_ticked_is_kept(client: Client, publication: Publication, at_now: datetime) -> None:
    forged = PART.replace("12.480", "124.800")
    client.post("/periksa/", {"text": forged})
    assert "Tick that" in client.post("/periksa/lapor/", {"text": forged}).content.decode()
    assert not ForgeryReport.objects.exists()

    for _twice in range(2):
        answer = client.post("/periksa/lapor/", {"text": forged, "keep": "1", "where": "grup  keluarga"})
        assert "Reported." in answer.content.decode()

    report = ForgeryReport.objects.get()
    assert (report.publication, report.verdict, report.text) == (publication, "altered", forged)
    assert report.seen_where == "grup keluarga"
    assert client.get("/periksa/lapor/").status_code == 405
    assert verifying.delete_old_reports(now=at_now + timedelta(days=179)) == 0
    assert verifying.delete_old_reports(now=at_now + timedelta(days=182)) == 1


def test_the_desk_reads_reports_and_a_stranger_does_not(client: Client, publication: Publication) -> None:
    client.post("/periksa/lapor/", {"text": PART, "keep": "1"})
    report = ForgeryReport.objects.get()
    stranger = Client()
    stranger.force_login(make_member(make_unit("Lain")))
    assert "12.480" not in stranger.get("/rilis/laporan-warga/").content.decode()
    assert stranger.post(f"/rilis/laporan-warga/{report.pk}/selesai/").status_code == 404

    client.force_login(make_member(publication.unit, Role.PR_OFFICER))
    assert "12.480" in client.get("/rilis/laporan-warga/").content.decode()
    client.post(f"/rilis/laporan-warga/{report.pk}/selesai/")

    report.refresh_from_db()
    assert report.handled_at is not None
    assert "12.480" not in client.get("/rilis/laporan-warga/").content.decode()
    assert "12.480" in client.get("/rilis/laporan-warga/?semua=1").content.decode()


def test_a_cut_figure_is_told_wherever_the_answer_goes(client: Client, at_now: datetime) -> None:
    whole = f"{PART} Nilainya seluruhnya Rp1.250.000.000.000 menurut catatan akhir."
    make_publication(at_now - timedelta(hours=1), body=f"<p>{whole}</p>")

    page = client.post("/periksa/", {"text": whole[: whole.index("Rp1.250") + len("Rp1.250")]})
    assert page.context["shown"].mark == "genuine"
    assert "ends within a figure" in page.context["shown"].sentence
    assert "Rp1.250.000.000.000" in page.context["shown"].reply

    closed = client.post("/periksa/", {"text": f"{whole[: whole.index('Rp1.250') + len('Rp1.250')]}."})
    assert closed.context["shown"].mark == "altered"
