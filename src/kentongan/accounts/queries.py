"""Who holds which role where, and the tree of units as pages show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from kentongan.accounts.choices import Role, Standing
from kentongan.accounts.models import ApiToken, Institution, Invitation, Membership, Unit, User, held_by
from kentongan.accounts.rules import HEADS, MANAGE, may_give
from kentongan.accounts.rules.unit_table import KnownUnit
from kentongan.common import slots
from kentongan.common.secrets import token_hash

SESSION_UNIT = "unit"
MOST_FOUND = 60


def holds(user: User, unit: Unit, roles: frozenset[Role], *, on: date) -> bool:
    """Return whether `user` holds one of `roles` on day `on` in `unit` or in a unit above it."""
    return user.is_active and any(role in roles and unit.path.startswith(path) for path, role in held_by(user, on))


def manages_a_root(user: User, *, on: date) -> bool:
    """Return whether `user` manages an institution's first unit on day `on`: who looks after what all units share."""
    held = Membership.objects.filter(user=user, role__in=MANAGE, unit__depth=1)
    return user.is_active and held.holding(on).exists()


def root_of(unit: Unit) -> Unit:
    """Return the first unit of a unit's institution; the unit itself when it is that."""
    root: Unit = Unit.objects.get(path=unit.path[: Unit.steplen])
    return root


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


def others_manage(root: Unit, *, on: date, but: Membership | None = None, but_user: User | None = None) -> bool:
    """Return whether on day `on` anybody besides `but` (or `but_user`) manages `root`, acting officials aside."""
    rest = Membership.objects.filter(
        unit=root, role__in=MANAGE, standing=Standing.DEFINITIVE, user__is_active=True
    ).holding(on)
    if but is not None:
        rest = rest.exclude(pk=but.pk)
    if but_user is not None:
        rest = rest.exclude(user=but_user)
    return rest.exists()


def roles_to_give(user: User, unit: Unit, *, on: date) -> list[Role]:
    """Return the roles that `user` may give in `unit`."""
    manages, heads = (holds(user, unit, givers, on=on) for givers in (MANAGE, may_give(Role.BUREAU_HEAD)))
    return [role for role in Role if (heads if role in HEADS else manages)]


def token_for(raw: str, now: datetime) -> ApiToken | None:
    """Return the key that `raw` is, if it still opens anything at `now`."""
    if not raw:
        return None
    return (
        ApiToken.objects.filter(token_hash=token_hash(raw), revoked_at=None, expires_at__gt=now)
        .select_related("unit__institution")
        .first()
    )


def open_invitation(token: str, now: datetime) -> Invitation | None:
    """Return the invitation that `token` opens, unless it was used or its time is over."""
    found = Invitation.objects.filter(token_hash=token_hash(token)).select_related("unit__institution", "invited_by")
    invitation = found.first()
    return invitation if invitation is not None and invitation.is_open(now) else None


# --- units -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class UnitLine:
    """One unit in a list: `below` counts all units under it, `people` those who hold a role in it today."""

    unit: Unit
    below: int
    people: int
    trail: str = ""


def unit_lines(user: User, parent: Unit | None, *, on: date) -> list[UnitLine]:
    """Return the units right below `parent`, or the highest that `user` sees; the same few queries for any number."""
    visible = user.visible_units()
    if parent is None:
        tops = _tops(list(visible.values_list("path", flat=True)))
        units = list(visible.filter(path__in=tops).select_related("institution"))
        return _lines(units, tops, on)
    units = list(visible.filter(depth=parent.depth + 1).within([parent.path]))
    return _lines(units, [parent.path], on)


def find_units(user: User, words: str, *, on: date) -> list[UnitLine]:
    """Return the visible units whose name or code holds every word, with the names above them."""
    found = user.visible_units()
    for word in words.split()[:6]:
        found = found.filter(Q(name__icontains=word) | Q(code__istartswith=word))
    units = list(found[:MOST_FOUND])
    above = {path[:end] for path in (u.path for u in units) for end in range(Unit.steplen, len(path), Unit.steplen)}
    names = dict(user.visible_units().filter(path__in=above).values_list("path", "name"))
    return [
        UnitLine(line.unit, line.below, line.people, trail=_trail(line.unit.path, names))
        for line in _lines(units, [unit.path for unit in units], on)
    ]


def unit_trail(user: User, unit: Unit) -> list[Unit]:
    """Return the visible units above `unit`, from the top."""
    paths = [unit.path[:end] for end in range(Unit.steplen, len(unit.path), Unit.steplen)]
    return list(user.visible_units().filter(path__in=paths))


def known_units(root: Unit) -> tuple[dict[str, KnownUnit], frozenset[str]]:
    """Return the units below `root` by code, and the codes used elsewhere in its institution."""
    rows = Unit.objects.filter(institution_id=root.institution_id).values_list(
        "path", "code", "name", "level", "region_code", "time_zone"
    )
    codes = {path: code for path, code, *_rest in rows}
    known, taken = {}, set()
    for path, code, name, level, region_code, time_zone in rows:
        if not code or path == root.path:
            continue
        if not path.startswith(root.path):
            taken.add(code)
            continue
        above = path[: -Unit.steplen]
        parent_code = "" if above == root.path else codes[above]
        known[code] = KnownUnit(
            code=code,
            name=name,
            parent_code=parent_code,
            level=level,
            region_code=region_code,
            time_zone=time_zone,
        )
    return known, frozenset(taken)


def _lines(units: list[Unit], scope: list[str], on: date) -> list[UnitLine]:
    tops = {unit.path for unit in units if not unit.is_leaf()}
    below = Counter[str]()
    for path in Unit.objects.within(scope if tops else []).values_list("path", flat=True):
        below.update(top for end in range(Unit.steplen, len(path), Unit.steplen) if (top := path[:end]) in tops)
    people = Counter(
        Membership.objects.filter(unit__in=[unit.pk for unit in units])
        .holding(on)
        .values_list("unit_id", "user_id")
        .distinct()
        .values_list("unit_id", flat=True)
    )
    return [UnitLine(unit, below[unit.path], people[unit.pk]) for unit in units]


def _tops(paths: list[str]) -> list[str]:
    """Return the paths (sorted) that lie under no other of them."""
    tops: list[str] = []
    for path in paths:
        if not tops or not path.startswith(tops[-1]):
            tops.append(path)
    return tops


def _trail(path: str, names: dict[str, str]) -> str:
    above = (path[:end] for end in range(Unit.steplen, len(path), Unit.steplen))
    return " › ".join(names[step] for step in above if step in names)


# --- people ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PersonLine:
    """One person with the roles they hold, held or will hold in the units listed."""

    user: User
    memberships: list[Membership]


def roles_in(unit: Unit, *, below: bool, on: date, past: bool = False) -> QuerySet[Membership]:
    """Return the roles held in `unit` (and `below` it) today or later; with `past`, also those that ended."""
    rows = Membership.objects.select_related("unit").order_by("unit__path", "role")
    rows = rows.filter(unit__in=Unit.objects.within([unit.path]).values("pk")) if below else rows.filter(unit=unit)
    return rows if past else rows.filter(Q(end_on=None) | Q(end_on__gte=on))


def holders(roles: QuerySet[Membership]) -> QuerySet[User]:
    """Return who holds one of `roles`, by name: what a page of people is cut from."""
    return User.objects.filter(pk__in=roles.order_by().values("user_id")).order_by("name", "pk")


def person_lines(people: Sequence[User], roles: QuerySet[Membership]) -> list[PersonLine]:
    """Return the given people, each with theirs of `roles`, in one query."""
    lines = {person.pk: PersonLine(person, []) for person in people}
    for membership in roles.filter(user__in=list(lines)):
        lines[membership.user_id].memberships.append(membership)
    return list(lines.values())


def known_people(user: User) -> QuerySet[User]:
    """Return the people whom `user` meets in the units they see: those a role can be given to."""
    memberships = Membership.objects.visible_to(user).values("user_id")
    return User.objects.filter(pk__in=memberships, is_active=True).order_by("name")


def open_invitations(user: User, unit: Unit, *, below: bool, now: datetime) -> QuerySet[Invitation]:
    """Return the invitations to `unit` that nobody accepted yet, the expired among them for a week more."""
    rows = Invitation.objects.visible_to(user).filter(accepted_at=None).select_related("unit", "invited_by")
    return rows.filter(unit__in=Unit.objects.within([unit.path]).values("pk")) if below else rows.filter(unit=unit)


def own_data(user: User) -> dict[str, Any]:
    """Return everything kept about a person, room by room, as JSON values (UU 27/2022 art. 7: right to a copy)."""
    data: dict[str, Any] = {}
    for share in slots.PERSON_DATA:
        data |= share.export(user)
    return data


def first_institution(user: User) -> Institution | None:
    """Return the institution that `user` sets up in the welcome: the one whose root they manage."""
    roots = user.visible_units().filter(depth=1).select_related("institution")
    found = roots.first()
    return found.institution if found else None


@dataclass(frozen=True)
class WelcomeLine:
    """One step of the first start, as the frame shows it."""

    title: str
    url_name: str
    done: bool


def welcome_steps(institution: Institution | None) -> list[WelcomeLine]:
    """Return the steps of the first start; nothing is done before there is an institution."""
    return [
        WelcomeLine(str(step.title), step.url_name, done=institution is not None and step.done(institution))
        for step in slots.WELCOME
    ]


def step_after(institution: Institution, url_name: str) -> str:
    """Return the url name of the next step that is still to be done after this one; home when there is none."""
    steps = welcome_steps(institution)
    place = next((number for number, step in enumerate(steps) if step.url_name == url_name), len(steps))
    return next((step.url_name for step in steps[place + 1 :] if not step.done), "today")
