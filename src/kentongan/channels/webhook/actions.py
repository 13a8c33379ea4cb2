"""Telling the addresses that want to hear."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kentongan.accounts.models import Unit
from kentongan.channels.webhook.models import Webhook, WebhookDelivery


def queue_event(*, unit: Unit, event: str, payload: dict[str, Any], key: str, now: datetime) -> int:
    """Queue `payload` for every address of the unit that listens for `event`; the same `key` twice is one delivery.

    Returns:
        How many addresses will be told.
    """
    hooks = Webhook.objects.filter(unit=unit, event=event, is_active=True)
    rows = [WebhookDelivery(webhook=hook, key=key, payload=payload, created_at=now) for hook in hooks]
    return len(WebhookDelivery.objects.bulk_create(rows, ignore_conflicts=True))
