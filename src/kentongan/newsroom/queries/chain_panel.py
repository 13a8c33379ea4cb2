"""The chain beside a text: who decided, who is asked now, who comes later, and what cannot go on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from kentongan.accounts.models import User
from kentongan.accounts.queries import holds
from kentongan.common import numbers
from kentongan.newsroom.choices import RoundState, Stage, StepMode, StepState
from kentongan.newsroom.models import ApprovalRound, ApprovalStep, ChainStep, Decision, Release
from kentongan.newsroom.queries.approving import chain_for, day_of, is_short_of, steps_for
from kentongan.newsroom.queries.officials import Official, menders, nearest, officials
from kentongan.newsroom.rules.content import Content, digest
from kentongan.newsroom.rules.rights import SET_UP, WRITE

MOST_NAMES = 3
_LOOKS = {
    StepState.WAITING: ("later", "later"),
    StepState.OPEN: ("now", "now"),
    StepState.APPROVED: ("done", "done"),
    StepState.COMMENTED: ("done", "done"),
    StepState.RETURNED: ("returned", "returned"),
    StepState.VOID: ("later", "later"),
}


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step as the chain shows it. `look` is done, now, later or returned."""

    look: str
    who: str
    label: str
    says: str = ""  # two people needed; comment only; fallen
    at: datetime | None = None
    due: str = ""
    overdue: bool = False
    taken: str = ""
    decisions: list[Decision] = field(default_factory=list)
    missing: str = ""  # why nobody can decide, and who can mend it
    step: ApprovalStep | None = None
    people: list[Official] = field(default_factory=list)  # to whom the sender may send a one-time link
    mine: bool = False  # the reader may decide here now
    taken_by_me: bool = False


@dataclass(frozen=True, slots=True)
class ChainPanel:
    """The chain of one text for one reader."""

    release: Release
    lines: list[StepLine]
    round: ApprovalRound | None = None
    says: str = ""  # what became of the round, or what is true before the first
    tone: str = ""  # "", "good" or "bad"
    due: str = ""
    overdue: bool = False
    sheet: bool = False
    may_ask: bool = False
    may_take_back: bool = False
    may_set_up: bool = False
    has_urgent_lane: bool = False
    needs_approval: bool = True
    is_current: bool = False  # the round is about the text as it stands

    @property
    def is_open(self) -> bool:
        return self.round is not None and self.round.state == RoundState.OPEN

    @property
    def is_approved(self) -> bool:
        return self.round is not None and self.round.state == RoundState.APPROVED and self.is_current


def chain_panel_of(release: Release, user: User, now: datetime) -> ChainPanel:
    """Return the chain of `release` as `user` sees it: the round under way or ended, else the chain it would take."""
    on = day_of(release.unit, now)
    writes = holds(user, release.unit, WRITE, on=on)
    sets_up = holds(user, release.unit, SET_UP, on=on)
    approval = _latest(release)
    sha256 = digest(Content.of(release.draft))
    current = approval is not None and approval.sha256 == sha256
    steps = steps_for(release.unit, release.kind, urgent=release.is_urgent)
    open_now = approval is not None and approval.state == RoundState.OPEN
    approved = approval is not None and approval.state == RoundState.APPROVED and current
    closed = release.stage in {Stage.DROPPED, Stage.WITHDRAWN, Stage.PUBLISHED}
    shown = approval is not None and (open_now or approved or approval.state != RoundState.CANCELLED)
    lines = _round_lines(approval, user, now, writes=writes) if shown and approval else _plan_lines(release, steps, on)
    says, tone = _says(approval, steps, current=current, zone=release.unit.zone)
    first = next((line for line in lines if line.look == "now" and line.due), None)
    return ChainPanel(
        release=release,
        lines=lines,
        round=approval,
        says=says,
        tone=tone,
        due=first.due if first else "",
        overdue=first.overdue if first else False,
        sheet=approval is not None,
        may_ask=writes and bool(steps) and not open_now and not approved and not closed,
        may_take_back=writes and open_now,
        may_set_up=sets_up,
        has_urgent_lane=_has_urgent_lane(release),
        needs_approval=bool(steps),
        is_current=current,
    )


def _has_urgent_lane(release: Release) -> bool:
    chain = chain_for(release.unit, release.kind, urgent=True)
    return not release.is_urgent and chain is not None and chain.is_urgent


def _latest(release: Release) -> ApprovalRound | None:
    decisions = Prefetch("decisions", Decision.objects.select_related("by"))
    steps = ApprovalStep.objects.select_related("person", "deputy", "taken_by").prefetch_related(decisions)
    return (
        ApprovalRound.objects.filter(release=release)
        .select_related("asked_by", "version", "release__unit__institution")
        .prefetch_related(Prefetch("steps", steps))
        .first()
    )


def _says(approval: ApprovalRound | None, steps: list[ChainStep], *, current: bool, zone: ZoneInfo) -> tuple[str, str]:
    """Return what became of the latest round in one sentence, and its tone."""
    if approval is None or approval.ended_at is None:
        return ("" if steps or approval else _("This type needs no approval here.")), ""
    state = RoundState(approval.state)
    if state == RoundState.APPROVED and not current:
        says, tone = _("What was approved at %(time)s is another text than this one."), "bad"
    else:
        says, tone = {
            RoundState.APPROVED: (_("Approved at %(time)s, exactly as it stands."), "good"),
            RoundState.VOID: (_("The text changed at %(time)s: every approval fell. Ask again when done."), "bad"),
            RoundState.RETURNED: (_("Returned at %(time)s. Change the text and ask again."), "bad"),
            RoundState.CANCELLED: (_("Taken back at %(time)s."), ""),
        }[state]
    return says % {"time": numbers.clock(approval.ended_at, zone)}, tone


# --- lines -----------------------------------------------------------------------------------------------------------


def _plan_lines(release: Release, steps: list[ChainStep], on: date) -> list[StepLine]:
    """Return the steps the text would take now, with the people of today."""
    writers = [pk for pk in (release.created_by_id, release.saved_by_id) if pk is not None]
    lines = []
    for step in steps:
        people = officials(step, release.unit, on=on, but=writers)
        short = step.mode == StepMode.APPROVE and len(people) < step.needs
        lines.append(
            StepLine(
                look="later",
                who=_names(nearest(people)) or step.label,
                label=_office(step, people) if people else "",
                says=_asks(step),
                missing=_missing(step, people, release, on) if short else "",
            )
        )
    return lines


def _round_lines(approval: ApprovalRound, user: User, now: datetime, *, writes: bool) -> list[StepLine]:
    unit = approval.release.unit
    on = day_of(unit, now)
    lines = [_writer_line(approval)]
    for step in approval.steps.all():
        step.round = approval
        lines.append(_step_line(step, user, now, on, writes=writes))
    return lines


def _writer_line(approval: ApprovalRound) -> StepLine:
    name = approval.asked_by.name if approval.asked_by else _("Somebody who left")
    label = _("Asked for approval") + (f", {_('urgent lane')}" if approval.is_urgent else "")
    return StepLine(look="done", who=name, label=label, at=approval.asked_at, says=approval.note)


def _step_line(step: ApprovalStep, user: User, now: datetime, on: date, *, writes: bool) -> StepLine:
    approval = step.round
    unit = approval.release.unit
    people = officials(step, unit, on=on, but=approval.writers)
    decisions = list(step.decisions.all())
    is_open = step.state == StepState.OPEN and approval.state in {RoundState.OPEN, RoundState.APPROVED}
    runs = approval.state == RoundState.OPEN and step.state in {StepState.OPEN, StepState.WAITING}
    fallen = approval.state == RoundState.VOID
    look = "later" if fallen or (step.state == StepState.OPEN and not is_open) else _LOOKS[StepState(step.state)][0]
    decided = {decision.by_id for decision in decisions}
    waiting_due = is_open and approval.state == RoundState.OPEN and step.due_at is not None
    able = any(official.user.pk == user.pk for official in people)
    return StepLine(
        look=look,
        who=", ".join(decision.by.name for decision in decisions) or _names(nearest(people)) or step.label,
        label=", ".join(decision.office for decision in decisions) or (_office(step, people) if people else ""),
        says=_("Fallen: the text changed") if fallen and decisions else _asks(step, len(decided)),
        at=decisions[-1].at if decisions else None,
        due=numbers.deadline(step.due_at, now) if waiting_due and step.due_at else "",
        overdue=bool(waiting_due and step.due_at and step.due_at <= now),
        taken=step.taken_by.name if is_open and step.taken_by else "",
        decisions=[decision for decision in decisions if decision.note],
        missing=_missing(step, people, approval.release, on) if runs and is_short_of(step, people) else "",
        step=step,
        people=[each for each in people if each.user.pk not in decided | {user.pk}] if is_open and writes else [],
        mine=is_open and able and user.pk not in decided,
        taken_by_me=step.taken_by_id == user.pk,
    )


def _names(people: list[Official]) -> str:
    names = [official.user.name for official in people if not official.is_deputy] or [
        official.user.name for official in people
    ]
    more = len(names) - MOST_NAMES
    told = ", ".join(names[:MOST_NAMES])
    return told if more <= 0 else _("%(names)s and %(count)d more") % {"names": told, "count": more}


def _office(step: ChainStep | ApprovalStep, people: list[Official]) -> str:
    """Return the step's name; of a single official the office as they hold it today (Plh., Plt.)."""
    first = nearest(people)
    return first[0].shown_office if len(first) == 1 and step.role else step.label


def _asks(step: ChainStep | ApprovalStep, approved: int = 0) -> str:
    if step.mode == StepMode.COMMENT:
        return _("Comment only, holds nobody up")
    if step.needs > 1:
        return _("%(done)d of %(needs)d approvals") % {"done": approved, "needs": step.needs}
    return ""


def _missing(step: ChainStep | ApprovalStep, people: list[Official], release: Release, on: date) -> str:
    """Return in words that too few can decide at a step, and who can mend it."""
    menders_here = [user.name for user in menders(release.unit, on=on)][:MOST_NAMES]
    who = ", ".join(menders_here) or _("whoever runs the machine")
    if people:
        says = _("“%(step)s” needs more people than hold it today; writers do not count. %(who)s can mend it.")
    elif officials(step, release.unit, on=on):
        says = _("Only who wrote this text holds “%(step)s” today, and writers do not count. %(who)s can mend it.")
    else:
        says = _(
            "Nobody holds “%(step)s” in this unit or above today. "
            "%(who)s can give somebody the role or set another chain."
        )
    return says % {"step": step.label, "who": who}
