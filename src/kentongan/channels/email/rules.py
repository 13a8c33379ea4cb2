"""What a message looks like on the wire, when it is tried again, and what a server's answer means. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from typing import NamedTuple

# Pauses between tries of one message that a server put off (4xx). RFC 5321, 4.5.4.1: at least 30 minutes after the
# first retries, and give up after four or five days; greylisting wants the first ones sooner.
PAUSES = tuple(timedelta(minutes=m) for m in (2, 5, 15, 30, 60, 120, 240, *([360] * 16)))
SHORTEST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(minutes=15)
LEASE = timedelta(minutes=5)
BATCH = 10
MOST_ATTACHED = 18_000_000  # bytes; servers commonly take 25 MB, and base64 adds a third

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_POLICY: EmailPolicy[EmailMessage] = SMTP.clone(max_line_length=76, cte_type="7bit")


class Attachment(NamedTuple):
    """A file that travels with a message: its name, its media type such as `application/pdf`, its bytes."""

    name: str
    media_type: str
    content: bytes


def one_line(text: str) -> str:
    """Return `text` without line breaks and control characters, so that it can never become a second header."""
    return " ".join(_CONTROL.sub(" ", text).split())


def ascii_address(address: str) -> str:
    """Return the address with its domain as servers take it (`humas@kementérian.id` becomes `xn--...`).

    Raises: ValueError when the local part is not ASCII (few servers take that, RFC 6531) or the domain cannot be.
    """
    local, at, domain = one_line(address).rpartition("@")
    if not at or not local.isascii():
        raise ValueError(address)
    return f"{local}@{domain.encode('idna').decode('ascii').lower()}"


def message_id(*, number: int, key: str, domain: str) -> str:
    """Return the Message-ID of a row: the same at every try, so that a receiver can tell a message that came twice."""
    mark = hashlib.sha256(key.encode()).hexdigest()[:16]
    return f"<kentongan.{number}.{mark}@{domain}>"


def compose(
    *,
    to: str,
    subject: str,
    text: str,
    html: str,
    attachments: Iterable[Attachment],
    from_name: str,
    from_email: str,
    at: datetime,
    number: int,
    key: str,
    automatic: bool,
    to_name: str = "",
) -> bytes:
    """Return one message as RFC 5322 bytes with CRLF: text, its HTML twin where there is one, and the attachments.

    Without `from_email` the message is a draft for a mail program (`X-Unsent`), which puts its own sender in.

    Args:
        at: when it was queued; aware. `number` and `key` are the row's, for the Message-ID.
        automatic: written by the system to one person (a reset, an invitation): asks not to be answered by machines.
    """
    message = EmailMessage(policy=_POLICY)
    domain = from_email.rpartition("@")[2] or "kentongan.invalid"
    if from_email:
        message["From"] = Address(one_line(from_name), addr_spec=ascii_address(from_email))
    else:
        message["X-Unsent"] = "1"
    message["To"] = Address(one_line(to_name), addr_spec=ascii_address(to))
    message["Subject"] = one_line(subject)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = message_id(number=number, key=key, domain=domain)
    if automatic:
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834
    message.set_content(text or " ")
    if html:
        message.add_alternative(html, subtype="html")
    for attached in attachments:
        main, _slash, sub = attached.media_type.partition("/")
        if main in {"multipart", "message"} or not re.fullmatch(r"[\w.+-]+/[\w.+-]+", attached.media_type):
            main, sub = "application", "octet-stream"
        message.add_attachment(attached.content, maintype=main, subtype=sub, filename=one_line(attached.name))
    return message.as_bytes()


def next_try(tries: int, now: datetime) -> datetime | None:
    """Return when a message put off for the `tries`-th time is tried again; None when it is given up."""
    return now + PAUSES[tries - 1] if tries <= len(PAUSES) else None


def server_pause(failing_since: datetime, now: datetime) -> timedelta:
    """Return for how long a server that fails is left alone: longer the longer it has been failing, to 15 minutes."""
    return min(LONGEST_PAUSE, max(SHORTEST_PAUSE, (now - failing_since) / 4))
