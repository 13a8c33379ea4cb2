"""What every test stands on: a fixed clock, plain statics, fast hashing, and the corpus where there is one."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.cache import cache

from kentongan.newsroom.actions import counting, verifying
from kentongan.newsroom.doors import shelf

# Tuesday 24 November 2026, 06.12 WIB
NOW = datetime(2026, 11, 23, 23, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _plain(settings: object, tmp_path: Path) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.MEDIA_ROOT = tmp_path / "uploads"
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()  # else tries at the sign-in that earlier tests made are counted in this one
    # A process remembers public pages and counts of readers for seconds; no test inherits another's.
    shelf.clear()
    counting.forget()
    verifying.forget()


@pytest.fixture
def now() -> datetime:
    """The fixed present of a test: 24 November 2026, 06.12 WIB."""
    return NOW


@pytest.fixture
def at_now(time_machine: object) -> datetime:
    """Stop the clock at `now`, for code at the edge that reads it."""
    time_machine.move_to(NOW, tick=False)
    return NOW


@pytest.fixture
def corpus() -> Path:
    """The shared Indonesian data; the test skips, saying so, where it is absent."""
    folder = Path(os.environ.get("KENTONGAN_CORPUS", Path(__file__).resolve().parent.parent.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no corpus at {folder} (set KENTONGAN_CORPUS)")
    return folder
