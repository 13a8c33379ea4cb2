"""What is done again and again, and how often. Each task sweeps waiting rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any


@dataclass(frozen=True)
class Scheduled:
    """A task, the pause between two runs, and the lane (thread) it runs in: slow lanes do not hold up fast ones."""

    task: Any
    every: timedelta
    lane: str


SCHEDULE: tuple[Scheduled, ...] = ()
