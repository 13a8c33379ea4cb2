"""The record of who did what, in sentences."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from kentongan.accounts.doors import UnitRequest, unit_required
from kentongan.accounts.models import Unit, User
from kentongan.accounts.queries import known_people
from kentongan.audit.queries import act_words, entries, kinds_of_acts

PAGE = 60


@unit_required
@require_GET
def trail(request: UnitRequest) -> HttpResponse:
    """Entries of the units one sees, newest first; filters and the place in the list live in the address."""
    asked = request.GET
    day = _day(asked.get("hari", ""))
    person = _number(asked.get("orang", ""))
    before = _number(asked.get("sebelum", ""))
    rows = entries(
        request.user,
        actor_id=person,
        action=asked.get("tindakan", ""),
        since=_start(day, request.unit) if day else None,
        until=_start(day + timedelta(days=1), request.unit) if day else None,
        before=before,
        limit=PAGE + 1,
    )
    more, rows = len(rows) > PAGE, rows[:PAGE]
    names = dict(User.objects.filter(pk__in={row.actor_id for row in rows}).values_list("pk", "name"))
    units = dict(Unit.objects.filter(pk__in={row.unit_id for row in rows}).values_list("pk", "name"))
    context = {
        "rows": [
            {
                "entry": row,
                "who": names.get(row.actor_id or 0),
                "unit": units.get(row.unit_id or 0),
                "did": act_words(row.action),
            }
            for row in rows
        ],
        "more": f"?{_with(request, sebelum=rows[-1].pk)}" if more else "",
        "people": [
            (str(pk), pk == person, name) for pk, name in known_people(request.user).values_list("pk", "name")[:500]
        ],
        "kinds": kinds_of_acts(),
        "person": person,
        "kind": asked.get("tindakan", ""),
        "day": day,
    }
    return render(request, "accounts/trail_rows.html" if request.htmx else "accounts/trail.html", context)


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 19 else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _start(day: date, unit: Unit) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min), unit.zone)


def _with(request: UnitRequest, **changes: int) -> str:
    query = request.GET.copy()
    for name, value in changes.items():
        query[name] = str(value)
    return query.urlencode()
