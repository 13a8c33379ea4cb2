"""Names of occasions, by which a row is written once however often it is asked for."""

from __future__ import annotations

from hashlib import sha256

KEY_LENGTH = 120
DIGEST_LENGTH = 40  # 160 bits in hexadecimal: no two texts meet by chance


def digest(text: str) -> str:
    """Return what stands for a text in a key: of one length, and another for every other text."""
    return sha256(text.encode()).hexdigest()[:DIGEST_LENGTH]


def fitting_key(key: str) -> str:
    """Return a key as it is, or, when its column cannot hold it, its start and the digest of the whole.

    A key that was merely cut off would be the same for two occasions that differ at the end.
    """
    return key if len(key) <= KEY_LENGTH else f"{key[: KEY_LENGTH - DIGEST_LENGTH - 1]}:{digest(key)}"
