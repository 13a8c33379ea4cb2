"""Rounds of approval: what opens their steps, and what ends them.

Asking for approval stands in `asking`, deciding in `deciding`, one-time links in `linking`, the chains in `chains`.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kentongan.accounts.models import User
from kentongan.audit.actions import record
from kentongan.newsroom.choices import RoundState, Stage, StepState
from kentongan.newsroom.models import ApprovalLink, ApprovalRound, ApprovalStep, Release
from kentongan.newsroom.signals import approval_voided


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
            .exclude(version__publications__isnull=False)
        )
        for each in fallen:
            close_round(each, RoundState.VOID, now=now)
            record(
                action="newsroom.approval_voided",
                by=by,
                now=now,
                unit_id=release.unit_id,
                target=release,
                data={"round": each.pk, "sha256": each.sha256, "now": digest},
            )
            approval_voided.send(sender=ApprovalRound, round=each, by=by, now=now)
        if fallen and release.stage in {Stage.APPROVAL, Stage.APPROVED}:
            release.stage = Stage.DRAFT
            release.save(update_fields=["stage"])
    return fallen


def close_round(approval: ApprovalRound, state: RoundState, *, now: datetime) -> None:
    """End a round that nobody approved to the end: its waiting steps fall, its links open nothing any more."""
    approval.state, approval.ended_at = state, now
    approval.save(update_fields=["state", "ended_at"])
    unfinished = ApprovalStep.objects.filter(round=approval, state__in=[StepState.WAITING, StepState.OPEN])
    unfinished.update(state=StepState.VOID, ended_at=now)
    revoke_links(approval, now=now)


def revoke_links(approval: ApprovalRound, *, now: datetime) -> None:
    """Close the links of a round that nobody used."""
    ApprovalLink.objects.filter(step__round=approval, used_at=None, revoked_at=None).update(revoked_at=now)
