"""Following by mail: nobody is written to who did not confirm, and one press ends it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from tests.factories.publications import open_newsroom, publish

from kentongan.accounts.models import Unit, User
from kentongan.channels.email.models import OutgoingMail
from kentongan.newsroom.actions.following import leaving_token, tell_followers
from kentongan.newsroom.models import Follower
from kentongan.newsroom.public.following import tried

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def newsroom(now: datetime) -> tuple[Unit, User]:
    tried.__init__()  # type: ignore[misc]  # as a fresh process
    return open_newsroom(now - HOUR)


@pytest.fixture
def page(newsroom: tuple[Unit, User], at_now: datetime) -> str:
    return f"/pers/{newsroom[0].institution.slug}/ikuti/"


def confirm() -> Client:
    client = Client()
    link = re.search(r"/pers/ikuti/\S+/", OutgoingMail.objects.latest("pk").text)
    assert link is not None
    assert Follower.objects.get().confirmed_at is None
    assert client.get(link[0]).status_code == 200
    assert Follower.objects.get().confirmed_at is None  # a mail program that opens links confirms nothing
    assert client.post(link[0]).status_code == 200
    return client


def test_an_address_is_told_only_after_it_confirmed(newsroom: tuple[Unit, User], page: str, at_now: datetime) -> None:
    client = Client()
    assert client.post(page, {"email": " Rani@Media.example "}, follow=True).status_code == 200
    assert not client.cookies
    publish(*newsroom, at_now, headline="Sebelum konfirmasi")
    assert tell_followers(clock=lambda: at_now) == 0
    confirm()
    publish(*newsroom, at_now + timedelta(minutes=1), headline="Sesudah konfirmasi")
    later = at_now + timedelta(minutes=2)

    assert tell_followers(clock=lambda: later) == 1
    assert tell_followers(clock=lambda: later) == 0
    mail = OutgoingMail.objects.latest("pk")
    assert (mail.to, mail.subject) == ("rani@media.example", "Sesudah konfirmasi")
    assert "/pers/berhenti/" in mail.text
    assert "Sebelum konfirmasi" not in mail.text


def test_embargoed_news_is_told_at_its_hour(newsroom: tuple[Unit, User], page: str, at_now: datetime) -> None:
    Client().post(page, {"email": "rani@media.example"})
    confirm()
    publish(*newsroom, at_now, at=at_now + HOUR, headline="Rahasia")

    assert tell_followers(clock=lambda: at_now + HOUR - timedelta(seconds=1)) == 0
    assert tell_followers(clock=lambda: at_now + HOUR) == 1


def test_one_press_ends_it_and_forgets_the_address(newsroom: tuple[Unit, User], page: str) -> None:
    Client().post(page, {"email": "rani@media.example"})
    confirm()
    link = f"/pers/berhenti/{leaving_token(Follower.objects.get())}/"

    assert Client().get(link).status_code == 200
    assert Follower.objects.exists()
    assert Client().post(link).status_code == 200
    assert not Follower.objects.exists()
    assert Client().post(link).status_code == 200
    assert Client().post("/pers/berhenti/1-salah/").status_code == 200


def test_who_asks_learns_nothing_about_others(newsroom: tuple[Unit, User], page: str) -> None:
    first = Client().post(page, {"email": "rani@media.example"})
    confirm()
    again = Client().post(page, {"email": "rani@media.example"})

    assert (first.status_code, first.headers["Location"]) == (again.status_code, again.headers["Location"])
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize("email", ["", "bukan alamat", "a@b", "x@y.example\nBcc: z@y.example", "é" * 300])
def test_what_is_no_address_is_said_at_the_field(newsroom: tuple[Unit, User], page: str, email: str) -> None:
    answer = Client().post(page, {"email": email})

    assert answer.status_code == 422
    assert "Write a whole e-mail address" in answer.text
    assert not Follower.objects.exists()


def test_nobody_has_this_house_write_to_many(newsroom: tuple[Unit, User], page: str) -> None:
    answers = [Client().post(page, {"email": f"orang{number}@media.example"}).status_code for number in range(8)]

    assert answers[:5] == [302] * 5
    assert answers[5:] == [422] * 3
    assert Client().post("/pers/ikuti/tidak-ada/").status_code == 404


def test_programs_that_fill_every_field_are_not_written_to(newsroom: tuple[Unit, User], page: str) -> None:
    Client().post(page, {"email": "rani@media.example", "website": "https://x.example"})
    assert not OutgoingMail.objects.exists()
