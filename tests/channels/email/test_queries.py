from __future__ import annotations

from datetime import datetime
from email import message_from_bytes, policy

import pytest
from tests.factories.accounts import make_member, make_unit

from kentongan.channels.email.actions import queue_mail
from kentongan.channels.email.choices import MailState
from kentongan.channels.email.models import MailServer, OutgoingMail
from kentongan.channels.email.queries import composed, outbox, outbox_health
from kentongan.channels.email.rules import Attachment

pytestmark = pytest.mark.django_db


def queue(unit: object, now: datetime, key: str) -> OutgoingMail:
    return queue_mail(
        unit=unit,
        to="menteri@kpp.example",
        subject="Ringkasan é",
        text="Isi naskah.",
        attachments=[Attachment("r.pdf", "application/pdf", b"%PDF")],
        key=key,
        by=None,
        now=now,
    )


def test_the_outbox_shows_a_persons_own_units_newest_first(now: datetime) -> None:
    unit, elsewhere = make_unit(), make_unit("Instansi lain")
    first, second = queue(unit, now, "a"), queue(unit, now, "b")
    queue(elsewhere, now, "c")
    OutgoingMail.objects.filter(pk=first.pk).update(state=MailState.SENT)
    person = make_member(unit)

    assert list(outbox(person, limit=10)) == [second, first]
    assert list(outbox(person, state=MailState.SENT, limit=10)) == [first]
    assert list(outbox(person, before=second.pk, limit=10)) == [first]


def test_a_row_becomes_a_whole_message(now: datetime) -> None:
    unit = make_unit()
    server = MailServer(institution=unit.institution, from_name="Biro Humas", from_email="humas@kpp.example")

    message = message_from_bytes(composed(queue(unit, now, "a"), server), policy=policy.default)

    assert message["Subject"] == "Ringkasan é"
    assert message["From"].addresses[0].addr_spec == "humas@kpp.example"
    assert [part.get_filename() for part in message.iter_attachments()] == ["r.pdf"]


def test_health_of_an_empty_and_of_a_waiting_outbox(now: datetime) -> None:
    empty = outbox_health()
    queue(make_unit(), now, "a")
    waiting = outbox_health()

    assert (empty.waiting, empty.oldest, empty.servers) == (0, None, 0)
    assert (waiting.waiting, waiting.oldest) == (1, now)
