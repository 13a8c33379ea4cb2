"""Signing keys: made, replaced, revoked. The private half leaves its seal only to sign."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kentongan.accounts.models import Institution, Unit, User
from kentongan.audit.actions import record
from kentongan.common.errors import ActionError, NotAllowed
from kentongan.newsroom.models import Publication, SigningKey, Withdrawal
from kentongan.newsroom.queries.keys import Secret, key_in_use, private_of, sets_up_keys, signing_secret
from kentongan.newsroom.rules.sealing import WrongSecret, seal_private
from kentongan.newsroom.rules.signing import (
    check,
    kid_of,
    new_pair,
    opened,
    payload_of,
    retraction_of,
    sign,
    statement_of,
)

RESIGNED_AT_ONCE = 500


class CannotSign(ActionError):
    """There is a key, but its private half does not open; a new key must be made (docs/operate/keys.md)."""


@dataclass(frozen=True)
class Signer:
    """A key taken out of its seal, for the statements of one institution. Do not keep it longer than the work."""

    kid: str
    private: bytes

    @cached_property
    def _key(self) -> Ed25519PrivateKey:
        return opened(self.private)

    def sign(self, payload: str) -> str:
        """Return the signature of a payload that names this key."""
        return sign(self._key, payload)


def ensure_key(*, institution: Institution, by: User | None, now: datetime) -> SigningKey:
    """Return the key that signs for an institution, making the first one. Asks no right: the caller has."""
    with transaction.atomic():
        Institution.objects.select_for_update().get(pk=institution.pk)
        return key_in_use(institution) or _new_key(institution, by, now)


def signer_of(*, institution: Institution, by: User | None, now: datetime) -> Signer:
    """Return the institution's key ready to sign, making the first one.

    Raises:
        CannotSign: the secret it was sealed with is lost.
    """
    key = ensure_key(institution=institution, by=by, now=now)
    try:
        return Signer(key.kid, private_of(key))
    except WrongSecret:
        raise CannotSign(
            _("The signing key does not open: its secret is lost or was changed. Make a new key in the settings.")
        ) from None


def rotate_key(*, institution: Institution, by: User, now: datetime) -> SigningKey:
    """Make a new key and retire the one in use, which goes on proving what it signed. Needs no old secret.

    Raises:
        NotAllowed: the person does not set up the newsroom for the whole institution.
    """
    _may(institution, by, now)
    with transaction.atomic():
        Institution.objects.select_for_update().get(pk=institution.pk)
        SigningKey.objects.filter(institution=institution, retired_at=None, revoked_at=None).update(retired_at=now)
        return _new_key(institution, by, now)


def revoke_key(*, key: SigningKey, why: str, by: User, now: datetime) -> SigningKey:
    """Declare that a key proves nothing any more, and sign again what it had signed; revoking again changes nothing.

    A first part is signed again at once, the rest by the sweep (`resign_editions`), so that writers do not wait.

    Raises:
        NotAllowed: the person does not set up the newsroom for the whole institution.
        ActionError: no reason was given.
    """
    _may(key.institution, by, now)
    if not why.strip():
        raise ActionError(_("Say why: the reason stands in the public list of keys."), field="why")
    with transaction.atomic():
        Institution.objects.select_for_update().get(pk=key.institution_id)
        key = SigningKey.objects.select_related("institution").get(pk=key.pk)
        if key.revoked_at is not None:
            return key
        key.revoked_at, key.revoked_why = now, why.strip()
        key.retired_at = key.retired_at or now
        key.save(update_fields=["revoked_at", "revoked_why", "retired_at"])
        _record("newsroom.key_revoked", key, by, now)
        # Where the key in use does not open, the page says so, and the sweep waits for a new one.
        with suppress(CannotSign):
            resign_editions(institution=key.institution, now=now, by=by, limit=RESIGNED_AT_ONCE)
    return key


def resign_editions(*, institution: Institution, now: datetime, by: User | None = None, limit: int = 500) -> int:
    """Sign anew, with the key in use, what revoked keys had signed, some rows at a time; returns how many there were.

    Only what a revoked key really had signed: a row that was changed behind the house's back stays unproved. Words,
    hour and codes stay as they were; the key's name and the signature are new.

    Raises:
        CannotSign: the key in use does not open.
    """
    with transaction.atomic():
        Institution.objects.select_for_update().get(pk=institution.pk)
        waiting = SigningKey.objects.filter(institution=institution, revoked_at__isnull=False, resigned_at=None)
        revoked = {key.kid: key.public_key for key in waiting}
        if not revoked:
            return 0
        rows: list[Publication | Withdrawal] = [
            *Publication.objects.filter(institution=institution, kid__in=revoked).exclude(signature="")[:limit],
            *Withdrawal.objects.filter(kid__in=revoked).exclude(signature="")[:limit],
        ]
        if not rows:
            waiting.update(resigned_at=now)
            return 0
        _sign_again(rows, revoked, signer_of(institution=institution, by=by, now=now))
        editions = [row for row in rows if isinstance(row, Publication)]
        withdrawals = [row for row in rows if isinstance(row, Withdrawal)]
        Publication.objects.bulk_update(editions, ["payload", "signature", "kid"], batch_size=100)
        Withdrawal.objects.bulk_update(withdrawals, ["payload", "signature", "kid"], batch_size=100)
    return len(rows)


def _sign_again(rows: Iterable[Publication | Withdrawal], revoked: dict[str, str], signer: Signer) -> None:
    for row in rows:
        if not check(revoked[row.kid], row.payload, row.signature):
            row.signature = ""  # left unproved, and not tried again
            continue
        said = statement_of(row.payload) if isinstance(row, Publication) else retraction_of(row.payload)
        row.payload, row.kid = payload_of(replace(said, kid=signer.kid)), signer.kid
        row.signature = signer.sign(row.payload)


def _may(institution: Institution, by: User, now: datetime) -> None:
    if not sets_up_keys(by, institution, on=timezone.localdate(now, ZoneInfo(institution.time_zone))):
        raise NotAllowed(_("Signing keys are in the hands of whoever sets up the newsroom of the whole institution."))


def _new_key(institution: Institution, by: User | None, now: datetime) -> SigningKey:
    pair, secret = new_pair(), signing_secret() or _new_secret()
    key = SigningKey.objects.create(
        institution=institution,
        kid=kid_of(institution.slug, timezone.localtime(now).year, pair.public),
        public_key=pair.public,
        private_sealed=seal_private(pair.private, secret.text, is_random=secret.is_random),
        made_by=by,
        made_at=now,
    )
    _record("newsroom.key_made", key, by, now)
    return key


def _new_secret() -> Secret:
    """Make the secret's file (mode 0600, outside the backup), whole from the first moment it can be seen."""
    file = Path(settings.SIGNING_KEY_FILE)
    draft = file.with_name(f".{file.name}-{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as opened:
        opened.write(secrets.token_urlsafe(48))
        opened.flush()
        os.fsync(opened.fileno())
    try:
        os.link(draft, file)  # fails where another process was first; then theirs counts
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    secret = signing_secret()
    if secret is None:
        raise CannotSign(_("The file for the signing secret is empty: %(file)s") % {"file": file})
    return secret


def _record(action: str, key: SigningKey, by: User | None, now: datetime) -> None:
    root = Unit.objects.get(institution=key.institution_id, depth=1)
    record(action=action, by=by, now=now, unit_id=root.pk, target=key, data={"kid": key.kid})
