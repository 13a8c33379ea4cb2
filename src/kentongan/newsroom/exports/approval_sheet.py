"""The approval sheet for the file: what was approved, by whom, in which office, when, and by which door."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kentongan.common import numbers
from kentongan.common.typesetting import typeset
from kentongan.newsroom.choices import Decided, Door, RoundState, StepMode, StepState
from kentongan.newsroom.exports.paper import emblem_on_paper, pictures_folder
from kentongan.newsroom.models import ApprovalRound, ApprovalStep, Decision, Release
from kentongan.newsroom.rules.spoken import spoken_of

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "newsroom" / "approval_sheet.typ"


def sheet_pdf(release: Release, *, now: datetime) -> bytes:
    """Return every round of a text through its chain, the latest first, on paper."""
    return typeset(TEMPLATE, sheet_data(release, now=now), now, pictures=pictures_folder())


def sheet_data(release: Release, *, now: datetime) -> dict[str, Any]:
    """Return the sheet in plain words, as the paper sets it."""
    zone = release.unit.zone
    institution = release.unit.institution
    rounds = (
        ApprovalRound.objects.filter(release=release)
        .select_related("asked_by", "version")
        .prefetch_related("steps__decisions__by", "steps__person", "steps__deputy")
    )
    return {
        "language": (get_language() or "id")[:2],
        "institution": institution.name,
        "emblem": emblem_on_paper(institution),
        "unit": release.unit.name,
        "address": [line for line in institution.address.splitlines() if line.strip()],
        "title": _("Approval sheet"),
        "headline": release.title,
        "kind": str(release.get_kind_display()),
        "number": release.number or _("not numbered yet"),
        "made": numbers.date_clock(now, zone),
        "rounds": [_round(each, zone) for each in rounds],
        "words": {
            "number": _("Number"),
            "type": _("Type"),
            "draft": _("Draft"),
            "fingerprint": _("SHA-256 of the exact text"),
            "spoken": _("Text words"),
            "asked": _("Asked by"),
            "step": _("Step"),
            "who": _("Who"),
            "decided": _("Decided"),
            "time": _("Time"),
            "page": _("page"),
            "of": _("of"),
            "made": _("Made"),
            "binds": _("Each approval binds to the exact text with this fingerprint: words, structure, pictures and "
                       "attachments. Any later change voids it. Nothing is approved by silence."),
        },
    }  # fmt: skip


def _round(approval: ApprovalRound, zone: Any) -> dict[str, Any]:
    ended = numbers.date_clock(approval.ended_at, zone) if approval.ended_at else ""
    return {
        "state": str(approval.get_state_display()),
        "good": approval.state == RoundState.APPROVED,
        "ended": ended,
        "draft": str(approval.version.sequence),
        "sha256": [approval.sha256[:32], approval.sha256[32:]],
        "spoken": spoken_of(approval.sha256),
        "asked": approval.asked_by.name if approval.asked_by else "",
        "asked_at": numbers.date_clock(approval.asked_at, zone),
        "urgent": _("urgent lane") if approval.is_urgent else "",
        "note": approval.note,
        "rows": [row for step in approval.steps.all() for row in _rows(step, zone)],
    }


def _rows(step: ApprovalStep, zone: Any) -> list[dict[str, str]]:
    decisions = list(step.decisions.all())
    if decisions:
        return [_decision(step, decision, zone) for decision in decisions]
    says = _("No decision") if step.state == StepState.VOID else str(step.get_state_display())
    who = step.person.name if step.person else ""
    return [{"step": _step_name(step), "who": who, "office": "", "decided": says, "note": "", "time": "", "door": ""}]


def _decision(step: ApprovalStep, decision: Decision, zone: Any) -> dict[str, str]:
    door = str(decision.get_door_display())
    if decision.door == Door.LINK:
        door = f"{door}, {decision.get_proof_display()}"
    return {
        "step": _step_name(step),
        "who": decision.by.name,
        "office": decision.office,
        "decided": str(Decided(decision.decided).label),
        "note": decision.note,
        "time": numbers.date_clock(decision.at, zone),
        "door": door,
    }


def _step_name(step: ApprovalStep) -> str:
    name = f"{step.position}. {step.label}"
    if step.mode == StepMode.COMMENT:
        return f"{name} ({_('comment only')})"
    if step.needs > 1:
        return f"{name} ({_('%(count)d people') % {'count': step.needs}})"
    return name
