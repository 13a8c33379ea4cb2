"""What goes to a webhook, how it is signed, when it is tried again. Pure."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

# About three days in all: long enough for a weekend's outage.
PAUSES = tuple(timedelta(minutes=m) for m in (1, 2, 5, 15, 30, 60, 120, 240, 480, 720, 1440, 1440))
LEASE = timedelta(minutes=5)
BATCH = 20
TIMEOUT_S = 15.0
TEST_EVENT = "test"


def body_of(*, delivery: int, event: str, unit: int, at: datetime, data: dict[str, Any]) -> bytes:
    """Return the message as JSON bytes. `id` is the same at every try, so that a receiver can drop what came twice."""
    message = {"id": delivery, "event": event, "unit": unit, "at": at.astimezone(UTC).isoformat(), "data": data}
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()


def signature(*, secret: str, timestamp: int, body: bytes) -> str:
    """Return what `X-Kentongan-Signature` says: HMAC-SHA256 (RFC 2104) over `timestamp.body` with the shared secret.

    The time stands inside, so that a message caught on the way cannot be played again later.
    """
    return "sha256=" + hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()


def headers_of(*, secret: str, event: str, delivery: int, now: datetime, body: bytes) -> dict[str, str]:
    """Return the headers beside the body."""
    timestamp = int(now.timestamp())
    return {
        "X-Kentongan-Event": event,
        "X-Kentongan-Delivery": str(delivery),
        "X-Kentongan-Timestamp": str(timestamp),
        "X-Kentongan-Signature": signature(secret=secret, timestamp=timestamp, body=body),
    }


def next_try(tries: int, now: datetime, *, asked_s: int | None = None) -> datetime | None:
    """Return when the delivery that failed for the `tries`-th time is tried again; None when it is given up.

    A receiver that names a time (`Retry-After`, seconds) is waited for, up to a day.
    """
    if tries > len(PAUSES):
        return None
    return now + max(PAUSES[tries - 1], timedelta(seconds=min(asked_s or 0, 86_400)))
