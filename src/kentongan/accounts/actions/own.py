"""A person's own details, and their right to be forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kentongan.accounts.models import Invitation, Membership, Unit, User
from kentongan.accounts.queries import holds, others_manage
from kentongan.accounts.rules import MANAGE
from kentongan.audit.actions import record
from kentongan.common import slots
from kentongan.common.errors import ActionError, NotAllowed


def change_own_details(*, by: User, name: str, language: str, now: datetime) -> User:
    """Change the name shown to colleagues and the language spoken to this person.

    Raises: ActionError for an empty name or an unknown language.
    """
    name = " ".join(name.split())
    if not name:
        raise ActionError(_("A name is needed."), field="name")
    if language not in dict(settings.LANGUAGES):
        raise ActionError(_("This language is not spoken here."), field="language")
    with transaction.atomic():
        changed = [field for field, value in (("name", name), ("language", language)) if getattr(by, field) != value]
        if changed:
            by.name, by.language = name, language
            by.save(update_fields=changed)
            record(action="accounts.details_changed", by=by, now=now, target=by, data={"fields": changed})
    return by


def erase_person(*, person: User, by: User, now: datetime) -> None:
    """Erase what is known about a person, as UU 27/2022 (art. 8, 43) grants; close the account for good.

    The row stays, without name and address, so that the record of official acts still has its author's number.
    Rooms that keep more about people let go of it through `slots.PERSON_DATA`.

    Raises: NotAllowed unless `by` is the person, or manages every root unit under which the person ever held a role;
    ActionError while the person is the last who manages a root unit.
    """
    if person.erased_at is not None:
        return
    if by.pk != person.pk and not _manages_all_roots(by, person, now):
        raise NotAllowed(_("Only the person, or whoever manages the root unit, can erase an account."))
    with transaction.atomic():
        for root in _roots_managed(person, now):
            if not others_manage(root, but_user=person, on=timezone.localdate(now, root.zone)):
                raise ActionError(_("Nobody else manages the root unit. Give somebody that role first."))
        for share in slots.PERSON_DATA:
            share.erase(person, now)
        _forget(person, now)
        record(action="accounts.person_erased", by=by, now=now, target=person)


def _forget(person: User, now: datetime) -> None:
    Invitation.objects.filter(email__iexact=person.email).delete()
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    for session in UserSession.objects.filter(user=person):
        session.end()
    _end_memberships(person, now)
    person.email = f"erased-{person.pk}@kentongan.invalid"
    person.name = ""
    person.is_active = person.is_staff = person.is_superuser = False
    person.erased_at = now
    person.last_login = None
    person.set_unusable_password()
    person.save()


def _end_memberships(person: User, now: datetime) -> None:
    for membership in Membership.objects.filter(user=person).select_related("unit"):
        yesterday = timezone.localdate(now, membership.unit.zone) - timedelta(days=1)
        if membership.start_on and membership.start_on > yesterday:
            membership.delete()
        elif membership.end_on is None or membership.end_on > yesterday:
            membership.end_on = yesterday
            membership.title = ""
            membership.save(update_fields=["end_on", "title"])


def _roots(person: User) -> list[Unit]:
    paths = Membership.objects.filter(user=person).values_list("unit__path", flat=True)
    return list(Unit.objects.filter(path__in={path[: Unit.steplen] for path in paths}))


def _manages_all_roots(by: User, person: User, now: datetime) -> bool:
    roots = _roots(person)
    return bool(roots) and all(holds(by, root, MANAGE, on=timezone.localdate(now, root.zone)) for root in roots)


def _roots_managed(person: User, now: datetime) -> list[Unit]:
    return [root for root in _roots(person) if holds(person, root, MANAGE, on=timezone.localdate(now, root.zone))]
