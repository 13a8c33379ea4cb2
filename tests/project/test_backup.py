from __future__ import annotations

import gzip
import json
import sqlite3
import tarfile
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection

from kentongan.project import backup as room

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own file is backed up here")


@pytest.fixture
def office(settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a database of one table and one upload."""
    data = tmp_path / "data"
    (data / "uploads").mkdir(parents=True)
    (data / "uploads" / "kliping.pdf").write_bytes(b"%PDF halaman")
    (data / "secret-key").write_text("kunci", encoding="ascii")
    (data / "signing-key").write_text("rahasia kunci tanda tangan", encoding="ascii")
    database = sqlite3.connect(data / "kentongan.sqlite3")
    database.execute("CREATE TABLE catatan (isi text)")
    database.execute("INSERT INTO catatan VALUES ('asli')")
    database.commit()
    database.close()
    settings.DATA = data
    settings.MEDIA_ROOT = data / "uploads"
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", str(data / "kentongan.sqlite3"))
    return data


def content(data: Path) -> list[str]:
    database = sqlite3.connect(data / "kentongan.sqlite3")
    rows = [row[0] for row in database.execute("SELECT isi FROM catatan")]
    database.close()
    return rows


def change(data: Path) -> None:
    database = sqlite3.connect(data / "kentongan.sqlite3")
    database.execute("UPDATE catatan SET isi = 'berubah'")
    database.commit()
    database.close()
    (data / "uploads" / "kliping.pdf").unlink()


def test_what_was_backed_up_comes_back_whole(office: Path, now: datetime) -> None:
    file = room.backup(now=now)
    change(office)

    aside = room.restore(file, now=now)

    assert content(office) == ["asli"]
    assert (office / "uploads" / "kliping.pdf").read_bytes() == b"%PDF halaman"
    assert content(aside) == ["berubah"]


def test_keys_stay_outside_and_nobody_else_reads_a_backup(office: Path, now: datetime) -> None:
    file = room.backup(now=now)

    with tarfile.open(file) as archive:
        assert "-key" not in " ".join(archive.getnames())
    assert b"rahasia kunci" not in gzip.decompress(file.read_bytes())
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("harm", ["cut", "text", "other", "list"])
def test_a_damaged_backup_changes_nothing(office: Path, now: datetime, harm: str, tmp_path: Path) -> None:
    file = room.backup(now=now)
    if harm == "cut":
        file.write_bytes(file.read_bytes()[:-200])
    elif harm == "text":
        file.write_text("bukan cadangan", encoding="utf-8")
    else:
        manifest = tmp_path / "manifest.json"
        said = [] if harm == "list" else {"database": "kentongan.sqlite3", "sha256": "0" * 64}
        manifest.write_text(json.dumps(said), encoding="utf-8")
        with tarfile.open(file, "w:gz") as archive:
            archive.add(manifest, arcname="manifest.json")
            archive.add(office / "kentongan.sqlite3", arcname="kentongan.sqlite3")
    change(office)

    with pytest.raises(room.CannotBackUp):
        room.restore(file, now=now)
    assert content(office) == ["berubah"]


def test_into_an_empty_folder_nothing_is_put_aside(
    office: Path, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    file = room.backup(now=now)
    (office / "kentongan.sqlite3").unlink()
    (office / "uploads" / "kliping.pdf").unlink()
    (office / "uploads").rmdir()

    assert room.restore_command(str(file)) == 0

    assert content(office) == ["asli"]
    assert not list(office.glob("before-restore-*"))
    assert capsys.readouterr().err.strip().endswith(f"restored {file}")


def test_a_running_house_is_not_restored_over(office: Path, now: datetime) -> None:
    import fcntl  # noqa: PLC0415 - only here

    file = room.backup(now=now)
    with (office / "lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with pytest.raises(room.CannotBackUp, match="running"):
            room.restore(file, now=now)


def test_only_the_newest_are_kept(office: Path, settings: object, now: datetime) -> None:
    settings.BACKUP_KEEP = 2
    for name in ("20260101-000000", "20260102-000000", "20260103-000000"):
        (room.folder()).mkdir(exist_ok=True)
        (room.folder() / f"kentongan-{name}.tar.gz").touch()

    room.prune()

    assert [file.name[10:18] for file in room.backups()] == ["20260103", "20260102"]


def test_a_full_disk_is_said_before_it_is_filled(office: Path, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "KEEP_FREE", 10**18)

    with pytest.raises(room.CannotBackUp, match="too full"):
        room.backup(now=now)
    assert room.backups() == []
