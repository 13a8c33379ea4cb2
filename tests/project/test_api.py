"""The read API, called with what its own document allows and more: never a server error, never a leak."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from tests.factories.accounts import make_member, make_unit
from tests.factories.monitoring import MentionFactory, watch
from tests.factories.reports import make_morning
from tests.factories.sources import ArticleFactory

from kentongan.accounts.actions import issue_token, revoke_token
from kentongan.accounts.choices import Role
from kentongan.accounts.models import ApiToken
from kentongan.monitoring.models import Story
from kentongan.project.api import api
from kentongan.project.wsgi import application

EXAMPLES = 12
SECRET = "rahasia4k"

pytestmark = [pytest.mark.django_db, pytest.mark.whole]


@pytest.fixture
def keys() -> dict[str, str]:
    """Keys by name: one that reads, one that is over, one taken back, one of another office, and none."""
    now = timezone.now()
    unit = make_unit(f"Biro {SECRET}")
    head = make_member(unit, Role.BUREAU_HEAD)
    make_morning(unit, now=now)
    Story.objects.update(title=f"Cerita {SECRET}")  # the articles themselves are shared matter
    watch(unit, name=f"Kueri {SECRET}")
    other = make_unit("Biro Lain")
    stranger = make_member(other, Role.BUREAU_HEAD)
    MentionFactory(unit=other, article=ArticleFactory())

    def key(by: Any, where: Any) -> tuple[ApiToken, str]:
        return issue_token(unit=where, name="Papan", days=30, by=by, now=now)

    _good, good = key(head, unit)
    over, expired = key(head, unit)
    ApiToken.objects.filter(pk=over.pk).update(expires_at=now - timedelta(seconds=1))
    gone, revoked = key(head, unit)
    revoke_token(token=gone, by=head, now=now)
    return {
        "good": good,
        "expired": expired,
        "revoked": revoked,
        "stranger": key(stranger, other)[1],
        "none": "",
        "nonsense": "ktg_" + "x" * 43,
    }


def operations() -> list[Any]:
    import schemathesis  # noqa: PLC0415 - half a second that a run without fuzzing need not spend

    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    return [found.ok() for found in schema.get_all_operations()]


def fuzz(check: Callable[[Any, Any], None], key: str) -> None:
    """Call every operation with made-up arguments, the same ones in every run."""
    headers = {"Accept-Encoding": "identity"} | ({"Authorization": f"Bearer {key}"} if key else {})
    for operation in operations():

        @hypothesis_settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def call(case: Any) -> None:
            case.headers.pop("Authorization", None)
            check(case, case.call(headers=headers))

        call()


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """As Django's own test client does: a call through WSGI must not close the connection of the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(autouse=True)
def _no_limit(settings: Any) -> None:
    settings.API_CALLS_PER_MINUTE = 10**6


def test_a_good_key_gets_what_the_document_promises(keys: dict[str, str]) -> None:
    from schemathesis.specs.openapi.checks import (  # noqa: PLC0415 - as in `operations`
        content_type_conformance,
        response_schema_conformance,
    )

    seen: list[int] = []

    def check(case: Any, response: Any) -> None:
        seen.append(response.status_code)
        assert response.status_code < 500, case.as_curl_command()
        if response.status_code == 200:
            case.validate_response(response, checks=[content_type_conformance, response_schema_conformance])

    fuzz(check, keys["good"])
    assert 200 in seen


@pytest.mark.parametrize("name", ["none", "expired", "revoked", "nonsense"])
def test_without_a_good_key_nothing_is_said(keys: dict[str, str], name: str) -> None:
    def check(case: Any, response: Any) -> None:
        if case.path.endswith("/verify"):  # for anybody, without a key
            assert response.status_code < 500, case.as_curl_command()
            return
        assert response.status_code in {401, 404, 405}, case.as_curl_command()
        assert SECRET not in response.text.lower()

    fuzz(check, keys[name])


def test_a_key_of_another_office_reads_nothing_of_ours(keys: dict[str, str]) -> None:
    def check(case: Any, response: Any) -> None:
        assert response.status_code < 500, case.as_curl_command()
        assert SECRET not in response.text.lower()

    fuzz(check, keys["stranger"])


def test_the_api_only_reads() -> None:
    # A route that writes must come with a rule about who may, and with tests of its own here.
    # The verifier takes a text to compare, and keeps nothing of it.
    paths = api.get_openapi_schema()["paths"].items()
    assert {method for path, ways in paths if not path.endswith("/verify") for method in ways} == {"get"}


def test_a_key_that_asks_too_often_waits(
    keys: dict[str, str], client: Client, settings: Any, time_machine: Any
) -> None:
    settings.API_CALLS_PER_MINUTE = 3
    cache.clear()
    time_machine.move_to(timezone.now(), tick=False)
    headers = {"Authorization": f"Bearer {keys['good']}"}
    answers = [client.get("/api/v1/units", headers=headers).status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]
    other = {"Authorization": f"Bearer {keys['stranger']}"}
    assert client.get("/api/v1/units", headers=other).status_code == 200


def test_the_document_is_served_without_a_page_from_elsewhere(client: Client) -> None:
    assert client.get("/api/v1/openapi.json").json()["info"]["title"] == "Kentongan"
    assert client.get("/api/v1/docs").status_code == 404
