from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from django.test import Client
from tests.factories.publishing import make_publication

from kentongan.newsroom.actions.correcting import withdraw_release
from kentongan.newsroom.models import Publication
from kentongan.newsroom.rules.signing import keys_of, open_download

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def publication(at_now: datetime) -> Publication:
    return make_publication(at_now - HOUR)


def test_anyone_checks_with_what_is_public(client: Client, publication: Publication) -> None:
    listed = client.get("/.well-known/kentongan-keys.json")
    signed = client.get(f"/r/{publication.short_code}/rilis.json")
    keys = keys_of(listed.content.decode())
    assert open_download(signed.content.decode(), keys).statement.text == publication.text
    assert "private" not in listed.content.decode()
    for answer in (listed, signed):
        assert answer["Content-Type"] == "application/json; charset=utf-8"
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert not answer.cookies
    assert client.get(f"/r/{publication.short_code}/edisi/1/rilis.json").content == signed.content


def test_the_withdrawal_comes_with_it(client: Client, publication: Publication, at_now: datetime) -> None:
    withdraw_release(release=publication.release, why="Keliru", by=publication.published_by, now=at_now)
    data = json.loads(client.get(f"/r/{publication.short_code}/rilis.json").content)
    assert "Keliru" in data["withdrawal"]["payload"]


def test_before_its_hour_there_is_nothing(client: Client, at_now: datetime) -> None:
    waiting = make_publication(at_now, publish_at=at_now + HOUR, embargoed=True)
    for address in (f"/r/{waiting.short_code}/rilis.json", f"/r/{waiting.short_code}/edisi/1/rilis.json"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert waiting.title not in answer.content.decode()


@pytest.mark.parametrize(
    "address",
    ["/r/zzzzz/rilis.json", "/r/zzzzz/edisi/1/rilis.json", "/r/zzzzz/edisi/99999999999999999999999/rilis.json"],
)
def test_what_is_not_there(client: Client, publication: Publication, address: str) -> None:
    assert client.get(address).status_code == 404
    assert client.get(address.replace("zzzzz", publication.short_code).replace("/1/", "/2/")).status_code in {200, 404}
    assert client.post(address).status_code == 405
