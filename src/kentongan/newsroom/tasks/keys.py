"""After a key was revoked, what it had signed is signed anew."""

from __future__ import annotations

import logging

from django.utils import timezone
from django_tasks import task

from kentongan.newsroom.actions.keys import CannotSign, resign_editions
from kentongan.newsroom.queries.keys import keys_to_resign

logger = logging.getLogger(__name__)


@task()
def sign_anew() -> int:
    """Sign anew what revoked keys had signed, a few hundred rows a transaction so that nobody waits for it."""
    done = 0
    for institution in keys_to_resign():
        try:
            while count := resign_editions(institution=institution, now=timezone.now()):
                done += count
        except CannotSign:
            logger.warning("institution %s: the key in use does not open; make a new one", institution.pk)
    return done
