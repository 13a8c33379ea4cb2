"""Sending a text up its chain, and taking it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.accounts.models import User
from kentongan.accounts.queries import holds
from kentongan.audit.actions import record
from kentongan.common.errors import ActionError, Changed, NotAllowed
from kentongan.newsroom.actions.approving import close_round, move_on, void_rounds
from kentongan.newsroom.actions.opening import tell_opened
from kentongan.newsroom.actions.versions import keep_version
from kentongan.newsroom.choices import RoundState, Stage, VersionReason
from kentongan.newsroom.models import ApprovalRound, ApprovalStep, ChainStep, Release
from kentongan.newsroom.queries.approving import approved_round, day_of, open_round, steps_for
from kentongan.newsroom.rules.content import Content, digest
from kentongan.newsroom.rules.rights import WRITE
from kentongan.newsroom.signals import approval_asked

NOTE_LENGTH = 500


class CannotAsk(ActionError):
    """The text cannot go up its chain as it is; nothing was sent."""


def ask_approval(*, release: Release, note: str = "", urgent: bool = False, by: User, now: datetime) -> ApprovalRound:
    """Send the text as it stands up its chain: keep this version, copy the chain, open its first steps, tell people.

    Args:
        release: which.
        note: a word to those who decide.
        urgent: take the short lane for a crisis, where the office set one.
        by: who sends it.
        now: when.

    Raises:
        NotAllowed: the person may not write here.
        CannotAsk: no headline, a picture without alternative text, no approval needed, or approved already.
        Changed: somebody sent it already.
    """
    with transaction.atomic():
        row = Release.objects.select_for_update(of=("self",)).select_related("unit__institution").get(pk=release.pk)
        if not holds(by, row.unit, WRITE, on=day_of(row.unit, now)):
            raise NotAllowed(_("Your role does not include sending texts of this unit up the chain."))
        content = Content.of(row.draft)
        void_rounds(release=row, digest=digest(content), by=by, now=now)  # none as a rule: saving did it
        lane = urgent or row.is_urgent
        steps = steps_for(row.unit, row.kind, urgent=lane)
        _check(row, content, steps)
        approval = _new_round(row, steps, note=note, urgent=lane, by=by, now=now)
        row.stage, row.is_urgent = Stage.APPROVAL, lane
        row.save(update_fields=["stage", "is_urgent"])
        record(
            action="newsroom.approval_asked",
            by=by,
            now=now,
            unit_id=row.unit_id,
            target=row,
            data={"round": approval.pk, "sha256": approval.sha256, "steps": len(steps), "urgent": lane},
        )
        approval_asked.send(sender=ApprovalRound, round=approval, by=by, now=now)
        approval.release = row
        tell_opened(move_on(approval, by=by, now=now), by=by, now=now)
        release.stage, release.is_urgent = row.stage, lane
    return approval


def _check(release: Release, content: Content, steps: list[ChainStep]) -> None:
    if release.stage in {Stage.DROPPED, Stage.WITHDRAWN}:
        raise CannotAsk(_("This text was dropped or withdrawn."))
    if release.stage == Stage.PUBLISHED:
        raise CannotAsk(_("What was published is corrected, not changed. Start a correction."))
    if not content.headline.strip():
        raise CannotAsk(_("Write a headline first."), field="headline")
    if any(not picture.alt.strip() for picture in content.pictures):
        raise CannotAsk(_("A picture has no alternative text yet."), field="pictures")
    if not steps:
        raise CannotAsk(_("No approval is needed here: the chain of this type has no steps."))
    already = open_round(release)
    if already is not None:
        raise Changed(_("This text is under way already."))
    if approved_round(release, digest(content)) is not None:
        raise CannotAsk(_("Exactly this text is approved already."))


def _new_round(
    release: Release, steps: list[ChainStep], *, note: str, urgent: bool, by: User, now: datetime
) -> ApprovalRound:
    version = keep_version(release=release, reason=VersionReason.ASKED, by=by, now=now)
    writers = {pk for pk in (release.created_by_id, release.saved_by_id) if pk is not None}
    approval = ApprovalRound.objects.create(
        release=release,
        version=version,
        sha256=version.sha256,
        is_urgent=urgent,
        asked_by=by,
        asked_at=now,
        note=note.strip()[:NOTE_LENGTH],
        writers=sorted(writers),
    )
    ApprovalStep.objects.bulk_create(
        ApprovalStep(
            round=approval,
            position=step.position,
            label=step.label,
            mode=step.mode,
            role=step.role,
            person_id=step.person_id,
            deputy_id=step.deputy_id,
            needs=step.needs,
            due_minutes=step.due_minutes,
        )
        for step in steps
    )
    return approval


def take_back_round(*, approval: ApprovalRound, by: User, now: datetime) -> ApprovalRound:
    """Take a text back from its chain; what was decided stays on the record, the links open nothing any more.

    Raises:
        NotAllowed: the person may not write here.
        Changed: the round is over already.
    """
    with transaction.atomic():
        release = Release.objects.select_for_update(of=("self",)).select_related("unit").get(pk=approval.release_id)
        if not holds(by, release.unit, WRITE, on=day_of(release.unit, now)):
            raise NotAllowed(_("Your role does not include sending texts of this unit up the chain."))
        row = ApprovalRound.objects.get(pk=approval.pk)
        if row.state != RoundState.OPEN:
            raise Changed(_("This round is over already: %(state)s.") % {"state": row.get_state_display()})
        close_round(row, RoundState.CANCELLED, now=now)
        release.stage = Stage.DRAFT
        release.save(update_fields=["stage"])
        record(action="newsroom.approval_taken_back", by=by, now=now, unit_id=release.unit_id, target=release,
               data={"round": row.pk})  # fmt: skip
    return row
