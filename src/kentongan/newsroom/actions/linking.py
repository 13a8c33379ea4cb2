"""One-time links: a decision without signing in, bound to one person, one step and one exact text."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kentongan.accounts.actions.second_step import check_totp, has_totp
from kentongan.accounts.models import User
from kentongan.accounts.queries import holds
from kentongan.audit.actions import record
from kentongan.common import numbers
from kentongan.common.errors import ActionError, NotAllowed
from kentongan.common.secrets import token_hash
from kentongan.newsroom.actions.deciding import decide, over_because
from kentongan.newsroom.actions.opening import NewLink, new_link
from kentongan.newsroom.actions.telling import tell_renewal
from kentongan.newsroom.choices import Decided, Door, Proof, RoundState, StepState
from kentongan.newsroom.models import ApprovalLink, ApprovalStep, Decision
from kentongan.newsroom.queries.approving import day_of, official_at
from kentongan.newsroom.rules.approving import WRONG_CODES, code_hash, plain_code
from kentongan.newsroom.rules.rights import WRITE


class LinkClosed(ActionError):
    """The link opens nothing (any more); the message says why and what to do."""


class WrongCode(ActionError):
    """The second proof is wrong; the link stays open for a few more tries."""


def make_link(*, step: ApprovalStep, person: User, by: User | None, now: datetime) -> NewLink:
    """Make a one-time link to `step` for `person` and mail it to them. Their earlier links to the step are closed.

    Args:
        step: an open step of an open round.
        person: one who may decide at it.
        by: the sender, who passes a code on by another way than mail; None: the house itself, to a person with an
            authenticator.
        now: when.

    Raises:
        NotAllowed: the sender may not write here, or the person may not decide at this step.
        ActionError: the step is not open, or the sender would send to themselves.
    """
    with transaction.atomic():
        row = ApprovalStep.objects.select_for_update(of=("self",)).select_related(
            "round__release__unit__institution", "round__asked_by"
        ).get(pk=step.pk)  # fmt: skip
        unit = row.round.release.unit
        if by is not None and not holds(by, unit, WRITE, on=day_of(unit, now)):
            raise NotAllowed(_("Your role does not include sending texts of this unit up the chain."))
        if row.round.state != RoundState.OPEN or row.state != StepState.OPEN:
            raise ActionError(_("This step does not wait for anybody now."))
        if by is not None and by.pk == person.pk:
            raise ActionError(_("You are signed in: decide here."))
        if official_at(row, person, now) is None:
            raise NotAllowed(_("%(name)s may not decide at this step.") % {"name": person.name})
        return new_link(row, person, by=by, now=now)


def decide_by_link(*, token: str, code: str, sha256: str, decided: Decided, note: str = "", now: datetime) -> Decision:
    """Decide with a one-time link and the second proof. The link is used up by the decision, and only by it.

    Args:
        token: the secret part of the address.
        code: the authenticator's code, or the six digits the sender passed on.
        sha256: of the text that the page showed.
        decided: approve, return (with reasons) or comment.
        note: the reasons.
        now: when.

    Raises:
        LinkClosed: unknown, used, expired, revoked, or closed after too many wrong codes.
        WrongCode: the second proof is wrong; the try is counted.
        ActionError: as `deciding.decide`; the link stays unused.
    """
    with transaction.atomic():
        found = _locked(token)
        link = _usable(found, now)
        wrong = None if _is_proved(link, token, code, now) else _count_wrong(link, now)
        if wrong is None:
            decision = decide(
                step=link.step,
                decided=decided,
                sha256=sha256,
                note=note,
                by=link.person,
                now=now,
                door=Door.LINK,
                proof=Proof.CODE if link.code_hash else Proof.TOTP,
            )
            link.used_at, link.revoked_at = now, None
            link.save(update_fields=["used_at", "revoked_at"])
            return decision
    raise wrong  # after the count was written


def _locked(token: str) -> ApprovalLink | None:
    links = ApprovalLink.objects.select_for_update(of=("self",)).select_related(
        "person", "step__round__release__unit__institution", "step__round__asked_by"
    )
    return links.filter(token_hash=token_hash(token)).first()


def _usable(link: ApprovalLink | None, now: datetime) -> ApprovalLink:
    why = closed_because(link, now)
    if link is None or why:
        raise LinkClosed(why)
    return link


def closed_because(link: ApprovalLink | None, now: datetime) -> str:
    """Return in one sentence why a link opens nothing; empty while it does."""
    if link is None:
        return _("This link is not known here. Ask for a new one.")
    zone = link.step.round.release.unit.zone
    if link.used_at is not None:
        used = _("This link was used at %(time)s. It works once.") % {"time": numbers.date_clock(link.used_at, zone)}
        return f"{over_because(link.step, link.person)} {used}".strip()
    if link.wrong_codes >= WRONG_CODES:
        return _("This link was closed after %(count)d wrong codes. Ask for a new one.") % {"count": WRONG_CODES}
    if link.revoked_at is not None:
        return over_because(link.step, link.person) or _("A newer link was sent to you. This one opens nothing.")
    if now >= link.expires_at:
        return _("The link expired at %(time)s. Ask for a new one.") % {
            "time": numbers.date_clock(link.expires_at, zone)
        }
    return ""


def _is_proved(link: ApprovalLink, token: str, code: str, now: datetime) -> bool:
    typed = plain_code(code)
    if link.code_hash:
        return secrets.compare_digest(link.code_hash, code_hash(token, typed))
    return check_totp(user=link.person, code=typed, now=now)


def _count_wrong(link: ApprovalLink, now: datetime) -> ActionError:
    link.wrong_codes += 1
    left = WRONG_CODES - link.wrong_codes
    if left <= 0:
        link.revoked_at = now
    link.save(update_fields=["wrong_codes", "revoked_at"])
    if left > 0:
        says = ngettext("Wrong code. %(count)d try left.", "Wrong code. %(count)d tries left.", left)
        return WrongCode(says % {"count": left}, field="code")
    record(
        action="newsroom.approval_link_closed",
        by=None,
        now=now,
        unit_id=link.step.round.release.unit_id,
        target=link.step.round.release,
        data={"step": link.step_id, "person": link.person_id, "wrong_codes": link.wrong_codes},
    )
    return LinkClosed(closed_because(link, now))


def note_opened(*, link: ApprovalLink, now: datetime) -> None:
    """Keep when a link was first opened."""
    if link.opened_at is None:
        ApprovalLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=now)


def ask_new_link(*, link: ApprovalLink, now: datetime) -> bool:
    """Let the person of a closed link ask for another, once a link; return whether one is on its way to them.

    With an authenticator the new link goes straight to the person's own address. Without one the sender is told, who
    makes it and passes the code on.

    Raises:
        ActionError: asked already, or the step no longer waits for this person.
    """
    with transaction.atomic():
        row = ApprovalLink.objects.select_for_update(of=("self",)).select_related(
            "person", "made_by", "step__round__release__unit__institution", "step__round__asked_by"
        ).get(pk=link.pk)  # fmt: skip
        if row.renewal_at is not None or row.used_at is not None:
            raise ActionError(_("A new link was asked for already."))
        step = row.step
        if (
            step.state != StepState.OPEN
            or step.round.state != RoundState.OPEN
            or official_at(step, row.person, now) is None
        ):
            raise ActionError(_("This step no longer waits for you."))
        row.renewal_at = now
        row.save(update_fields=["renewal_at"])
        if has_totp(row.person):
            new_link(step, row.person, by=row.made_by, now=now)
            return True
        tell_renewal(row, now=now)
        return False
