"""Secrets at rest: tokens are kept as hashes, passwords we must use ourselves are kept encrypted."""

from __future__ import annotations

import base64
import hashlib
import secrets

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


def new_token() -> str:
    """Return a fresh random token (256 bits, URL-safe). Give it away once; keep only `token_hash` of it."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Return the SHA-256 (hex) under which a token is stored and looked up."""
    return hashlib.sha256(token.encode()).hexdigest()


def seal(text: str) -> str:
    """Encrypt `text` with a key derived from the instance's secret key (Fernet: AES-128-CBC + HMAC-SHA256)."""
    return _fernet().encrypt(text.encode()).decode() if text else ""


def unseal(sealed: str) -> str:
    """Return what `seal` took; empty when the instance's secret key has changed since."""
    try:
        return _fernet().decrypt(sealed.encode()).decode() if sealed else ""
    except InvalidToken:
        return ""


def _fernet() -> Fernet:
    key = hashlib.sha256(b"kentongan.common.secrets\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
