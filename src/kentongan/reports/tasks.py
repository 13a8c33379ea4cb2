"""The brief is ready when the office comes in."""

from __future__ import annotations

import logging

from django.utils import timezone
from django_tasks import task

from kentongan.accounts.queries import today
from kentongan.engine.calendar import indonesian_holidays, is_working_day
from kentongan.reports.actions import prepare_brief
from kentongan.reports.models import Brief, BriefPlan
from kentongan.reports.rules import is_due

logger = logging.getLogger(__name__)


@task()
def prepare_due_briefs() -> int:
    """Prepare the briefs whose unit's hour has come and that are not there yet; one that fails holds up no other."""
    now, done = timezone.now(), 0
    for plan in BriefPlan.objects.filter(is_active=True, unit__is_active=True).select_related("unit__institution"):
        day = today(plan.unit)
        if plan.working_days_only and not is_working_day(day, indonesian_holidays([day.year])):
            continue
        last = Brief.objects.filter(unit=plan.unit, day=day).values_list("day", flat=True).first()
        if not is_due(now=now, zone=plan.unit.zone, hour=plan.hour, prepared_for=last):
            continue
        try:
            prepare_brief(unit=plan.unit, day=day, now=now)
            done += 1
        except Exception:
            logger.exception("brief of unit %s failed", plan.unit_id)
    return done
