"""Reading and proving the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kentongan.audit.models import Entry
from kentongan.audit.rules import GENESIS, entry_hash
from kentongan.common import slots


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


def entries(
    user: Any,
    *,
    actor_id: int | None = None,
    action: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    before: int | None = None,
    limit: int,
) -> list[Entry]:
    """Return up to `limit` entries that `user` may read, newest first, older than the entry numbered `before`."""
    rows = Entry.objects.visible_to(user)
    if actor_id is not None:
        rows = rows.filter(actor_id=actor_id)
    if action:
        rows = rows.filter(action=action)
    if since is not None:
        rows = rows.filter(at__gte=since)
    if until is not None:
        rows = rows.filter(at__lt=until)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return list(rows[:limit])


def act_words(action: str) -> str:
    """Return what an action is called in the sentence "who ...": `"invited somebody"`."""
    for words in slots.ACT_WORDS:
        if action in words:
            return str(words[action])
    return action.partition(".")[2].replace("_", " ")


def kinds_of_acts() -> list[tuple[str, str]]:
    """Return every act the rooms have words for, as (action, words), in the order of the words."""
    acts = {action: str(said) for words in slots.ACT_WORDS for action, said in words.items()}
    return sorted(acts.items(), key=lambda pair: pair[1])
