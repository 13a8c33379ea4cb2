"""Claiming waiting rows, so that work is done once although several workers ask and any of them may die.

Rows are the truth: work waits as rows with a `leased_until` column. A worker claims some by pushing that time ahead;
if it dies, the lease runs out and another takes the row. Works the same on SQLite (whose IMMEDIATE transactions
serialise the claim) and on PostgreSQL (whose `SKIP LOCKED` lets workers pass each other).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import connections, models, transaction
from django.db.models import Q

Row = TypeVar("Row", bound=models.Model)


def claim(waiting: models.QuerySet[Row], *, now: datetime, lease: timedelta, limit: int, **marks: Any) -> list[Row]:
    """Claim up to `limit` rows of the ordered queryset `waiting` until `now + lease` and return them.

    Args:
        waiting: rows that wait, in the order they should be done; its model has a nullable `leased_until`.
        now: the present moment, aware.
        lease: for how long nobody else may take them; longer than the work can take.
        limit: how many rows at most.
        marks: further columns to set on the claimed rows.
    """
    using = waiting.db
    free = waiting.filter(Q(leased_until__isnull=True) | Q(leased_until__lte=now))
    if connections[using].features.has_select_for_update_skip_locked:
        free = free.select_for_update(skip_locked=True, of=("self",))
    with transaction.atomic(using=using):
        rows = list(free[:limit])
        values = {"leased_until": now + lease, **marks}
        waiting.model._default_manager.using(using).filter(pk__in=[row.pk for row in rows]).update(**values)
    for row in rows:
        for name, value in values.items():
            setattr(row, name, value)
    return rows
