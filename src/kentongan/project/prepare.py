"""Bringing a data folder up to date: backup before an upgrade, migrations, fonts, words, statics, first login."""

from __future__ import annotations

import hashlib
import secrets

import django
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from kentongan.accounts.actions import create_operator
from kentongan.accounts.models import User
from kentongan.audit.queries import prove_chain
from kentongan.common.fonts import build_fonts
from kentongan.project.backup import backup
from kentongan.project.shell import say


def prepare() -> int:
    """Make everything ready to serve; returns 0, or 1 with a sentence on stderr."""
    try:
        prepare_data()
    except OperationalError as error:
        say(f"kentongan: the database does not answer: {error}")
        return 1
    first_login()
    return 0


def prepare_data() -> None:
    """Bring database and statics up to date; back up first when the database is about to change."""
    prepare_database()
    build_statics()


def prepare_database() -> None:
    """Bring the database up to date, after a backup when it is about to change."""
    if _has_tables() and _upgrade_waits():
        say(f"kentongan: upgrading; backup in {backup(now=timezone.now())}")
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)


def build_statics() -> None:
    """Subset the fonts and collect the statics, unless nothing changed since the last time."""
    build_fonts(settings.STATICFILES_DIRS[0] / "fonts")
    stamp = settings.STATIC_ROOT / ".built-from"
    now = _statics_fingerprint()
    if stamp.exists() and stamp.read_text(encoding="ascii") == now:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(now, encoding="ascii")


def _statics_fingerprint() -> str:
    digest = hashlib.sha256(django.get_version().encode())
    for folder in (settings.PACKAGE, settings.STATICFILES_DIRS[0]):
        for path in sorted(folder.glob("**/static/**/*") if folder == settings.PACKAGE else folder.glob("**/*")):
            if path.is_file():
                digest.update(f"{path}{path.stat().st_size}{path.stat().st_mtime_ns}".encode())
    return digest.hexdigest()


def _has_tables() -> bool:
    return bool(connection.introspection.table_names())


def _upgrade_waits() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def first_login() -> None:
    """Make the first account and say its password, once; it is kept nowhere in the clear."""
    if User.objects.exists():
        return
    email = "admin@localhost"
    password = _make_operator(email)
    say(f"\n  First login:  {email}\n  Password:     {password}\n  (shown this once; change it under Akun)")


def _make_operator(email: str) -> str:
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    create_operator(email=email, name="Administrator", password=password, now=timezone.now())
    return password


def operator_command(email: str) -> int:
    """`kentongan operator EMAIL`: one more account that runs the machine, or a new password for it."""
    say(f"  {email}\n  Password: {_make_operator(email)}")
    return 0


def audit_command() -> int:
    """`kentongan audit prove`: walk the chain; exit 1 when it is broken."""
    proof = prove_chain()
    if proof.whole:
        say(f"whole: {proof.entries} entries, head {proof.head}")
        return 0
    say(f"BROKEN at entry {proof.broken_at}, after {proof.entries} good ones")
    return 1
