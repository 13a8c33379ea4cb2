"""Typed readers of environment variables that fail loudly. Each setting is read once, in settings.py."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

READ: dict[str, str] = {}  # name -> what it is for; docs/operate/settings.md must list every one (tests/test_house.py)


class BadSetting(Exception):
    """An environment variable holds what cannot be used; the message names it."""


def text(name: str, default: str, purpose: str) -> str:
    """Return the variable `name`; `NAME_FILE` may name a file that holds it (for secrets)."""
    READ[name] = purpose
    file = os.environ.get(f"{name}_FILE")
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise BadSetting(f"{name}_FILE: {error}") from None
    return os.environ.get(name, default)


def flag(name: str, default: bool, purpose: str) -> bool:
    value = text(name, "yes" if default else "no", purpose).lower()
    if value in {"1", "yes", "true", "on"}:
        return True
    if value in {"0", "no", "false", "off", ""}:
        return False
    raise BadSetting(f"{name}={value!r}: say yes or no")


def number(name: str, default: int, purpose: str, *, least: int = 0) -> int:
    value = text(name, str(default), purpose)
    try:
        result = int(value)
    except ValueError:
        raise BadSetting(f"{name}={value!r}: must be a whole number") from None
    if result < least:
        raise BadSetting(f"{name}={value!r}: must be at least {least}")
    return result


def words(name: str, default: str, purpose: str) -> list[str]:
    return [word.strip() for word in text(name, default, purpose).split(",") if word.strip()]


def database(name: str, default: str, purpose: str) -> dict[str, object]:
    """Return Django's settings for a database named by URL: `sqlite:///PATH` or `postgres://user:pass@host:port/name`."""
    url = urlsplit(text(name, default, purpose))
    if url.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(url.path.removeprefix("/") if url.path.startswith("//") else url.path),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA temp_store=MEMORY;"
                    "PRAGMA mmap_size=268435456;PRAGMA cache_size=-16000;PRAGMA journal_size_limit=67108864;"
                ),
            },
            "CONN_MAX_AGE": 60,  # opening it and setting it up costs more than most pages ask of it
        }
    if url.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(url.path.lstrip("/")),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": url.hostname or "",
            "PORT": str(url.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise BadSetting(f"{name}: {url.scheme!r} is no database; use sqlite:/// or postgres://")
