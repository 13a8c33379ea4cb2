from __future__ import annotations

from datetime import datetime
from email import message_from_bytes
from email.policy import default

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories.accounts import make_member, make_unit
from tests.factories.channels import make_mail

from kentongan.accounts.choices import Role
from kentongan.channels.email.choices import MailState
from kentongan.channels.email.models import MailServer, OutgoingMail

pytestmark = pytest.mark.django_db


def signed_in(person: object) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_outbox_shows_ours_and_nobody_elses(now: datetime) -> None:
    unit, other = make_unit(), make_unit()
    ours = make_mail(unit, now, subject="Ringkasan kita")
    theirs = make_mail(other, now, subject="Ringkasan mereka", attachments=[("a.pdf", "application/pdf", b"x")])
    client = signed_in(make_member(unit, language="en"))

    page = client.get(reverse("email:outbox")).content.decode()
    assert "Ringkasan kita" in page
    assert "Ringkasan mereka" not in page
    assert client.get(reverse("email:mail", args=[ours.pk])).status_code == 200
    for name in ("mail", "download"):
        assert client.get(reverse(f"email:{name}", args=[theirs.pk])).status_code == 404
    for name in ("retry", "arrived", "hold"):
        assert client.post(reverse(f"email:{name}", args=[theirs.pk])).status_code == 404
    number = theirs.attachments.get().pk
    assert client.get(reverse("email:attachment", args=[theirs.pk, number])).status_code == 404


def test_a_secret_link_is_shown_to_nobody(now: datetime) -> None:
    unit = make_unit()
    mail = make_mail(unit, now, text="https://kpp.example/rahasia", is_private=True)
    client = signed_in(make_member(unit, Role.BUREAU_HEAD, language="en"))

    assert "rahasia" not in client.get(reverse("email:mail", args=[mail.pk])).content.decode()
    assert client.get(reverse("email:download", args=[mail.pk])).status_code == 404


def test_a_waiting_message_downloads_as_a_draft(now: datetime) -> None:
    unit = make_unit()
    mail = make_mail(unit, now, attachments=[("ringkasan.pdf", "application/pdf", b"%PDF")])
    response = signed_in(make_member(unit)).get(reverse("email:download", args=[mail.pk]))

    message = message_from_bytes(response.content, policy=default)
    assert message["X-Unsent"] == "1"
    assert next(message.iter_attachments()).get_content() == b"%PDF"


def test_unclear_mail_is_decided_by_buttons(now: datetime) -> None:
    unit = make_unit()
    mail = make_mail(unit, now)
    OutgoingMail.objects.update(state=MailState.UNCLEAR)
    client = signed_in(make_member(unit, language="en"))

    assert "It arrived" in client.get(reverse("email:mail", args=[mail.pk])).content.decode()
    client.post(reverse("email:arrived", args=[mail.pk]))
    assert OutgoingMail.objects.get().state == MailState.SENT


def test_the_server_page_is_for_root_managers(now: datetime) -> None:
    unit = make_unit()
    details = {
        "host": "mail.kpp.example", "port": "587", "security": "starttls", "username": "", "password": "x y",
        "from_name": "Humas", "from_email": "humas@kpp.example", "is_active": "on",
    }  # fmt: skip
    assert signed_in(make_member(unit)).get(reverse("email:server")).status_code == 403
    assert signed_in(make_member(unit)).post(reverse("email:server"), details).status_code == 403
    assert not MailServer.objects.exists()

    client = signed_in(make_member(unit, Role.BUREAU_HEAD, language="en"))
    assert client.get(reverse("email:server")).status_code == 200
    assert client.post(reverse("email:server"), details).status_code == 302
    page = client.get(reverse("email:server")).content.decode()
    assert "mail.kpp.example" in page
    assert "x y" not in page


def test_the_outbox_costs_the_same_with_one_and_with_thirty(now: datetime) -> None:
    unit = make_unit()
    client = signed_in(make_member(unit))
    make_mail(unit, now)
    client.get(reverse("email:outbox"))
    one = _count(client)
    for n in range(30):
        make_mail(unit, now, key=f"more:{n}")
    assert _count(client) == one


def _count(client: Client) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("email:outbox"))
    return len(queries)
