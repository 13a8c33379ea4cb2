"""Which numbering rules where."""

from __future__ import annotations

from dataclasses import dataclass

from kentongan.accounts.models import Unit
from kentongan.newsroom.models import NumberPattern


@dataclass(frozen=True)
class Numbering:
    """A pattern, and within what its running number counts: a unit, and one type or all ("")."""

    pattern: str
    unit: Unit
    kind: str
    is_set: bool


def default_pattern(unit: Unit) -> str:
    """Return the numbering while an office has set none: HM.02 is the file class that most ministries use for
    public relations (after the classification of Arsip Nasional), then the institution's short name.
    """
    name = (unit.institution.short_name or "HUMAS").replace("{", "").replace("}", "")
    return "{sequence}/HM.02/" + name + "/{month}/{year}"


def numbering_of(unit: Unit, kind: str) -> Numbering:
    """Return the numbering for a unit's texts of one type: the nearest unit upwards, there the type's own first."""
    paths = [unit.path[:end] for end in range(Unit.steplen, len(unit.path) + 1, Unit.steplen)]
    rows = NumberPattern.objects.filter(unit__path__in=paths, kind__in=["", kind]).select_related("unit")
    found = max(rows, key=lambda row: (len(row.unit.path), row.kind != ""), default=None)
    if found is not None:
        return Numbering(found.pattern, found.unit, found.kind, is_set=True)
    root = unit if len(paths) == 1 else Unit.objects.get(path=paths[0])
    return Numbering(default_pattern(unit), root, "", is_set=False)
