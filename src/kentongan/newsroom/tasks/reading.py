"""What follows a publication: it becomes findable, and followers hear of it."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from kentongan.newsroom.actions.following import tell_followers
from kentongan.newsroom.actions.indexing import index_publications


@task
def index_new_publications() -> int:
    """Add new editions to the search; return how many."""
    return index_publications()


@task
def tell_waiting_followers() -> int:
    """Write to followers about what became public; return how many mails."""
    return tell_followers(clock=timezone.now)
