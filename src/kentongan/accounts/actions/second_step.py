"""A person's authenticator app as proof outside of the sign-in."""

from __future__ import annotations

import secrets
from datetime import datetime

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt

from kentongan.accounts.models import User


def has_totp(user: User) -> bool:
    """Return whether a person set up an authenticator app that can still be read."""
    return _secret(user) != ""


def check_totp(*, user: User, code: str, now: datetime) -> bool:
    """Return whether `code` is what the person's authenticator shows at `now`; each code proves once.

    The same steps of time and the same memory of used codes as at the sign-in (RFC 6238, 5.2), but at a given moment.
    """
    secret = _secret(user)
    if not secret or len(code) != app_settings.TOTP_DIGITS:
        return False
    counter = int(now.timestamp()) // app_settings.TOTP_PERIOD
    near = range(counter - app_settings.TOTP_TOLERANCE, counter + app_settings.TOTP_TOLERANCE + 1)
    if not any(secrets.compare_digest(code, format_hotp_value(hotp_value(secret, step))) for step in near):
        return False
    return bool(TOTP(Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP))._mark_code_used(code))


def _secret(user: User) -> str:
    row = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    return decrypt(row.data["secret"]) if row is not None else ""
