"""Who may read before the hour."""

from __future__ import annotations

from kentongan.common.secrets import token_hash
from kentongan.newsroom.models import EmbargoPass


def pass_of(token: str) -> EmbargoPass | None:
    """Return the pass that a link carries; None when it is unknown, revoked, or the edition was stopped."""
    return (
        EmbargoPass.objects.filter(
            token_hash=token_hash(token), revoked_at__isnull=True, publication__cancelled_at__isnull=True
        )
        .select_related("publication__institution", "publication__unit", "publication__version")
        .first()
    )
