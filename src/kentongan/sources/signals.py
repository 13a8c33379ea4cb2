"""What happened here, for the rooms downstream. Sent inside the transaction of the change."""

from __future__ import annotations

from django.dispatch import Signal

# sender: Article; articles: list[Article]; now: datetime. The articles are READY and stored.
articles_ready = Signal()
