"""The sweep over the outbox."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from kentongan.channels.email.actions import send_waiting


@task
def send_waiting_mail() -> int:
    """Send what is due; return how many messages went out."""
    return send_waiting(clock=timezone.now).sent
