"""What is done again and again, and how often. Each task sweeps waiting rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from kentongan.sources.tasks import fetch_due_sources, read_waiting_pages


@dataclass(frozen=True)
class Scheduled:
    """A task, the pause between two runs, and the lane (thread) it runs in: slow lanes do not hold up fast ones."""

    task: Any
    every: timedelta
    lane: str


SCHEDULE: tuple[Scheduled, ...] = (
    Scheduled(fetch_due_sources, every=timedelta(seconds=2), lane="fetch"),
    Scheduled(read_waiting_pages, every=timedelta(seconds=1), lane="read"),
)
