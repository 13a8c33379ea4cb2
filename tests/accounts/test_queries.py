from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from tests.factories.accounts import UserFactory, make_member, make_unit

from kentongan.accounts.choices import Role
from kentongan.accounts.models import ApiToken, Membership, memberships_read_once
from kentongan.accounts.queries import find_units, holds, token_for, unit_lines, unit_trail
from kentongan.accounts.rules import MANAGE, TRIAGE
from kentongan.common.secrets import token_hash

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
DAY = date(2026, 11, 24)


def test_a_role_holds_in_its_unit_and_below_not_above_nor_beside() -> None:
    root = make_unit("Pusat")
    region = make_unit("Kanwil", parent=root)
    office = make_unit("Loket", parent=region)
    beside = make_unit("Kanwil lain", parent=root)
    person = make_member(region, Role.PR_OFFICER)

    assert [holds(person, unit, TRIAGE, on=DAY) for unit in (root, region, office, beside)] == [
        False,
        True,
        True,
        False,
    ]
    assert not holds(person, region, MANAGE, on=DAY)


def test_inside_one_reading_memberships_are_read_once_and_afresh_after_it(django_assert_num_queries: Any) -> None:
    unit = make_unit()
    person, other = make_member(unit, Role.STAFF), make_member(make_unit("Biro lain"), Role.BUREAU_HEAD)
    with memberships_read_once(), django_assert_num_queries(2):
        assert [holds(person, unit, roles, on=DAY) for roles in (TRIAGE, MANAGE)] == [True, False]
        assert [holds(other, unit, roles, on=DAY) for roles in (TRIAGE, MANAGE)] == [False, False]
    Membership.objects.filter(user=person).update(role=Role.BUREAU_HEAD)
    assert holds(person, unit, MANAGE, on=DAY)


def test_a_role_holds_from_its_first_to_its_last_day() -> None:
    unit, person = make_unit(), UserFactory()
    Membership.objects.create(user=person, unit=unit, role=Role.PR_OFFICER, start_on=DAY, end_on=DAY)

    days = [DAY - timedelta(days=1), DAY, DAY + timedelta(days=1)]
    assert [holds(person, unit, TRIAGE, on=day) for day in days] == [False, True, False]


def test_a_closed_account_holds_nothing() -> None:
    unit = make_unit()
    person = make_member(unit, is_active=False)

    assert not holds(person, unit, TRIAGE, on=DAY)


def test_a_key_opens_until_it_expires_or_is_revoked(now: datetime) -> None:
    unit = make_unit()
    later, past = now + timedelta(days=1), now - timedelta(days=1)
    for raw, expires, revoked in (("berlaku", later, None), ("habis", now, None), ("dicabut", later, past)):
        ApiToken.objects.create(
            unit=unit, name=raw, token_hash=token_hash(raw), created_at=past, expires_at=expires, revoked_at=revoked
        )

    opened = {raw: token_for(raw, now) is not None for raw in ("berlaku", "habis", "dicabut", "asing", "")}

    assert opened == {"berlaku": True, "habis": False, "dicabut": False, "asing": False, "": False}


def test_units_are_found_only_where_a_person_may_look() -> None:
    root = make_unit("Pusat")
    region = make_unit("Kanwil Serayu", parent=root)
    make_unit("Kanwil Serayu Asing")
    head, local = make_member(root), make_member(region)

    assert [line.unit.name for line in find_units(head, "serayu", on=DAY)] == ["Kanwil Serayu"]
    assert [line.unit for line in unit_lines(local, None, on=DAY)] == [region]
    assert root not in unit_trail(local, region)
