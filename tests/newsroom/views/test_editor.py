from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from PIL import Image
from tests.factories.accounts import make_member, make_unit
from tests.factories.newsroom import CONTENT, make_release

from kentongan.accounts.choices import Role
from kentongan.accounts.models import Unit, User
from kentongan.newsroom.choices import Stage
from kentongan.newsroom.models import Asset, PassageComment, Release, ReleaseTemplate, Topic
from kentongan.newsroom.rules.content import Content

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    return make_unit()


@pytest.fixture
def writer(unit: Unit) -> User:
    return make_member(unit, Role.BUREAU_HEAD)


@pytest.fixture
def release(unit: Unit, writer: User, at_now: datetime) -> Release:
    return make_release(unit, writer, at_now)


@pytest.fixture
def desk(client: Client, writer: User, at_now: datetime) -> Client:
    client.force_login(writer)
    return client


def fields(release: Release, **more: Any) -> dict[str, Any]:
    return {
        "revision": release.revision,
        "headline": CONTENT.headline,
        "lead": CONTENT.lead,
        "place": CONTENT.place,
        "body": CONTENT.body,
        "boilerplate": CONTENT.boilerplate,
        "quotes-0-text": "Kami minta maaf.",
        "quotes-0-speaker": "Nirmala Hadiwasita",
        "quotes-0-post": "Menteri Pelayanan Publik",
        "facts-0-value": "12.480",
        "facts-0-label": "pemohon terdampak",
        "facts-0-source": "Pusdatin, 05.30 WIB",
        "facts-0-kind": "figure",
        "contacts-0-name": "Sekar Ayuningtyas",
        "contacts-0-post": "Humas",
        "contacts-0-phone": "0812-0000-0119",
        "contacts-0-email": "media@kpp.example",
        **more,
    }


def draft(release: Release) -> Content:
    return Content.of(Release.objects.get(pk=release.pk).draft)


def page(release: Release, more: str = "") -> str:
    return f"/rilis/{release.pk}/{more}"


# --- the list


def close_file(answer: Any) -> None:
    """Close the file of an answer, and not, as `close` does, the database's connection with it."""
    for close in answer._resource_closers:
        close()


def test_the_list_shows_what_is_at_work_and_finds_by_word(desk: Client, release: Release, writer: User) -> None:
    put_away = make_release(release.unit, writer, release.saved_at, headline="Disingkirkan kemarin")
    Release.objects.filter(pk=put_away.pk).update(stage=Stage.DROPPED)
    shown = desk.get("/rilis/").content.decode()
    assert CONTENT.headline in shown
    assert "Disingkirkan kemarin" not in shown
    assert "Disingkirkan kemarin" in desk.get("/rilis/?stage=dropped").content.decode()
    assert CONTENT.headline not in desk.get("/rilis/?q=beras").content.decode()
    assert CONTENT.headline in desk.get("/rilis/?q=antrean+loket&kind=press_release").content.decode()


@pytest.mark.parametrize("query", ["?stage=x&kind=x&page=x", "?page=99999", "?q=%00", "?q=" + "a" * 3000])
def test_a_bad_filter_is_no_error(desk: Client, release: Release, query: str) -> None:
    assert desk.get(f"/rilis/{query}").status_code == 200


def test_an_empty_office_says_what_to_do(desk: Client) -> None:
    assert "/rilis/baru/" in desk.get("/rilis/").content.decode()


def test_a_text_begins_from_a_template(desk: Client, unit: Unit, at_now: datetime) -> None:
    template = ReleaseTemplate.objects.create(unit=unit, name="A", content={"lead": "Mulai."}, changed_at=at_now)
    answer = desk.post("/rilis/baru/", {"kind": "speech", "language": "en", "template": template.pk})
    release = Release.objects.get()
    assert answer["Location"] == page(release)
    assert (release.kind, release.language, draft(release).lead) == ("speech", "en", "Mulai.")


@pytest.mark.parametrize("data", [{}, {"kind": "novel", "language": "id"}, {"kind": "speech", "language": "xx"}])
def test_a_text_of_no_known_type_does_not_begin(desk: Client, data: dict[str, str]) -> None:
    assert desk.post("/rilis/baru/", data).status_code == 422
    assert not Release.objects.exists()


# --- saving by itself


def test_what_the_form_holds_is_what_is_kept(desk: Client, release: Release) -> None:
    answer = desk.post(page(release, "simpan/"), fields(release)).json()
    assert answer["revision"] == release.revision
    assert draft(release) == CONTENT


def test_a_change_is_saved_with_the_coachs_notes(desk: Client, release: Release) -> None:
    answer = desk.post(page(release, "simpan/"), fields(release, headline="Judul baru", is_urgent="on")).json()
    assert answer["revision"] == release.revision + 1
    assert "<h2" in answer["coach"]
    assert {"says", "words", "chain-panel", "publish-panel"} <= set(answer)
    assert Release.objects.get().is_urgent


def test_rows_come_in_their_order_and_wild_names_are_nothing(desk: Client, release: Release) -> None:
    more = {
        "facts-7-value": "3", "facts-7-label": "c", "facts-2-value": "2", "facts-2-label": "b", "facts-x-value": "9",
        "facts-3-colour": "red", "pictures-0-asset": "x", "quotes-99999-text": "a", "topics": ["none"], "kind": "novel",
        "wanted_at": "kapan",
    }  # fmt: skip
    assert desk.post(page(release, "simpan/"), fields(release, **more)).status_code == 200
    assert [fact.value for fact in draft(release).facts] == ["12.480", "2", "3"]
    assert draft(release).kind == "press_release"


def test_an_old_revision_is_told_and_kept(desk: Client, release: Release, unit: Unit) -> None:
    other = Client()
    other.force_login(make_member(unit))
    other.post(page(release, "simpan/"), fields(release, headline="Milik orang lain"))
    answer = desk.post(page(release, "simpan/"), fields(release, headline="Milik saya"))
    assert answer.status_code == 409
    assert draft(release).headline == "Milik orang lain"
    compared = desk.get(answer.json()["compare"]).content.decode()
    assert "Milik" in compared
    assert "<del>" in compared


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 30])
def test_a_revision_that_is_none_overwrites_nothing(desk: Client, release: Release, revision: str) -> None:
    data = fields(release, headline="Baru") | {"revision": revision}
    assert desk.post(page(release, "simpan/"), data).status_code == 409


def test_who_else_is_there_is_told(desk: Client, release: Release, unit: Unit) -> None:
    other = make_member(unit, name="Damar Lintang")
    with_other = Client()
    with_other.force_login(other)
    with_other.post(page(release, "hadir/"))
    answer = desk.post(page(release, "hadir/")).json()
    assert "Damar Lintang" in answer["others"]
    assert answer["revision"] == release.revision


def test_a_paste_comes_back_clean(desk: Client) -> None:
    assert desk.post("/rilis/tempel/", {"html": "<p class=x>a<script>b</script></p>"}).content == b"<p>a</p>"
    assert desk.post("/rilis/tempel/", {"text": "*a*"}).content == b"<p><strong>a</strong></p>"
    assert desk.post("/rilis/tempel/").content == b""


# --- without scripts


def test_the_form_is_sent_by_its_buttons(desk: Client, release: Release) -> None:
    assert desk.post(page(release), fields(release, lead="Baru.")).status_code == 302
    assert draft(release).lead == "Baru."
    row = Release.objects.get()
    answer = desk.post(page(release), fields(row, do="add-facts"))
    assert answer["Location"].endswith("?blank=facts#facts")
    assert "facts-1-value" in desk.get(answer["Location"].split("#")[0]).content.decode()


def test_rows_move_and_go_by_buttons(desk: Client, release: Release) -> None:
    two = {"facts-1-value": "2", "facts-1-label": "b"}
    desk.post(page(release), fields(release, **two, do="up-facts-1"))
    assert [fact.value for fact in draft(release).facts] == ["2", "12.480"]
    desk.post(page(release), fields(Release.objects.get(), **two, do="remove-facts-1"))
    assert [fact.value for fact in draft(release).facts] == ["12.480"]
    desk.post(page(release), fields(Release.objects.get(), do="remove-facts-77"))
    assert len(draft(release).facts) == 1


def test_keeping_a_draft_and_writing_on_from_it(desk: Client, release: Release) -> None:
    desk.post(page(release), fields(release, do="keep"))
    desk.post(page(release), fields(Release.objects.get(), headline="Lain"))
    desk.post(page(release, "draf/1/"))
    assert draft(release).headline == CONTENT.headline
    assert desk.get(page(release, "draf/?dari=1&ke=2")).status_code == 200
    assert desk.get(page(release, "draf/?dari=77")).status_code == 404
    assert desk.get(page(release, "draf/?dari=x&ke=y")).status_code == 200


def test_a_public_text_is_read_not_written(desk: Client, release: Release) -> None:
    Release.objects.update(stage=Stage.PUBLISHED)
    shown = desk.get(page(release)).content.decode()
    assert 'id="editor"' not in shown
    assert CONTENT.lead in shown
    assert desk.post(page(release), fields(release, lead="x")).status_code == 422


def test_nothing_of_a_text_is_markup(desk: Client, release: Release) -> None:
    evil = "<img src=x onerror=alert(1)>\"'"
    data = fields(release, headline=evil, lead=evil, place=evil, boilerplate=evil)
    data |= {"facts-0-value": evil, "quotes-0-text": evil, "contacts-0-name": evil}
    desk.post(page(release, "simpan/"), data)
    desk.post(page(release, "catatan/"), {"text": evil, "passage": evil})
    for more in ("", "pratinjau/", "draf/"):
        assert "<img src=x" not in desk.get(page(release, more)).content.decode()
    assert "<img src=x" not in desk.get("/rilis/").content.decode()


# --- around the text


def test_number_copy_language_and_putting_away(desk: Client, release: Release) -> None:
    desk.post(page(release, "nomor/"))
    assert Release.objects.get().number == "1/HM.02/KPP/11/2026"
    desk.post(page(release, "salin/"))
    desk.post(page(release, "bahasa/"), {"language": "en"})
    desk.post(page(release, "bahasa/"), {"language": "en"})
    english = Release.objects.get(language="en")
    assert english.translation_of == release
    assert CONTENT.lead in desk.get(page(english)).content.decode()  # beside the empty sheet
    desk.post(page(release, "singkirkan/"))
    assert Release.objects.get(pk=release.pk).stage == Stage.DROPPED
    desk.post(page(release, "ambil/"))
    assert Release.objects.get(pk=release.pk).stage == Stage.DRAFT
    assert Release.objects.count() == 3


def test_remarks_are_written_answered_and_settled(desk: Client, release: Release) -> None:
    desk.post(page(release, "catatan/"), {"passage": "12.480", "text": "Dari mana?"})
    remark = PassageComment.objects.get()
    shown = desk.post(
        page(release, f"catatan/{remark.pk}/jawab/"), {"text": "Pusdatin"}, headers={"HX-Request": "true"}
    )
    assert "Pusdatin" in shown.content.decode()
    desk.post(page(release, f"catatan/{remark.pk}/selesai/"))
    remark.refresh_from_db()
    assert remark.resolved_at is not None
    assert desk.post(page(release, "catatan/"), {"text": ""}).status_code == 302


def upload(name: str = "loket.png") -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (20, 10)).save(file, "PNG")
    file.seek(0)
    file.name = name
    return file


def test_a_picture_is_added_from_the_sheet_and_without_scripts(desk: Client, release: Release) -> None:
    row = desk.post(page(release, "gambar/"), {"file": upload()}, headers={"X-Requested-With": "sheet"})
    asset = Asset.objects.get()
    assert f'value="{asset.pk}"' in row.content.decode()
    assert draft(release).pictures == ()
    desk.post(page(release, "gambar/"), {"file": upload(), "alt": "Loket"})
    (file,) = draft(release).pictures
    assert (file.asset, file.alt) == (asset.pk, "Loket")
    shown = desk.get(f"/rilis/berkas/{asset.pk}/480/")
    assert b"".join(shown.streaming_content)[8:12] == b"WEBP"
    close_file(shown)
    assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == ("image/webp", "nosniff")
    assert desk.get(page(release)).status_code == 200


def test_a_refused_file_says_why(desk: Client, release: Release) -> None:
    bad = io.BytesIO(b"MZ")
    bad.name = "laporan.pdf"
    answer = desk.post(page(release, "lampiran/"), {"file": bad}, headers={"X-Requested-With": "sheet"})
    assert answer.status_code == 422
    assert "PDF" in answer.json()["error"]
    assert desk.post(page(release, "lampiran/")).status_code == 422


def test_an_attachment_is_only_ever_a_download(desk: Client, release: Release) -> None:
    file = io.BytesIO(b"a;b\n1;2\n")
    file.name = "data.csv"
    desk.post(page(release, "lampiran/"), {"file": file})
    answer = desk.get(f"/rilis/berkas/{Asset.objects.get().pk}/")
    assert answer["Content-Disposition"].startswith("attachment")
    close_file(answer)


# --- who may


def test_a_stranger_finds_nothing(client: Client, release: Release) -> None:
    client.force_login(make_member(make_unit("Unit lain"), Role.BUREAU_HEAD))
    for more in ("", "pratinjau/", "draf/", "gambar/"):
        assert client.get(page(release, more)).status_code == 404
    for more in ("", "simpan/", "hadir/", "nomor/", "salin/", "bahasa/", "singkirkan/", "ambil/", "catatan/"):
        assert client.post(page(release, more), {"text": "x"}).status_code == 404
    assert CONTENT.headline not in client.get("/rilis/").content.decode()


def test_who_only_reads_reads(client: Client, release: Release, unit: Unit) -> None:
    client.force_login(make_member(unit, Role.INFO_OFFICER_MAIN))
    assert 'id="editor"' not in client.get(page(release)).content.decode()
    assert client.post(page(release, "simpan/"), fields(release, lead="x")).status_code == 403
    assert client.get("/rilis/baru/").status_code == 403
    assert client.get(page(release, "gambar/")).status_code == 403
    assert draft(release) == CONTENT


# --- settings


def test_numbers_topics_and_templates_are_set(desk: Client, unit: Unit) -> None:
    desk.post("/pengaturan/rilis/penomoran/", {"pattern": "No. {sequence}/PIH/{month}/{year}", "kind": ""})
    desk.post("/pengaturan/rilis/penomoran/", {"pattern": "{x}", "kind": ""})
    desk.post("/pengaturan/rilis/penomoran/", {"pattern": "{sequence}", "kind": "novel"})
    desk.post("/pengaturan/rilis/topik/", {"name": "Loket daring", "name_en": "Online"})
    desk.post("/pengaturan/rilis/topik/", {"name": ""})
    data = {"name": "Gangguan", "kind": "clarification", "lead": "Kami memahami.", "contacts-0-name": "Sekar"}
    desk.post("/pengaturan/rilis/templat/", data)
    shown = desk.get("/pengaturan/rilis/").content.decode()
    assert all(word in shown for word in ("No. 22/PIH/11/2026", "Loket daring", "Gangguan"))
    template, topic = ReleaseTemplate.objects.get(), Topic.objects.get()
    assert "Kami memahami." in desk.get(f"/pengaturan/rilis/templat/{template.pk}/").content.decode()
    assert desk.post(f"/pengaturan/rilis/templat/{template.pk}/", {"name": ""}).status_code == 422
    desk.post(f"/pengaturan/rilis/topik/{topic.pk}/", {"name": "Loket"})
    desk.post(f"/pengaturan/rilis/topik/{topic.pk}/", {"do": "drop"})
    desk.post(f"/pengaturan/rilis/templat/{template.pk}/hapus/")
    assert not Topic.objects.exists()
    assert not ReleaseTemplate.objects.exists()


def test_who_may_not_set_up_only_looks(client: Client, unit: Unit) -> None:
    client.force_login(make_member(unit, Role.STAFF))
    assert "<form" not in client.get("/pengaturan/rilis/").content.decode().split('class="narrow-page"')[1]
    client.post("/pengaturan/rilis/topik/", {"name": "Loket"})
    assert client.get("/pengaturan/rilis/templat/").status_code == 403
    assert not Topic.objects.exists()
