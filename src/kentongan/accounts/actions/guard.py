"""The check at the top of every action: may this person do this here today?"""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from kentongan.accounts.choices import Role
from kentongan.accounts.models import Unit, User
from kentongan.accounts.queries import holds
from kentongan.common.errors import NotAllowed


def demand(by: User, unit: Unit, roles: frozenset[Role], *, now: datetime) -> None:
    """Raise NotAllowed unless `by` holds one of `roles` in `unit` or above it, on the day that `now` is there."""
    if not holds(by, unit, roles, on=timezone.localdate(now, unit.zone)):
        raise NotAllowed(_("Your role in this unit does not allow this."))
