"""Which chain a text goes up, who waits for whom, and what is approved."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from kentongan.accounts.choices import Role
from kentongan.accounts.models import Membership, Unit, User
from kentongan.accounts.queries import holds
from kentongan.newsroom.choices import RoundState, Stage, StepMode, StepState
from kentongan.newsroom.models import (
    ApprovalRound,
    ApprovalStep,
    Chain,
    ChainStep,
    Publication,
    Release,
    ReleaseLook,
    ReleaseVersion,
)
from kentongan.newsroom.queries.officials import Official, officials
from kentongan.newsroom.rules.rights import PUBLISH

# --- chains ----------------------------------------------------------------------------------------------------------


def chain_for(unit: Unit, kind: str, *, urgent: bool = False) -> Chain | None:
    """Return the chain of the nearest unit upwards; in one unit the chain for this type goes before the one for any.

    An urgent text takes the nearest urgent chain; where nobody set one, it goes the ordinary way. None: no chain is set
    anywhere, and one approval by the bureau head is needed.
    """
    paths = [unit.path[:end] for end in range(Unit.steplen, len(unit.path) + 1, Unit.steplen)]
    found = list(
        Chain.objects.filter(unit__path__in=paths, kind__in=[kind, ""])
        .select_related("unit")
        .prefetch_related("steps__person", "steps__deputy")
    )
    # Urgent before ordinary (for an urgent text), the nearest unit before those above, the type before any.
    found.sort(key=lambda chain: (chain.is_urgent, chain.unit.depth, chain.kind != ""), reverse=True)
    return next((chain for chain in found if urgent or not chain.is_urgent), None)


def steps_for(unit: Unit, kind: str, *, urgent: bool = False) -> list[ChainStep]:
    """Return the steps a text goes up: those of its chain, or the one of an office that set none."""
    chain = chain_for(unit, kind, urgent=urgent)
    return default_steps() if chain is None else list(chain.steps.all())


def default_steps() -> list[ChainStep]:
    """Return the chain of an office that set none: the bureau head approves. Not a row."""
    return [ChainStep(position=1, label=str(Role.BUREAU_HEAD.label), role=Role.BUREAU_HEAD)]


def needs_approval(release: Release) -> bool:
    """Return whether a text must be approved before it is published: unless its chain was set to no steps, yes."""
    return bool(steps_for(release.unit, release.kind, urgent=release.is_urgent))


# --- rounds ----------------------------------------------------------------------------------------------------------


def approved_round(release: Release, sha256: str) -> ApprovalRound | None:
    """Return the round in which exactly this content was approved and not changed since, if there is one.

    An approval is good for one edition: to go back to the words of an earlier one, once corrected, needs a new one.
    """
    return (
        ApprovalRound.objects.filter(release=release, sha256=sha256, state=RoundState.APPROVED)
        .exclude(version__in=published_versions(release))
        .select_related("version")
        .first()
    )


def published_versions(release: Release) -> QuerySet[Any]:
    """Return the versions of a text that went public or wait for their hour, as ids; not those stopped before it."""
    return Publication.objects.filter(release=release, cancelled_at=None).order_by().values("version_id")


def open_round(release: Release) -> ApprovalRound | None:
    """Return the round a text is going through now."""
    return ApprovalRound.objects.filter(release=release, state=RoundState.OPEN).select_related("version").first()


def may_publish_now(release: Release, sha256: str, user: User, now: datetime) -> bool:
    """Return whether `user` may publish exactly this content now: the right to, and every approval it needs."""
    if not holds(user, release.unit, PUBLISH, on=day_of(release.unit, now)):
        return False
    return approved_round(release, sha256) is not None or not needs_approval(release)


def day_of(unit: Unit, now: datetime) -> date:
    """Return the calendar day at `now` in the unit's zone: what memberships are read on."""
    return timezone.localdate(now, unit.zone)


def officials_of(step: ApprovalStep, now: datetime) -> list[Official]:
    """Return who may decide at a step of a round now; never a writer of the text."""
    approval = step.round
    unit = approval.release.unit
    return officials(step, unit, on=day_of(unit, now), but=approval.writers)


def official_at(step: ApprovalStep, user: User, now: datetime) -> Official | None:
    """Return as what `user` may decide at a step now, or None."""
    return next((official for official in officials_of(step, now) if official.user.pk == user.pk), None)


def is_short_of(step: ApprovalStep, people: list[Official]) -> bool:
    """Return whether too few people can approve at a step, counting those who did: it cannot be finished as it is."""
    if step.mode != StepMode.APPROVE:
        return False
    able = {official.user.pk for official in people} | {decision.by_id for decision in step.decisions.all()}
    return len(able) < step.needs


def open_steps() -> QuerySet[ApprovalStep]:
    """Return every step that waits for somebody now, with what its readers need.

    Remarks hold nobody up: they may still be made on an approved text until it is published.
    """
    under_way = Q(round__state=RoundState.OPEN)
    late_remark = Q(round__state=RoundState.APPROVED, round__release__stage=Stage.APPROVED, mode=StepMode.COMMENT)
    return (
        ApprovalStep.objects.filter(under_way | late_remark, state=StepState.OPEN)
        .select_related("round__release__unit__institution", "round__version", "person", "deputy", "taken_by")
        .prefetch_related("decisions")
        .order_by("due_at", "opened_at", "pk")
    )


def steps_waiting_for(user: User, now: datetime, *, release: Release | None = None) -> list[ApprovalStep]:
    """Return the open steps at which `user` may decide and has not: the most pressing first.

    A role counts on the day in each text's own zone; two roles of one person at one text are two steps.
    """
    roles: dict[str, list[str]] = defaultdict(list)
    for role, path in Membership.objects.filter(user=user).values_list("role", "unit__path"):
        roles[role].append(path)
    mine = Q(person=user) | Q(deputy=user)
    for role, paths in roles.items():
        mine |= Q(role=role, round__release__unit__in=Unit.objects.within(paths).values("pk"))
    rows = open_steps().filter(mine).exclude(decisions__by=user)
    if release is not None:
        rows = rows.filter(round__release=release)
    waiting = [step for step in rows if official_at(step, user, now) is not None]
    return sorted(waiting, key=lambda step: (step.due_at is None, step.due_at or step.opened_at or now, step.pk))


def releases_to_approve(user: User, now: datetime) -> set[int]:
    """Return the ids of texts that `user` must be let in to read because a step waits for them.

    Somebody from another unit may be named in a chain: outside their own units they see these texts, and only while
    they have to decide.
    """
    return {step.round.release_id for step in steps_waiting_for(user, now)}


def last_seen(release: Release, user: User, *, sha256: str) -> ReleaseVersion | None:
    """Return the version of another content that `user` had before their eyes last, or None.

    Reading the same content twice does not make it the one "before": a page may be opened again.
    """
    look = ReleaseLook.objects.filter(release=release, user=user).select_related("version", "before").first()
    if look is None:
        return None
    return look.version if look.version.sha256 != sha256 else look.before


def overdue_steps(now: datetime) -> QuerySet[ApprovalStep]:
    """Return the approving steps whose time is over and of which nobody was reminded yet."""
    return ApprovalStep.objects.filter(
        state=StepState.OPEN,
        mode=StepMode.APPROVE,
        round__state=RoundState.OPEN,
        due_at__lte=now,
        reminded_at=None,
    ).order_by("due_at", "pk")


def short_steps(unit: Unit, now: datetime) -> list[ApprovalStep]:
    """Return the steps under way in `unit` and below that cannot be finished: too few hold them today."""
    below = Unit.objects.within([unit.path]).values("pk")
    rows = ApprovalStep.objects.filter(
        round__state=RoundState.OPEN,
        round__release__unit__in=below,
        state__in=[StepState.OPEN, StepState.WAITING],
        mode=StepMode.APPROVE,
    )
    rows = rows.select_related("round__release__unit__institution").prefetch_related("decisions").order_by("pk")
    return [step for step in rows if is_short_of(step, officials_of(step, now))]
