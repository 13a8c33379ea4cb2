"""Numbers: given once, never to another text."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from kentongan.accounts.models import Institution, Unit, User
from kentongan.accounts.queries import holds
from kentongan.audit.actions import record
from kentongan.common.errors import ActionError, NotAllowed
from kentongan.common.numbering import BadPattern, number_of
from kentongan.newsroom.choices import Stage
from kentongan.newsroom.models import NumberPattern, Release, ReleaseNumber
from kentongan.newsroom.queries.numbering import Numbering, numbering_of
from kentongan.newsroom.rules.rights import SET_UP, WRITE

MOST_TRIES = 200


def give_number(*, release: Release, by: User, now: datetime) -> str:
    """Give a text its number, unless it has one; a translation carries the number of the text it was made from.

    The running number counts within the unit and type whose pattern rules, and the year in the unit's zone. A number
    that was ever given in the institution is skipped, also one that came with the archive.

    Raises:
        NotAllowed: the person may not write in this unit.
        ActionError: the text was dropped, or the pattern gives only numbers that are taken.
    """
    day = timezone.localdate(now, release.unit.zone)
    if not holds(by, release.unit, WRITE, on=day):
        raise NotAllowed(_("Your role does not include writing for this unit."))
    with transaction.atomic():
        # The institution's row is the lock: numbers are one row of numbers there.
        Institution.objects.select_for_update().get(pk=release.unit.institution_id)
        row = Release.objects.select_related("unit__institution", "translation_of__unit__institution").get(
            pk=release.pk
        )
        if row.stage == Stage.DROPPED:
            raise ActionError(_("This text was dropped. Take it up again first."))
        origin = row.translation_of or row
        number = origin.number or _new_number(origin, day, by=by, now=now)
        if row.number != number:
            row.number = number
            row.save(update_fields=["number"])
        release.number = number
    return number


def _new_number(release: Release, day: date, *, by: User, now: datetime) -> str:
    numbering = numbering_of(release.unit, release.kind)
    sequence, number = _free(numbering, release, day)
    ReleaseNumber.objects.create(
        institution_id=release.unit.institution_id,
        unit=numbering.unit,
        kind=numbering.kind,
        year=day.year,
        sequence=sequence,
        number=number,
        release=release,
        given_at=now,
    )
    release.number = number
    release.save(update_fields=["number"])
    record(
        action="newsroom.number_given", by=by, now=now, unit_id=release.unit_id, target=release, data={"number": number}
    )
    return number


def _free(numbering: Numbering, release: Release, day: date) -> tuple[int, str]:
    given = ReleaseNumber.objects.filter(unit=numbering.unit, kind=numbering.kind, year=day.year)
    first = (given.aggregate(last=Max("sequence"))["last"] or 0) + 1
    for sequence in range(first, first + MOST_TRIES):
        number = number_of(numbering.pattern, sequence=sequence, day=day, code=release.unit.code)[:100]
        if not ReleaseNumber.objects.filter(institution_id=release.unit.institution_id, number=number).exists():
            return sequence, number
    raise ActionError(_("The numbering pattern gives only numbers that are taken."), field="pattern")


def set_pattern(*, unit: Unit, kind: str, pattern: str, by: User, now: datetime) -> NumberPattern | None:
    """Set how a unit (and those below without their own) numbers one type or all; an empty pattern: as above.

    Raises:
        NotAllowed: the person does not set up this unit's newsroom.
        ActionError: the pattern cannot number.
    """
    if not holds(by, unit, SET_UP, on=timezone.localdate(now, unit.zone)):
        raise NotAllowed(_("Your role does not include setting up the newsroom of this unit."))
    pattern = " ".join(pattern.split())
    if pattern:
        try:
            number_of(pattern, sequence=1, day=now.date(), code=unit.code)
        except BadPattern:
            raise ActionError(
                _("Use {sequence}, and if you like {day}, {month}, {roman}, {year} and {code}."), field="pattern"
            ) from None
    with transaction.atomic():
        record(
            action="newsroom.numbering_set",
            by=by,
            now=now,
            unit_id=unit.pk,
            target=unit,
            data={"kind": kind, "pattern": pattern},
        )
        if not pattern:
            NumberPattern.objects.filter(unit=unit, kind=kind).delete()
            return None
        row, _made = NumberPattern.objects.update_or_create(
            unit=unit, kind=kind, defaults={"pattern": pattern, "changed_at": now}
        )
    return row
