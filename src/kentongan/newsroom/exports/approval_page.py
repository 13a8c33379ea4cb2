"""What the approval page shows: the same for a signed-in official and for the holder of a one-time link."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kentongan.accounts.models import User
from kentongan.newsroom.choices import Decided, StepMode, StepState
from kentongan.newsroom.exports.approval_text import reading
from kentongan.newsroom.models import ApprovalStep, Decision
from kentongan.newsroom.queries.approving import last_seen, official_at
from kentongan.newsroom.rules.content import Content, File
from kentongan.newsroom.rules.spoken import spoken_of


def approval_context(step: ApprovalStep, person: User, *, now: datetime) -> dict[str, Any]:
    """Return what the page of `step` says to `person`. Read it before the look is noted."""
    approval = step.round
    release, version = approval.release, approval.version
    official = official_at(step, person, now)
    before = last_seen(release, person, sha256=version.sha256)
    return {
        "step": step,
        "round": approval,
        "release": release,
        "institution": release.unit.institution,
        "unit": release.unit,
        "zone": release.unit.zone,
        "person": person,
        "office": official.shown_office if official else step.label,
        "reading": reading(
            Content.of(version.content),
            before=Content.of(before.content) if before else None,
            sequence=before.sequence if before else None,
        ),
        "version": version,
        "words": spoken_of(approval.sha256),
        "done": [row for row in approval.steps.all() if row.state in {StepState.APPROVED, StepState.COMMENTED}],
        "remarks": list(
            Decision.objects.filter(step__round=approval, decided=Decided.COMMENT).select_related("by", "step")
        ),
        "comments_only": step.mode == StepMode.COMMENT,
        "now": now,
    }


def file_of(step: ApprovalStep, number: int) -> File | None:
    """Return a picture or attachment of the text to be approved: pictures are counted first, from 0."""
    content = Content.of(step.round.version.content)
    files = (*content.pictures, *content.attachments)
    return files[number] if 0 <= number < len(files) else None
