"""Made-up editions, through the real actions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.factories.accounts import make_member, make_unit
from tests.factories.newsroom import make_release

from kentongan.accounts.choices import Role
from kentongan.accounts.models import Unit, User
from kentongan.newsroom.actions.chains import set_chain
from kentongan.newsroom.actions.publishing import publish_release
from kentongan.newsroom.models import Publication


def make_publisher(unit: Unit, now: datetime, role: Role = Role.PR_COORDINATOR) -> User:
    """Make a person who publishes alone: the chain of the unit has no steps."""
    set_chain(unit=unit, kind="", urgent=False, steps=[], by=make_member(unit, Role.BUREAU_HEAD), now=now)
    return make_member(unit, role)


def make_publication(
    now: datetime,
    *,
    unit: Unit | None = None,
    by: User | None = None,
    publish_at: datetime | None = None,
    embargoed: bool = False,
    **fields: Any,
) -> Publication:
    """Write and publish a whole release; `fields` replace those of its content."""
    unit = unit or make_unit()
    by = by or make_publisher(unit, now)
    release = make_release(unit, by, now, **fields)
    return publish_release(release=release, by=by, now=now, publish_at=publish_at, embargoed=embargoed)
