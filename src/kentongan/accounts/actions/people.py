"""Who works where: invitations, roles, acting officials."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kentongan.accounts.actions.guard import demand
from kentongan.accounts.choices import Role, Standing
from kentongan.accounts.models import Invitation, Membership, Unit, User
from kentongan.accounts.queries import holds, others_manage
from kentongan.accounts.rules import INVITATION_DAYS, MANAGE, may_give, needs_end
from kentongan.accounts.signals import mail_wanted
from kentongan.audit.actions import record
from kentongan.common.errors import ActionError, Changed
from kentongan.common.numbers import date_clock
from kentongan.common.secrets import new_token, token_hash


def invite(
    *,
    unit: Unit,
    email: str,
    name: str,
    role: Role,
    by: User,
    now: datetime,
    standing: Standing = Standing.DEFINITIVE,
    start_on: date | None = None,
    end_on: date | None = None,
) -> tuple[Invitation, str]:
    """Offer a role by mail. Return the invitation and its address, which is shown once and never stored.

    An open invitation to the same address for the same unit is replaced.

    Raises: NotAllowed unless `by` may give this role here; ActionError for wrong dates or a closed unit.
    """
    _check_gift(unit, role, standing, start_on, end_on, by=by, now=now)
    address = email.strip().lower()
    token = new_token()
    with transaction.atomic():
        Invitation.objects.filter(unit=unit, email=address, accepted_at=None).delete()
        invitation = Invitation.objects.create(
            unit=unit,
            email=address,
            name=" ".join(name.split()),
            role=role,
            standing=standing,
            start_on=start_on,
            end_on=end_on,
            token_hash=token_hash(token),
            invited_by=by,
            created_at=now,
            expires_at=now + timedelta(days=INVITATION_DAYS),
        )
        record(action="accounts.person_invited", by=by, now=now, unit_id=unit.pk, target=invitation,
               data={"role": role})  # fmt: skip
        link = settings.BASE_URL + reverse("accounts:invitation", args=[token])
        subject, text = _invitation_mail(invitation, link)
        mail_wanted.send(sender=User, to=address, subject=subject, text=text, html="",
                         key=f"invitation:{invitation.pk}:{token_hash(token)[:16]}", unit=unit, now=now)  # fmt: skip
    return invitation, link


def withdraw_invitation(*, invitation: Invitation, by: User, now: datetime) -> None:
    """Take back an open invitation: its address stops working.

    Raises: NotAllowed unless `by` may give the role; Changed when it was accepted meanwhile.
    """
    demand(by, invitation.unit, may_give(Role(invitation.role)), now=now)
    with transaction.atomic():
        gone, _models = Invitation.objects.filter(pk=invitation.pk, accepted_at=None).delete()
        if not gone:
            raise Changed(_("The invitation was accepted meanwhile. End the role instead."))
        record(action="accounts.invitation_withdrawn", by=by, now=now, unit_id=invitation.unit_id, target=invitation)


def accept_invitation(
    *, token: str, now: datetime, by: User | None = None, name: str = "", password: str = ""
) -> Membership:
    """Turn an invitation into a role: for `by`, when they are signed in with the invited address, else for a new
    account with `name` and `password`.

    Raises: ActionError when the token is unknown, used or past its time, when the invited address has an account
    that is not the one signed in, when whoever invited may no longer give this role, or when the password is weak.
    """
    with transaction.atomic():
        invitation = Invitation.objects.select_for_update(of=("self",)).select_related("unit", "invited_by").filter(
            token_hash=token_hash(token)
        ).first()  # fmt: skip
        if invitation is None or not invitation.is_open(now):
            raise ActionError(_("This invitation no longer holds. Ask for a new one."))
        _check_inviter(invitation, now)
        user = _invited_user(invitation, by, name, password, now)
        Invitation.objects.filter(pk=invitation.pk).update(accepted_at=now)
        membership = _appoint(
            user,
            invitation.unit,
            Role(invitation.role),
            Standing(invitation.standing),
            start_on=invitation.start_on,
            end_on=invitation.end_on,
        )
        record(action="accounts.invitation_accepted", by=user, now=now, unit_id=invitation.unit_id, target=membership,
               data={"role": invitation.role, "invitation": invitation.pk})  # fmt: skip
    return membership


def give_role(
    *,
    user: User,
    unit: Unit,
    role: Role,
    by: User,
    now: datetime,
    standing: Standing = Standing.DEFINITIVE,
    title: str = "",
    start_on: date | None = None,
    end_on: date | None = None,
) -> Membership:
    """Give a person a role in a unit, definitively or as acting official (Plt., Plh.) for a stated period.

    Raises: NotAllowed unless `by` may give this role here; ActionError for wrong dates, a closed unit or account,
    or a role held already over the same days.
    """
    _check_gift(unit, role, standing, start_on, end_on, by=by, now=now)
    if not user.is_active:
        raise ActionError(_("This account is closed."), field="user")
    with transaction.atomic():
        membership = _appoint(user, unit, role, standing, title=title.strip(), start_on=start_on, end_on=end_on)
        record(action="accounts.role_given", by=by, now=now, unit_id=unit.pk, target=membership,
               data={"user": user.pk, "role": role, "standing": standing})  # fmt: skip
    return membership


def end_membership(*, membership: Membership, last_day: date, by: User, now: datetime) -> Membership:
    """End a role after `last_day`, which may be past (yesterday ends it at once) or to come.

    Raises: NotAllowed unless `by` may give this role, or holds it and lays it down; ActionError when nobody would
    manage the root unit afterwards.
    """
    unit = membership.unit
    if membership.user_id != by.pk:
        demand(by, unit, may_give(Role(membership.role)), now=now)
    with transaction.atomic():
        current: Membership = (
            Membership.objects.select_for_update(of=("self",)).select_related("unit").get(pk=membership.pk)
        )
        if current.end_on is not None and current.end_on <= last_day:
            return current
        next_day = last_day + timedelta(days=1)
        if current.role in MANAGE and unit.is_root() and not others_manage(unit, but=current, on=next_day):
            raise ActionError(_("Nobody else manages the root unit. Give somebody that role first."))
        record(action="accounts.role_ended", by=by, now=now, unit_id=unit.pk, target=current,
               data={"user": current.user_id, "role": current.role, "last_day": last_day.isoformat()})  # fmt: skip
        if current.start_on and current.start_on > last_day:
            current.delete()  # it never began
        else:
            current.end_on = last_day
            current.save(update_fields=["end_on"])
    return current


def _check_gift(
    unit: Unit, role: Role, standing: Standing, start_on: date | None, end_on: date | None, *, by: User, now: datetime
) -> None:
    demand(by, unit, may_give(role), now=now)
    if not unit.is_active:
        raise ActionError(_("This unit is closed. Open it first."), field="unit")
    if needs_end(standing) and end_on is None:
        raise ActionError(_("An acting official serves for a stated period: name its last day."), field="end_on")
    if start_on and end_on and end_on < start_on:
        raise ActionError(_("The last day lies before the first."), field="end_on")
    if end_on and end_on < timezone.localdate(now, unit.zone):
        raise ActionError(_("The last day has passed already."), field="end_on")


def _appoint(
    user: User,
    unit: Unit,
    role: Role,
    standing: Standing,
    *,
    start_on: date | None,
    end_on: date | None,
    title: str = "",
) -> Membership:
    for held in Membership.objects.filter(user=user, unit=unit, role=role):
        starts_before_end = held.start_on is None or end_on is None or held.start_on <= end_on
        ends_after_start = held.end_on is None or start_on is None or held.end_on >= start_on
        if starts_before_end and ends_after_start:
            raise ActionError(_("The person holds this role in that time already."), field="role")
    membership: Membership = Membership.objects.create(
        user=user, unit=unit, role=role, standing=standing, title=title, start_on=start_on, end_on=end_on
    )
    return membership


def _check_inviter(invitation: Invitation, now: datetime) -> None:
    """An invitation is worth what its sender may still give when it is accepted."""
    day = timezone.localdate(now, invitation.unit.zone)
    inviter = invitation.invited_by
    if inviter is None or not holds(inviter, invitation.unit, may_give(Role(invitation.role)), on=day):
        raise ActionError(_("Whoever invited you may no longer give this role. Ask for a new invitation."))


def _invited_user(invitation: Invitation, by: User | None, name: str, password: str, now: datetime) -> User:
    known = User.objects.filter(email__iexact=invitation.email).first()
    if by is not None:
        if known is None or known.pk != by.pk:
            raise ActionError(_("This invitation is for another address. Sign out first."))
        return by
    if known is not None:
        raise ActionError(_("You have an account already. Sign in, then open the invitation again."))
    if not name.strip():
        raise ActionError(_("A name is needed."), field="name")
    user = User(email=invitation.email, name=" ".join(name.split()))
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ActionError(" ".join(error.messages), field="password") from None
    return User.objects.create_user(invitation.email, password, name=user.name, date_joined=now)


def _invitation_mail(invitation: Invitation, link: str) -> tuple[str, str]:
    """Return subject and text, in the language that the institution's people speak first."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Invitation to Kentongan: %(unit)s") % {"unit": invitation.unit.name}
        text = _(
            "Dear %(name)s,\n\n%(by)s invites you to work in Kentongan for %(unit)s as %(role)s.\n\n"
            "Open this address to begin:\n%(link)s\n\nIt works once and until %(until)s."
        ) % {
            "name": invitation.name or invitation.email,
            "by": invitation.invited_by,
            "unit": invitation.unit.name,
            "role": invitation.get_role_display(),
            "link": link,
            "until": date_clock(invitation.expires_at, invitation.unit.zone),
        }
    return subject, text
