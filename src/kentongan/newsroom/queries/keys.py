"""The keys of an institution: the list that the public has, and where their private halves open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db.models import Count

from kentongan.accounts.models import Institution, Unit, User
from kentongan.accounts.queries import holds
from kentongan.newsroom.models import Publication, SigningKey, Withdrawal
from kentongan.newsroom.rules.rights import SET_UP
from kentongan.newsroom.rules.sealing import WrongSecret, open_private
from kentongan.newsroom.rules.signing import PublicKey


@dataclass(frozen=True)
class Secret:
    """What opens the private halves. `is_random`: made by the house, and kept in a file of its own."""

    text: str
    is_random: bool


def signing_secret() -> Secret | None:
    """Return the secret from the settings, else the one in the file outside the backup; None before a key was made."""
    if settings.SIGNING_SECRET:
        return Secret(settings.SIGNING_SECRET, is_random=False)
    try:
        text = Path(settings.SIGNING_KEY_FILE).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    return Secret(text, is_random=True) if text else None


def private_of(key: SigningKey) -> bytes:
    """Return the private half of a key.

    Raises:
        WrongSecret: the secret is lost or another one than it was sealed with.
    """
    secret = signing_secret()
    if secret is None:
        raise WrongSecret("there is no secret")
    return open_private(key.private_sealed, secret.text)


def can_sign(key: SigningKey) -> bool:
    """Return whether the key's private half opens with the present secret."""
    try:
        private_of(key)
    except WrongSecret:
        return False
    return True


def key_in_use(institution: Institution) -> SigningKey | None:
    """Return the key that signs now."""
    return SigningKey.objects.filter(institution=institution, retired_at=None, revoked_at=None).first()


def published_keys(institution: Institution | None = None) -> list[PublicKey]:
    """Return the keys of one institution, or of all, newest first, as the public list has them."""
    keys = SigningKey.objects.select_related("institution").order_by("institution_id", "-made_at", "-pk")
    if institution is not None:
        keys = keys.filter(institution=institution)
    return [
        PublicKey(
            kid=key.kid,
            issuer=key.institution.slug,
            public=key.public_key,
            made_at=key.made_at,
            retired_at=key.retired_at,
            revoked_at=key.revoked_at,
            revoked_why=key.revoked_why,
        )
        for key in keys
    ]


@dataclass(frozen=True)
class KeyLine:
    """One key on the settings page: `signed` editions and withdrawals stand under it."""

    key: SigningKey
    signed: int


def key_lines(institution: Institution) -> list[KeyLine]:
    """Return an institution's keys, newest first, each with how much it signs today."""
    keys = SigningKey.objects.filter(institution=institution).select_related("made_by")
    kids = [key.kid for key in keys]
    signed = dict(
        Publication.objects.filter(institution=institution, kid__in=kids)
        .order_by()
        .values_list("kid")
        .annotate(count=Count("pk"))
    )
    taken_back = dict(Withdrawal.objects.filter(kid__in=kids).order_by().values_list("kid").annotate(count=Count("pk")))
    return [KeyLine(key, signed.get(key.kid, 0) + taken_back.get(key.kid, 0)) for key in keys]


def keys_to_resign() -> list[Institution]:
    """Return the institutions with a revoked key whose statements may still bear its signature."""
    keys = SigningKey.objects.filter(revoked_at__isnull=False, resigned_at=None)
    return list(Institution.objects.filter(pk__in=keys.values("institution_id")))


def unproved(institution: Institution) -> int:
    """Return how many editions bear no signature: their rows were changed when a key was revoked."""
    return Publication.objects.filter(institution=institution, signature="").count()


def sets_up_keys(user: User, institution: Institution, *, on: date) -> bool:
    """Return whether `user` has the keys in hand: sets up the newsroom of the whole institution."""
    root = Unit.objects.get(institution=institution, depth=1)
    return holds(user, root, SET_UP, on=on)


def keys_closed() -> list[SigningKey]:
    """Return the keys in use whose private half does not open."""
    return [key for key in SigningKey.objects.filter(retired_at=None, revoked_at=None) if not can_sign(key)]
