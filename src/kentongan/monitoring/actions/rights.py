"""The check at the door of every action."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from kentongan.accounts.choices import Role
from kentongan.accounts.models import Unit, User
from kentongan.accounts.queries import holds
from kentongan.common.errors import NotAllowed


def require(by: User, unit: Unit, roles: frozenset[Role], *, now: datetime) -> None:
    """Raise NotAllowed unless `by` holds one of `roles` in `unit` or above it, on the unit's day."""
    if not holds(by, unit, roles, on=now.astimezone(unit.zone).date()):
        raise NotAllowed(_("Your role in this unit does not include this."))
