"""Who may decide at a step of a chain: appointed and acting officials of the day, persons named, their deputies."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from kentongan.accounts.choices import Standing
from kentongan.accounts.models import Membership, Unit, User
from kentongan.accounts.rules import MANAGE
from kentongan.newsroom.models import ApprovalStep, ChainStep
from kentongan.newsroom.rules.rights import SET_UP

Step = ChainStep | ApprovalStep
_PREFIX = {Standing.ACTING_VACANT: "Plt.", Standing.ACTING_ABSENT: "Plh."}


@dataclass(frozen=True, slots=True)
class Official:
    """A person who may decide at a step, with the office they hold on that day: "Plh. Kabag Hukum"."""

    user: User
    office: str
    depth: int  # of the unit where they hold it: the deeper, the nearer to the text
    is_deputy: bool = False

    @property
    def shown_office(self) -> str:
        """The office as it stands beside the name, deputies said to be such."""
        return _("%(office)s, as deputy") % {"office": self.office} if self.is_deputy else self.office


def office_of(membership: Membership) -> str:
    """Return an office as it is written: its title, else its role; Plt. and Plh. before it (acting officials)."""
    name = membership.title or membership.get_role_display()
    prefix = _PREFIX.get(Standing(membership.standing), "")
    return f"{prefix} {name}".strip()


def officials(step: Step, unit: Unit, *, on: date, but: Collection[int] = ()) -> list[Official]:
    """Return who may decide at `step` about a text of `unit` on day `on`, the nearest first, each person once.

    A role is held in the text's unit or above. A person named may work anywhere in the institution, but must hold
    some role on that day: whoever left approves nothing. The deputy may always step in.

    Args:
        step: of a chain or of a round.
        unit: whose text.
        on: the day in the unit's zone.
        but: ids of the writers, who never count.
    """
    found: dict[int, Official] = {}
    for official in _all_of(step, unit, on):
        if official.user.pk not in but:
            found.setdefault(official.user.pk, official)
    return list(found.values())


def nearest(people: Iterable[Official]) -> list[Official]:
    """Return those who are told that a step waits: holders in the nearest unit; others above may still decide."""
    everybody = list(people)
    deepest = max((official.depth for official in everybody if not official.is_deputy), default=None)
    return [official for official in everybody if official.is_deputy or official.depth == deepest]


def _all_of(step: Step, unit: Unit, on: date) -> list[Official]:
    if step.role:
        paths = [unit.path[:end] for end in range(Unit.steplen, len(unit.path) + 1, Unit.steplen)]
        where = Q(role=step.role, unit__path__in=paths)
    else:
        where = Q(user_id=step.person_id, unit__institution_id=unit.institution_id)
    people = [] if not step.role and step.person_id is None else _holding(where, on)
    if step.deputy_id is not None:
        stand_in = _holding(Q(user_id=step.deputy_id, unit__institution_id=unit.institution_id), on)
        people += [replace(official, is_deputy=True) for official in stand_in]
    return people


def _holding(where: Q, on: date) -> list[Official]:
    rows = (
        Membership.objects.filter(where, user__is_active=True)
        .holding(on)
        .select_related("user", "unit")
        .order_by("-unit__depth", "standing", "user__name", "pk")
    )
    return [Official(row.user, office_of(row), row.unit.depth) for row in rows]


def menders(unit: Unit, *, on: date) -> list[User]:
    """Return who can mend a step that nobody can take: those who set up chains or give roles, here or above."""
    paths = [unit.path[:end] for end in range(Unit.steplen, len(unit.path) + 1, Unit.steplen)]
    rows = (
        Membership.objects.filter(role__in=SET_UP | MANAGE, unit__path__in=paths, user__is_active=True)
        .holding(on)
        .select_related("user")
        .order_by("-unit__depth", "user__name", "pk")
    )
    return list({row.user_id: row.user for row in rows}.values())
