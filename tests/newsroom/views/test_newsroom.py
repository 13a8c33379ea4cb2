"""The office's page about its public newsroom, its agenda and contacts; letterhead and emblem."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.factories.accounts import make_member, make_unit

from kentongan.accounts.choices import Role
from kentongan.accounts.models import Unit
from kentongan.newsroom.models import AgendaItem, PressContact

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    return make_unit()


@pytest.fixture
def office(client: Client, unit: Unit) -> Client:
    client.force_login(make_member(unit, Role.BUREAU_HEAD))
    return client


def local(at: datetime, unit: Unit) -> str:
    return at.astimezone(unit.zone).strftime("%Y-%m-%dT%H:%M:%S")


def test_an_announcement_from_the_form_to_the_public_and_cancelled(
    office: Client, unit: Unit, at_now: datetime
) -> None:
    words = {"title": "Temu media <b>", "starts_at": local(at_now + timedelta(days=1), unit), "for_press": "on"}

    assert office.post("/ruang-pers/agenda/baru/", words).status_code == 302
    item = AgendaItem.objects.get()
    page = office.get("/ruang-pers/").content.decode()
    assert "Temu media &lt;b&gt;" in page
    assert f"/ruang-pers/agenda/{item.pk}/batal/" in page
    assert office.post(f"/ruang-pers/agenda/{item.pk}/batal/").status_code == 302
    public = Client().get(f"/pers/{unit.institution.slug}/agenda/").content.decode()
    assert 'class="off"' in public


def test_what_cannot_be_is_said_at_its_field(office: Client, unit: Unit, at_now: datetime) -> None:
    past = {"title": "Temu media", "starts_at": local(at_now - timedelta(days=1), unit)}

    answer = office.post("/ruang-pers/agenda/baru/", past)

    assert answer.status_code == 422
    assert 'id="id_starts_at_error"' in answer.content.decode()
    assert office.post("/ruang-pers/narahubung/baru/", {"name": "Sekar"}).status_code == 422
    assert not PressContact.objects.exists()


def test_a_contact_is_named_and_taken_off(office: Client) -> None:
    assert office.post("/ruang-pers/narahubung/baru/", {"name": "Sekar", "phone": "1500-119"}).status_code == 302
    row = PressContact.objects.get()
    assert office.post(f"/ruang-pers/narahubung/{row.pk}/hapus/").status_code == 302
    assert not PressContact.objects.exists()


def test_strangers_and_readers_change_nothing(client: Client, unit: Unit, at_now: datetime) -> None:
    item = AgendaItem.objects.create(
        unit=unit, title="Temu media", starts_at=at_now, publish_at=at_now, changed_at=at_now
    )
    client.force_login(make_member(make_unit("Unit lain"), Role.BUREAU_HEAD))

    assert client.get(f"/ruang-pers/agenda/{item.pk}/").status_code == 404
    assert client.post(f"/ruang-pers/agenda/{item.pk}/batal/").status_code == 404
    client.force_login(make_member(unit, Role.INFO_OFFICER_MAIN))
    assert client.post("/ruang-pers/narahubung/baru/", {"name": "S", "phone": "1500-119"}).status_code == 403


def png(size: tuple[int, int] = (200, 200)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (20, 60, 120)).save(out, "PNG")
    return out.getvalue()


def test_letterhead_and_emblem_are_changed_and_shown_to_the_public(office: Client, unit: Unit) -> None:
    words = {"short_name": "KPP", "address": "Jalan Lapangan 17\nMuara Damar", "website": "kpp.example"}
    assert office.post("/pengaturan/kop/", words).status_code == 302
    unit.institution.refresh_from_db()
    assert unit.institution.website == "https://kpp.example"

    file = SimpleUploadedFile("lambang.png", png())
    assert office.post("/pengaturan/kop/lambang/", {"file": file}).status_code == 302
    sign = Client().get(f"/pers/{unit.institution.slug}/lambang.png")
    assert sign.headers["Content-Type"] == "image/png"
    assert not sign.cookies
    b"".join(sign.streaming_content)  # read to its end it closes itself, the connection to the database stays
    assert "lambang.png?v=" in Client().get(f"/pers/{unit.institution.slug}/").content.decode()

    assert office.post("/pengaturan/kop/lambang/", {"do": "remove"}).status_code == 302
    assert Client().get(f"/pers/{unit.institution.slug}/lambang.png").status_code == 404


def test_a_drawing_with_scripts_is_no_emblem(office: Client) -> None:
    file = SimpleUploadedFile("lambang.png", b"<svg><script>alert(1)</script></svg>", content_type="image/png")

    answer = office.post("/pengaturan/kop/lambang/", {"file": file})

    assert answer.status_code == 422
    assert "SVG" in answer.content.decode()


def test_letterhead_is_not_for_everybody(client: Client, unit: Unit) -> None:
    client.force_login(make_member(unit, Role.PR_OFFICER))

    assert client.get("/pengaturan/kop/").status_code == 403
    assert client.post("/pengaturan/kop/lambang/", {"do": "remove"}).status_code == 403
