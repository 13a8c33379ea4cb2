"""How the private half of a signing key is kept: encrypted with a secret that never lies beside it."""

from __future__ import annotations

import base64
import hashlib
import secrets

from cryptography.fernet import Fernet, InvalidToken

# RFC 7914's interactive cost, doubled: 16 MB and some 40 ms for each guess at a secret that a person made up.
SCRYPT_N = 2**14
LEAST_SECRET = 16


class WrongSecret(ValueError):
    """The sealed half does not open with this secret, or is damaged."""


def seal_private(private: bytes, secret: str, *, is_random: bool) -> str:
    """Return `private` encrypted (Fernet: AES-128-CBC with HMAC-SHA256), with what is needed to open it but the secret.

    Args:
        private: the 32 secret bytes of an Ed25519 key.
        secret: what opens it again.
        is_random: whether the secret was made by a machine; one that a person made up is stretched (scrypt).
    """
    salt = secrets.token_bytes(16)
    cost = 0 if is_random else SCRYPT_N
    token = _fernet(secret, salt, cost).encrypt(private).decode()
    return f"{cost}${base64.b64encode(salt).decode()}${token}"


def open_private(sealed: str, secret: str) -> bytes:
    """Return what `seal_private` took.

    Raises:
        WrongSecret: it does not open with `secret`.
    """
    try:
        cost, salt, token = sealed.split("$")
        known = {"0": 0, str(SCRYPT_N): SCRYPT_N}[cost]
        return _fernet(secret, base64.b64decode(salt), known).decrypt(token.encode())
    except (InvalidToken, KeyError, ValueError):
        raise WrongSecret("the signing key does not open with this secret") from None


def _fernet(secret: str, salt: bytes, cost: int) -> Fernet:
    if cost:
        key = hashlib.scrypt(secret.encode(), salt=salt, n=cost, r=8, p=1, dklen=32, maxmem=64 * 1024 * 1024)
    else:
        key = hashlib.sha256(b"kentongan.newsroom.sealing\0" + salt + secret.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
