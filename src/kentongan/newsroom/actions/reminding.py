"""Overdue steps are said to be so, once. Nothing is ever approved by silence."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kentongan.audit.actions import record
from kentongan.newsroom.actions.opening import remind
from kentongan.newsroom.choices import RoundState, StepMode, StepState
from kentongan.newsroom.models import ApprovalStep


def remind_overdue_step(*, step: ApprovalStep, now: datetime) -> bool:
    """Remind the people of an overdue step; return whether this call did it (another sweep may have been first)."""
    with transaction.atomic():
        row = ApprovalStep.objects.select_for_update(of=("self",)).select_related(
            "round__release__unit__institution", "person", "deputy"
        ).get(pk=step.pk)  # fmt: skip
        if (
            row.state != StepState.OPEN
            or row.round.state != RoundState.OPEN
            or row.mode != StepMode.APPROVE
            or row.reminded_at is not None
            or row.due_at is None
            or row.due_at > now
        ):
            return False
        row.reminded_at = now
        row.save(update_fields=["reminded_at"])
        remind(row, now=now)
        record(action="newsroom.step_overdue", by=None, now=now, unit_id=row.round.release.unit_id,
               target=row.round.release, data={"step": row.pk})  # fmt: skip
    return True
