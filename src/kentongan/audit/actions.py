"""Writing the record, and proving it whole."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection, models, transaction

from kentongan.audit.models import Entry
from kentongan.audit.rules import GENESIS, entry_hash

# Any fixed number: one lock for the one chain.
CHAIN_LOCK = 5368654


def record(
    *,
    action: str,
    by: Any | None,
    now: datetime,
    unit_id: int | None = None,
    target: models.Model | None = None,
    data: dict[str, Any] | None = None,
) -> Entry:
    """Append one entry. Call it inside the transaction of the change, so that both stand or neither.

    Args:
        action: room and past tense, as the signal is named: `"monitoring.mention_triaged"`.
        by: the user who did it, or None for the machine.
        now: when.
        unit_id: the unit it concerns; decides who may read the entry.
        target: the row it was done to.
        data: what changed, JSON values; ids rather than names or addresses of people.
    """
    with transaction.atomic():
        _lock_chain()
        previous = Entry.objects.order_by("-pk").values_list("hash", flat=True).first() or GENESIS
        content: dict[str, Any] = {
            "at": now,
            "action": action,
            "actor_id": by.pk if by is not None else None,
            "unit_id": unit_id,
            "target_type": target._meta.label_lower if target is not None else "",
            "target_id": str(target.pk) if target is not None else "",
            "data": data or {},
        }
        return Entry.objects.create(**content, previous=previous, hash=entry_hash(previous=previous, **content))


def _lock_chain() -> None:
    # SQLite's IMMEDIATE transactions already let one writer in at a time; PostgreSQL needs telling.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
