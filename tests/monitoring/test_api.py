"""The read API: a key sees its unit and below, page by page, and nonsense gets a clear answer."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from tests.factories.accounts import make_member, make_unit
from tests.factories.monitoring import LEDE, OTHER, hear, make_article, watch

from kentongan.accounts import actions as accounts
from kentongan.accounts.choices import Role
from kentongan.accounts.models import Unit
from kentongan.monitoring.models import Mention

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def bearer(unit: Unit, now: datetime) -> Client:
    head = make_member(unit, Role.BUREAU_HEAD)
    _token, key = accounts.issue_token(unit=unit, name="uji", days=30, by=head, now=now)
    return Client(headers={"Authorization": f"Bearer {key}"})


@pytest.fixture
def below(now: datetime) -> Unit:
    root = make_unit()
    unit = make_unit("Kantor", parent=root)
    watch(root, "loket")
    watch(unit, "bola")
    hear(make_article("Loket daring", LEDE), make_article("Final bola", OTHER, minutes=2), now=now)
    return unit


def test_a_key_sees_its_unit_and_what_lies_below(below: Unit, now: datetime) -> None:
    root = Unit.objects.get_parent(below)
    both = bearer(root, now).get("/api/v1/mentions").json()["items"]
    assert {row["title"] for row in both} == {"Loket daring", "Final bola"}
    own = bearer(below, now).get("/api/v1/mentions").json()["items"]
    assert [(row["title"], row["tone_by_person"], row["version"]) for row in own] == [("Final bola", False, 1)]
    assert bearer(make_unit("Biro lain"), now).get("/api/v1/mentions").json()["items"] == []
    assert [row["title"] for row in bearer(below, now).get("/api/v1/stories").json()["items"]] == ["Final bola"]


def test_pages_follow_one_another(below: Unit, now: datetime) -> None:
    client = bearer(Unit.objects.get_parent(below), now)
    first = client.get("/api/v1/mentions?limit=1").json()
    rest = client.get(f"/api/v1/mentions?limit=1&before={first['next_before']}").json()
    ids = [row["id"] for row in first["items"] + rest["items"]]
    assert ids == sorted(Mention.objects.values_list("pk", flat=True), reverse=True)
    assert rest["next_before"] is None


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("?limit=0", 422), ("?limit=501", 422), ("?tone=furious", 422), ("?since=yesterday", 422), ("?before=-1", 422),
        ("?since=2026-11-24", 200), ("?since=2026-11-24T00:00:00", 200), ("?until=0001-01-01T00:00:00%2B07:00", 200),
        ("?since=9999-12-31T23:59:59-07:00", 200), ("?before=9223372036854775808", 422),
        ("?unit=4611686018427387904", 200),
    ],
)  # fmt: skip
def test_what_is_asked_is_checked(address: str, status: int, below: Unit, now: datetime) -> None:
    assert bearer(below, now).get("/api/v1/mentions" + address).status_code == status


def test_without_a_key_nothing_is_told(below: Unit) -> None:
    assert Client().get("/api/v1/mentions").status_code == 401
    assert Client().get("/api/v1/stories").status_code == 401
