"""The agenda and the press contacts: who may, what is refused, what the public sees of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from tests.factories.accounts import make_member, make_unit

from kentongan.accounts.choices import Role
from kentongan.accounts.models import Unit, User
from kentongan.common.errors import ActionError, NotAllowed
from kentongan.newsroom.actions import announcing
from kentongan.newsroom.actions.announcing import (
    AgendaWords,
    ContactWords,
    add_press_contact,
    cancel_agenda_item,
    remove_press_contact,
    save_agenda_item,
)
from kentongan.newsroom.models import PressContact
from kentongan.newsroom.queries.reading import agenda_of, contacts_of

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def unit() -> Unit:
    return make_unit()


@pytest.fixture
def writer(unit: Unit) -> User:
    return make_member(unit, Role.PR_OFFICER)


def test_what_is_announced_is_public_from_its_hour_and_can_be_changed(unit: Unit, writer: User, now: datetime) -> None:
    words = AgendaWords("Temu media", now + 5 * HOUR, now + 6 * HOUR, "Aula", publish_at=now + HOUR)

    item = save_agenda_item(unit=unit, words=words, by=writer, now=now)

    assert list(agenda_of(unit.institution, now)) == []
    assert list(agenda_of(unit.institution, now + HOUR)) == [item]
    save_agenda_item(unit=unit, words=replace(words, title="Temu pers"), item=item, by=writer, now=now + HOUR)
    assert agenda_of(unit.institution, now + HOUR).get().title == "Temu pers"


def test_it_neither_ends_before_it_begins_nor_is_first_announced_when_past(
    unit: Unit, writer: User, now: datetime
) -> None:
    backwards = AgendaWords("Temu media", now + 2 * HOUR, now + HOUR)
    with pytest.raises(ActionError) as refused:
        save_agenda_item(unit=unit, words=backwards, by=writer, now=now)
    assert refused.value.field == "ends_at"
    with pytest.raises(ActionError) as refused:
        save_agenda_item(unit=unit, words=AgendaWords("Temu media", now - HOUR), by=writer, now=now)
    assert refused.value.field == "starts_at"


def test_what_is_cancelled_stays_to_be_seen_and_may_take_place_after_all(
    unit: Unit, writer: User, now: datetime
) -> None:
    item = save_agenda_item(unit=unit, words=AgendaWords("Temu media", now + HOUR), by=writer, now=now)

    assert cancel_agenda_item(item=item, by=writer, now=now).cancelled_at == now
    assert list(agenda_of(unit.institution, now)) == [item]
    assert cancel_agenda_item(item=item, by=writer, now=now).cancelled_at is None


def test_a_contact_can_be_reached_and_there_are_not_too_many(
    unit: Unit, writer: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announcing, "MOST_CONTACTS", 1)
    with pytest.raises(ActionError):
        add_press_contact(unit=unit, words=ContactWords("Sekar"), by=writer, now=now)

    row = add_press_contact(unit=unit, words=ContactWords("Sekar", phone="1500-119"), by=writer, now=now)

    assert [group.rows for group in contacts_of(unit.institution, now)] == [(row,)]
    with pytest.raises(ActionError):
        add_press_contact(unit=unit, words=ContactWords("Damar", phone="1500-118"), by=writer, now=now)
    remove_press_contact(contact=row, by=writer, now=now)
    assert not PressContact.objects.exists()


def test_a_stranger_announces_nothing_and_takes_nothing_away(unit: Unit, writer: User, now: datetime) -> None:
    stranger = make_member(make_unit("Unit lain"), Role.BUREAU_HEAD)
    item = save_agenda_item(unit=unit, words=AgendaWords("Temu media", now + HOUR), by=writer, now=now)
    row = add_press_contact(unit=unit, words=ContactWords("Sekar", phone="1500-119"), by=writer, now=now)

    with pytest.raises(NotAllowed):
        save_agenda_item(unit=unit, words=AgendaWords("Rapat", now + HOUR), by=stranger, now=now)
    with pytest.raises(NotAllowed):
        cancel_agenda_item(item=item, by=stranger, now=now)
    with pytest.raises(NotAllowed):
        remove_press_contact(contact=row, by=stranger, now=now)
