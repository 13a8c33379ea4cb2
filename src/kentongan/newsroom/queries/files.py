"""Where files lie: under the SHA-256 of their bytes."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings


def folder() -> Path:
    """Return the folder of all files."""
    return Path(settings.MEDIA_ROOT) / "newsroom"


def path_of(sha256: str) -> Path:
    """Return the place of the bytes with this SHA-256; nothing is looked up."""
    return folder() / sha256[:2] / sha256
