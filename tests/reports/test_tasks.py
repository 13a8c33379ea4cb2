from __future__ import annotations

from datetime import datetime, time

import pytest
from tests.factories.accounts import make_unit
from tests.factories.reports import make_plan

from kentongan.reports.models import Brief, BriefPlan
from kentongan.reports.tasks import prepare_due_briefs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def test_briefs_are_prepared_when_their_hour_has_come_and_only_once(now: datetime) -> None:
    early, late = make_unit("Pagi"), make_unit("Siang")
    make_plan(early)
    BriefPlan.objects.create(unit=late, hour=time(12, 0))

    assert prepare_due_briefs.func() == 1
    assert prepare_due_briefs.func() == 0
    assert [brief.unit for brief in Brief.objects.all()] == [early]


def test_a_holiday_brings_no_brief_where_only_working_days_count(time_machine: object) -> None:
    time_machine.move_to(datetime.fromisoformat("2026-12-25T07:00:00+07:00"), tick=False)
    BriefPlan.objects.create(unit=make_unit(), working_days_only=True)

    assert prepare_due_briefs.func() == 0


def test_one_that_fails_holds_up_no_other() -> None:
    # A pattern written past the form: every number of this unit is taken.
    broken, good = make_unit("Rusak"), make_unit("Baik")
    BriefPlan.objects.create(unit=broken, number_pattern="tetap")
    make_plan(good)

    assert prepare_due_briefs.func() == 1
    assert Brief.objects.get().unit == good
