"""The sweep over waiting events."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from kentongan.channels.webhook.actions import deliver_waiting


@task
def deliver_waiting_events() -> int:
    """Tell the addresses what waits for them; return how many were told."""
    return deliver_waiting(clock=timezone.now)
