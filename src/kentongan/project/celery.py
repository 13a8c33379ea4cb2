"""RabbitMQ carries the calls when `TASKS_URL` is set: any number of workers on any number of machines.

Every worker also runs the beat: a call that comes twice does no harm (tasks claim their rows), and a call that
nobody took before the next one expires.
"""

from __future__ import annotations

import os

from celery import Celery
from django.conf import settings

from kentongan.project.schedule import SCHEDULE

app = Celery("kentongan", broker=settings.TASKS_URL)
app.conf.update(
    task_acks_late=True,
    task_ignore_result=True,
    task_serializer="json",
    accept_content=["json"],
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    timezone="UTC",
)

for _entry in SCHEDULE:
    _pause = _entry.every.total_seconds()
    app.task(name=_entry.task.name)(_entry.task.func)
    app.conf.beat_schedule = {
        **(app.conf.beat_schedule or {}),
        _entry.task.name: {"task": _entry.task.name, "schedule": _pause, "options": {"expires": max(_pause, 5.0)}},
    }


def run_worker() -> int:
    """Run a Celery worker with its beat until told to stop."""
    state = settings.DATA / f"celery-beat-{os.getpid()}"
    app.worker_main(["worker", "--beat", "--schedule", str(state), "--concurrency", "2", "--loglevel", "INFO"])
    return 0
