"""Keeping a state of a text. Nothing here ever changes or deletes a version."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

from kentongan.accounts.models import User
from kentongan.newsroom.choices import VersionReason
from kentongan.newsroom.models import Release, ReleaseVersion
from kentongan.newsroom.rules.content import Content, digest


def keep_version(
    *, release: Release, reason: VersionReason, by: User | None, now: datetime, content: Content | None = None
) -> ReleaseVersion:
    """Keep a text as it stands; the same text as the version before is that version. Call it inside a transaction
    that holds the release's row.

    Args:
        release: whose text.
        reason: why it is kept.
        by: who.
        now: when.
        content: another text than the working copy (the losing side of two who wrote at once).
    """
    kept = content or Content.of(release.draft)
    sha256 = digest(kept)
    rows = ReleaseVersion.objects.filter(release=release)
    if content is None:
        last = rows.exclude(reason=VersionReason.CONFLICT).order_by("-sequence").first()
        if last is not None and last.sha256 == sha256:
            return last
    sequence = (rows.aggregate(last=Max("sequence"))["last"] or 0) + 1
    return ReleaseVersion.objects.create(
        release=release,
        sequence=sequence,
        content=kept.as_json(),
        sha256=sha256,
        reason=reason,
        made_by=by,
        made_at=now,
    )
