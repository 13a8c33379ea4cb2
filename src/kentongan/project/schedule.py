"""What is done again and again, and how often. Each task sweeps waiting rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from kentongan.channels.email.tasks import send_waiting_mail
from kentongan.channels.webhook.tasks import deliver_waiting_events
from kentongan.monitoring.tasks import absorb_arrivals, look_back
from kentongan.newsroom.tasks.approving import remind_overdue_steps
from kentongan.newsroom.tasks.keys import sign_anew
from kentongan.newsroom.tasks.reading import index_new_publications, tell_waiting_followers
from kentongan.newsroom.tasks.verifying import forget_old_reports
from kentongan.project.backup import back_up_nightly
from kentongan.reports.tasks import prepare_due_briefs
from kentongan.sources.tasks import fetch_due_sources, read_waiting_pages


@dataclass(frozen=True)
class Scheduled:
    """A task, the pause between two runs, and the lane (thread) it runs in: slow lanes do not hold up fast ones."""

    task: Any
    every: timedelta
    lane: str


SCHEDULE: tuple[Scheduled, ...] = (
    Scheduled(fetch_due_sources, timedelta(seconds=2), "feeds"),
    Scheduled(read_waiting_pages, timedelta(seconds=1), "pages"),
    Scheduled(absorb_arrivals, timedelta(seconds=1), "absorb"),
    Scheduled(look_back, timedelta(seconds=2), "look-back"),
    Scheduled(prepare_due_briefs, timedelta(seconds=30), "briefs"),
    Scheduled(remind_overdue_steps, timedelta(seconds=30), "approvals"),
    Scheduled(sign_anew, timedelta(seconds=30), "approvals"),
    Scheduled(send_waiting_mail, timedelta(seconds=2), "mail"),
    Scheduled(deliver_waiting_events, timedelta(seconds=5), "webhooks"),
    Scheduled(forget_old_reports, timedelta(hours=6), "upkeep"),
    Scheduled(index_new_publications, timedelta(seconds=5), "newsroom"),
    Scheduled(tell_waiting_followers, timedelta(seconds=20), "newsroom"),
    Scheduled(back_up_nightly, timedelta(hours=1), "upkeep"),
)
