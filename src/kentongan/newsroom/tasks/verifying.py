"""Reported texts are forgotten when their time is over."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from kentongan.newsroom.actions.verifying import delete_old_reports


@task()
def forget_old_reports() -> int:
    """Delete what was kept long enough."""
    return delete_old_reports(now=timezone.now())
