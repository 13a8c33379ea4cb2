"""One connection to a mail server, and what its answers mean for a message. Knows no rows."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Self

from django.utils.translation import gettext as _

from kentongan.channels.email.choices import Security
from kentongan.channels.email.rules import ascii_address

TIMEOUT_S = 20.0


class ServerTrouble(Exception):
    """The server cannot be used at all just now; no message is to blame. `message` says so in plain words."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Outcome(StrEnum):
    """What became of one message."""

    SENT = "sent"
    LATER = "later"  # put off by the server: try again
    REFUSED = "refused"  # for good
    UNCLEAR = "unclear"  # handed over, but the answer never came
    SKIPPED = "skipped"  # somebody else has it


@dataclass(frozen=True)
class Answer:
    outcome: Outcome
    says: str = ""


class Line:
    """An open connection, for several messages one after the other.

    Entering it connects, encrypts and signs in; each of these raises ServerTrouble.
    """

    def __init__(self, *, host: str, port: int, security: str, username: str, password: str, sender: str) -> None:
        self._host, self._port, self._security = host, port, security
        self._username, self._password, self._sender = username, password, sender

    def __enter__(self) -> Self:
        try:
            self._smtp = self._open()
        except ServerTrouble:
            raise
        except Exception as error:
            raise ServerTrouble(_trouble_words(error, self._host, self._port)) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._smtp.quit()
        except (OSError, smtplib.SMTPException):
            self._smtp.close()

    def send(self, *, to: str, message: bytes, handing_over: Callable[[], bool]) -> Answer:
        """Send one message to one address.

        `handing_over` is called at the last moment before the text goes out; it notes that, and answers whether the
        message is still ours to send. Up to there a broken line harms nothing: ServerTrouble, and try again. After
        there it leaves the message UNCLEAR, for the server may have taken it (RFC 1047: the one gap in SMTP).
        """
        try:
            answer = self._envelope(to)
        except (OSError, smtplib.SMTPException) as error:
            raise ServerTrouble(_trouble_words(error, self._host, self._port)) from error
        if answer is not None:
            self._reset()
            return answer
        if not handing_over():
            self._reset()
            return Answer(Outcome.SKIPPED)
        return self._data(message)

    def _open(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self._security == Security.TLS:
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(self._host, self._port, timeout=TIMEOUT_S, context=context)
        else:
            smtp = smtplib.SMTP(self._host, self._port, timeout=TIMEOUT_S)
        try:
            smtp.ehlo_or_helo_if_needed()
            if self._security == Security.STARTTLS:
                smtp.starttls(context=context)
                smtp.ehlo()
            if self._username:
                smtp.login(self._username, self._password)
        except Exception:
            smtp.close()
            raise
        return smtp

    def _envelope(self, to: str) -> Answer | None:
        code, said = self._smtp.mail(ascii_address(self._sender))
        if code != 250:
            raise ServerTrouble(
                _("The server does not accept the sender %(sender)s: %(said)s")
                % {"sender": self._sender, "said": _said(code, said)}
            )
        code, said = self._smtp.rcpt(to)
        if code in {250, 251}:
            return None
        words = _("The receiving side does not take mail for this address: %(said)s") % {"said": _said(code, said)}
        return Answer(Outcome.LATER if 400 <= code < 500 else Outcome.REFUSED, words)

    def _data(self, message: bytes) -> Answer:
        try:
            code, said = self._smtp.docmd("DATA")
        except (OSError, smtplib.SMTPException):
            return Answer(Outcome.LATER, _("The line broke before the text was handed over."))
        if code != 354:
            words = _("The server does not take the text: %(said)s") % {"said": _said(code, said)}
            return Answer(Outcome.LATER if 400 <= code < 500 else Outcome.REFUSED, words)
        try:
            self._smtp.send(_dot_stuffed(message))
            code, said = self._smtp.getreply()
        except (OSError, smtplib.SMTPException):
            return Answer(
                Outcome.UNCLEAR,
                _("The line broke after the text was handed over. It may have arrived, or not."),
            )
        if code == 250:
            return Answer(Outcome.SENT, _said(code, said))
        words = _("The server turned the message away: %(said)s") % {"said": _said(code, said)}
        return Answer(Outcome.LATER if 400 <= code < 500 else Outcome.REFUSED, words)

    def _reset(self) -> None:
        try:
            self._smtp.rset()
        except (OSError, smtplib.SMTPException) as error:
            raise ServerTrouble(_trouble_words(error, self._host, self._port)) from error


def _dot_stuffed(message: bytes) -> bytes:
    """Return the text as DATA wants it: a dot before each leading dot, and the lone dot that ends it."""
    body = message if message.endswith(b"\r\n") else message + b"\r\n"
    stuffed = body.replace(b"\r\n.", b"\r\n..")
    return (b"." if stuffed.startswith(b".") else b"") + stuffed + b".\r\n"


def _said(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(text.split())}"[:200]


def _trouble_words(error: Exception, host: str, port: int) -> str:
    words = next((words for kinds, words in _trouble_table() if isinstance(error, kinds)), "")
    return (words or _("The line to %(host)s:%(port)s broke: %(why)s")) % {
        "host": host,
        "port": port,
        "why": _why(error),
    }


def _trouble_table() -> list[tuple[type[Exception] | tuple[type[Exception], ...], str]]:
    """The first kind that fits says it; the finer kinds stand before those they belong to."""
    return [
        (smtplib.SMTPAuthenticationError, _("%(host)s does not accept user name and password.")),
        (
            smtplib.SMTPNotSupportedError,
            _("%(host)s does not offer what the settings ask for (STARTTLS or sign-in). Try the other security."),
        ),
        (ssl.SSLCertVerificationError, _("The certificate of %(host)s is not valid: %(why)s")),
        (ssl.SSLError, _("%(host)s:%(port)s does not speak TLS in this way. Try the other security or port.")),
        (TimeoutError, _("%(host)s:%(port)s does not answer.")),
        (ConnectionRefusedError, _("Nothing listens at %(host)s:%(port)s.")),
        ((socket.gaierror, UnicodeError), _("The name %(host)s leads nowhere. Is it spelt right?")),
        (smtplib.SMTPResponseException, _("%(host)s says: %(why)s")),
    ]


def _why(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message
    if isinstance(error, smtplib.SMTPResponseException):
        return _said(error.smtp_code, error.smtp_error)
    return str(error)[:120]
