"""What every request passes."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from kentongan.accounts import middleware

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def _many_tries(client: Client) -> int:
    statuses = [
        client.post(reverse("account_login"), {"login": f"orang{n}@kpp.example", "password": "salah"}).status_code
        for n in range(31)
    ]
    return statuses[-1]


def test_many_tries_from_one_address_are_held_up(client: Client) -> None:
    assert _many_tries(client) == 429


def test_with_no_room_to_count_tries_the_door_says_that_the_disk_is_full(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(middleware, "ROOM_FOR_A_PAGE", 10**18)
    assert _many_tries(client) == 507
