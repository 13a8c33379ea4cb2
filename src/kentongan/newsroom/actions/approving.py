"""Rounds of approval: what opens their steps, and what ends them.

Asking for approval stands in `asking`, deciding in `deciding`, one-time links in `linking`, the chains in `chains`.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from kentongan.accounts.models import User
from kentongan.audit.actions import record
from kentongan.newsroom.actions.telling import tell_round
from kentongan.newsroom.choices import Decided, RoundState, Stage, StepMode, StepState
from kentongan.newsroom.models import ApprovalLink, ApprovalRound, ApprovalStep, Release
from kentongan.newsroom.queries.approving import published_versions
from kentongan.newsroom.rules.approving import due_at
from kentongan.newsroom.signals import approval_voided, release_approved


def void_rounds(*, release: Release, digest: str, by: User | None, now: datetime) -> list[ApprovalRound]:
    """Let every approval fall that was given, or asked, for another content than `digest`.

    Call it in the transaction that saves the text, with the release locked. What was approved and published stays: that
    edition keeps its approval. Rounds that fall keep their decisions, for the sheet.

    Args:
        release: whose text changed.
        digest: the SHA-256 of the content as it is now.
        by: who changed it.
        now: when.

    Returns:
        the rounds that fell; empty when nothing had been asked or the content is the same.
    """
    with transaction.atomic():
        fallen = list(
            ApprovalRound.objects.filter(release=release, state__in=[RoundState.OPEN, RoundState.APPROVED])
            .exclude(sha256=digest)
            .exclude(version__in=published_versions(release))
            .select_related("release__unit__institution", "asked_by")
        )
        for each in fallen:
            _void(each, digest, by=by, now=now)
        if fallen and release.stage in {Stage.APPROVAL, Stage.APPROVED}:
            release.stage = Stage.DRAFT
            release.save(update_fields=["stage"])
    return fallen


def _void(approval: ApprovalRound, digest: str, *, by: User | None, now: datetime) -> None:
    close_round(approval, RoundState.VOID, now=now)
    decisions = [row for step in approval.steps.prefetch_related("decisions__by") for row in step.decisions.all()]
    record(
        action="newsroom.approval_voided",
        by=by,
        now=now,
        unit_id=approval.release.unit_id,
        target=approval.release,
        data={"round": approval.pk, "approved": approval.sha256, "now": digest, "decisions": len(decisions)},
    )
    tell_round(approval, [approval.asked_by, *(row.by for row in decisions)], "voided", by=by, now=now)
    approval_voided.send(sender=ApprovalRound, round=approval, by=by, now=now)


def close_round(approval: ApprovalRound, state: RoundState, *, now: datetime) -> None:
    """End a round that nobody approved to the end: its unfinished steps fall, its links open nothing any more."""
    approval.state, approval.ended_at = state, now
    approval.save(update_fields=["state", "ended_at"])
    unfinished = ApprovalStep.objects.filter(round=approval, state__in=[StepState.WAITING, StepState.OPEN])
    unfinished.update(state=StepState.VOID, ended_at=now)
    revoke_links(ApprovalLink.objects.filter(step__round=approval), now=now)


def revoke_links(links: QuerySet[ApprovalLink], *, now: datetime) -> None:
    """Close those of `links` that nobody used."""
    links.filter(used_at=None, revoked_at=None).update(revoked_at=now)


def move_on(approval: ApprovalRound, *, by: User | None, now: datetime) -> list[ApprovalStep]:
    """Open what comes next in a round; when nothing is left to approve, the round is approved.

    Steps of one position open together. A step that only asks for remarks opens in its place and holds nobody up.

    Returns:
        the steps that opened now; telling their people is the caller's.
    """
    opened: list[ApprovalStep] = []
    steps = list(approval.steps.select_related("round__release__unit__institution", "person", "deputy"))
    for position in sorted({step.position for step in steps}):
        here = [step for step in steps if step.position == position]
        for step in here:
            if step.state == StepState.WAITING:
                step.state, step.opened_at, step.due_at = StepState.OPEN, now, due_at(now, step.due_minutes)
                step.save(update_fields=["state", "opened_at", "due_at"])
                opened.append(step)
        if any(step.mode == StepMode.APPROVE and step.state == StepState.OPEN for step in here):
            return opened
    _approve(approval, by=by, now=now)
    return opened


def _approve(approval: ApprovalRound, *, by: User | None, now: datetime) -> None:
    approval.state, approval.ended_at = RoundState.APPROVED, now
    approval.save(update_fields=["state", "ended_at"])
    release = approval.release
    release.stage = Stage.APPROVED
    release.save(update_fields=["stage"])
    record(
        action="newsroom.release_approved",
        by=by,
        now=now,
        unit_id=release.unit_id,
        target=release,
        data={"round": approval.pk, "sha256": approval.sha256},
    )
    writers = User.objects.filter(pk__in=approval.writers)
    tell_round(approval, [approval.asked_by, *writers], "approved", by=by, now=now)
    release_approved.send(sender=ApprovalRound, round=approval, by=by, now=now)


def approvals_at(step: ApprovalStep) -> int:
    """Return how many different people have approved at a step."""
    return step.decisions.filter(decided=Decided.APPROVE).values("by_id").distinct().count()
