from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories.accounts import make_member, make_unit

from kentongan.accounts.choices import Role
from kentongan.channels.webhook.choices import Event
from kentongan.channels.webhook.models import Webhook

pytestmark = pytest.mark.django_db


def signed_in(person: object) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_secret_is_shown_once(now: datetime) -> None:
    unit = make_unit()
    client = signed_in(make_member(unit, Role.BUREAU_HEAD))
    url = reverse("webhook:webhooks")
    page = client.post(url, {"url": "https://a.example/kait", "event": Event.BRIEF_SENT}).content.decode()
    secret = re.search(r'<code class="secret">([\w-]+)</code>', page)

    assert secret is not None
    again = client.get(url).content.decode()
    assert "https://a.example/kait" in again
    assert secret[1] not in again
    assert secret[1] not in Webhook.objects.get().secret_sealed


def test_strangers_find_nothing_and_officers_may_not(now: datetime) -> None:
    unit = make_unit()
    hook = Webhook.objects.create(unit=unit, url="https://a.example/", event=Event.BRIEF_SENT, created_at=now)
    stranger = signed_in(make_member(make_unit(), Role.BUREAU_HEAD))
    officer = signed_in(make_member(unit))

    assert "a.example" not in stranger.get(reverse("webhook:webhooks")).content.decode()
    assert officer.get(reverse("webhook:webhooks")).status_code == 403
    for name in ("test", "active", "remove"):
        assert stranger.post(reverse(f"webhook:{name}", args=[hook.pk])).status_code == 404
        assert officer.post(reverse(f"webhook:{name}", args=[hook.pk])).status_code == 403
    assert Webhook.objects.filter(is_active=True).exists()
