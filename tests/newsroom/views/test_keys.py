from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories.accounts import make_member, make_unit
from tests.factories.publishing import make_publication

from kentongan.accounts.choices import Role
from kentongan.newsroom.models import Publication, SigningKey

pytestmark = pytest.mark.django_db


@pytest.fixture
def publication(at_now: datetime, settings: Any, tmp_path: Path) -> Publication:
    settings.SIGNING_KEY_FILE = tmp_path / "signing-key"
    return make_publication(at_now)


@pytest.fixture
def desk(client: Client, publication: Publication) -> Client:
    client.force_login(make_member(publication.unit, Role.BUREAU_HEAD))
    return client


def test_the_page_says_where_the_secret_lies(desk: Client, settings: Any) -> None:
    shown = desk.get(reverse("newsroom:keys")).content.decode()
    key = SigningKey.objects.get()
    assert key.kid in shown
    assert str(settings.SIGNING_KEY_FILE) in shown
    assert key.private_sealed not in shown
    settings.SIGNING_SECRET = "rahasia dari lingkungan"
    assert "The key does not open" in desk.get(reverse("newsroom:keys")).content.decode()


def test_a_new_key_and_a_revoked_one(desk: Client, publication: Publication) -> None:
    old = SigningKey.objects.get()
    desk.post(reverse("newsroom:key_new"))
    assert desk.post(reverse("newsroom:key_revoke", args=[old.pk]), {"why": ""}).status_code == 422
    shown = desk.post(reverse("newsroom:key_revoke", args=[old.pk]), {"why": "Dicuri"}, follow=True).content.decode()
    assert "Dicuri" in shown
    publication.refresh_from_db()
    assert publication.kid == SigningKey.objects.get(revoked_at=None).kid


def test_before_the_first_text_there_is_none(client: Client, at_now: datetime) -> None:
    client.force_login(make_member(make_unit(), Role.BUREAU_HEAD))
    assert "No key yet" in client.get(reverse("newsroom:keys")).content.decode()
    client.post(reverse("newsroom:key_new"))
    assert SigningKey.objects.count() == 1


def test_keys_of_others_are_not_there(client: Client, publication: Publication) -> None:
    key = SigningKey.objects.get()
    client.force_login(make_member(make_unit(), Role.BUREAU_HEAD))
    assert client.post(reverse("newsroom:key_revoke", args=[key.pk]), {"why": "Iseng"}).status_code == 404
    client.force_login(make_member(publication.unit, Role.PR_OFFICER))
    assert client.get(reverse("newsroom:keys")).status_code == 403
    assert client.post(reverse("newsroom:key_new")).status_code == 403
    key.refresh_from_db()
    assert key.revoked_at is None
