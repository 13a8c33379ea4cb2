"""Setting who approves what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.accounts.choices import Role
from kentongan.accounts.models import Membership, Unit, User
from kentongan.accounts.queries import holds
from kentongan.audit.actions import record
from kentongan.common.errors import ActionError, NotAllowed
from kentongan.newsroom.choices import Kind, StepMode
from kentongan.newsroom.models import Chain, ChainStep
from kentongan.newsroom.queries.approving import day_of
from kentongan.newsroom.queries.officials import office_of
from kentongan.newsroom.rules.approving import MOST_MINUTES, MOST_PEOPLE, MOST_STEPS, StepPlan, tidy
from kentongan.newsroom.rules.rights import SET_UP


def set_chain(*, unit: Unit, kind: str, urgent: bool, steps: Sequence[StepPlan], by: User, now: datetime) -> Chain:
    """Set the chain of a unit for one type of text (empty: every type) and lane; rounds under way keep theirs.

    No steps: whoever may publish does so alone.

    Raises:
        NotAllowed: the person may not set up chains here.
        ActionError: a step cannot be used as it is; `field` is "step-N" (from 1), the message says why.
    """
    _demand(by, unit, now)
    if kind and kind not in Kind.values:
        raise ActionError(_("This type is not known."), field="kind")
    if len(steps) > MOST_STEPS:
        raise ActionError(_("A chain has at most %(count)d steps.") % {"count": MOST_STEPS})
    for number, step in enumerate(steps, 1):
        _check(step, unit, now, field=f"step-{number}")
    with transaction.atomic():
        chain, _made = Chain.objects.update_or_create(
            unit=unit, kind=kind, is_urgent=urgent, defaults={"changed_by": by, "changed_at": now}
        )
        chain.steps.all().delete()
        ChainStep.objects.bulk_create(_row(chain, step, _label(step, unit, now)) for step in tidy(steps))
        record(
            action="newsroom.chain_set",
            by=by,
            now=now,
            unit_id=unit.pk,
            target=chain,
            data={"kind": kind, "urgent": urgent, "steps": len(steps)},
        )
    return chain


def remove_chain(*, chain: Chain, by: User, now: datetime) -> None:
    """Take a chain away: the next one upwards holds again, at last one approval by the bureau head.

    Raises:
        NotAllowed: the person may not set up chains here.
    """
    _demand(by, chain.unit, now)
    with transaction.atomic():
        record(
            action="newsroom.chain_removed",
            by=by,
            now=now,
            unit_id=chain.unit_id,
            target=chain,
            data={"kind": chain.kind, "urgent": chain.is_urgent},
        )
        chain.delete()


def _demand(by: User, unit: Unit, now: datetime) -> None:
    if not holds(by, unit, SET_UP, on=day_of(unit, now)):
        raise NotAllowed(_("Your role does not include setting up approval in this unit."))


def _label(step: StepPlan, unit: Unit, now: datetime) -> str:
    """Return the step's name; without one the role, or the office that the person holds today."""
    if given := " ".join(step.label.split())[:80]:
        return given
    if step.role:
        return str(Role(step.role).label)
    roles = Membership.objects.filter(user=step.person, unit__institution=unit.institution_id)
    return office_of(roles.holding(day_of(unit, now)).order_by("unit__depth")[0])[:80]


def _row(chain: Chain, step: StepPlan, label: str) -> ChainStep:
    return ChainStep(
        chain=chain,
        position=step.position,
        label=label,
        mode=step.mode,
        role=step.role,
        person_id=step.person,
        deputy_id=step.deputy,
        needs=step.needs,
        due_minutes=step.due_minutes,
    )


def _check(step: StepPlan, unit: Unit, now: datetime, *, field: str) -> None:
    if bool(step.role) == (step.person is not None):
        raise ActionError(_("Name either a role or a person."), field=field)
    if step.role and step.role not in Role.values:
        raise ActionError(_("This role is not known."), field=field)
    if step.mode not in StepMode.values:
        raise ActionError(_("This step asks for something else."), field=field)
    _check_people(step, unit, now, field=field)
    if step.due_minutes is not None and not 1 <= step.due_minutes <= MOST_MINUTES:
        raise ActionError(_("The time is between a minute and thirty days."), field=field)


def _check_people(step: StepPlan, unit: Unit, now: datetime, *, field: str) -> None:
    if step.deputy is not None and step.deputy == step.person:
        raise ActionError(_("Nobody is their own deputy."), field=field)
    named = {pk for pk in (step.person, step.deputy) if pk is not None}
    working = set(
        Membership.objects.filter(user__in=named, user__is_active=True, unit__institution=unit.institution_id)
        .holding(day_of(unit, now))
        .values_list("user_id", flat=True)
    )
    if named - working:
        raise ActionError(_("This person holds no role in the institution today."), field=field)
    most = MOST_PEOPLE if step.role else len(named)
    if not 1 <= step.needs <= most:
        raise ActionError(_("At most %(count)d people can approve at this step.") % {"count": most}, field=field)
