"""What happens in the newsroom, announced in the transaction in which it happens."""

from __future__ import annotations

from django.dispatch import Signal

# A text was sent up its chain. Carries: round (ApprovalRound), by, now.
approval_asked = Signal()
# The last step of a chain approved the exact text. Carries: round, by, now.
release_approved = Signal()
# A step handed the text back with reasons. Carries: round, step, by, now.
release_returned = Signal()
# The text changed after somebody had approved it: those approvals fell. Carries: round, by, now.
approval_voided = Signal()
# An edition was signed and will be public from `publication.publish_at` on. Carries: publication, by, now.
release_published = Signal()
# A published release was corrected by a new edition. Carries: publication (the new one), correction, by, now.
release_corrected = Signal()
# A published release was withdrawn. Carries: release, withdrawal, by, now.
release_withdrawn = Signal()
