"""The health page: disk, worker, backups, and what the rooms say about themselves."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _

from kentongan.accounts.models import Membership
from kentongan.accounts.queries import manages_a_root
from kentongan.common.numbers import date_clock
from kentongan.common.slots import HEALTH, Check
from kentongan.project.backup import backups
from kentongan.project.schedule import SCHEDULE
from kentongan.project.worker import BEAT_S, beat_key

GIB = 1024**3


def alive(request: HttpRequest) -> HttpResponse:
    """Answer whether the web process and its database work, for machines that watch; says nothing else."""
    Membership.objects.exists()
    return JsonResponse({"status": "ok"})


@login_required
def health(request: HttpRequest) -> HttpResponse:
    """Show whether everything works: to who runs the machine and to managers of an institution's first unit.

    What it says is of the whole machine, not of one unit.
    """
    if not may_read_health(request):
        raise PermissionDenied
    checks = all_checks(timezone.now())
    worst = next((state for state in ("bad", "warn") if any(check.state == state for check in checks)), "good")
    return render(request, "project/health.html", {"checks": checks, "worst": worst})


def may_read_health(request: HttpRequest) -> bool:
    """Return whether the health page is for the person who asks."""
    user = request.user
    return user.is_authenticated and (user.is_superuser or manages_a_root(user, on=timezone.localdate()))


def all_checks(now: datetime) -> list[Check]:
    """Return the checks of the machine and of every room."""
    checks = [_disk(), _worker(now), _backup(now)]
    for ask in HEALTH:
        checks += ask(now)
    return checks


def _disk() -> Check:
    status = os.statvfs(settings.DATA)
    free, whole = status.f_bavail * status.f_frsize, status.f_blocks * status.f_frsize
    says = _("%(free)s GB free of %(whole)s GB") % {
        "free": localize(round(free / GIB, 1)),
        "whole": localize(round(whole / GIB)),
    }
    state = "bad" if free < GIB / 2 else "warn" if free < 2 * GIB else "good"
    return Check(name=_("Disk"), state=state, says=says)


def _worker(now: datetime) -> Check:
    silent = []
    for lane in sorted({entry.lane for entry in SCHEDULE}):
        beat = cache.get(beat_key(lane))
        if beat is None or now - datetime.fromisoformat(beat) > timedelta(seconds=BEAT_S * 8):
            silent.append(lane)
    if settings.TASKS_URL:
        return Check(name=_("Worker"), state="good", says=_("Tasks are carried by RabbitMQ"))
    if silent:
        says = _("Silent: %(lanes)s. Mail, reading and briefs wait until it runs again.") % {"lanes": ", ".join(silent)}
        return Check(name=_("Worker"), state="bad", says=says)
    return Check(name=_("Worker"), state="good", says=_("All lanes are at work"))


def _backup(now: datetime) -> Check:
    kept = backups()
    if not kept:
        return Check(name=_("Backup"), state="warn", says=_("No backup yet; the first comes by itself within an hour"))
    made = datetime.fromtimestamp(kept[0].stat().st_mtime, UTC)
    state = "good" if now - made < timedelta(hours=30) else "bad"
    says = _("Last on %(when)s, %(count)s kept") % {
        "when": date_clock(made),
        "count": len(kept),
    }
    return Check(name=_("Backup"), state=state, says=says)
