"""Accepting an embargo: the recipient promises, then reads."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kentongan.audit.actions import record
from kentongan.common.secrets import token_hash
from kentongan.newsroom.models import EmbargoPass


def accept_embargo(*, token: str, now: datetime) -> EmbargoPass | None:
    """Note that the holder of a pass accepted the terms; None when the pass opens nothing (any more)."""
    with transaction.atomic():
        row = (
            EmbargoPass.objects.select_for_update(of=("self",))
            .filter(token_hash=token_hash(token), revoked_at__isnull=True, publication__cancelled_at__isnull=True)
            .select_related("publication")
            .first()
        )
        if row is not None and row.accepted_at is None:
            row.accepted_at = now
            row.save(update_fields=["accepted_at"])
            record(
                action="newsroom.embargo_accepted",
                by=None,
                now=now,
                unit_id=row.publication.unit_id,
                target=row.publication.release,
                data={"pass": row.pk},
            )
    return row
