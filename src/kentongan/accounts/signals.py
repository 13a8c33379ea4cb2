"""What happened here, for the rooms downstream. Sent inside the transaction of the change."""

from __future__ import annotations

from django.dispatch import Signal

# sender: User; to: str; subject: str; text: str; html: str; key: str; unit: Unit | None; now: datetime.
# Mail that accounts need carried (invitation, reset); the mail channel, downstream, hears and queues it.
mail_wanted = Signal()
# sender: Institution; institution: Institution; by: User; now: datetime.
institution_founded = Signal()
