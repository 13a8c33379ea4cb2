"""What the newsroom announces besides releases: the agenda, and whom the press may call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kentongan.accounts.models import Unit, User
from kentongan.accounts.queries import holds
from kentongan.audit.actions import record
from kentongan.common.errors import ActionError, NotAllowed
from kentongan.newsroom.models import AgendaItem, PressContact
from kentongan.newsroom.rules.rights import WRITE

MOST_CONTACTS = 30


@dataclass(frozen=True)
class AgendaWords:
    """What is announced. `publish_at` None: from now on."""

    title: str
    starts_at: datetime
    ends_at: datetime | None = None
    place: str = ""
    for_press: bool = True
    note: str = ""
    publish_at: datetime | None = None


@dataclass(frozen=True)
class ContactWords:
    name: str
    post: str = ""
    phone: str = ""
    email: str = ""
    hours: str = ""


def _demand(by: User, unit: Unit, now: datetime) -> None:
    if not holds(by, unit, WRITE, on=timezone.localdate(now, unit.zone)):
        raise NotAllowed(_("Your role in this unit does not allow this."))


def save_agenda_item(
    *, unit: Unit, words: AgendaWords, by: User, now: datetime, item: AgendaItem | None = None
) -> AgendaItem:
    """Announce something, or change what was announced.

    Raises:
        NotAllowed: the person may not write for this unit.
        ActionError: it ends before it begins, or is past when it is first announced.
    """
    _demand(by, unit, now)
    if words.ends_at is not None and words.ends_at <= words.starts_at:
        raise ActionError(_("It ends before it begins."), field="ends_at")
    if item is None and words.starts_at < now:
        raise ActionError(_("This time is past."), field="starts_at")
    row = item or AgendaItem(unit=unit, publish_at=now)
    row.title, row.place, row.note, row.for_press = words.title, words.place, words.note, words.for_press
    row.starts_at, row.ends_at, row.changed_at = words.starts_at, words.ends_at, now
    if words.publish_at is not None:
        row.publish_at = words.publish_at
    with transaction.atomic():
        row.save()
        act = "newsroom.agenda_changed" if item else "newsroom.agenda_added"
        record(action=act, by=by, now=now, unit_id=unit.pk, target=row, data={"starts_at": row.starts_at.isoformat()})
    return row


def cancel_agenda_item(*, item: AgendaItem, by: User, now: datetime) -> AgendaItem:
    """Say in public that it will not take place; pressed again, it will after all."""
    _demand(by, item.unit, now)
    item.cancelled_at = None if item.cancelled_at else now
    item.changed_at = now
    with transaction.atomic():
        item.save(update_fields=["cancelled_at", "changed_at"])
        act = "newsroom.agenda_cancelled" if item.cancelled_at else "newsroom.agenda_restored"
        record(action=act, by=by, now=now, unit_id=item.unit_id, target=item)
    return item


def add_press_contact(*, unit: Unit, words: ContactWords, by: User, now: datetime) -> PressContact:
    """Name somebody whom the press may call.

    Raises:
        NotAllowed: the person may not write for this unit.
        ActionError: neither telephone nor address was given, or there are enough.
    """
    _demand(by, unit, now)
    if not words.phone and not words.email:
        raise ActionError(_("Give a telephone number or an e-mail address."), field="phone")
    if PressContact.objects.filter(unit=unit).count() >= MOST_CONTACTS:
        raise ActionError(_("A unit names at most %(most)s contacts.") % {"most": MOST_CONTACTS})
    with transaction.atomic():
        row = PressContact.objects.create(
            unit=unit,
            name=words.name,
            post=words.post,
            phone=words.phone,
            email=words.email,
            hours=words.hours,
            position=PressContact.objects.filter(unit=unit).count(),
            changed_at=now,
        )
        record(action="newsroom.contact_added", by=by, now=now, unit_id=unit.pk, target=row)
    return row


def remove_press_contact(*, contact: PressContact, by: User, now: datetime) -> None:
    """Take somebody off the page of contacts."""
    _demand(by, contact.unit, now)
    with transaction.atomic():
        record(action="newsroom.contact_removed", by=by, now=now, unit_id=contact.unit_id, target=contact)
        contact.delete()
