"""What happened here, for the rooms downstream. Sent inside the transaction of the change."""

from __future__ import annotations

from django.dispatch import Signal

# sender: Mention; mentions: list[Mention]; now: datetime.
mentions_found = Signal()
# sender: Mention; mention: Mention; by: User; now: datetime.
mention_triaged = Signal()
# sender: Story; story: Story (lives on); ended: Story; by: User | None; now: datetime.
stories_merged = Signal()
