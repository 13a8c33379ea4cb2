"""Reading and proving the record."""

from __future__ import annotations

from dataclasses import dataclass

from kentongan.audit.models import Entry
from kentongan.audit.rules import GENESIS, entry_hash


@dataclass(frozen=True)
class Proof:
    """What a walk over the whole chain found. `broken_at` is the id of the first entry that does not fit."""

    entries: int
    broken_at: int | None
    head: str

    @property
    def whole(self) -> bool:
        return self.broken_at is None


def prove_chain() -> Proof:
    """Recompute every hash from the first entry on; stop at the first that does not fit.

    The head should be kept elsewhere too (a note, a printed page): a chain cut off at its end still fits itself.
    """
    previous, count = GENESIS, 0
    for entry in Entry.objects.order_by("pk").iterator(chunk_size=2000):
        expected = entry_hash(
            previous=previous,
            at=entry.at,
            action=entry.action,
            actor_id=entry.actor_id,
            unit_id=entry.unit_id,
            target_type=entry.target_type,
            target_id=entry.target_id,
            data=entry.data,
        )
        if entry.previous != previous or entry.hash != expected:
            return Proof(entries=count, broken_at=entry.pk, head=previous)
        previous, count = entry.hash, count + 1
    return Proof(entries=count, broken_at=None, head=previous)
