"""One process at a time in a lane."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from kentongan.monitoring.models import Lane


def take_lane(*, name: str, holder: str, now: datetime, lease: timedelta) -> bool:
    """Take or keep the lane `name` until `now + lease`; return whether `holder` has it.

    A holder that dies loses it when its lease runs out; one that lives keeps it by asking again.
    """
    mine = Q(holder=holder) | Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    lanes = Lane.objects.filter(mine, name=name)
    if lanes.update(holder=holder, leased_until=now + lease):
        return True
    return Lane.objects.get_or_create(name=name, defaults={"holder": holder, "leased_until": now + lease})[1]
