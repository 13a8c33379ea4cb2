"""What a person saw already."""

from __future__ import annotations

from datetime import datetime, timedelta

from kentongan.accounts.models import Unit, User
from kentongan.monitoring.choices import Relevance
from kentongan.monitoring.models import Look, Mention

COUNTED = 999
SPAN = timedelta(days=3)
"""How far back "new" reaches for somebody who has not looked for longer (or never)."""


def last_look(user: User, unit: Unit) -> datetime | None:
    """Return when a person looked at a unit's day before the present sitting: where the amber line is drawn."""
    look = Look.objects.filter(user=user, unit=unit).first()
    return look.previous_at if look else None


def new_since_look(user: User, unit: Unit, *, now: datetime) -> int:
    """Return how many mentions became visible since the last look: at most one past `COUNTED`, at most `SPAN` back."""
    since = max(last_look(user, unit) or now - SPAN, now - SPAN)
    rows = Mention.objects.filter(unit=unit, seen_at__gt=since).exclude(relevance=Relevance.IRRELEVANT)
    return rows.order_by()[: COUNTED + 1].count()
