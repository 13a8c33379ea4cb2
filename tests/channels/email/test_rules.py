from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.channels.email.actions.line import _dot_stuffed
from kentongan.channels.email.rules import PAUSES, Attachment, ascii_address, compose, next_try, one_line, server_pause

AT = datetime(2026, 11, 23, 23, 12, tzinfo=UTC)
MAIL = {
    "to": "kepala@kpp.example",
    "subject": "Ringkasan",
    "text": "Isi",
    "html": "",
    "attachments": (),
    "from_name": "Humas",
    "from_email": "humas@kpp.example",
    "at": AT,
    "number": 7,
    "key": "k",
    "automatic": False,
}


@given(subject=st.text(), name=st.text(max_size=80))
def test_nothing_a_person_types_becomes_a_second_header(subject: str, name: str) -> None:
    evil = f"{subject}\r\nBcc: mata@luar.example\n{name}"
    content = compose(**(MAIL | {"subject": evil, "from_name": evil, "to_name": evil}))
    message = message_from_bytes(content, policy=default)

    assert "Bcc" not in message
    assert set(message.keys()) <= {
        "From", "To", "Subject", "Date", "Message-ID", "Content-Type", "Content-Transfer-Encoding", "MIME-Version"
    }  # fmt: skip


@pytest.mark.parametrize("name", ["Dr. Siti Nurbaya, M.Sc.", "Kementérian “A”", ""])
def test_the_recipient_is_written_with_the_name_that_was_given(name: str) -> None:
    message = message_from_bytes(compose(**(MAIL | {"to_name": name})), policy=default)

    assert [(to.display_name, to.addr_spec) for to in message["To"].addresses] == [(name, "kepala@kpp.example")]


@pytest.mark.parametrize("name", ["a\r\nb.pdf", "../../etc/passwd", "laporan “pagi”.pdf", ""])
def test_attachment_names_stay_in_their_header(name: str) -> None:
    content = compose(**(MAIL | {"attachments": [Attachment(name, "application/pdf", b"%PDF")]}))
    attachment = next(message_from_bytes(content, policy=default).iter_attachments())

    assert attachment.get_content() == b"%PDF"
    assert "\n" not in (attachment.get_filename() or "")


@pytest.mark.parametrize("media_type", ["multipart/mixed", "message/rfc822", "nonsense", "a/b; x=y", ""])
def test_a_strange_media_type_is_just_bytes(media_type: str) -> None:
    content = compose(**(MAIL | {"attachments": [Attachment("x", media_type, b"\x00\xff")]}))

    assert next(message_from_bytes(content, policy=default).iter_attachments()).get_content() == b"\x00\xff"


def test_the_wire_is_seven_bit_with_crlf() -> None:
    content = compose(**(MAIL | {"text": "Kementérian\n" * 5, "html": "<p>é</p>"}))

    assert content.isascii()
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_the_id_depends_on_the_row_alone() -> None:
    first, second = (message_from_bytes(compose(**(MAIL | {"subject": s})), policy=default) for s in ("a", "b"))

    assert first["Message-ID"] == second["Message-ID"]


def test_without_a_sender_it_is_a_draft() -> None:
    draft = message_from_bytes(compose(**(MAIL | {"from_email": ""})), policy=default)

    assert (draft["X-Unsent"], draft["From"]) == ("1", None)


@given(st.binary())
def test_the_lone_dot_ends_the_text_and_nothing_else_does(body: bytes) -> None:
    wire = _dot_stuffed(body.replace(b"\r", b"").replace(b"\n", b"\r\n"))

    assert wire.endswith(b"\r\n.\r\n") or wire == b".\r\n"
    assert b"\r\n.\r\n" not in wire[:-5]


@pytest.mark.parametrize(
    ("address", "wanted"),
    [("Kepala@KPP.example", "Kepala@kpp.example"), ("a@kementérian.id", "a@xn--kementrian-e7a.id")],
)
def test_domains_are_written_as_servers_take_them(address: str, wanted: str) -> None:
    assert ascii_address(address).split("@")[0] == wanted.split("@", maxsplit=1)[0]
    assert ascii_address(address).isascii()


@pytest.mark.parametrize("address", ["kepalá@kpp.example", "kepala", "", "a@" + "x" * 80 + ".id"])
def test_an_address_no_server_takes_is_refused(address: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - UnicodeError is one
        ascii_address(address)


def test_one_line_keeps_the_words() -> None:
    assert one_line(" a\r\n b\tc\u2028d ") == "a b c d"


def test_tries_spread_over_days_and_end() -> None:
    times = [next_try(n, AT) for n in range(1, len(PAUSES) + 2)]

    assert times[0] == AT + timedelta(minutes=2)
    assert times[-1] is None
    assert timedelta(days=4) < sum(PAUSES, timedelta()) < timedelta(days=5)


@pytest.mark.parametrize(
    ("failing", "pause"),
    [
        (timedelta(0), timedelta(seconds=30)),
        (timedelta(minutes=20), timedelta(minutes=5)),
        (timedelta(days=2), timedelta(minutes=15)),
    ],
)
def test_a_failing_server_rests_longer_and_longer(failing: timedelta, pause: timedelta) -> None:
    assert server_pause(AT - failing, AT) == pause
