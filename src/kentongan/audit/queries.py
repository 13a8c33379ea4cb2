"""Reading and proving the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kentongan.audit.models import Entry, EntryQuerySet
from kentongan.audit.rules import GENESIS, entry_hash
from kentongan.common import slots

_SPANS = (1_000, 10_000, 100_000)
_SLACK = 1_000


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
    first, last = _id_at(since), _id_at(until)
    if since is not None and first is None:
        return []  # nothing was recorded since
    low = first - _SLACK if first else None
    ends = [end for end in (before, last + _SLACK if last else None) if end]
    return _newest(rows, low, min(ends, default=None), limit)


def _newest(rows: EntryQuerySet, low: int | None, high: int | None, limit: int) -> list[Entry]:
    """Read the newest entries with ids from `low` to below `high`, in growing spans of ids.

    Over the many units of a ministry no index gives the order; a span of ids is a short seek a unit and a small sort.
    """
    high = high or (Entry.objects.values_list("pk", flat=True).first() or 0) + 1
    found: list[Entry] = []
    for span in (*_SPANS, high):
        start = max(high - span, low or 0)
        found += rows.filter(pk__gte=start, pk__lt=high).order_by("-pk")[: limit - len(found)]
        high = start
        if len(found) >= limit or start <= (low or 0):
            break
    return found


def _id_at(moment: datetime | None) -> int | None:
    """Return about which id was given at a moment (ids follow time but for seconds); None where no entry is so late."""
    if moment is None:
        return None
    return Entry.objects.filter(at__gte=moment).order_by("at").values_list("pk", flat=True).first()


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
