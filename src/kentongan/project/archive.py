"""`kentongan newsroom import FILE`: an office's old releases, from the shell."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import OperationalError, connection
from django.utils import timezone, translation

from kentongan.accounts.actions import found_institution
from kentongan.accounts.models import Institution, User
from kentongan.common.errors import ActionError
from kentongan.newsroom.actions.archive import ArchiveReport, check_archive, import_archive
from kentongan.newsroom.actions.keys import ensure_key
from kentongan.newsroom.rules.archive import read_archive
from kentongan.project.prepare import first_login, prepare_database
from kentongan.project.shell import say, tell

FIRST_NAME = "Lembaga"  # of an institution nobody has named yet; its root unit bears the usual name
FIRST_UNIT = "Biro Humas"
DEFAULT_URL = "http://localhost:8000"


class Unusable(Exception):
    """The command cannot do its work; the message says why and what to do."""


def import_command(file: str, *, institution: str = "", dry_run: bool = False) -> int:
    """Import `file`; bad rows are listed on stdout. Returns 0, or 2 when nothing could be read."""
    with translation.override("en"):  # as everything that is said at the shell
        try:
            content = Path(file).read_bytes()
            _tell_address()
            report = _dry_run(content, institution) if dry_run else _import(content, institution)
        except OSError as error:
            say(f"kentongan: {file} cannot be read: {error.strerror}")
        except OperationalError as error:
            say(f"kentongan: the database does not answer: {error}")
        except (ActionError, Unusable) as error:
            say(f"kentongan: {error}")
        else:
            _tell(report, dry_run=dry_run)
            return 0
    return 2


def _tell_address() -> None:
    """Say what cannot be taken back, also when only checking: every signature holds the address of its text."""
    if settings.BASE_URL == DEFAULT_URL:
        say(f"kentongan: the texts are signed with addresses at {DEFAULT_URL}: set KENTONGAN_BASE_URL if that is wrong")


def _import(content: bytes, wanted: str) -> ArchiveReport:
    now = timezone.now()
    _must_have_rows(content, now)  # before anything is made: a wrong file leaves an empty folder empty
    prepare_database()
    owner = _chosen(wanted) or _first_institution(wanted, now)
    started = time.monotonic()

    def progress(taken: int) -> None:
        say(f"kentongan: {taken:,} releases signed ({time.monotonic() - started:.0f} s)")

    return import_archive(content=content, institution=owner, by=None, now=now, on_progress=progress)


def _dry_run(content: bytes, wanted: str) -> ArchiveReport:
    """Check without writing: against the institution's own rows where there is one, else the file alone."""
    now = timezone.now()
    owner = _chosen(wanted) if Institution._meta.db_table in connection.introspection.table_names() else None
    if owner is None:
        return check_archive(content=content, zone=timezone.get_default_timezone(), now=now)
    return import_archive(content=content, institution=owner, by=None, now=now, dry_run=True)


def _must_have_rows(content: bytes, now: datetime) -> None:
    if next(read_archive(content, zone=timezone.get_default_timezone(), now=now), None) is None:
        raise Unusable("no row could be found in this file")


def _chosen(wanted: str) -> Institution | None:
    """The institution meant: by slug or name, or the only one there is; None when there is none at all."""
    every = list(Institution.objects.all())
    found = [each for each in every if not wanted or wanted in {each.slug, each.name}]
    if len(found) == 1 or not every:
        return found[0] if found else None
    raise Unusable(f"say whose releases these are: --institution {' | '.join(each.slug for each in every)}")


def _first_institution(name: str, now: datetime) -> Institution:
    """Found the institution and make its key, in a folder that has none; whoever runs the machine owns it."""
    first_login()
    operator = User.objects.filter(is_superuser=True, is_active=True).order_by("pk").first()
    if operator is None:
        raise Unusable("nobody runs this machine yet; make an account with: ./run operator EMAIL")
    founded = found_institution(name=name or FIRST_NAME, root_unit=FIRST_UNIT, by=operator, now=now)
    key = ensure_key(institution=founded, by=operator, now=now)
    say(f"kentongan: institution “{founded.name}” ({founded.slug}) created; its name can be changed in the settings")
    say(f"kentongan: signing key {key.kid} created (docs/operate/keys.md)")
    return founded


def _tell(report: ArchiveReport, *, dry_run: bool) -> None:
    for bad in report.bad:
        tell(": ".join(part for part in (f"line {bad.line}", bad.what, bad.reason) if part))
    for unit in report.new_units:
        tell(f"unit “{unit}” {'would be' if dry_run else 'was'} added under the root")
    done = "would be imported and signed" if dry_run else "imported and signed"
    tell(f"{report.taken} {done}, {report.known} here already, {len(report.bad)} bad rows left out")
