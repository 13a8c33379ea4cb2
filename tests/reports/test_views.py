from __future__ import annotations

from datetime import datetime

import pytest
from django.db import OperationalError
from django.test import Client
from tests.factories.accounts import make_member, make_unit
from tests.factories.reports import make_morning, make_plan

from kentongan.accounts.choices import Role
from kentongan.accounts.models import Unit, User
from kentongan.channels.email.models import OutgoingMail
from kentongan.monitoring.models import Mention
from kentongan.reports.models import Brief, BriefPlan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


@pytest.fixture
def unit(now: datetime) -> Unit:
    unit = make_unit()
    make_morning(unit, now=now)
    return unit


@pytest.fixture
def officer(unit: Unit) -> User:
    return make_member(unit)


@pytest.fixture
def desk(client: Client, officer: User) -> Client:
    client.force_login(officer)
    return client


def prepared(desk: Client) -> Brief:
    desk.post("/laporan/siapkan/")
    return Brief.objects.get()


def post_of(brief: Brief, **change: object) -> dict[str, object]:
    row = brief.stories.get()
    clips = [str(pk) for pk in brief.clips.values_list("pk", flat=True)]
    return {
        "version": brief.version,
        "lede": "Mereda.",
        "response": "Jawab hari ini.",
        f"title-{row.pk}": "Loket pulih",
        f"note-{row.pk}": "",
        f"keep-{row.pk}": "on",
        "clip": clips,
    } | change


def test_today_says_how_much_came_in_and_what_is_largest(desk: Client) -> None:
    page = desk.get("/").content.decode()

    assert "Loket daring terhenti" in page
    assert "<svg" in page


def test_today_on_an_empty_day_says_what_to_do(client: Client) -> None:
    client.force_login(make_member(make_unit("Baru")))

    response = client.get("/")

    assert response.status_code == 200
    assert "/laporan/siapkan/" in response.content.decode()


def test_save_and_send_in_one_press(desk: Client, unit: Unit) -> None:
    make_plan(unit)
    brief = prepared(desk)

    response = desk.post(f"/laporan/{brief.pk}/", post_of(brief, then="send"))

    assert response.status_code == 302
    brief.refresh_from_db()
    assert (brief.lede, brief.state) == ("Mereda.", "sent")
    mail = OutgoingMail.objects.get()
    assert "Mereda." in mail.text
    assert "Loket pulih" in mail.text


def test_a_stale_save_keeps_what_was_typed(desk: Client) -> None:
    brief = prepared(desk)
    desk.post(f"/laporan/{brief.pk}/", post_of(brief))

    response = desk.post(f"/laporan/{brief.pk}/", post_of(brief, lede="Kalimat yang lama saya ketik"))

    assert response.status_code == 422
    assert "Kalimat yang lama saya ketik" in response.content.decode()


def test_a_clipping_without_its_tick_is_left_out(desk: Client) -> None:
    brief = prepared(desk)
    first = brief.clips.first()

    desk.post(
        f"/laporan/{brief.pk}/", post_of(brief, clip=[str(pk) for pk in brief.clips.values_list("pk", flat=True)[1:]])
    )

    first.refresh_from_db()
    assert first.is_hidden


@pytest.mark.parametrize("name", ["", "ringkasan.pdf", "ringkasan.xlsx", "ringkasan.txt"])
def test_a_stranger_finds_nothing(desk: Client, name: str) -> None:
    brief = prepared(desk)
    stranger = Client()
    stranger.force_login(make_member(make_unit("Instansi lain")))

    assert stranger.get(f"/laporan/{brief.pk}/{name}").status_code == 404
    assert stranger.post(f"/laporan/{brief.pk}/", {}).status_code in {404, 405}


def test_an_intern_reads_but_does_not_write(desk: Client, unit: Unit) -> None:
    brief = prepared(desk)
    intern = Client()
    intern.force_login(make_member(unit, Role.INTERN))

    page = intern.get(f"/laporan/{brief.pk}/")
    intern.post(f"/laporan/{brief.pk}/", post_of(brief))

    assert page.status_code == 200
    assert 'id="brief-form"' not in page.content.decode()
    assert Brief.objects.get().lede == ""
    assert intern.get("/laporan/rencana/").status_code == 403


@pytest.mark.parametrize(("name", "start"), [("pdf", b"%PDF"), ("xlsx", b"PK"), ("txt", b"*")])
def test_every_form_can_be_had(desk: Client, name: str, start: bytes) -> None:
    brief = prepared(desk)

    response = desk.get(f"/laporan/{brief.pk}/ringkasan.{name}")

    assert response.content.startswith(start)
    assert "ringkasan-" in response["Content-Disposition"]


def test_a_bad_recipient_is_named_with_its_line(desk: Client, unit: Unit) -> None:
    data = {"hour": "05:30", "number_pattern": "{sequence}/{year}", "recipients": "Ani <ani@kpp.example>\nbukan alamat"}

    response = desk.post("/laporan/rencana/", data)

    assert response.status_code == 422
    page = response.content.decode()
    assert "bukan alamat" in page
    assert not BriefPlan.objects.exists()


def test_the_plan_is_kept(desk: Client, unit: Unit) -> None:
    data = {
        "is_active": "on",
        "hour": "05:30",
        "number_pattern": "{sequence}/{year}",
        "recipients": "Ani <ani@kpp.example>\nbudi@kpp.example\n"
        'Dr. Siti, M.Sc. <siti@kpp.example>\n"Dr. Tono, M.Si." <tono@kpp.example>',
    }

    assert desk.post("/laporan/rencana/", data).status_code == 302
    assert BriefPlan.objects.get().recipients == [
        {"name": "Ani", "email": "ani@kpp.example"},
        {"name": "", "email": "budi@kpp.example"},
        {"name": "Dr. Siti, M.Sc.", "email": "siti@kpp.example"},
        {"name": "Dr. Tono, M.Si.", "email": "tono@kpp.example"},
    ]


def test_paging_with_nonsense_is_the_first_page(desk: Client) -> None:
    prepared(desk)

    assert "/laporan/" in desk.get("/laporan/?before=kemarin").content.decode()


def test_a_quiet_home_says_that_setting_up_is_not_finished(client: Client) -> None:
    client.force_login(make_member(make_unit("Baru"), Role.BUREAU_HEAD))

    page = client.get("/").content.decode()

    assert "/selamat-datang/" in page or "/pengaturan/kueri/" in page
    assert "Nothing is listened to yet" in page
    assert "quiet day" not in page


def test_sent_is_said_only_of_what_has_left(desk: Client, unit: Unit) -> None:
    make_plan(unit)
    brief = prepared(desk)
    desk.post(f"/laporan/{brief.pk}/", post_of(brief, then="send"))
    outbox = "outbox"

    assert outbox in desk.get(f"/laporan/{brief.pk}/").content.decode()
    assert outbox in desk.get("/laporan/").content.decode()
    OutgoingMail.objects.update(state="sent")
    assert "waits in the outbox" not in desk.get("/laporan/").content.decode()


def test_a_full_disk_is_said(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_given: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("kentongan.reports.views.prepare_brief", full)

    response = desk.post("/laporan/siapkan/")

    assert response.status_code == 507
    assert "disk is full" in response.content.decode()


def test_the_hour_of_the_plan_carries_its_zone(desk: Client, unit: Unit) -> None:
    make_plan(unit)
    Unit.objects.filter(pk=unit.pk).update(time_zone="Asia/Makassar")

    page = desk.get("/laporan/").content.decode().replace("\xa0", " ")

    assert "06:00 WITA" in page or "06.00 WITA" in page


def test_the_text_for_whatsapp_says_what_stands_in_the_form_now(desk: Client) -> None:
    brief = prepared(desk)
    address = f"/laporan/{brief.pk}/teks/"
    first = brief.clips.order_by("position").first()
    kept = [str(pk) for pk in brief.clips.exclude(pk=first.pk).values_list("pk", flat=True)]

    answer = desk.post(address, post_of(brief, lede="Belum disimpan.", clip=kept))

    said = answer.content.decode()
    assert answer["content-type"].startswith("text/plain")
    assert "Belum disimpan." in said
    assert "Loket pulih" in said
    assert "Jawab hari ini." in said
    assert first.figures["title"] not in said
    brief.refresh_from_db()
    assert (brief.lede, brief.version) == ("", brief.version)
    assert not brief.clips.filter(is_hidden=True).exists()


def test_the_text_for_whatsapp_refuses_what_cannot_stand(desk: Client, client: Client, unit: Unit) -> None:
    brief = prepared(desk)
    address = f"/laporan/{brief.pk}/teks/"
    assert desk.post(address, post_of(brief, version=brief.version - 1)).status_code == 409
    wrong = desk.post(address, post_of(brief, lede="x" * 1201))
    assert (wrong.status_code, wrong["content-type"][:10]) == (422, "text/plain")
    assert desk.get(address).status_code == 405
    client.force_login(make_member(unit, Role.STAFF))
    assert client.post(address, post_of(brief)).status_code == 409
    client.force_login(make_member(make_unit("Biro lain")))
    assert client.post(address, post_of(brief)).status_code == 404


def test_an_outdated_draft_says_so_and_counts_again_without_losing_words(desk: Client, now: datetime) -> None:
    brief = prepared(desk)
    assert "outdated" not in desk.get(f"/laporan/{brief.pk}/").content.decode()
    Mention.objects.filter(pk=Mention.objects.first().pk).update(relevance="irrelevant")
    page = desk.get(f"/laporan/{brief.pk}/").content.decode()
    assert 'class="outdated"' in page
    assert 'form="brief-form" name="then" value="refresh"' in page

    desk.post(f"/laporan/{brief.pk}/", post_of(brief, then="refresh"))

    brief.refresh_from_db()
    assert (brief.figures["mentions"], brief.response) == (3, "Jawab hari ini.")
    assert "outdated" not in desk.get(f"/laporan/{brief.pk}/").content.decode()
