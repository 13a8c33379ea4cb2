"""How entries are chained: pure, so that anyone can recompute it."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64


def entry_hash(
    *,
    previous: str,
    at: datetime,
    action: str,
    actor_id: int | None,
    unit_id: int | None,
    target_type: str,
    target_id: str,
    data: dict[str, Any],
) -> str:
    """Return the SHA-256 (hex) over the entry's content and the hash of the entry before it.

    The content is JSON with sorted keys and no spaces; the time is UTC with microseconds.
    """
    content = json.dumps(
        [
            previous,
            at.astimezone(UTC).isoformat(timespec="microseconds"),
            action,
            actor_id,
            unit_id,
            target_type,
            target_id,
            data,
        ],
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )
    return hashlib.sha256(content.encode()).hexdigest()
