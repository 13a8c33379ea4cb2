"""The worker process: runs the schedule, each lane in a thread of its own.

A task sweeps waiting rows (law 4), so a lane is a plain loop: no queue between the schedule and the work, nothing
to lose, nothing to clean up after a crash. With `TASKS_URL` RabbitMQ carries the calls instead (project/celery.py).
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from itertools import groupby
from types import FrameType

from django.conf import settings
from django.core.cache import cache
from django.db import close_old_connections
from django.utils import timezone

from kentongan.project.schedule import SCHEDULE, Scheduled

logger = logging.getLogger(__name__)

BEAT_S = 15.0  # how often a lane says that it lives
LOOK_S = 0.25


def beat_key(lane: str) -> str:
    """Return the cache key under which a lane says that it lives."""
    return f"lane:{lane}"


class Lane(threading.Thread):
    """Does the tasks of one lane in turn, each when its pause is over; an error is logged and the next run retries."""

    def __init__(self, name: str, scheduled: list[Scheduled], stopping: threading.Event) -> None:
        super().__init__(name=name, daemon=True)
        self.due = {entry.task.name: (0.0, entry) for entry in scheduled}
        self.stopping = stopping
        self.beat_at = 0.0

    def run(self) -> None:
        while not self.stopping.is_set():
            busy = False
            for name, (at, entry) in list(self.due.items()):
                if self.stopping.is_set() or time.monotonic() < at:
                    continue
                done = self._do(entry)
                # Work left over? Go on at once; else wait the pause.
                busy = busy or bool(done)
                self.due[name] = (time.monotonic() + (0 if done else entry.every.total_seconds()), entry)
            self._beat()
            if not busy:
                self.stopping.wait(LOOK_S)
        close_old_connections()

    def _do(self, entry: Scheduled) -> int:
        close_old_connections()
        try:
            return int(entry.task.func() or 0)
        except Exception:
            # One failing sweep must not end the lane: it is logged, and rows wait for the next run.
            logger.exception("%s failed", entry.task.name)
            self.stopping.wait(2.0)
            return 0

    def _beat(self) -> None:
        if time.monotonic() < self.beat_at:
            return
        self.beat_at = time.monotonic() + BEAT_S
        try:
            cache.set(beat_key(self.name), timezone.now().isoformat(), timeout=24 * 3600)
        except Exception:
            logger.exception("could not write the heartbeat")


def work() -> int:
    """Run until TERM or INT; finish what runs, take nothing new."""
    if settings.TASKS_URL:
        from kentongan.project.celery import run_worker  # noqa: PLC0415 - only with the extra `scale`

        return run_worker()
    stopping = threading.Event()

    def asked(_sign: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, asked)
    signal.signal(signal.SIGINT, asked)
    by_lane = groupby(sorted(SCHEDULE, key=lambda entry: entry.lane), key=lambda entry: entry.lane)
    lanes = [Lane(name, list(entries), stopping) for name, entries in by_lane]
    for lane in lanes:
        lane.start()
    while not stopping.wait(1.0):
        pass
    for lane in lanes:
        lane.join(7.0)
    return 0
