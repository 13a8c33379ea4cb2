"""Which chain a text goes up, who may decide at its steps, and what is approved."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from kentongan.accounts.models import Unit, User
from kentongan.accounts.queries import holds
from kentongan.newsroom.choices import Kind, RoundState
from kentongan.newsroom.models import ApprovalRound, Chain, Release
from kentongan.newsroom.rules.rights import PUBLISH


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


def needs_approval(release: Release) -> bool:
    """Return whether a text must be approved before it is published: unless its chain was set to no steps, yes."""
    chain = chain_for(release.unit, Kind(release.kind), urgent=release.is_urgent)
    return chain is None or bool(chain.steps.all())


def approved_round(release: Release, sha256: str) -> ApprovalRound | None:
    """Return the round in which exactly this content was approved and not changed since, if there is one."""
    return (
        ApprovalRound.objects.filter(release=release, sha256=sha256, state=RoundState.APPROVED)
        .select_related("version")
        .first()
    )


def open_round(release: Release) -> ApprovalRound | None:
    """Return the round a text is going through now."""
    return ApprovalRound.objects.filter(release=release, state=RoundState.OPEN).select_related("version").first()


def may_publish_now(release: Release, sha256: str, user: User, now: datetime) -> bool:
    """Return whether `user` may publish exactly this content now: the right to, and every approval it needs."""
    day = timezone.localdate(now, release.unit.zone)
    if not holds(user, release.unit, PUBLISH, on=day):
        return False
    return approved_round(release, sha256) is not None or not needs_approval(release)
