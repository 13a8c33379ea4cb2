from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.accounts import make_unit

from kentongan.accounts.models import Unit
from kentongan.channels.webhook.choices import DeliveryState, Event
from kentongan.channels.webhook.models import Webhook, WebhookDelivery
from kentongan.channels.webhook.queries import hook_lines, waiting_health

pytestmark = pytest.mark.django_db


def make_hook(unit: Unit, now: datetime, number: int = 1) -> Webhook:
    return Webhook.objects.create(unit=unit, url=f"https://r{number}.example/x", event=Event.BRIEF_SENT, created_at=now)


def tell(hook: Webhook, now: datetime, state: str, problem: str = "", tries: int = 0) -> WebhookDelivery:
    key = str(hook.deliveries.count())
    return WebhookDelivery.objects.create(
        webhook=hook, key=key, payload={}, state=state, problem=problem, tries=tries, created_at=now
    )


def test_a_line_counts_what_waits_and_what_was_given_up(now: datetime) -> None:
    unit = make_unit()
    hook = make_hook(unit, now)
    tell(hook, now, DeliveryState.WAITING, "lama", 1)
    tell(hook, now + timedelta(minutes=1), DeliveryState.FAILED, "baru", 9)
    make_hook(make_unit("Unit lain"), now, 2)

    [line] = hook_lines(unit)

    assert (line.waiting, line.failed, line.problem) == (1, 1, "baru")


def test_one_address_costs_as_much_as_many(now: datetime) -> None:
    one, many = make_unit("Satu"), make_unit("Banyak")
    make_hook(one, now)
    for number in range(5):
        tell(make_hook(many, now, number + 10), now, DeliveryState.WAITING)

    with CaptureQueriesContext(connection) as few:
        hook_lines(one)
    with CaptureQueriesContext(connection) as most:
        hook_lines(many)

    assert len(few) == len(most) == 2


def test_health_speaks_only_of_what_failed_before(now: datetime) -> None:
    hook = make_hook(make_unit(), now)
    tell(hook, now, DeliveryState.WAITING)
    assert waiting_health() == (0, None)

    tell(hook, now, DeliveryState.WAITING, "menolak", 1)
    assert waiting_health() == (1, now)
