"""The first start: who runs the machine, and the institution it serves."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kentongan.accounts.choices import Role, UnitLevel, Zone
from kentongan.accounts.models import Institution, Membership, Unit, User
from kentongan.accounts.queries import holds
from kentongan.accounts.rules import MANAGE
from kentongan.accounts.signals import institution_founded
from kentongan.audit.actions import record
from kentongan.common.errors import ActionError, NotAllowed


def create_operator(*, email: str, name: str, password: str, now: datetime) -> User:
    """Create the person who runs the machine, at the first start from the shell. They may found institutions.

    Raises: ActionError when the address is none or taken, or the password is weak (`field` says which).
    """
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise ActionError(_("This is no e-mail address."), field="email") from None
    try:
        validate_password(password, User(email=address, name=name))
    except ValidationError as error:
        raise ActionError(" ".join(error.messages), field="password") from None
    with transaction.atomic():
        if User.objects.filter(email__iexact=address).exists():
            raise ActionError(_("This address has an account already."), field="email")
        user = User.objects.create_superuser(address, password, name=name.strip(), date_joined=now)
        record(action="accounts.operator_created", by=None, now=now, target=user)
    return user


def found_institution(
    *,
    name: str,
    short_name: str = "",
    zone: str = Zone.WIB,
    root_unit: str,
    by: User,
    now: datetime,
    address: str = "",
    website: str = "",
    aliases: tuple[str, ...] = (),
    root_code: str = "",
    is_demo: bool = False,
) -> Institution:
    """Found an institution with its root unit; the founder becomes bureau head of the root unit.

    Args:
        zone: one of `Zone`; also that of the root unit.
        root_unit: name of the unit above all others, usually the bureau of public relations.
        aliases: names the press uses for the institution.

    Raises: NotAllowed unless `by` runs the machine; ActionError for an empty name.
    """
    if not by.is_superuser or not by.is_active:
        raise NotAllowed(_("Only whoever runs the machine can found an institution."))
    for field, value in (("name", name), ("root_unit", root_unit)):
        if not value.strip():
            raise ActionError(_("A name is needed."), field=field)
    with transaction.atomic():
        institution = Institution.objects.create(
            name=name.strip(),
            short_name=short_name.strip(),
            slug=_free_slug(short_name or name),
            address=address.strip(),
            website=website.strip(),
            time_zone=zone,
            aliases=[alias.strip() for alias in aliases if alias.strip()],
            is_demo=is_demo,
            created_at=now,
        )
        root = Unit.objects.add_root(
            {
                "name": root_unit.strip(),
                "institution": institution,
                "code": root_code.strip(),
                "level": UnitLevel.CENTRE,
                "time_zone": zone,
            }
        )
        membership = Membership.objects.create(user=by, unit=root, role=Role.BUREAU_HEAD)
        record(action="accounts.institution_founded", by=by, now=now, unit_id=root.pk, target=institution)
        record(action="accounts.role_given", by=by, now=now, unit_id=root.pk, target=membership,
               data={"user": by.pk, "role": Role.BUREAU_HEAD})  # fmt: skip
        institution_founded.send(sender=Institution, institution=institution, by=by, now=now)
    return institution


def set_letterhead(
    *, institution: Institution, short_name: str, address: str, website: str, by: User, now: datetime
) -> Institution:
    """Change what stands at the head of an institution's letters and below its public pages.

    Raises: NotAllowed unless `by` manages the institution's highest unit; ActionError for a website that is none.
    """
    root = Unit.objects.get(institution=institution, depth=1)
    if not holds(by, root, MANAGE, on=timezone.localdate(now, root.zone)):
        raise NotAllowed(_("Your role in this unit does not allow this."))
    values = {"short_name": short_name.strip()[:40], "address": address.strip()[:500], "website": website.strip()}
    try:
        if values["website"]:
            URLValidator(schemes=["http", "https"])(values["website"])
    except ValidationError:
        raise ActionError(_("This is no web address."), field="website") from None
    changed = sorted(name for name, value in values.items() if getattr(institution, name) != value)
    for name in changed:
        setattr(institution, name, values[name])
    if changed:
        with transaction.atomic():
            institution.save(update_fields=changed)
            record(
                action="accounts.letterhead_set", by=by, now=now, unit_id=root.pk, target=institution,
                data={"changed": changed},
            )  # fmt: skip
    return institution


def _free_slug(name: str) -> str:
    base = slugify(name)[:50] or "lembaga"
    taken = set(Institution.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)
