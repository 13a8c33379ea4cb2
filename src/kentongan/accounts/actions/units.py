"""Changing the tree of units."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.accounts.actions.guard import demand
from kentongan.accounts.choices import UnitLevel
from kentongan.accounts.models import Institution, Unit, User
from kentongan.accounts.queries import known_units
from kentongan.accounts.rules import MANAGE
from kentongan.accounts.rules.unit_table import Plan, UnitRow, plan_import
from kentongan.audit.actions import record
from kentongan.common.errors import ActionError

BATCH = 400
DETAILS = ("name", "code", "level", "region_code", "time_zone")


def add_unit(
    *,
    parent: Unit,
    name: str,
    by: User,
    now: datetime,
    code: str = "",
    level: str = UnitLevel.OTHER,
    region_code: str = "",
    time_zone: str = "",
) -> Unit:
    """Add a unit under `parent`; without `time_zone` it lives by its parent's.

    Raises: NotAllowed unless `by` manages `parent`; ActionError for an empty name or a code used already.
    """
    demand(by, parent, MANAGE, now=now)
    with transaction.atomic():
        parent = _locked(parent)
        if not parent.is_active:
            raise ActionError(_("The unit above is closed. Open it first."), field="parent")
        _check_details(parent.institution, name=name, code=code)
        details = {
            "institution": parent.institution,
            "name": name.strip(),
            "code": code.strip(),
            "level": level,
            "region_code": region_code.strip(),
            "time_zone": time_zone or parent.time_zone,
        }
        unit: Unit = Unit.objects.add_child(parent, details)
        record(action="accounts.unit_added", by=by, now=now, unit_id=unit.pk, target=unit)
    return unit


def edit_unit(
    *, unit: Unit, name: str, code: str, level: str, region_code: str, time_zone: str, by: User, now: datetime
) -> Unit:
    """Change a unit's name and details.

    Raises: NotAllowed unless `by` manages it; ActionError for an empty name or a code used already.
    """
    demand(by, unit, MANAGE, now=now)
    with transaction.atomic():
        unit = _locked(unit)
        _check_details(unit.institution, name=name, code=code, but=unit)
        values = dict(zip(DETAILS, (name.strip(), code.strip(), level, region_code.strip(), time_zone), strict=True))
        changed = [field for field in DETAILS if getattr(unit, field) != values[field]]
        if changed:
            for field in changed:
                setattr(unit, field, values[field])
            unit.save(update_fields=changed)
            record(action="accounts.unit_edited", by=by, now=now, unit_id=unit.pk, target=unit,
                   data={"fields": changed})  # fmt: skip
    return unit


def move_unit(*, unit: Unit, parent: Unit, by: User, now: datetime) -> Unit:
    """Hang a unit, with all below it, under another. What it holds moves with it.

    Raises: NotAllowed unless `by` manages the unit above now and the one above then; ActionError for the root,
    for a unit of another institution, and for a move under itself.
    """
    if unit.is_root():
        raise ActionError(_("The root unit stays where it is."))
    demand(by, Unit.objects.get_parent(unit), MANAGE, now=now)
    demand(by, parent, MANAGE, now=now)
    with transaction.atomic():
        unit, parent = _locked(unit), _locked(parent)
        if unit.institution_id != parent.institution_id:
            raise ActionError(_("Units cannot change their institution."), field="parent")
        if parent.path.startswith(unit.path):
            raise ActionError(_("A unit cannot lie below itself."), field="parent")
        if Unit.objects.get_parent(unit).pk != parent.pk:
            Unit.objects.move(unit, parent, "last-child")
            unit = Unit.objects.get(pk=unit.pk)
            record(action="accounts.unit_moved", by=by, now=now, unit_id=unit.pk, target=unit,
                   data={"parent": parent.pk})  # fmt: skip
    return unit


def set_unit_active(*, unit: Unit, active: bool, by: User, now: datetime) -> Unit:
    """Close a unit, or open it again. A closed unit takes no new people or units; what it holds stays readable.

    Raises: NotAllowed unless `by` manages the unit above; ActionError for the root.
    """
    if unit.is_root():
        raise ActionError(_("The root unit cannot be closed."))
    demand(by, Unit.objects.get_parent(unit), MANAGE, now=now)
    with transaction.atomic():
        if Unit.objects.filter(pk=unit.pk, is_active=not active).update(is_active=active):
            action = "accounts.unit_opened" if active else "accounts.unit_closed"
            record(action=action, by=by, now=now, unit_id=unit.pk, target=unit)
    return Unit.objects.get(pk=unit.pk)  # type: ignore[no-any-return]


def import_units(*, root: Unit, rows: Iterable[UnitRow], by: User, now: datetime, dry_run: bool = False) -> Plan:
    """Create, update and move the units of a table below `root`, by code; rows without a parent hang under `root`.

    The good rows are done and the bad ones listed; the same table again changes nothing. With `dry_run` nothing is
    written and the plan says what would be.

    Raises: NotAllowed unless `by` manages `root`.
    """
    demand(by, root, MANAGE, now=now)
    with transaction.atomic():
        root = _locked(root)
        known, taken = known_units(root)
        plan = plan_import(rows, known, own_code=root.code, taken=taken)
        if dry_run or not (plan.create or plan.update or plan.move):
            return plan
        _create(root, plan.create)
        _move(root, plan.move)
        _update(root, plan.update)
        record(action="accounts.units_imported", by=by, now=now, unit_id=root.pk, target=root,
               data={"created": len(plan.create), "updated": len(plan.update), "moved": len(plan.move),
                     "left_out": len(plan.bad)})  # fmt: skip
    return plan


def _create(root: Unit, rows: list[UnitRow]) -> None:
    """Write all new units in one sweep: their paths are counted here, for `add_child` asks the database at each."""
    below = list(Unit.objects.within([root.path]).only("pk", "path", "depth", "code", "numchild", "time_zone"))
    nodes = {unit.code: unit for unit in below if unit.code and unit.pk != root.pk}
    by_path = {unit.path: unit for unit in below}
    own = by_path[root.path]
    last_steps: dict[str, int] = {}
    for unit in below:
        step = Unit._str2int(unit.path[-Unit.steplen :])
        last_steps[unit.path[: -Unit.steplen]] = max(step, last_steps.get(unit.path[: -Unit.steplen], 0))
    new: list[Unit] = []
    grown: dict[str, Unit] = {}
    for row in rows:
        parent = nodes.get(row.parent_code, own)
        step = last_steps.get(parent.path, 0) + 1
        last_steps[parent.path] = step
        unit = Unit(
            institution_id=root.institution_id,
            path=Unit._get_path(parent.path, parent.depth + 1, step),
            depth=parent.depth + 1,
            name=row.name,
            code=row.code,
            level=row.level or UnitLevel.OTHER,
            region_code=row.region_code,
            time_zone=row.time_zone or parent.time_zone,
        )
        parent.numchild += 1
        if parent.pk:
            grown[parent.path] = parent
        nodes[row.code] = unit
        new.append(unit)
    Unit.objects.bulk_create(new, batch_size=BATCH)
    Unit.objects.bulk_update(grown.values(), ["numchild"], batch_size=BATCH)


def _move(root: Unit, rows: list[UnitRow]) -> None:
    for row in rows:
        unit = Unit.objects.get(institution_id=root.institution_id, code=row.code)
        under_root = row.parent_code in {"", root.code}
        here = {"pk": root.pk} if under_root else {"institution_id": root.institution_id, "code": row.parent_code}
        target = Unit.objects.get(**here)
        Unit.objects.move(unit, target, "last-child")


def _update(root: Unit, rows: list[UnitRow]) -> None:
    units = Unit.objects.filter(institution_id=root.institution_id).only(*DETAILS)
    nodes = {unit.code: unit for unit in units if unit.code}
    for row in rows:
        unit = nodes[row.code]
        unit.name = row.name
        unit.level = row.level or unit.level
        unit.region_code = row.region_code or unit.region_code
        unit.time_zone = row.time_zone or unit.time_zone
    changed = [nodes[row.code] for row in rows]
    Unit.objects.bulk_update(changed, ["name", "level", "region_code", "time_zone"], batch_size=BATCH)


def _locked(unit: Unit) -> Unit:
    """Return the unit as it is now; whoever else changes this institution's tree waits (PostgreSQL; SQLite does so)."""
    Institution.objects.select_for_update().get(pk=unit.institution_id)
    return Unit.objects.select_related("institution").get(pk=unit.pk)  # type: ignore[no-any-return]


def _check_details(institution: Institution, *, name: str, code: str, but: Unit | None = None) -> None:
    if not name.strip():
        raise ActionError(_("A name is needed."), field="name")
    same = Unit.objects.filter(institution=institution, code=code.strip()).exclude(pk=but.pk if but else None)
    if code.strip() and same.exists():
        raise ActionError(_("Another unit has this code."), field="code")
