"""Noting that a person looked."""

from __future__ import annotations

from datetime import datetime, timedelta

from kentongan.accounts.models import Unit, User
from kentongan.common.patience import if_free
from kentongan.monitoring.models import Look

SITTING = timedelta(minutes=30)
"""After so long away a new sitting begins, and the line of "last seen" moves up to the end of the former one."""
_GRAIN = timedelta(minutes=1)


def note_look(*, user: User, unit: Unit, now: datetime) -> None:
    """Note that `user` looks at the unit's day. Within one sitting the line stays where it was.

    Not in the audit: it changes nothing for anybody else. Left out while somebody else writes: the next page notes it.
    """
    look = Look.objects.filter(user=user, unit=unit).first()
    if look is not None and now - look.at <= _GRAIN:  # not with every page
        return
    with if_free():
        if look is None:
            Look.objects.get_or_create(user=user, unit=unit, defaults={"at": now})
        elif now - look.at > SITTING:
            Look.objects.filter(pk=look.pk, at=look.at).update(previous_at=look.at, at=now)
        else:
            Look.objects.filter(pk=look.pk).update(at=now)
