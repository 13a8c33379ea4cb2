"""The health page: what it says, and who may read it."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories.accounts import make_member, make_unit

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
