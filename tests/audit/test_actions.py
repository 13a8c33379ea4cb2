from __future__ import annotations

from datetime import datetime

import pytest
from django.db import DatabaseError, transaction

from kentongan.audit.actions import record
from kentongan.audit.models import Entry
from kentongan.audit.queries import prove_chain
from kentongan.audit.rules import GENESIS

pytestmark = pytest.mark.django_db


def test_entries_are_chained_from_the_genesis(now: datetime) -> None:
    first = record(action="test.first", by=None, now=now)
    second = record(action="test.second", by=None, now=now, data={"b": 1, "a": "é"})

    assert first.previous == GENESIS
    assert second.previous == first.hash
    proof = prove_chain()
    assert (proof.whole, proof.entries, proof.head) == (True, 2, second.hash)


@pytest.mark.parametrize("tamper", [lambda e: e.update(action="test.other"), lambda e: e.delete()])
def test_the_database_refuses_to_change_or_delete_an_entry(now: datetime, tamper: object) -> None:
    entry = record(action="test.first", by=None, now=now)

    with pytest.raises(DatabaseError), transaction.atomic():
        tamper(Entry.objects.filter(pk=entry.pk))


def test_a_forged_entry_is_found(now: datetime) -> None:
    record(action="test.first", by=None, now=now)
    forged = Entry.objects.create(at=now, action="test.forged", previous="0" * 64, hash="f" * 64)
    record(action="test.after", by=None, now=now)

    assert prove_chain().broken_at == forged.pk


def test_an_empty_record_is_whole() -> None:
    assert prove_chain().whole
