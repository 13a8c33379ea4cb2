"""Overdue approvals are reminded of, once each."""

from __future__ import annotations

import logging

from django.utils import timezone
from django_tasks import task

from kentongan.newsroom.actions.reminding import remind_overdue_step
from kentongan.newsroom.queries.approving import overdue_steps

logger = logging.getLogger(__name__)


@task()
def remind_overdue_steps() -> int:
    """Remind the people of every overdue step that was not reminded of yet; one that fails holds up no other."""
    now, done = timezone.now(), 0
    for step in overdue_steps(now):
        try:
            done += remind_overdue_step(step=step, now=now)
        except Exception:
            logger.exception("reminder of step %s failed", step.pk)
    return done
