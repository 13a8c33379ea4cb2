"""What approval lends: what waits for a person and until when, what cannot go on, words for the record."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kentongan.accounts.models import Unit, User
from kentongan.accounts.queries import holds
from kentongan.accounts.rules import MANAGE
from kentongan.common import numbers
from kentongan.common.slots import Clock, Missing, NavItem, PersonData, Waiting
from kentongan.newsroom.choices import RoundState, StepMode, StepState
from kentongan.newsroom.models import ApprovalLink, ApprovalRound, ApprovalStep, ChainStep, Decision, ReleaseLook
from kentongan.newsroom.queries.approving import day_of, short_steps, steps_waiting_for
from kentongan.newsroom.rules.rights import SET_UP


def chains_setting(request: HttpRequest, unit: Unit) -> NavItem:
    """The settings' line for chains; whoever may not change them may still read who approves."""
    return NavItem("", _("Who approves"), reverse("newsroom:chains"), "check-circle")


def approvals_wait(user: User, unit: Unit, now: datetime) -> list[Waiting]:
    """Texts that wait for this person, the most pressing first; the figure is the time left."""
    return [_waiting(step, user, now) for step in steps_waiting_for(user, now)]


def _waiting(step: ApprovalStep, user: User, now: datetime) -> Waiting:
    approval = step.round
    zone = approval.release.unit.zone
    overdue = step.due_at is not None and step.due_at <= now
    if step.due_at is not None:
        figure, word = numbers.figure_and_unit(step.due_at - now)
        word = _("%(unit)s overdue") % {"unit": word} if overdue else word
        until = _("due %(time)s") % {"time": numbers.clock(step.due_at, zone)}
    else:
        figure, word = numbers.figure_and_unit(now - (step.opened_at or approval.asked_at))
        word = _("%(unit)s ago") % {"unit": word}
        until = ""
    taken = ""
    if step.taken_by is not None and step.taken_by_id != user.pk:
        taken = _("%(name)s is on it") % {"name": step.taken_by.name}
    asked = approval.asked_by.name if approval.asked_by_id and approval.asked_by else ""
    urgent = _("Urgent lane") if approval.is_urgent else ""
    says = [urgent, step.label, _("draft %(number)s") % {"number": approval.version.sequence}, asked, until, taken]
    return Waiting(
        figure=figure,
        unit=word,
        title=approval.release.title,
        context=", ".join(part for part in says if part),
        button=_("Read and comment") if step.mode == StepMode.COMMENT else _("Read and approve"),
        url=reverse("newsroom:approve", args=[approval.release_id]),
        overdue=overdue,
        due_at=step.due_at,
    )


def approval_clocks(user: User, unit: Unit, now: datetime) -> list[Clock]:
    """The running time of texts that this person sent up a chain."""
    rows = (
        ApprovalStep.objects.filter(
            round__asked_by=user,
            round__state=RoundState.OPEN,
            state=StepState.OPEN,
            mode=StepMode.APPROVE,
            due_at__isnull=False,
        )
        .select_related("round__release__unit")
        .order_by("due_at", "pk")[:5]
    )
    return [_clock(step, now) for step in rows]


def _clock(step: ApprovalStep, now: datetime) -> Clock:
    release = step.round.release
    due = step.due_at or now
    whole = due - (step.opened_at or due)
    left = (due - now) / whole if whole > timedelta(0) else 0.0
    says = f"{numbers.clock(due, release.unit.zone)}, {numbers.deadline(due, now)}"
    return Clock(
        title=f"{step.label}: {release.title}",
        says=says,
        left=min(1.0, max(0.0, left)),
        url=reverse("newsroom:approval_of", args=[release.pk]),
    )


def approvals_stuck(user: User, unit: Unit, now: datetime) -> list[Missing]:
    """Texts that nobody can approve as things are, told to those who can mend it."""
    if not holds(user, unit, SET_UP | MANAGE, on=day_of(unit, now)):
        return []
    stuck = short_steps(unit, now)
    if not stuck:
        return []
    names = ", ".join(sorted({step.label for step in stuck}))
    says = ngettext(
        "%(count)d text waits for “%(names)s”, and too few people hold it today.",
        "%(count)d texts wait for “%(names)s”, and too few people hold them today.",
        len({step.round.release_id for step in stuck}),
    )
    return [
        Missing(
            title=_("Approval cannot go on"),
            says=says % {"count": len({step.round.release_id for step in stuck}), "names": names},
            url=reverse("newsroom:chains"),
            link=_("See who approves"),
        )
    ]


def _export(user: User) -> dict[str, Any]:
    decisions = Decision.objects.filter(by=user).values("step__round__release_id", "decided", "office", "note", "at")
    asked = ApprovalRound.objects.filter(asked_by=user).values("release_id", "asked_at", "note", "state")
    looks = ReleaseLook.objects.filter(user=user).values("release_id", "version__sequence", "at")
    links = ApprovalLink.objects.filter(person=user).values("made_at", "opened_at", "used_at")
    return {
        "approval_decisions": list(decisions),
        "approvals_asked": list(asked),
        "release_looks": list(looks),
        "approval_links": list(links),
    }


def _erase(user: User, _now: datetime) -> None:
    """Let go of a person: their decisions stand as official acts (UU 43/2009), without their words on what they saw."""
    ApprovalLink.objects.filter(person=user).delete()
    ReleaseLook.objects.filter(user=user).delete()
    ApprovalStep.objects.filter(taken_by=user).update(taken_by=None, taken_at=None)
    ChainStep.objects.filter(deputy=user).update(deputy=None)


PERSON_DATA = PersonData(_export, _erase)

ACT_WORDS = {
    "newsroom.approval_asked": gettext_lazy("asked for approval of a text"),
    "newsroom.approval_taken_back": gettext_lazy("took a text back from its chain"),
    "newsroom.approval_voided": gettext_lazy("changed a text, so that its approvals fell"),
    "newsroom.approval_link_made": gettext_lazy("sent a one-time link for an approval"),
    "newsroom.approval_link_closed": gettext_lazy("closed a one-time link after wrong codes"),
    "newsroom.release_approved": gettext_lazy("completed the approval of a text"),
    "newsroom.step_approved": gettext_lazy("approved a text"),
    "newsroom.step_returned": gettext_lazy("returned a text with reasons"),
    "newsroom.step_commented": gettext_lazy("commented on a text in its chain"),
    "newsroom.step_taken": gettext_lazy("took an approval in hand"),
    "newsroom.step_let_go": gettext_lazy("let go of an approval"),
    "newsroom.step_overdue": gettext_lazy("reminded of an overdue approval"),
    "newsroom.chain_set": gettext_lazy("set who approves"),
    "newsroom.chain_removed": gettext_lazy("took a chain of approval away"),
}
