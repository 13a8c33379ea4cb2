from __future__ import annotations

from datetime import datetime

import pytest
from tests.factories.accounts import make_member, make_unit
from tests.factories.channels import make_mail, make_server

from kentongan.accounts.choices import Role
from kentongan.accounts.models import User
from kentongan.accounts.signals import mail_wanted
from kentongan.audit.models import Entry
from kentongan.channels.email.actions import give_up, mark_sent, queue_mail, retry_mail, set_mail_server
from kentongan.channels.email.choices import MailState
from kentongan.channels.email.models import MailAttachment, MailServer, OutgoingMail
from kentongan.common.errors import ActionError, Changed, NotAllowed
from kentongan.common.secrets import unseal

pytestmark = pytest.mark.django_db

SERVER = {
    "host": "mail.kpp.example",
    "port": 587,
    "security": "starttls",
    "username": "humas",
    "password": "rahasia dinas",
    "from_name": "Humas",
    "from_email": "humas@kpp.example",
    "is_active": True,
}


def test_the_same_key_is_the_same_message(now: datetime) -> None:
    unit = make_unit()
    first = make_mail(unit, now, key="brief:1:a", attachments=[("a.pdf", "application/pdf", b"x")])
    second = make_mail(unit, now, key="brief:1:a", subject="lain", attachments=[("a.pdf", "application/pdf", b"x")])

    assert first.pk == second.pk
    assert (OutgoingMail.objects.count(), MailAttachment.objects.count()) == (1, 1)


@pytest.mark.parametrize("to", ["bukan alamat", "a@b.example\r\nBcc: c@d.example", "a@b.example, c@d.example", ""])
def test_a_wrong_address_is_refused(now: datetime, to: str) -> None:
    with pytest.raises(ActionError) as refusal:
        make_mail(make_unit(), now, to=to)
    assert refusal.value.field == "to"


def test_attachments_that_no_server_takes_are_refused(now: datetime) -> None:
    with pytest.raises(ActionError):
        make_mail(make_unit(), now, attachments=[("a.pdf", "application/pdf", bytes(19_000_000))])


def test_mail_wanted_upstream_is_queued_as_private(now: datetime) -> None:
    unit = make_unit()
    mail_wanted.send(sender=User, to="a@kpp.example", subject="s", text="t", html="", key="k", unit=unit, now=now)

    mail = OutgoingMail.objects.get()
    assert (mail.is_private, mail.unit, mail.state) == (True, unit, MailState.WAITING)


def test_only_who_manages_the_root_sets_the_server(now: datetime) -> None:
    root = make_unit()
    branch = make_unit("Kanwil", parent=root)
    head, officer = make_member(root, Role.PR_COORDINATOR), make_member(root)
    local, stranger = make_member(branch, Role.BUREAU_HEAD), make_member(make_unit(), Role.BUREAU_HEAD)
    for person in (officer, local, stranger):
        with pytest.raises(NotAllowed):
            set_mail_server(institution=root.institution, **SERVER, by=person, now=now)

    server = set_mail_server(institution=root.institution, **SERVER, by=head, now=now)
    assert server.password_sealed != SERVER["password"]
    assert unseal(server.password_sealed) == SERVER["password"]
    assert "rahasia" not in str(Entry.objects.latest("pk").data)


def test_an_empty_password_keeps_the_old_one(now: datetime) -> None:
    root = make_unit()
    head = make_member(root, Role.BUREAU_HEAD)
    set_mail_server(institution=root.institution, **SERVER, by=head, now=now)
    server = set_mail_server(
        institution=root.institution, **(SERVER | {"password": None, "port": 465}), by=head, now=now
    )

    assert (server.port, unseal(server.password_sealed)) == (465, "rahasia dinas")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("host", "mail server"),
        ("host", "http://x"),
        ("port", 0),
        ("port", 70000),
        ("security", "x"),
        ("from_email", "x"),
    ],
)
def test_wrong_settings_are_named(now: datetime, field: str, value: object) -> None:
    root = make_unit()
    head = make_member(root, Role.BUREAU_HEAD)
    with pytest.raises(ActionError) as refusal:
        set_mail_server(institution=root.institution, **(SERVER | {field: value}), by=head, now=now)
    assert refusal.value.field == field
    assert not MailServer.objects.exists()


def test_what_waits_becomes_due_when_a_server_is_set(now: datetime) -> None:
    root, other = make_unit(), make_unit()
    mail, foreign = make_mail(root, now), make_mail(other, now)
    OutgoingMail.objects.update(next_try_at=None)
    set_mail_server(institution=root.institution, **SERVER, by=make_member(root, Role.BUREAU_HEAD), now=now)

    due = dict(OutgoingMail.objects.values_list("pk", "next_try_at"))
    assert due == {mail.pk: now, foreign.pk: None}


@pytest.mark.parametrize(
    ("decide", "before", "after"),
    [
        (retry_mail, MailState.UNCLEAR, MailState.WAITING),
        (retry_mail, MailState.FAILED, MailState.WAITING),
        (mark_sent, MailState.UNCLEAR, MailState.SENT),
        (give_up, MailState.WAITING, MailState.FAILED),
        (give_up, MailState.UNCLEAR, MailState.FAILED),
    ],
)
def test_a_person_decides_about_unclear_mail(now: datetime, decide: object, before: str, after: str) -> None:
    unit = make_unit()
    mail = make_mail(unit, now)
    OutgoingMail.objects.update(state=before)
    officer = make_member(unit)

    assert decide(mail=mail, by=officer, now=now).state == after
    assert Entry.objects.latest("pk").actor_id == officer.pk


@pytest.mark.parametrize("decide", [retry_mail, mark_sent])
def test_a_message_on_its_way_is_left_alone(now: datetime, decide: object) -> None:
    unit = make_unit()
    mail = make_mail(unit, now)
    OutgoingMail.objects.update(state=MailState.SENDING)
    with pytest.raises(Changed):
        decide(mail=mail, by=make_member(unit), now=now)


@pytest.mark.parametrize("decide", [retry_mail, mark_sent, give_up])
def test_strangers_and_interns_decide_nothing(now: datetime, decide: object) -> None:
    unit = make_unit()
    mail = make_mail(unit, now)
    OutgoingMail.objects.update(state=MailState.UNCLEAR)
    for person in (make_member(unit, Role.INTERN), make_member(make_unit(), Role.BUREAU_HEAD)):
        with pytest.raises(NotAllowed):
            decide(mail=mail, by=person, now=now)


def test_servers_in_factories_are_real_rows(now: datetime) -> None:
    assert make_server(make_unit().institution, 25).port == 25
    assert queue_mail(unit=None, to="a@b.example", subject="s", text="t", key="k", by=None, now=now).unit is None
