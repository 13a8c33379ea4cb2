"""Which version of a text a person has before their eyes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kentongan.accounts.models import User
from kentongan.newsroom.models import ReleaseLook, ReleaseVersion


def note_release_look(*, version: ReleaseVersion, user: User, now: datetime) -> ReleaseLook:
    """Keep that `user` looks at `version`; what they saw before it stays known, also when they look again."""
    with transaction.atomic():
        look, made = ReleaseLook.objects.select_for_update().get_or_create(
            release_id=version.release_id, user=user, defaults={"version": version, "at": now}
        )
        if not made:
            if look.version.sha256 != version.sha256:
                look.before = look.version
            look.version, look.at = version, now
            look.save(update_fields=["version", "before", "at"])
    return look
