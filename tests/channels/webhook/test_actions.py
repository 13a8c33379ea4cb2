"""Webhooks against a real HTTP server on loopback."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from tests.factories.accounts import make_member, make_unit

from kentongan.accounts.choices import Role
from kentongan.channels.webhook.actions import (
    add_webhook,
    deliver_waiting,
    queue_event,
    remove_webhook,
    set_webhook_active,
    try_webhook,
)
from kentongan.channels.webhook.choices import DeliveryState, Event
from kentongan.channels.webhook.models import Webhook, WebhookDelivery
from kentongan.common.errors import ActionError, NotAllowed

pytestmark = [pytest.mark.django_db, pytest.mark.loopback]


class Listener:
    """An HTTP server that answers `status` and keeps what it was told."""

    def __init__(self) -> None:
        self.status = 204
        self.told: list[tuple[dict[str, str], bytes]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.told.append(({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(outer.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_args: object) -> None:
                """Stay quiet."""

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/kait"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


@pytest.fixture
def listener(settings: object) -> Iterator[Listener]:
    found = Listener()
    settings.FETCH_ALLOWED_HOSTS = frozenset({f"127.0.0.1:{found.port}"})
    yield found
    found.close()


def at(now: datetime):
    return lambda: now


def test_an_event_arrives_signed_and_once(now: datetime, listener: Listener) -> None:
    unit = make_unit()
    _hook, secret = add_webhook(
        unit=unit, url=listener.url, event=Event.BRIEF_SENT, by=make_member(unit, Role.BUREAU_HEAD), now=now
    )
    for _again in range(2):
        queue_event(unit=unit, event=Event.BRIEF_SENT, payload={"brief": 7, "judul": "é"}, key="brief:7", now=now)
    queue_event(unit=unit, event=Event.MENTIONS_FOUND, payload={}, key="m", now=now)

    assert (deliver_waiting(clock=at(now)), deliver_waiting(clock=at(now))) == (1, 0)
    headers, body = listener.told[0]
    stamped = f"{headers['x-kentongan-timestamp']}.".encode() + body
    wanted = "sha256=" + hmac.new(secret.encode(), stamped, hashlib.sha256).hexdigest()
    assert headers["x-kentongan-signature"] == wanted
    assert json.loads(body)["data"] == {"brief": 7, "judul": "é"}
    assert (len(listener.told), WebhookDelivery.objects.get().state) == (1, DeliveryState.DONE)


def test_a_broken_receiver_is_tried_again_with_the_same_id(now: datetime, listener: Listener) -> None:
    unit = make_unit()
    add_webhook(unit=unit, url=listener.url, event=Event.BRIEF_SENT, by=make_member(unit, Role.BUREAU_HEAD), now=now)
    queue_event(unit=unit, event=Event.BRIEF_SENT, payload={}, key="k", now=now)
    listener.status = 500
    deliver_waiting(clock=at(now))
    row = WebhookDelivery.objects.get()
    assert (row.state, row.tries, row.next_try_at) == (DeliveryState.WAITING, 1, now + timedelta(minutes=1))
    assert "500" in row.problem

    listener.status = 200
    assert deliver_waiting(clock=at(now + timedelta(seconds=59))) == 0
    assert deliver_waiting(clock=at(now + timedelta(minutes=1))) == 1
    ids = {headers["x-kentongan-delivery"] for headers, _body in listener.told}
    assert ids == {str(row.pk)}


def test_after_days_it_is_given_up(now: datetime, listener: Listener) -> None:
    unit = make_unit()
    add_webhook(unit=unit, url=listener.url, event=Event.BRIEF_SENT, by=make_member(unit, Role.BUREAU_HEAD), now=now)
    queue_event(unit=unit, event=Event.BRIEF_SENT, payload={}, key="k", now=now)
    WebhookDelivery.objects.update(tries=12)
    listener.status = 503
    deliver_waiting(clock=at(now))

    assert WebhookDelivery.objects.get().state == DeliveryState.FAILED


def test_private_networks_are_closed(now: datetime, listener: Listener, settings: object) -> None:
    unit = make_unit()
    head = make_member(unit, Role.BUREAU_HEAD)
    hook, _secret = add_webhook(unit=unit, url=listener.url, event=Event.BRIEF_SENT, by=head, now=now)
    settings.FETCH_ALLOWED_HOSTS = frozenset()  # closed again after it was entered
    with pytest.raises(ActionError, match="private network"):
        try_webhook(hook=hook, by=head, now=now)
    assert listener.told == []


def test_the_test_button_really_sends(now: datetime, listener: Listener) -> None:
    unit = make_unit()
    head = make_member(unit, Role.BUREAU_HEAD)
    hook, _secret = add_webhook(unit=unit, url=listener.url, event=Event.BRIEF_SENT, by=head, now=now)
    try_webhook(hook=hook, by=head, now=now)
    listener.status = 404
    with pytest.raises(ActionError, match="404"):
        try_webhook(hook=hook, by=head, now=now)

    assert [headers["x-kentongan-event"] for headers, _body in listener.told] == ["test", "test"]


def test_a_paused_address_is_left_alone(now: datetime, listener: Listener) -> None:
    unit = make_unit()
    head = make_member(unit, Role.BUREAU_HEAD)
    hook, _secret = add_webhook(unit=unit, url=listener.url, event=Event.BRIEF_SENT, by=head, now=now)
    queue_event(unit=unit, event=Event.BRIEF_SENT, payload={}, key="before", now=now)
    set_webhook_active(hook=hook, active=False, by=head, now=now)
    assert queue_event(unit=unit, event=Event.BRIEF_SENT, payload={}, key="after", now=now) == 0
    assert deliver_waiting(clock=at(now)) == 0

    set_webhook_active(hook=hook, active=True, by=head, now=now)
    assert deliver_waiting(clock=at(now)) == 1


@pytest.mark.parametrize(
    "url", ["ftp://a.example", "javascript:alert(1)", "", "https://a b.example", "https://" + "a" * 600]
)
def test_an_address_that_is_none_is_refused(now: datetime, url: str) -> None:
    unit = make_unit()
    with pytest.raises(ActionError) as refusal:
        add_webhook(unit=unit, url=url, event=Event.BRIEF_SENT, by=make_member(unit, Role.BUREAU_HEAD), now=now)
    assert refusal.value.field == "url"


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/hook", "https://localhost/hook", "http://[::1]:8080/", "http://10.1.2.3/"]
)
def test_a_private_address_is_refused_where_it_is_entered(now: datetime, settings: object, url: str) -> None:
    settings.FETCH_ALLOWED_HOSTS = frozenset()
    unit = make_unit()
    head = make_member(unit, Role.BUREAU_HEAD)
    with pytest.raises(ActionError, match="private network") as refusal:
        add_webhook(unit=unit, url=url, event=Event.BRIEF_SENT, by=head, now=now)
    assert refusal.value.field == "url"
    assert not Webhook.objects.exists()


def test_officers_and_strangers_set_nothing(now: datetime) -> None:
    unit = make_unit()
    head = make_member(unit, Role.BUREAU_HEAD)
    hook, _secret = add_webhook(unit=unit, url="https://a.example/", event=Event.BRIEF_SENT, by=head, now=now)
    for person in (make_member(unit), make_member(make_unit(), Role.BUREAU_HEAD)):
        for act in (
            lambda by: add_webhook(unit=unit, url="https://b.example/", event=Event.BRIEF_SENT, by=by, now=now),
            lambda by: set_webhook_active(hook=hook, active=False, by=by, now=now),
            lambda by: remove_webhook(hook=hook, by=by, now=now),
            lambda by: try_webhook(hook=hook, by=by, now=now),
        ):
            with pytest.raises(NotAllowed):
                act(person)
    assert Webhook.objects.get().is_active
