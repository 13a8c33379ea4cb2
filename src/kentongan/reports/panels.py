"""What reports lend to the pages of others."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kentongan.accounts.models import Unit, User
from kentongan.accounts.queries import holds
from kentongan.accounts.rules import BRIEF, MANAGE
from kentongan.common import numbers
from kentongan.common.slots import WELCOME, Clock, NavItem, Waiting
from kentongan.reports.choices import BriefState
from kentongan.reports.models import Brief
from kentongan.reports.queries import plan_of


def today_item(request: HttpRequest, unit: Unit) -> NavItem:
    return NavItem(group="", label=_("Today"), url=reverse("today"), icon="sunrise", phone=True)


def reports_item(request: HttpRequest, unit: Unit) -> NavItem:
    return NavItem(group="measure", label=_("Reports"), url=reverse("brief_list"), icon="bars", phone=True)


def plan_setting(request: HttpRequest, unit: Unit) -> NavItem | None:
    if not request.user.is_authenticated or not holds(request.user, unit, BRIEF, on=timezone.localdate()):
        return None
    return NavItem(group="measure", label=_("Daily brief"), url=reverse("brief_plan"), icon="bars")


def welcome_waits(user: User, unit: Unit, now: datetime) -> list[Waiting]:
    """An unfinished first start waits for whoever can finish it: a quiet home must not pass for a quiet day."""
    left = [step for step in WELCOME if not step.done(unit.institution)]
    if not left or not holds(user, unit, MANAGE, on=timezone.localdate(now, unit.zone)):
        return []
    return [
        Waiting(
            figure=numbers.whole(len(left)),
            unit=ngettext("step left", "steps left", len(left)),
            title=str(left[0].title),
            context=_("Until sources and a query are set, nothing can come in."),
            button=_("Go on setting up"),
            url=reverse(left[0].url_name),
        )
    ]


def brief_waits(user: User, unit: Unit, now: datetime) -> list[Waiting]:
    """Today's brief waits for whoever may send it, from the hour it was prepared."""
    day = timezone.localdate(now, unit.zone)
    brief = Brief.objects.filter(unit=unit, day=day, state=BriefState.DRAFT).first()
    if brief is None or not holds(user, unit, BRIEF, on=day):
        return []
    figure, word = numbers.figure_and_unit(now - brief.prepared_at)
    return [
        Waiting(
            figure=figure,
            unit=_("%(unit)s ago") % {"unit": word},
            title=_("Daily brief %(number)s") % {"number": brief.number},
            context=_("Prepared %(time)s, %(count)s mentions")
            % {
                "time": numbers.clock(brief.prepared_at, unit.zone),
                "count": numbers.whole(brief.figures.get("mentions", 0)),
            },
            button=_("Read and send"),
            url=reverse("brief", args=[brief.pk]),
        )
    ]


def brief_clock(user: User, unit: Unit, now: datetime) -> list[Clock]:
    """When the next brief is prepared; the share left is of the day between two."""
    plan = plan_of(unit)
    if plan.pk is None or not plan.is_active:
        return []
    due = _next(plan.hour.hour, plan.hour.minute, now, unit.zone)
    says = f"{numbers.clock(due, unit.zone)}, {numbers.deadline(due, now)}"
    return [
        Clock(title=_("Next daily brief"), says=says, left=(due - now) / timedelta(days=1), url=reverse("brief_plan"))
    ]


def _next(hour: int, minute: int, now: datetime, zone: ZoneInfo) -> datetime:
    local = now.astimezone(zone).replace(hour=hour, minute=minute, second=0, microsecond=0)
    return local if local > now else local + timedelta(days=1)


ACT_WORDS = {
    "reports.brief_prepared": gettext_lazy("prepared a daily brief"),
    "reports.brief_edited": gettext_lazy("edited a daily brief"),
    "reports.brief_sent": gettext_lazy("sent a daily brief"),
    "reports.plan_set": gettext_lazy("planned the daily brief"),
}
