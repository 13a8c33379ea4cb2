"""Backups: one file with the database and the uploads, checked when it is put back.

Keys (`secret-key`, `signing-key`) stay outside the backup on purpose: whoever finds a backup must not find the key
beside it. After restoring into a folder with another key, people sign in again, the mail password is asked for again,
and a new signing key is made (docs/operate/keys.md).
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import sqlite3
import subprocess
import tarfile
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django_tasks import task

from kentongan.project.shell import say

KEEP_FREE = 200 * 1024 * 1024  # a backup must not fill the disk that the database stands on


class CannotBackUp(Exception):
    """The backup or the restore was not done; the message says why, and nothing was changed."""


def folder() -> Path:
    return Path(settings.DATA) / "backups"


def backups() -> list[Path]:
    """Return the backups kept, newest first."""
    return sorted(folder().glob("kentongan-*.tar.gz"), reverse=True)


def backup(*, now: datetime, to: Path | None = None) -> Path:
    """Write a backup and return its file. Readers and writers go on meanwhile.

    Raises:
        CannotBackUp: the disk is too full, or the database's own tools are missing.
    """
    target = to or folder() / f"kentongan-{now.astimezone(UTC):%Y%m%d-%H%M%S}.tar.gz"
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".making-") as making:
        dump = _dump(Path(making))
        manifest = {"made_at": now.isoformat(), "database": dump.name, "sha256": _sha256(dump)}
        draft = Path(making) / "draft.tar.gz"
        with tarfile.open(draft, "w:gz", compresslevel=1) as archive:
            _add_text(archive, "manifest.json", json.dumps(manifest), making=Path(making))
            archive.add(dump, arcname=dump.name)
            if Path(settings.MEDIA_ROOT).is_dir():
                archive.add(settings.MEDIA_ROOT, arcname="uploads")
        draft.chmod(0o600)
        draft.replace(target)
    return target


def _add_text(archive: tarfile.TarFile, name: str, text: str, *, making: Path) -> None:
    path = making / name
    path.write_text(text, encoding="utf-8")
    archive.add(path, arcname=name)


def _dump(making: Path) -> Path:
    if connection.vendor == "postgresql":
        dump = making / "database.pgdump"
        _postgres("pg_dump", "--format=custom", f"--file={dump}")
        return dump
    dump = making / "kentongan.sqlite3"
    source_path = Path(str(settings.DATABASES["default"]["NAME"]))
    if _free(making) < source_path.stat().st_size * 1.5 + KEEP_FREE:
        raise CannotBackUp(f"the disk under {making.parent} is too full for a backup")
    source, target = sqlite3.connect(source_path), sqlite3.connect(dump)
    try:
        source.backup(target)
        if target.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise CannotBackUp("the copied database did not pass its own check")
    finally:
        source.close()
        target.close()
    return dump


def _postgres(program: str, *arguments: str) -> None:
    database = settings.DATABASES["default"]
    environment = os.environ | {
        key: str(database[name])
        for key, name in {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}.items()
        if database.get(name)
    }
    command = [program, "--dbname", str(database["NAME"]), *arguments]
    try:
        subprocess.run(command, check=True, env=environment, capture_output=True, text=True)  # noqa: S603 - no shell
    except FileNotFoundError:
        raise CannotBackUp(f"{program} is missing. On Debian or Ubuntu: sudo apt install postgresql-client") from None
    except subprocess.CalledProcessError as error:
        raise CannotBackUp(f"{program}: {error.stderr.strip()}") from None


def restore(file: Path, *, now: datetime) -> Path | None:
    """Put the backup `file` back into the data folder.

    Returns: the folder where the present data was put aside; None when there was none.

    Raises:
        CannotBackUp: the file is no whole backup, or the house is running on this folder.
    """
    data = Path(settings.DATA)
    with (data / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CannotBackUp("Kentongan is running on this data folder. Stop it first.") from None
        with tempfile.TemporaryDirectory(dir=data, prefix=".restoring-") as name:
            opened = Path(name)
            dump = _open_checked(file, opened)
            aside = data / f"before-restore-{now.astimezone(UTC):%Y%m%d-%H%M%S}"
            aside.mkdir()
            _put_back(dump, opened, aside)
    if any(aside.iterdir()):
        return aside
    aside.rmdir()
    return None


def _open_checked(file: Path, target: Path) -> Path:
    try:
        with tarfile.open(file, "r:gz") as archive:
            archive.extractall(target, filter="data")
        manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
        dump = target / Path(str(manifest["database"])).name
        if _sha256(dump) != manifest["sha256"]:
            raise CannotBackUp(f"{file} is damaged: the database in it does not match its checksum")
    except (OSError, tarfile.TarError, ValueError, KeyError, TypeError, EOFError) as error:
        raise CannotBackUp(f"{file} is no whole Kentongan backup ({error})") from None
    return dump


def _put_back(dump: Path, opened: Path, aside: Path) -> None:
    if connection.vendor == "postgresql":
        _postgres("pg_dump", "--format=custom", f"--file={aside / 'database.pgdump'}")
        _postgres("pg_restore", "--clean", "--if-exists", "--no-owner", str(dump))
    elif dump.suffix == ".sqlite3":
        present = Path(str(settings.DATABASES["default"]["NAME"]))
        for path in present.parent.glob(present.name + "*"):  # with its -wal and -shm
            path.rename(aside / path.name)
        dump.rename(present)
    else:
        raise CannotBackUp("this backup is of a PostgreSQL database; set DATABASE_URL to one first")
    uploads = Path(settings.MEDIA_ROOT)
    if uploads.is_dir():
        uploads.rename(aside / "uploads")
    if (opened / "uploads").is_dir():
        (opened / "uploads").rename(uploads)


def prune() -> None:
    """Keep the newest backups only (`KENTONGAN_BACKUP_KEEP`)."""
    for old in backups()[settings.BACKUP_KEEP :]:
        old.unlink()


@task()
def back_up_nightly() -> int:
    """Write a backup when the newest is older than a day."""
    now = timezone.now()
    kept = backups()
    if kept and now.timestamp() - kept[0].stat().st_mtime < timedelta(days=1).total_seconds():
        return 0
    backup(now=now)
    prune()
    return 0


def backup_command(to: str | None) -> int:
    """`kentongan backup`: write one now."""
    try:
        say(f"backup: {backup(now=timezone.now(), to=Path(to) if to else None)}")
    except CannotBackUp as error:
        say(f"kentongan: {error}")
        return 1
    return 0


def restore_command(file: str) -> int:
    """`kentongan restore FILE`: put one back."""
    try:
        aside = restore(Path(file), now=timezone.now())
    except CannotBackUp as error:
        say(f"kentongan: {error}")
        return 1
    say(f"restored {file}" + (f"; the data that stood here before is in {aside}" if aside else ""))
    return 0


def _free(path: Path) -> int:
    status = os.statvfs(path)
    return status.f_bavail * status.f_frsize


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
