"""The mails of an approval: it is your turn, it is overdue, it came back, it is approved, it fell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kentongan.accounts.models import User
from kentongan.channels.email.actions import queue_mail
from kentongan.common import numbers
from kentongan.newsroom.choices import StepMode
from kentongan.newsroom.models import ApprovalLink, ApprovalRound, ApprovalStep, Decision
from kentongan.newsroom.rules.spoken import spoken_of


def approve_address(approval: ApprovalRound) -> str:
    """Return where a signed-in person reads and decides."""
    return settings.BASE_URL + reverse("newsroom:approve", args=[approval.release_id])


def link_address(token: str) -> str:
    """Return the address that a one-time link is."""
    return settings.BASE_URL + reverse("newsroom:approve_by_link", args=[token])


def tell_turn(step: ApprovalStep, person: User, *, url: str, link: ApprovalLink | None, by: User | None, now: datetime,
              late: bool = False) -> None:  # fmt: skip
    """Tell a person that a step waits for them, with the address to decide at.

    Args:
        step: which.
        person: who may decide at it.
        url: the signed-in page, or the one-time link.
        link: the one-time link's row, when `url` is one.
        by: who caused it.
        now: when.
        late: it is overdue.
    """
    approval = step.round
    unit = approval.release.unit
    with translation.override(person.language):
        title = approval.release.title
        if late:
            subject = _("Overdue, please decide: %(title)s") % {"title": title}
        elif step.mode == StepMode.COMMENT:
            subject = _("For your comment: %(title)s") % {"title": title}
        else:
            subject = _("Please approve: %(title)s") % {"title": title}
        lines = [subject, _step_line(step, now), _note_line(approval), _words_line(approval)]
        if link is not None:
            until = numbers.date_clock(link.expires_at, unit.zone)
            lines.append(_("Open, read and decide, once and until %(until)s:") % {"until": until} + f"\n{url}")
            lines.append(_second_proof(link))
        else:
            lines.append(_("Sign in, read and decide:") + f"\n{url}")
            lines.append(_("Cannot sign in? Ask the sender for a one-time link."))
        text = "\n\n".join(line for line in lines if line)
    occasion = f"link:{link.pk}" if link else ("late" if late else "turn")
    queue_mail(
        unit=unit,
        to=person.email,
        subject=subject,
        text=text,
        key=f"approval:{step.pk}:{person.pk}:{occasion}",
        by=by,
        now=now,
        is_private=link is not None,
    )


def tell_round(
    approval: ApprovalRound, people: Iterable[User | None], what: str, *, by: User | None, now: datetime,
    decision: Decision | None = None,
) -> None:  # fmt: skip
    """Tell the people of a round what became of it: `approved`, `returned` or `voided`; whoever did it knows."""
    url = settings.BASE_URL + reverse("newsroom:approval_of", args=[approval.release_id])
    for person in {each.pk: each for each in people if each is not None and each.is_active}.values():
        if by is not None and person.pk == by.pk:
            continue
        with translation.override(person.language):
            title = approval.release.title
            subject = {
                "approved": _("Approved: %(title)s"),
                "returned": _("Returned: %(title)s"),
                "voided": _("Approval fell, the text changed: %(title)s"),
            }[what] % {"title": title}
            lines = [subject, _said(decision), url]
        queue_mail(
            unit=approval.release.unit,
            to=person.email,
            subject=subject,
            text="\n\n".join(line for line in lines if line),
            key=f"approval-round:{approval.pk}:{what}:{person.pk}",
            by=by,
            now=now,
        )


def tell_renewal(link: ApprovalLink, *, now: datetime) -> None:
    """Tell whoever sent a link that its person asks for a new one."""
    sender = link.made_by or link.step.round.asked_by
    if sender is None or not sender.is_active:
        return
    approval = link.step.round
    with translation.override(sender.language):
        subject = _("%(name)s asks for a new link") % {"name": link.person.name}
        url = settings.BASE_URL + reverse("newsroom:approval_of", args=[approval.release_id])
        text = f"{subject}\n\n{approval.release.title}\n\n{url}"
    queue_mail(
        unit=approval.release.unit,
        to=sender.email,
        subject=subject,
        text=text,
        key=f"approval-renewal:{link.pk}",
        by=link.person,
        now=now,
    )


def _step_line(step: ApprovalStep, now: datetime) -> str:
    if step.due_at is None:
        return step.label
    zone = step.round.release.unit.zone
    due, left = numbers.date_clock(step.due_at, zone), numbers.deadline(step.due_at, now)
    return _("%(step)s, due %(due)s (%(left)s)") % {"step": step.label, "due": due, "left": left}


def _note_line(approval: ApprovalRound) -> str:
    if not approval.note or approval.asked_by is None:
        return ""
    return f"{approval.asked_by.name}: {approval.note}"


def _words_line(approval: ApprovalRound) -> str:
    return _("Text words: %(words)s. The page must show the same.") % {"words": spoken_of(approval.sha256)}


def _second_proof(link: ApprovalLink) -> str:
    if link.code_hash:
        return _("The page asks for a six-digit code. The sender tells it to you by another way.")
    return _("The page asks for the code of your authenticator app.")


def _said(decision: Decision | None) -> str:
    if decision is None:
        return ""
    return f"{decision.by.name}, {decision.office}: {decision.note}".removesuffix(": ")
