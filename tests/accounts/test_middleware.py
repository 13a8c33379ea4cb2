"""What every request passes."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories.accounts import make_member, make_unit

from kentongan.accounts import middleware
from kentongan.accounts.choices import Role
from kentongan.accounts.models import Membership

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def test_a_page_reads_the_memberships_of_its_reader_once_and_a_decision_afresh(client: Client) -> None:
    member = make_member(make_unit(), Role.BUREAU_HEAD)
    client.force_login(member)
    client.get("/")
    with CaptureQueriesContext(connection) as caught:
        assert client.get("/").status_code == 200
    assert sum('FROM "accounts_membership"' in query["sql"] for query in caught) <= 2  # the other: deputies
    Membership.objects.filter(user=member).delete()
    assert client.get("/").status_code == 403


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
