"""Mail that rooms upstream want carried."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from kentongan.accounts.models import Unit
from kentongan.accounts.signals import mail_wanted
from kentongan.channels.email.actions import queue_mail


@receiver(mail_wanted, dispatch_uid="email.mail_wanted")
def queue_wanted_mail(
    *, to: str, subject: str, text: str, html: str, key: str, unit: Unit | None, now: datetime, **_rest: Any
) -> None:
    """Queue account mail; it holds links and keys, so its text is private."""
    queue_mail(unit=unit, to=to, subject=subject, text=text, html=html, key=key, by=None, now=now, is_private=True)
