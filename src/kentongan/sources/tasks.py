"""The two sweeps of this room. They carry no arguments: rows are the truth."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from kentongan.sources.actions import Fetching, Reading

# One crew a process: calls still under way when a sweep ends are kept by the next.
_fetching = Fetching()
_reading = Reading()


@task
def fetch_due_sources() -> int:
    """Look at the sources whose time has come; return how many were looked at."""
    return _fetching.run(clock=timezone.now)


@task
def read_waiting_pages() -> int:
    """Read the pages that articles wait for; return how many articles became ready."""
    return _reading.run(clock=timezone.now)
