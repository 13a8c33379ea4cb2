"""Putting mail into the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from kentongan.accounts.models import Unit, User
from kentongan.channels.email.models import MailAttachment, OutgoingMail


def queue_mail(
    *,
    unit: Unit | None,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    attachments: Sequence[tuple[str, str, bytes]] = (),
    key: str,
    by: User | None,
    now: datetime,
    is_private: bool = False,
) -> OutgoingMail:
    """Put one message into the outbox; the same `key` twice is one message.

    Args:
        unit: whose mail it is; None for mail about an account.
        to: one address.
        subject: one line; breaks are taken out.
        text: the plain form.
        html: the styled form, optional.
        attachments: (file name, media type, content).
        key: names the occasion, at most 120 characters.
        by: who caused it; None for the machine.
        now: when.
        is_private: holds a secret link, so that the outbox never shows its text.
    """
    with transaction.atomic():
        mail, made = OutgoingMail.objects.get_or_create(
            key=key,
            defaults={
                "unit": unit,
                "to": to,
                "subject": " ".join(subject.split())[:250],
                "text": text,
                "html": html,
                "is_private": is_private,
                "created_by": by,
                "created_at": now,
            },
        )
        if made:
            MailAttachment.objects.bulk_create(
                MailAttachment(mail=mail, name=name, media_type=media_type, content=content)
                for name, media_type, content in attachments
            )
    return mail
