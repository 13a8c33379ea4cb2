from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime, timedelta

from kentongan.channels.webhook.rules import PAUSES, body_of, headers_of, next_try, signature


def test_the_body_names_the_delivery_and_keeps_letters(now: datetime) -> None:
    body = body_of(delivery=5, event="brief_sent", unit=2, at=now, data={"title": "Ringkasan “é”"})

    assert json.loads(body) == {
        "id": 5,
        "event": "brief_sent",
        "unit": 2,
        "at": "2026-11-23T23:12:00+00:00",
        "data": {"title": "Ringkasan “é”"},
    }


def test_a_receiver_can_check_the_signature(now: datetime) -> None:
    headers = headers_of(secret="rahasia", event="brief_sent", delivery=5, now=now, body=b"{}")

    said = hmac.new(b"rahasia", headers["X-Kentongan-Timestamp"].encode() + b".{}", hashlib.sha256).hexdigest()
    assert headers["X-Kentongan-Signature"] == f"sha256={said}"
    assert signature(secret="lain", timestamp=int(now.timestamp()), body=b"{}") != headers["X-Kentongan-Signature"]


def test_tries_come_ever_later_and_end(now: datetime) -> None:
    assert next_try(1, now) == now + PAUSES[0]
    assert next_try(len(PAUSES), now) == now + PAUSES[-1]
    assert next_try(len(PAUSES) + 1, now) is None


def test_a_receiver_that_asks_for_time_gets_it_up_to_a_day(now: datetime) -> None:
    assert next_try(1, now, asked_s=3600) == now + timedelta(hours=1)
    assert next_try(1, now, asked_s=10**9) == now + timedelta(days=1)
