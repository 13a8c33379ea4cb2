"""Sending what waits: each message once, as far as SMTP can promise that.

A message is SENDING from the moment its text goes out until the answer is written down. Whoever dies in between leaves
it SENDING; when its lease has run out it becomes UNCLEAR and a person decides, for it may have arrived.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.errors import MessageError

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kentongan.accounts.models import User
from kentongan.audit.actions import record
from kentongan.channels.email.actions.line import Answer, Line, Outcome, ServerTrouble
from kentongan.channels.email.actions.server import demand_server_right
from kentongan.channels.email.choices import MailState
from kentongan.channels.email.models import MailServer, OutgoingMail
from kentongan.channels.email.queries import composed
from kentongan.channels.email.rules import BATCH, LEASE, compose, next_try, server_pause
from kentongan.common.claims import claim
from kentongan.common.errors import ActionError
from kentongan.common.secrets import unseal

Clock = Callable[[], datetime]


@dataclass
class SendResult:
    """How many messages of each outcome; and what is wrong with which server."""

    sent: int = 0
    later: int = 0
    refused: int = 0
    unclear: int = 0
    troubles: dict[str, str] = field(default_factory=dict)


def send_waiting(*, clock: Clock) -> SendResult:
    """Send what is due over every active server, one connection each. Safe to run twice at once.

    `clock` gives the present: this takes as long as the servers do, and each row is stamped with its own time.
    """
    result = SendResult()
    result.unclear += _give_back_stranded(clock())
    servers = list(MailServer.objects.filter(is_active=True).order_by("pk"))
    for server in servers:
        if server.problem_at is None or _may_try_again(server, clock()):
            _send_over(server, clock, result, with_unitless=server is servers[0])
    return result


def send_test(*, server: MailServer, to: str, by: User, now: datetime) -> None:
    """Send a short message now, waiting for the server's answer, and note that the server is proven.

    Raises: NotAllowed; ActionError with the server's trouble or refusal in plain words.
    """
    demand_server_right(by, server.institution, now=now)
    message = compose(
        to=to,
        subject=_("Test message from Kentongan"),
        text=_("This server carries Kentongan's mail. Nothing else is to be done."),
        html="",
        attachments=(),
        from_name=server.from_name,
        from_email=server.from_email,
        at=now,
        number=0,
        key=f"test:{server.pk}:{now.isoformat()}",
        automatic=True,
    )
    try:
        with _line(server) as line:
            answer = line.send(to=to, message=message, handing_over=lambda: True)
        problem = "" if answer.outcome == Outcome.SENT else answer.says
    except ServerTrouble as trouble:
        problem = trouble.message
    with transaction.atomic():
        values = {"problem": problem[:300], "problem_at": now} if problem else {"problem": "", "problem_at": None}
        MailServer.objects.filter(pk=server.pk).update(proven_at=None if problem else now, **values)
        record(action="email.server_tested", by=by, now=now, target=server, data={"worked": not problem})
    if problem:
        raise ActionError(problem)


def _send_over(server: MailServer, clock: Clock, result: SendResult, *, with_unitless: bool) -> None:
    mails = _claimed(server, clock(), with_unitless=with_unitless)
    if not mails:
        return
    try:
        with _line(server) as line:
            while mails:
                _tally(result, _send_one(line, server, mails[0], clock))
                mails = mails[1:] or _claimed(server, clock(), with_unitless=with_unitless)
    except ServerTrouble as trouble:
        _note_trouble(server, trouble.message, mails, clock())
        result.troubles[str(server)] = trouble.message
    else:
        MailServer.objects.filter(pk=server.pk).update(problem="", problem_at=None)


def _due(now: datetime) -> QuerySet[OutgoingMail]:
    rows: QuerySet[OutgoingMail] = OutgoingMail.objects.filter(state=MailState.WAITING, next_try_at__lte=now)
    return rows


def _claimed(server: MailServer, now: datetime, *, with_unitless: bool) -> list[OutgoingMail]:
    mine = Q(unit__institution_id=server.institution_id)
    if with_unitless:
        mine |= Q(unit=None)
    return claim(_due(now).filter(mine).order_by("next_try_at", "pk"), now=now, lease=LEASE, limit=BATCH)


def _line(server: MailServer) -> Line:
    return Line(
        host=server.host,
        port=server.port,
        security=server.security,
        username=server.username,
        password=unseal(server.password_sealed),
        sender=server.from_email,
    )


def _send_one(line: Line, server: MailServer, mail: OutgoingMail, clock: Clock) -> Outcome:
    def handing_over() -> bool:
        """Mark the row in a transaction of its own, if it is still ours: the lease may have run out on the way."""
        now = clock()
        ours = OutgoingMail.objects.filter(pk=mail.pk, state=MailState.WAITING, leased_until=mail.leased_until)
        mail.leased_until = now + LEASE
        return bool(ours.update(state=MailState.SENDING, leased_until=mail.leased_until))

    try:
        message = composed(mail, server)
    except (ValueError, MessageError) as error:  # a row that no header can be made of
        answer = Answer(Outcome.REFUSED, _("The message cannot be written: %(why)s") % {"why": error})
    else:
        answer = line.send(to=mail.to, message=message, handing_over=handing_over)
    if answer.outcome != Outcome.SKIPPED:
        _write_down(mail, answer, clock())
    return answer.outcome


def _write_down(mail: OutgoingMail, answer: Answer, now: datetime) -> None:
    values: dict[str, object] = {"leased_until": None, "problem": answer.says[:300], "tries": mail.tries + 1}
    again = next_try(mail.tries + 1, now) if answer.outcome == Outcome.LATER else None
    if answer.outcome == Outcome.SENT:
        values |= {"state": MailState.SENT, "sent_at": now, "next_try_at": None, "problem": ""}
        if mail.is_private:
            values |= {"text": "", "html": ""}  # the link has done its work; nobody should find it here
    elif answer.outcome == Outcome.UNCLEAR:
        values |= {"state": MailState.UNCLEAR, "next_try_at": None}
    elif again is not None:
        values |= {"state": MailState.WAITING, "next_try_at": again}
    else:
        values |= {"state": MailState.FAILED, "next_try_at": None}
    OutgoingMail.objects.filter(pk=mail.pk, leased_until=mail.leased_until).update(**values)


def _note_trouble(server: MailServer, problem: str, mails: list[OutgoingMail], now: datetime) -> None:
    """Leave the server alone for a while; its messages wait and lose no try."""
    since = server.problem_at or now
    MailServer.objects.filter(pk=server.pk).update(problem=problem[:300], problem_at=since)
    OutgoingMail.objects.filter(pk__in=[mail.pk for mail in mails], state=MailState.WAITING).update(
        leased_until=None, next_try_at=now + server_pause(since, now), problem=problem[:300]
    )


def _may_try_again(server: MailServer, now: datetime) -> bool:
    """While a server fails, mail queued meanwhile waits with the rest: nothing knocks more often than the pause."""
    held = OutgoingMail.objects.filter(
        Q(unit__institution_id=server.institution_id) | Q(unit=None),
        state=MailState.WAITING,
        next_try_at__gt=now,
        problem=server.problem,
    )
    return not held.exists()


def _give_back_stranded(now: datetime) -> int:
    """Mark as UNCLEAR what a dead worker left half sent; free what it had only claimed."""
    stranded = OutgoingMail.objects.filter(state=MailState.SENDING, leased_until__lte=now)
    return stranded.update(
        state=MailState.UNCLEAR,
        leased_until=None,
        next_try_at=None,
        problem=_("The machine stopped while this was being sent. It may have arrived, or not."),
    )


def _tally(result: SendResult, outcome: Outcome) -> None:
    match outcome:
        case Outcome.SENT:
            result.sent += 1
        case Outcome.LATER:
            result.later += 1
        case Outcome.REFUSED:
            result.refused += 1
        case Outcome.UNCLEAR:
            result.unclear += 1
