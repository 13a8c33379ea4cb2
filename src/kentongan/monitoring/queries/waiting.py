"""What waits to be absorbed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet

from kentongan.monitoring.models import Arrival
from kentongan.monitoring.rules import MAX_TRIES


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits, since when, and how many articles were left aside after failing again and again."""

    count: int
    oldest: datetime | None
    aside: int


def waiting_arrivals(*, tried: bool) -> QuerySet[Arrival]:
    """Return the arrivals to take next, new before old; with `tried` those that were begun before without success."""
    rows = Arrival.objects.filter(tries__gte=1, tries__lt=MAX_TRIES) if tried else Arrival.objects.filter(tries=0)
    return rows.order_by("is_backfill", "pk")


def waiting() -> Waiting:
    """Return the state of the queue."""
    found = Arrival.objects.order_by().aggregate(
        count=Count("pk", filter=Q(tries__lt=MAX_TRIES)),
        oldest=Min("article__ready_at", filter=Q(tries__lt=MAX_TRIES, is_backfill=False)),
        aside=Count("pk", filter=Q(tries__gte=MAX_TRIES)),
    )
    return Waiting(**found)
