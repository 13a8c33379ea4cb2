"""Who holds which role where."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from django.utils import timezone

from kentongan.accounts.choices import Role
from kentongan.accounts.models import Membership, Unit, User

SESSION_UNIT = "unit"


def holds(user: User, unit: Unit, roles: frozenset[Role], *, on: date) -> bool:
    """Return whether `user` holds one of `roles` on day `on` in `unit` or in a unit above it."""
    paths = [unit.path[:end] for end in range(Unit.steplen, len(unit.path) + 1, Unit.steplen)]
    return (
        user.is_active
        and Membership.objects.filter(user=user, role__in=roles, unit__path__in=paths).holding(on).exists()
    )


def active_unit(request: HttpRequest) -> Unit | None:
    """Return the unit a person works for now: the one chosen in this session, else the highest of their own."""
    if not request.user.is_authenticated:
        return None
    visible = request.user.visible_units().select_related("institution")
    chosen = request.session.get(SESSION_UNIT)
    unit: Unit | None = (visible.filter(pk=chosen).first() if chosen else None) or visible.order_by(
        "depth", "path"
    ).first()
    return unit


def today(unit: Unit) -> date:
    """Return the calendar day in the unit's own zone."""
    return timezone.localdate(timezone=unit.zone)
