"""The chains that hold in a unit, as the settings show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from kentongan.accounts.models import Unit
from kentongan.common import numbers
from kentongan.newsroom.choices import Kind, StepMode
from kentongan.newsroom.models import Chain, ChainStep
from kentongan.newsroom.queries.approving import chain_for, day_of, default_steps
from kentongan.newsroom.queries.officials import menders, nearest, officials


@dataclass(frozen=True, slots=True)
class ChainStepLine:
    """One step with the people of today; `missing` when too few hold it."""

    step: ChainStep
    people: list[str]
    missing: bool
    due: str


@dataclass(frozen=True, slots=True)
class ChainLine:
    """One chain that holds in a unit: its own, one of a unit above, or what holds where none is set."""

    kind: str  # its value, "" for every type
    kind_word: str
    is_urgent: bool
    steps: list[ChainStepLine]
    chain: Chain | None
    is_own: bool
    owner: str  # the unit above whose chain it is
    menders: list[str]


def chain_lines(unit: Unit, now: datetime) -> list[ChainLine]:
    """Return the chain for every type and the urgent one, then those for single types, as they hold in `unit`."""
    own_kinds = _kinds(unit)
    lines = [_line(unit, "", now, urgent=False)]
    urgent = chain_for(unit, "", urgent=True)
    if urgent is not None and urgent.is_urgent:
        lines.append(_line(unit, "", now, urgent=True))
    lines += [_line(unit, kind, now, urgent=is_urgent) for kind, is_urgent in own_kinds]
    return lines


def _kinds(unit: Unit) -> list[tuple[str, bool]]:
    """Return the types and lanes that have a chain of their own here or above, and hold here."""
    paths = [unit.path[:end] for end in range(Unit.steplen, len(unit.path) + 1, Unit.steplen)]
    rows = Chain.objects.filter(unit__path__in=paths).exclude(kind="").values_list("kind", "is_urgent").distinct()
    held = []
    for kind, urgent in rows.order_by("kind", "is_urgent"):
        chain = chain_for(unit, kind, urgent=urgent)
        if chain is not None and chain.kind == kind and chain.is_urgent == urgent:
            held.append((kind, urgent))
    return held


def _line(unit: Unit, kind: str, now: datetime, *, urgent: bool) -> ChainLine:
    chain = chain_for(unit, kind, urgent=urgent)
    on = day_of(unit, now)
    steps = default_steps() if chain is None else list(chain.steps.all())
    own = chain is not None and chain.unit_id == unit.pk
    return ChainLine(
        kind=kind,
        kind_word=str(Kind(kind).label) if kind else "",
        is_urgent=urgent,
        steps=[_step(step, unit, now) for step in steps],
        chain=chain,
        is_own=own,
        owner="" if chain is None or own else chain.unit.name,
        menders=[user.name for user in menders(unit, on=on)][:3],
    )


def _step(step: ChainStep, unit: Unit, now: datetime) -> ChainStepLine:
    people = officials(step, unit, on=day_of(unit, now))
    told = [f"{official.user.name}, {official.shown_office}" for official in nearest(people)]
    short = step.mode == StepMode.APPROVE and len(people) < step.needs
    return ChainStepLine(step, told, missing=short or not people, due=due_words(step.due_minutes))


def due_words(minutes: int | None) -> str:
    """Return how long a step may take, in words; empty: no time is set."""
    return numbers.duration(timedelta(minutes=minutes)) if minutes else ""
