"""Keys to the read API."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kentongan.accounts.actions.guard import demand
from kentongan.accounts.models import ApiToken, Unit, User
from kentongan.accounts.rules import MANAGE, TOKEN_DAYS
from kentongan.audit.actions import record
from kentongan.common.errors import ActionError
from kentongan.common.secrets import new_token, token_hash

TOKEN_START = "ktg_"  # noqa: S105 - a mark, so that a leaked key is known for what it is
USE_NOTED_EVERY = timedelta(minutes=10)


def issue_token(*, unit: Unit, name: str, days: int, by: User, now: datetime) -> tuple[ApiToken, str]:
    """Make a key that reads what `unit` and the units below it hold. Return its row and the key, shown once.

    Raises: NotAllowed unless `by` manages the unit; ActionError for an empty name or a lifetime not on offer.
    """
    demand(by, unit, MANAGE, now=now)
    if not name.strip():
        raise ActionError(_("Say what the key is for."), field="name")
    if days not in TOKEN_DAYS:
        raise ActionError(_("Choose one of the lifetimes."), field="days")
    raw = TOKEN_START + new_token()
    with transaction.atomic():
        token = ApiToken.objects.create(
            unit=unit,
            name=name.strip(),
            token_hash=token_hash(raw),
            created_by=by,
            created_at=now,
            expires_at=now + timedelta(days=days),
        )
        record(action="accounts.token_issued", by=by, now=now, unit_id=unit.pk, target=token, data={"days": days})
    return token, raw


def revoke_token(*, token: ApiToken, by: User, now: datetime) -> ApiToken:
    """Stop a key at once and for good. Raises: NotAllowed unless `by` manages its unit."""
    demand(by, token.unit, MANAGE, now=now)
    with transaction.atomic():
        if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now):
            token.revoked_at = now
            record(action="accounts.token_revoked", by=by, now=now, unit_id=token.unit_id, target=token)
    return token


def note_token_use(*, token: ApiToken, now: datetime) -> None:
    """Keep when a key was last used, to ten minutes: reading must not write at every call."""
    stale = Q(last_used_at=None) | Q(last_used_at__lt=now - USE_NOTED_EVERY)
    if token.last_used_at is None or token.last_used_at < now - USE_NOTED_EVERY:
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)
