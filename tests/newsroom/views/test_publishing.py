from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories.accounts import make_member, make_unit
from tests.factories.newsroom import make_release
from tests.factories.publishing import make_publication, make_publisher

from kentongan.accounts.choices import Role
from kentongan.accounts.models import Unit, User
from kentongan.newsroom.actions.correcting import start_correction
from kentongan.newsroom.actions.writing import save_draft
from kentongan.newsroom.choices import Stage
from kentongan.newsroom.models import Correction, EmbargoPass, Publication, Release, Withdrawal
from kentongan.newsroom.rules.content import Content

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def unit(at_now: datetime) -> Unit:
    return make_unit()


@pytest.fixture
def officer(unit: Unit, at_now: datetime) -> User:
    return make_publisher(unit, at_now)


@pytest.fixture
def desk(client: Client, officer: User) -> Client:
    client.force_login(officer)
    return client


def page(name: str, *args: object) -> str:
    return reverse(f"newsroom:{name}", args=args)


def test_a_text_is_published_from_its_page(desk: Client, unit: Unit, officer: User, at_now: datetime) -> None:
    release = make_release(unit, officer, at_now)
    shown = desk.get(page("publish", release.pk))
    assert shown.status_code == 200
    answer = desk.post(page("publish", release.pk), {"when": "now"}, follow=True)
    assert Publication.objects.get().is_public(at_now)
    assert "Published: 1/HM.02" in answer.content.decode()
    again = desk.post(page("publish", release.pk), {"when": "now"})
    assert (again.status_code, Publication.objects.count()) == (302, 1)


def test_an_hour_is_read_in_the_zone_of_the_unit(
    client: Client, at_now: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    unit = make_unit("Kanwil Papua", time_zone="Asia/Jayapura")
    officer = make_publisher(unit, at_now)
    release = make_release(unit, officer, at_now)
    client.force_login(officer)
    values = {"when": "later", "publish_at": "2026-11-24T10:00:30", "embargoed": "on"}
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(page("publish", release.pk), values, follow=True)
    row = Publication.objects.get()
    assert row.pdf_size  # the paper of an hour in a zone with a name was set
    assert row.publish_at.isoformat() == "2026-11-24T01:00:30+00:00"
    assert row.is_embargoed
    assert "10.00" in answer.content.decode()
    assert "WIT" in answer.content.decode()


@pytest.fixture
def written(unit: Unit, officer: User, at_now: datetime) -> Release:
    return make_release(unit, officer, at_now)


def test_sizes_that_cannot_be_taken_stop_no_edition(
    desk: Client, written: Release, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def broken(_publication: Publication) -> None:
        raise ValueError("no paper")

    monkeypatch.setattr("kentongan.newsroom.views.publishing.measure", broken)
    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post(page("publish", written.pk), {"when": "now"})
    assert answer.status_code == 302
    assert Publication.objects.get().release == written


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"when": "kapan-kapan"},
        {"when": "later"},
        {"when": "later", "publish_at": "besok"},
        {"when": "later", "publish_at": "2020-01-01T00:00"},
        {"when": "later", "publish_at": "9999-12-31T23:59:59"},
        {"when": "later", "publish_at": "0001-01-01T00:00"},
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    desk: Client, unit: Unit, officer: User, at_now: datetime, values: dict[str, str]
) -> None:
    release = make_release(unit, officer, at_now)
    answer = desk.post(page("publish", release.pk), values)
    assert answer.status_code == 422
    assert b'class="error"' in answer.content
    assert not Publication.objects.exists()


def test_a_waiting_edition_is_moved_and_stopped(desk: Client, unit: Unit, officer: User, at_now: datetime) -> None:
    row = make_publication(at_now, unit=unit, by=officer, publish_at=at_now + HOUR, embargoed=True)
    assert "Public on 24" in desk.get(page("publish", row.release_id)).content.decode()
    desk.post(page("publication_move", row.release_id, row.pk), {"when": "later", "publish_at": "2026-11-24T20:00"})
    row.refresh_from_db()
    assert (row.publish_at.hour, row.is_embargoed) == (13, False)
    answer = desk.post(page("publication_stop", row.release_id, row.pk), follow=True)
    row.refresh_from_db()
    assert row.cancelled_at == at_now
    assert "Stopped." in answer.content.decode()
    refused = desk.post(page("publication_move", row.release_id, row.pk), {"when": "now"}, follow=True)
    assert "was stopped" in refused.content.decode()


def test_a_correction_from_start_to_public(desk: Client, unit: Unit, officer: User, at_now: datetime) -> None:
    row = make_publication(at_now - HOUR, unit=unit, by=officer)
    desk.post(page("correction_start", row.release_id))
    release = Release.objects.get()
    assert release.stage == Stage.DRAFT
    content = replace(Content.of(release.draft), lead="Yang benar 11.900 pemohon.")
    save_draft(release=release, content=content, revision=release.revision, by=officer, now=at_now)
    values = {"when": "now", "change": "correction", "is_right": "11.900"}
    refused = desk.post(page("publish", row.release_id), values)
    assert (refused.status_code, Correction.objects.count()) == (422, 0)
    desk.post(page("publish", row.release_id), values | {"was_wrong": "12.480", "told": "Kabar Serayu"})
    line = Correction.objects.get()
    assert (line.publication.edition, line.was_wrong) == (2, "12.480")
    shown = desk.get(page("publish", row.release_id)).content.decode()
    assert "Edition 2" in shown
    assert "replaced" in shown


def test_a_correction_is_given_up(desk: Client, unit: Unit, officer: User, at_now: datetime) -> None:
    row = make_publication(at_now - HOUR, unit=unit, by=officer)
    start_correction(release=row.release, by=officer, now=at_now)
    desk.post(page("correction_leave", row.release_id))
    assert Release.objects.get().stage == Stage.PUBLISHED


def test_a_release_is_withdrawn_with_its_reason(desk: Client, unit: Unit, officer: User, at_now: datetime) -> None:
    row = make_publication(at_now - HOUR, unit=unit, by=officer)
    assert desk.get(page("withdraw", row.release_id)).status_code == 200
    assert desk.post(page("withdraw", row.release_id), {"why": ""}).status_code == 422
    answer = desk.post(page("withdraw", row.release_id), {"why": "Data belum <b>lengkap</b>."}, follow=True)
    assert Withdrawal.objects.get().why == "Data belum <b>lengkap</b>."
    assert "&lt;b&gt;lengkap" in answer.content.decode()
    assert desk.get(page("withdraw", row.release_id)).status_code == 302


def test_a_pass_shows_its_link_once(desk: Client, unit: Unit, officer: User, at_now: datetime) -> None:
    row = make_publication(at_now, unit=unit, by=officer, publish_at=at_now + HOUR, embargoed=True)
    address = page("passes", row.release_id, row.pk)
    shown = desk.post(address, {"name": "Raka", "outlet": "Kabar Serayu"}).content.decode()
    assert "/embargo/" in shown
    assert "/embargo/" not in desk.get(address).content.decode().replace(address, "").replace("/embargo/1/tarik", "")
    assert desk.post(address, {"name": ""}).status_code == 422
    held = EmbargoPass.objects.get()
    desk.post(page("pass_revoke", row.release_id, row.pk, held.pk))
    held.refresh_from_db()
    assert held.revoked_at == at_now


def test_who_only_writes_reads_and_changes_nothing(client: Client, unit: Unit, officer: User, at_now: datetime) -> None:
    release = make_release(unit, officer, at_now)
    row = make_publication(at_now, unit=unit, by=officer, publish_at=at_now + HOUR, embargoed=True)
    client.force_login(make_member(unit, Role.STAFF))
    assert 'name="when"' not in client.get(page("publish", release.pk)).content.decode()
    for address, values in (
        (page("publish", release.pk), {"when": "now"}),
        (page("publication_stop", row.release_id, row.pk), {}),
        (page("publication_move", row.release_id, row.pk), {"when": "now"}),
        (page("withdraw", row.release_id), {"why": "Keliru"}),
        (page("passes", row.release_id, row.pk), {"name": "Raka"}),
    ):
        assert client.post(address, values).status_code == 403, address
    assert client.get(page("passes", row.release_id, row.pk)).status_code == 403
    assert Publication.objects.get().cancelled_at is None


def test_a_stranger_finds_nothing(client: Client, unit: Unit, officer: User, at_now: datetime) -> None:
    row = make_publication(at_now, unit=unit, by=officer, publish_at=at_now + HOUR, embargoed=True)
    client.force_login(make_publisher(make_unit(), at_now))
    for name, args in (
        ("publish", (row.release_id,)),
        ("withdraw", (row.release_id,)),
        ("passes", (row.release_id, row.pk)),
    ):
        assert client.get(page(name, *args)).status_code == 404
    assert client.post(page("correction_start", row.release_id)).status_code == 404
