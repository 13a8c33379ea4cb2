"""What every test stands on: a fixed clock, plain statics, fast hashing, and the corpus where there is one."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.apps.registry import Apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import RunPython
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from kentongan.newsroom.actions import counting, verifying
from kentongan.newsroom.doors import shelf

# Tuesday 24 November 2026, 06.12 WIB
NOW = datetime(2026, 11, 23, 23, 12, tzinfo=UTC)
UPLOADS = Path(settings.MEDIA_ROOT)  # of this process alone: tests/environment.py


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: the collector of rubbish need not look through it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_use_migrations: bool, django_db_blocker: DjangoDbBlocker) -> None:
    """With `--nomigrations` the tables come from the models, ten seconds sooner; what models cannot say is added.

    Triggers, search tables and the like stand in migrations as functions. CI migrates as an office does.
    """
    if django_db_use_migrations:
        return
    with django_db_blocker.unblock(), connection.schema_editor(atomic=False) as editor:
        for function in migration_functions():
            function(apps, editor)


def migration_functions() -> Iterator[Callable[[Apps, BaseDatabaseSchemaEditor], None]]:
    """The functions in the migrations of the house's rooms, rooms and migrations in order."""
    for room in apps.get_app_configs():
        folder = Path(room.path) / "migrations"
        for path in sorted(folder.glob("0*.py")) if room.name.startswith("kentongan.") else ():
            migration = import_module(f"{room.name}.migrations.{path.stem}").Migration
            yield from (step.code for step in migration.operations if isinstance(step, RunPython))


@pytest.fixture(scope="session", autouse=True)
def _plain_settings() -> Iterator[None]:
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES={
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
        CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
    ):
        yield


@pytest.fixture(autouse=True)
def _nothing_inherited(_plain_settings: None) -> None:
    """What processes remember and files they took in: no test inherits another's."""
    cache.clear()  # else tries at the sign-in that earlier tests made are counted in this one
    shelf.clear()
    counting.forget()
    verifying.forget()
    if UPLOADS.exists():
        shutil.rmtree(UPLOADS)


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
