"""Reading what addresses were told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q

from kentongan.accounts.models import Unit
from kentongan.channels.webhook.choices import DeliveryState
from kentongan.channels.webhook.models import Webhook, WebhookDelivery


@dataclass(frozen=True)
class HookLine:
    """An address with how its telling stands."""

    hook: Webhook
    waiting: int
    failed: int
    last_done_at: datetime | None
    problem: str


def hook_lines(unit: Unit) -> list[HookLine]:
    """Return the unit's addresses; the same two queries for any number."""
    hooks = Webhook.objects.filter(unit=unit).annotate(
        waiting=Count("deliveries", filter=Q(deliveries__state=DeliveryState.WAITING)),
        failed=Count("deliveries", filter=Q(deliveries__state=DeliveryState.FAILED)),
        last_done_at=Max("deliveries__done_at"),
    )
    problems = dict(
        WebhookDelivery.objects.filter(webhook__unit=unit)
        .exclude(problem="")
        .order_by("created_at")
        .values_list("webhook_id", "problem")
    )
    return [
        HookLine(
            hook,
            hook.waiting,
            hook.failed,
            hook.last_done_at,
            problems.get(hook.pk, "") if hook.waiting or hook.failed else "",
        )
        for hook in hooks
    ]


def waiting_health() -> tuple[int, datetime | None]:
    """Return how many events wait after a first failure, and since when the oldest does."""
    rows = WebhookDelivery.objects.filter(state=DeliveryState.WAITING, tries__gt=0, webhook__is_active=True)
    oldest = rows.order_by("created_at").values_list("created_at", flat=True).first()
    return rows.count(), oldest
