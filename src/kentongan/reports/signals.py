"""What happened here, for the rooms downstream. Sent inside the transaction of the change."""

from __future__ import annotations

from django.dispatch import Signal

# sender: Brief; brief: Brief; by: User; now: datetime.
brief_sent = Signal()
