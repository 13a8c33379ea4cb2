"""Deciding at a step: approve, hand back, remark; and saying that one is on it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.accounts.models import User
from kentongan.audit.actions import record
from kentongan.common import numbers
from kentongan.common.errors import ActionError, Changed, NotAllowed
from kentongan.newsroom.actions.approving import approvals_at, close_round, move_on, revoke_links
from kentongan.newsroom.actions.looking import note_release_look
from kentongan.newsroom.actions.opening import tell_opened
from kentongan.newsroom.actions.telling import tell_round
from kentongan.newsroom.choices import Decided, Door, Proof, RoundState, Stage, StepMode, StepState
from kentongan.newsroom.models import ApprovalLink, ApprovalRound, ApprovalStep, Decision, Release
from kentongan.newsroom.queries.approving import official_at
from kentongan.newsroom.queries.officials import Official
from kentongan.newsroom.rules.content import Content, digest
from kentongan.newsroom.signals import release_returned

NOTE_LENGTH = 2000


def decide(
    *,
    step: ApprovalStep,
    decided: Decided,
    sha256: str,
    note: str = "",
    by: User,
    now: datetime,
    door: Door = Door.DESK,
    proof: Proof = Proof.SESSION,
) -> Decision:
    """Decide at a step about one exact text, and open what comes next.

    Args:
        step: at which.
        decided: approve or return at an approving step, comment at one that only asks for remarks.
        sha256: of the text that the person had before their eyes.
        note: reasons; needed to return and to comment.
        by: who decides.
        now: when.
        door: where.
        proof: the second proof, of a decision by link.

    Raises:
        NotAllowed: the person may not decide at this step, or wrote the text.
        Changed: the text changed, was taken back, or somebody decided already; the message says which.
        ActionError: reasons are missing (`field` is "note").
    """
    with transaction.atomic():
        # The release's row is the lock that saving a text takes too: no approval slips past a change.
        release = Release.objects.select_for_update(of=("self",)).select_related("unit__institution").get(
            pk=step.round.release_id
        )  # fmt: skip
        row = _fresh(step, release)
        official = _may_decide(row, by, now)
        _check_standing(row, sha256, by)
        _check_words(row, decided, note)
        decision = Decision.objects.create(
            step=row, by=by, office=official.shown_office[:200], decided=decided, sha256=sha256,
            note=note.strip()[:NOTE_LENGTH], door=door, proof=proof, at=now,
        )  # fmt: skip
        note_release_look(version=row.round.version, user=by, now=now)
        record(
            action=f"newsroom.step_{_WORDS[decided]}",
            by=by,
            now=now,
            unit_id=release.unit_id,
            target=release,
            data={"round": row.round_id, "step": row.pk, "sha256": sha256, "door": door, "proof": proof},
        )
        _carry_out(row, decision, by=by, now=now)
    return decision


_WORDS = {Decided.APPROVE: "approved", Decided.RETURN: "returned", Decided.COMMENT: "commented"}


def _fresh(step: ApprovalStep, release: Release) -> ApprovalStep:
    row = ApprovalStep.objects.select_related(
        "round__version", "round__asked_by", "person", "deputy", "taken_by"
    ).get(pk=step.pk)  # fmt: skip
    row.round.release = release  # the locked row, with its unit
    return row


def _may_decide(step: ApprovalStep, by: User, now: datetime) -> Official:
    if by.pk in step.round.writers:
        raise NotAllowed(_("You wrote this text: somebody else must approve it."))
    official = official_at(step, by, now)
    if official is None:
        raise NotAllowed(_("You may not decide at this step."))
    return official


def _check_standing(step: ApprovalStep, sha256: str, by: User) -> None:
    approval = step.round
    why = over_because(step, by)
    if why:
        raise Changed(why)
    if sha256 != approval.sha256 or digest(Content.of(approval.release.draft)) != approval.sha256:
        raise Changed(_("The text changed while you were reading. Read it again before you decide."))


def over_because(step: ApprovalStep, person: User) -> str:
    """Return in one sentence why a step takes no decision of `person` any more; empty while it does."""
    mine = step.decisions.filter(by=person).first()
    if step.round.state in {RoundState.VOID, RoundState.CANCELLED}:
        return _fallen(step.round)
    if mine is not None:
        return _("You decided this at %(time)s: %(decided)s.") % {
            "time": numbers.clock(mine.at, step.round.release.unit.zone),
            "decided": mine.get_decided_display(),
        }
    if step.state == StepState.OPEN and step.round.state in {RoundState.OPEN, RoundState.APPROVED}:
        return ""
    if step.state == StepState.WAITING:
        return _("An earlier step is not done yet.")
    return _decided_by_another(step)


def _fallen(approval: ApprovalRound) -> str:
    if approval.state == RoundState.CANCELLED:
        return _("The text was taken back by its sender. Nothing is to be decided.")
    time = numbers.clock(approval.ended_at or approval.asked_at, approval.release.unit.zone)
    return _("The text changed at %(time)s. Every approval of the earlier text fell; a new round is needed.") % {
        "time": time
    }


def _decided_by_another(step: ApprovalStep) -> str:
    rows = Decision.objects.exclude(decided=Decided.COMMENT).select_related("by").order_by("at", "pk")
    last = rows.filter(step=step).last() or rows.filter(step__round=step.round).last()
    if last is None:
        return _("This step does not wait for anybody now.")
    return _("%(name)s decided this at %(time)s: %(decided)s.") % {
        "name": last.by.name,
        "time": numbers.clock(last.at, step.round.release.unit.zone),
        "decided": last.get_decided_display(),
    }


def _check_words(step: ApprovalStep, decided: Decided, note: str) -> None:
    fitting = {Decided.COMMENT} if step.mode == StepMode.COMMENT else {Decided.APPROVE, Decided.RETURN}
    if decided not in fitting:
        raise ActionError(_("This step asks for something else."))
    if decided != Decided.APPROVE and not note.strip():
        says = _("Say what is to be changed.") if decided == Decided.RETURN else _("Write your comment.")
        raise ActionError(says, field="note")


def _carry_out(step: ApprovalStep, decision: Decision, *, by: User, now: datetime) -> None:
    approval = step.round
    if decision.decided == Decided.RETURN:
        _end(step, StepState.RETURNED, now=now)
        close_round(approval, RoundState.RETURNED, now=now)
        approval.release.stage = Stage.RETURNED
        approval.release.save(update_fields=["stage"])
        writers = User.objects.filter(pk__in=approval.writers)
        tell_round(approval, [approval.asked_by, *writers], "returned", by=by, now=now, decision=decision)
        release_returned.send(sender=ApprovalRound, round=approval, step=step, by=by, now=now)
    elif decision.decided == Decided.COMMENT:
        _end(step, StepState.COMMENTED, now=now)
    elif approvals_at(step) >= step.needs:
        _end(step, StepState.APPROVED, now=now)
        tell_opened(move_on(approval, by=by, now=now), by=by, now=now)


def _end(step: ApprovalStep, state: StepState, *, now: datetime) -> None:
    step.state, step.ended_at = state, now
    step.save(update_fields=["state", "ended_at"])
    revoke_links(ApprovalLink.objects.filter(step=step), now=now)


# --- somebody is on it -----------------------------------------------------------------------------------------------


def take_step(*, step: ApprovalStep, by: User, now: datetime) -> ApprovalStep:
    """Say that `by` is on it. Others still may decide: a text does not wait for whoever took it and went home.

    Raises:
        NotAllowed: the person may not decide at this step.
        Changed: the step is done, or somebody else took it first.
    """
    with transaction.atomic():
        release = Release.objects.select_for_update(of=("self",)).select_related("unit__institution").get(
            pk=step.round.release_id
        )  # fmt: skip
        row = _fresh(step, release)
        _may_decide(row, by, now)
        if row.state != StepState.OPEN or row.round.state != RoundState.OPEN:
            raise Changed(over_because(row, by))
        if row.taken_by is not None and row.taken_by.pk != by.pk:
            raise Changed(_("%(name)s is on it already.") % {"name": row.taken_by.name})
        row.taken_by, row.taken_at = by, now
        row.save(update_fields=["taken_by", "taken_at"])
        record(action="newsroom.step_taken", by=by, now=now, unit_id=release.unit_id, target=release,
               data={"step": row.pk})  # fmt: skip
    return row


def let_go_step(*, step: ApprovalStep, by: User, now: datetime) -> ApprovalStep:
    """Say that one is no longer on it; nothing happens when one was not.

    Raises:
        NotAllowed: somebody else took it.
    """
    with transaction.atomic():
        row = ApprovalStep.objects.select_for_update(of=("self",)).select_related("round__release").get(pk=step.pk)
        if row.taken_by_id is None:
            return row
        if row.taken_by_id != by.pk:
            raise NotAllowed(_("Somebody else took this step."))
        row.taken_by = row.taken_at = None
        row.save(update_fields=["taken_by", "taken_at"])
        record(action="newsroom.step_let_go", by=by, now=now, unit_id=row.round.release.unit_id,
               target=row.round.release, data={"step": row.pk})  # fmt: skip
    return row
