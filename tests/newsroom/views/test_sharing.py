from __future__ import annotations

import io
from datetime import datetime, timedelta

import pytest
from django.test import Client
from PIL import Image
from tests.factories.accounts import make_member, make_unit
from tests.factories.newsroom import make_release
from tests.factories.publishing import make_publication, make_publisher

from kentongan.newsroom.actions.correcting import withdraw_release
from kentongan.newsroom.models import Publication

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def publication(at_now: datetime) -> Publication:
    return make_publication(at_now - HOUR)


@pytest.fixture
def office(client: Client, publication: Publication) -> Client:
    client.force_login(publication.published_by)
    return client


def test_texts_to_copy_and_cards_to_save(office: Client, publication: Publication) -> None:
    address = f"/rilis/{publication.release_id}"

    page = office.get(f"{address}/bagikan/").content.decode()

    assert "Instagram" in page
    assert f"kode ucap {publication.spoken_code}" in page
    for shape, size in (("tegak", (1080, 1350)), ("lebar", (1200, 630))):
        picture = office.get(f"{address}/kartu-{shape}.png")
        assert picture.headers["Content-Type"] == "image/png"
        assert Image.open(io.BytesIO(picture.content)).size == size
    assert office.get(f"{address}/kartu-bulat.png").status_code == 404


def test_before_the_first_edition_there_is_nothing_to_share(client: Client, at_now: datetime) -> None:
    unit = make_unit()
    by = make_publisher(unit, at_now)
    release = make_release(unit, by, at_now)
    client.force_login(by)

    assert "Nothing to share yet" in client.get(f"/rilis/{release.pk}/bagikan/").content.decode()
    assert client.get(f"/rilis/{release.pk}/kartu-tegak.png").status_code == 404


def test_what_must_be_known_before_posting(office: Client, publication: Publication, at_now: datetime) -> None:
    waiting = make_publication(at_now, unit=publication.unit, by=publication.published_by, publish_at=at_now + HOUR)
    assert "Do not post" in office.get(f"/rilis/{waiting.release_id}/bagikan/").content.decode()
    withdraw_release(release=publication.release, why="Keliru", by=publication.published_by, now=at_now)
    assert "was withdrawn" in office.get(f"/rilis/{publication.release_id}/bagikan/").content.decode()


def test_a_stranger_finds_nothing(publication: Publication) -> None:
    stranger = Client()
    stranger.force_login(make_member(make_unit("Lain")))
    for address in ("bagikan/", "kartu-tegak.png"):
        assert stranger.get(f"/rilis/{publication.release_id}/{address}").status_code == 404
        assert Client().get(f"/rilis/{publication.release_id}/{address}").status_code == 302
