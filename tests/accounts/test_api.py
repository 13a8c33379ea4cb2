from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from ninja import NinjaAPI
from ninja.testing import TestClient
from tests.factories.accounts import make_member, make_unit

from kentongan.accounts import actions
from kentongan.accounts.api import router
from kentongan.accounts.choices import Role
from kentongan.accounts.models import ApiToken

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def api() -> TestClient:
    whole = NinjaAPI(urls_namespace="test-accounts")
    whole.add_router("", router)
    return TestClient(whole)


def test_a_key_reads_its_unit_and_below_and_nothing_else(api: TestClient) -> None:
    root, _other = make_unit("Biro"), make_unit("Biro Lain")
    branch = make_unit("Kanwil", parent=root)
    make_unit("UPT", parent=branch)
    head = make_member(root, Role.BUREAU_HEAD)
    _token, raw = actions.issue_token(unit=branch, name="D", days=30, by=head, now=timezone.now())
    bearer = {"Authorization": f"Bearer {raw}"}

    assert [unit["name"] for unit in api.get("/units", headers=bearer).json()["items"]] == ["Kanwil", "UPT"]
    page = api.get("/units?limit=1", headers=bearer).json()
    assert [unit["name"] for unit in api.get(f"/units?after={page['next_after']}", headers=bearer).json()["items"]] == [
        "UPT"
    ]
    assert ApiToken.objects.get().last_used_at is not None


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer palsu"}, {"Authorization": "Basic eA=="}])
def test_without_a_key_nothing_opens(api: TestClient, header: dict[str, str]) -> None:
    assert api.get("/units", headers=header).status_code == 401


def test_an_expired_or_revoked_key_opens_nothing(api: TestClient) -> None:
    root = make_unit()
    head = make_member(root, Role.BUREAU_HEAD)
    token, raw = actions.issue_token(unit=root, name="D", days=30, by=head, now=timezone.now() - timedelta(days=31))
    bearer = {"Authorization": f"Bearer {raw}"}
    assert api.get("/units", headers=bearer).status_code == 401
    _other, fresh = actions.issue_token(unit=root, name="E", days=30, by=head, now=timezone.now())
    actions.revoke_token(token=_other, by=head, now=timezone.now())
    assert api.get("/units", headers={"Authorization": f"Bearer {fresh}"}).status_code == 401
    assert token.unit == root
