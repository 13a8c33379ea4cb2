"""The health page: what it says, and who may read it."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories.accounts import UserFactory, make_member, make_unit

from kentongan.accounts.choices import Role
from kentongan.accounts.models import User
from kentongan.project import backup

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def page_of(person: User) -> str:
    client = Client()
    client.force_login(person)
    return client.get(reverse("health")).content.decode().replace("\xa0", " ")


def test_the_last_backup_is_told_with_its_zone(settings: object, tmp_path: Path, now: datetime) -> None:
    settings.DATA = tmp_path
    file = backup.folder() / "kentongan-20261123-231200.tar.gz"
    file.parent.mkdir(exist_ok=True)
    file.touch()
    os.utime(file, (now.timestamp(), now.timestamp()))

    assert "Last on 24 Nov 2026, 06:12 WIB, 1 kept" in page_of(
        make_member(make_unit(), Role.BUREAU_HEAD, language="en")
    )


@pytest.mark.parametrize("role", [Role.BUREAU_HEAD, Role.PR_COORDINATOR])
def test_only_who_manages_a_first_unit_reads_about_the_machine(client: Client, role: Role) -> None:
    root = make_unit()
    below = make_unit("Kanwil", parent=root)
    for unit, status in ((root, 200), (below, 403)):
        client.force_login(make_member(unit, role))
        assert client.get(reverse("health")).status_code == status
        settings_page = client.get(reverse("accounts:settings")).content.decode()
        assert (reverse("health") in settings_page) is (status == 200)


def test_who_no_longer_manages_the_first_unit_and_others_read_nothing(client: Client, now: datetime) -> None:
    root = make_unit()
    former = make_member(root, Role.BUREAU_HEAD)
    former.memberships.update(end_on=now.date() - timedelta(days=2))
    for person in (former, make_member(root, Role.PR_OFFICER), UserFactory()):
        client.force_login(person)
        assert client.get(reverse("health")).status_code == 403
    client.force_login(UserFactory(is_superuser=True))  # who runs the machine, without a role in any unit
    assert client.get(reverse("health")).status_code == 200
    client.logout()
    assert client.get(reverse("health")).status_code == 302
    assert client.get(reverse("alive")).json() == {"status": "ok"}
