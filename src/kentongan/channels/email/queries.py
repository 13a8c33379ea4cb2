"""Reading the outbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, QuerySet

from kentongan.accounts.models import User
from kentongan.channels.email.choices import MailState
from kentongan.channels.email.models import MailServer, OutgoingMail
from kentongan.channels.email.rules import Attachment, compose


def composed(mail: OutgoingMail, server: MailServer | None) -> bytes:
    """Return a row as the message that goes, or would go, over the line; without a server as a draft."""
    return compose(
        to=mail.to,
        to_name=mail.to_name,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        attachments=[
            Attachment(row.name, row.media_type, bytes(row.content)) for row in mail.attachments.order_by("pk")
        ],
        from_name=server.from_name if server else "",
        from_email=server.from_email if server else "",
        at=mail.created_at,
        number=mail.pk,
        key=mail.key,
        automatic=mail.is_private,
    )


def outbox(user: User, *, state: str = "", before: int | None = None, limit: int) -> QuerySet[OutgoingMail]:
    """Return the messages of the units `user` sees, newest first, without their texts."""
    rows = OutgoingMail.objects.visible_to(user).select_related("unit").defer("text", "html")
    if state:
        rows = rows.filter(state=state)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found: QuerySet[OutgoingMail] = rows.order_by("-pk")[:limit]
    return found


@dataclass(frozen=True)
class OutboxHealth:
    """How the mail stands: rows waiting and since when, rows for a person to decide, servers that fail since when."""

    waiting: int
    oldest: datetime | None
    unclear: int
    servers: int
    failing: list[tuple[str, str, datetime]]


def outbox_health() -> OutboxHealth:
    open_states = (MailState.WAITING, MailState.SENDING)
    waiting = OutgoingMail.objects.filter(state__in=open_states).aggregate(count=Count("pk"), oldest=Min("created_at"))
    active = MailServer.objects.filter(is_active=True)
    return OutboxHealth(
        waiting=waiting["count"],
        oldest=waiting["oldest"],
        unclear=OutgoingMail.objects.filter(state=MailState.UNCLEAR).count(),
        servers=active.count(),
        failing=[(str(row), row.problem, row.problem_at) for row in active.exclude(problem_at=None) if row.problem_at],
    )
