from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from kentongan.audit.rules import GENESIS, entry_hash

ENTRY = {
    "previous": GENESIS,
    "at": datetime(2026, 11, 24, 6, 12, tzinfo=UTC),
    "action": "test.done",
    "actor_id": 7,
    "unit_id": 3,
    "target_type": "accounts.unit",
    "target_id": "3",
    "data": {"b": 1, "a": "é"},
}


def test_the_hash_can_be_recomputed_by_anyone() -> None:
    assert entry_hash(**ENTRY) == entry_hash(**(ENTRY | {"data": {"a": "é", "b": 1}}))
    assert len(entry_hash(**ENTRY)) == 64


def test_the_zone_in_which_a_time_is_given_does_not_matter() -> None:
    wit = ENTRY["at"].astimezone(timezone(timedelta(hours=9)))

    assert entry_hash(**(ENTRY | {"at": wit})) == entry_hash(**ENTRY)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("previous", "f" * 64),
        ("at", ENTRY["at"] + timedelta(microseconds=1)),
        ("action", "test.undone"),
        ("actor_id", None),
        ("unit_id", 4),
        ("target_type", "accounts.user"),
        ("target_id", "33"),
        ("data", {}),
    ],
)
def test_every_field_counts(field: str, value: object) -> None:
    assert entry_hash(**(ENTRY | {field: value})) != entry_hash(**ENTRY)
