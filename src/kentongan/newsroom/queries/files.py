"""Where files lie: under the SHA-256 of their bytes."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings


def path_of(sha256: str) -> Path:
    """Return the place of the bytes with this SHA-256; nothing is looked up."""
    return Path(settings.MEDIA_ROOT) / "newsroom" / sha256[:2] / sha256
