"""The outbox against real sockets: each message once, and every way a server can fail."""

from __future__ import annotations

import ssl
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from tests.channels.email.sink import accept_any, free_port, rude_server, smtp_sink
from tests.factories.accounts import make_member, make_unit
from tests.factories.channels import make_mail, make_server

from kentongan.accounts.choices import Role
from kentongan.channels.email.actions import send_test, send_waiting
from kentongan.channels.email.actions.sending import _claimed
from kentongan.channels.email.choices import MailState
from kentongan.channels.email.models import MailServer, OutgoingMail
from kentongan.channels.email.rules import LEASE
from kentongan.common.errors import ActionError, NotAllowed
from kentongan.common.secrets import seal

pytestmark = [pytest.mark.django_db, pytest.mark.loopback]

HELLO = [b"220 sink\r\n", b"250 sink\r\n", b"250 ok\r\n", b"250 ok\r\n"]  # greeting, EHLO, MAIL, RCPT


def clock_at(now: datetime):
    return lambda: now


def state(mail: OutgoingMail) -> OutgoingMail:
    return OutgoingMail.objects.get(pk=mail.pk)


def test_what_waits_goes_out_once_over_one_connection(now: datetime) -> None:
    unit = make_unit()
    mails = [make_mail(unit, now, to=f"kepala{n}@kpp.example") for n in range(12)]
    with smtp_sink() as sink:
        make_server(unit.institution, sink.port)
        first = send_waiting(clock=clock_at(now))
        second = send_waiting(clock=clock_at(now + timedelta(minutes=1)))

    assert (first.sent, second.sent, sink.connections) == (12, 0, 1)
    assert sorted(address for address, _content in sink.taken) == sorted(mail.to for mail in mails)
    assert {row.state for row in OutgoingMail.objects.all()} == {MailState.SENT}


def test_a_message_arrives_whole_with_its_attachment_and_a_stable_id(now: datetime) -> None:
    unit = make_unit()
    pdf = bytes(range(256)) * 40
    text = "Ringkasan “pagi”\n.titik di awal baris\n" + "Panjang " * 200
    mail = make_mail(
        unit, now, text=text, html="<p>Ringkasan</p>", attachments=[("ringkasan.pdf", "application/pdf", pdf)]
    )
    with smtp_sink() as sink:
        make_server(unit.institution, sink.port, from_name="Biro Humas, KPP")
        send_waiting(clock=clock_at(now))

    message = message_from_bytes(sink.taken[0][1], policy=default)
    attachment = next(message.iter_attachments())
    assert message["From"] == '"Biro Humas, KPP" <humas@kpp.example>'
    assert message["Message-ID"].startswith(f"<kentongan.{mail.pk}.")
    assert message.get_body(("plain",)).get_content().replace("\r\n", "\n").rstrip("\n") == text.rstrip("\n")
    assert message.get_body(("html",)).get_content().strip() == "<p>Ringkasan</p>"
    assert (attachment.get_filename(), attachment.get_content()) == ("ringkasan.pdf", pdf)


def test_a_refused_recipient_fails_for_good_and_the_others_go_out(now: datetime) -> None:
    unit = make_unit()
    gone = make_mail(unit, now, to="pensiun@kpp.example")
    good = make_mail(unit, now)
    with smtp_sink() as sink:
        sink.rcpt["pensiun@kpp.example"] = "550 5.1.1 no such user"
        make_server(unit.institution, sink.port)
        result = send_waiting(clock=clock_at(now))

    assert (result.sent, result.refused) == (1, 1)
    assert state(gone).state == MailState.FAILED
    assert "550 5.1.1 no such user" in state(gone).problem
    assert state(good).state == MailState.SENT


def test_greylisting_puts_a_message_off_and_it_goes_later(now: datetime) -> None:
    unit = make_unit()
    mail = make_mail(unit, now)
    with smtp_sink() as sink:
        sink.rcpt[mail.to] = "451 4.7.1 greylisted"
        make_server(unit.institution, sink.port)
        send_waiting(clock=clock_at(now))
        put_off = state(mail)
        too_soon = send_waiting(clock=clock_at(now + timedelta(minutes=1)))
        sink.rcpt.clear()
        later = send_waiting(clock=clock_at(now + timedelta(minutes=2)))

    assert (put_off.state, put_off.tries, put_off.next_try_at) == (MailState.WAITING, 1, now + timedelta(minutes=2))
    assert (too_soon.sent, later.sent, len(sink.taken)) == (0, 1, 1)


def test_a_message_put_off_for_days_is_given_up(now: datetime) -> None:
    unit = make_unit()
    mail = make_mail(unit, now)
    OutgoingMail.objects.update(tries=23)
    with smtp_sink() as sink:
        sink.data = "452 4.2.2 mailbox full"
        make_server(unit.institution, sink.port)
        send_waiting(clock=clock_at(now))

    assert state(mail).state == MailState.FAILED


def test_a_line_that_drops_after_the_text_leaves_the_message_unclear_for_ever(now: datetime) -> None:
    unit = make_unit()
    mail = make_mail(unit, now)
    with rude_server([*HELLO, b"354 go\r\n", None]) as port:
        make_server(unit.institution, port)
        result = send_waiting(clock=clock_at(now))

    assert (result.unclear, state(mail).state) == (1, MailState.UNCLEAR)
    with smtp_sink() as sink:
        MailServer.objects.update(port=sink.port, problem_at=None)
        send_waiting(clock=clock_at(now + timedelta(days=1)))
    assert (sink.taken, state(mail).state) == ([], MailState.UNCLEAR)


def test_a_line_that_drops_before_the_text_harms_nothing(now: datetime) -> None:
    unit = make_unit()
    mail = make_mail(unit, now)
    with rude_server([*HELLO[:3], None]) as port:
        make_server(unit.institution, port)
        result = send_waiting(clock=clock_at(now))

    row = state(mail)
    assert len(result.troubles) == 1
    assert (row.state, row.tries, row.leased_until) == (MailState.WAITING, 0, None)


def test_a_worker_that_dies_while_sending_leaves_the_row_to_a_person(now: datetime) -> None:
    unit = make_unit()
    mail = make_mail(unit, now)
    OutgoingMail.objects.update(state=MailState.SENDING, leased_until=now + LEASE)
    with smtp_sink() as sink:
        make_server(unit.institution, sink.port)
        send_waiting(clock=clock_at(now + timedelta(minutes=1)))
        before = state(mail).state
        send_waiting(clock=clock_at(now + LEASE))

    assert (before, state(mail).state, sink.taken) == (MailState.SENDING, MailState.UNCLEAR, [])


def test_what_a_dead_worker_only_claimed_goes_out_when_the_lease_has_run_out(now: datetime) -> None:
    unit = make_unit()
    make_mail(unit, now)
    with smtp_sink() as sink:
        server = make_server(unit.institution, sink.port)
        claimed = _claimed(server, now, with_unitless=True)
        meanwhile = send_waiting(clock=clock_at(now + timedelta(minutes=1)))
        after = send_waiting(clock=clock_at(now + LEASE))

    assert (len(claimed), meanwhile.sent, after.sent, len(sink.taken)) == (1, 0, 1, 1)


def test_no_server_at_all_keeps_mail_waiting_without_losing_a_try(now: datetime) -> None:
    unit = make_unit()
    mail = make_mail(unit, now)
    assert send_waiting(clock=clock_at(now)).sent == 0
    port = free_port()
    server = make_server(unit.institution, port)
    result = send_waiting(clock=clock_at(now))

    server.refresh_from_db()
    row = state(mail)
    assert list(result.troubles.values()) == [f"Nothing listens at 127.0.0.1:{port}."]
    assert (row.state, row.tries, server.problem_at) == (MailState.WAITING, 0, now)
    assert row.next_try_at > now


def test_a_failing_server_is_asked_less_often_the_longer_it_fails(now: datetime) -> None:
    unit = make_unit()
    mail = make_mail(unit, now)
    make_server(unit.institution, free_port(), problem="down", problem_at=now - timedelta(hours=5))
    send_waiting(clock=clock_at(now))
    newer = make_mail(unit, now)
    asked = send_waiting(clock=clock_at(now + timedelta(minutes=1)))

    assert state(mail).next_try_at == now + timedelta(minutes=15)
    assert (asked.troubles, state(newer).state) == ({}, MailState.WAITING)


def test_a_server_without_tls_is_not_trusted_with_it(now: datetime) -> None:
    unit = make_unit()
    make_mail(unit, now)
    with smtp_sink() as sink:
        make_server(unit.institution, sink.port, security="starttls")
        asked = send_waiting(clock=clock_at(now))
        MailServer.objects.update(security="tls", problem_at=None, problem="")
        OutgoingMail.objects.update(next_try_at=now)
        wrapped = send_waiting(clock=clock_at(now))

    assert "does not offer" in next(iter(asked.troubles.values()))
    assert "does not speak TLS" in next(iter(wrapped.troubles.values()))
    assert sink.taken == []


def test_a_certificate_nobody_vouches_for_is_refused(now: datetime, tmp_path) -> None:
    unit = make_unit()
    make_mail(unit, now)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*_self_signed(tmp_path))
    with smtp_sink(tls_context=context) as sink:
        make_server(unit.institution, sink.port, security="starttls")
        result = send_waiting(clock=clock_at(now))

    assert "certificate" in next(iter(result.troubles.values()))
    assert sink.taken == []


def test_the_password_is_used_and_a_wrong_one_said_plainly(now: datetime) -> None:
    unit = make_unit()
    make_mail(unit, now)
    options = {"authenticator": _auth, "auth_require_tls": False}
    with smtp_sink(**options) as sink:
        make_server(unit.institution, sink.port, username="humas", password_sealed=seal("salah"))
        wrong = send_waiting(clock=clock_at(now))
        MailServer.objects.update(password_sealed=seal("rahasia dinas"), problem="", problem_at=None)
        OutgoingMail.objects.update(next_try_at=now)
        right = send_waiting(clock=clock_at(now))

    assert list(wrong.troubles.values()) == ["127.0.0.1 does not accept user name and password."]
    assert right.sent == 1


def test_each_institution_sends_over_its_own_server(now: datetime) -> None:
    ours, theirs = make_unit(), make_unit()
    make_mail(ours, now, to="a@kpp.example")
    make_mail(theirs, now, to="b@lain.example")
    make_mail(None, now, to="c@tanpa.example")
    with smtp_sink() as first, smtp_sink() as second:
        make_server(ours.institution, first.port)
        make_server(theirs.institution, second.port, from_email="humas@lain.example")
        send_waiting(clock=clock_at(now))

    assert {address for address, _content in first.taken} == {"a@kpp.example", "c@tanpa.example"}
    assert [address for address, _content in second.taken] == ["b@lain.example"]


def test_a_secret_link_is_wiped_once_it_is_sent(now: datetime) -> None:
    unit = make_unit()
    mail = make_mail(unit, now, text="https://kpp.example/akun/rahasia", is_private=True)
    with smtp_sink() as sink:
        make_server(unit.institution, sink.port)
        send_waiting(clock=clock_at(now))

    assert b"rahasia" in sink.taken[0][1]
    assert state(mail).text == ""


def test_the_test_message_is_really_sent(now: datetime) -> None:
    unit = make_unit()
    head, officer = make_member(unit, Role.BUREAU_HEAD), make_member(unit)
    with smtp_sink() as sink:
        server = make_server(unit.institution, sink.port)
        send_test(server=server, to=head.email, by=head, now=now)
        sink.rcpt[head.email] = "550 no"
        with pytest.raises(ActionError, match="550 no"):
            send_test(server=server, to=head.email, by=head, now=now)
        with pytest.raises(NotAllowed):
            send_test(server=server, to=officer.email, by=officer, now=now)

    server.refresh_from_db()
    assert [address for address, _content in sink.taken] == [head.email]
    assert (server.proven_at, server.problem_at) == (None, now)


def _auth(server, session, envelope, mechanism, data):
    # handled=False: the server itself tells the client that it was refused.
    return AuthResult(success=accept_any(server, session, envelope, mechanism, data), handled=False)


def _self_signed(folder) -> tuple[str, str]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(datetime(2020, 1, 1))  # noqa: DTZ001 - the library wants naive UTC
        .not_valid_after(datetime(2050, 1, 1))  # noqa: DTZ001
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = folder / "cert.pem", folder / "key.pem"
    cert_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return str(cert_file), str(key_file)
