"""The `kentongan` command: one word, one thing. The engine's words do not come here (see __main__)."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path

# Only the standard library at the top: `serve` supervises without ever loading Django itself, which keeps it small.

Command = Callable[[argparse.Namespace], int]


def main(argv: list[str]) -> int:
    """Run one command; returns the exit status."""
    options = _parser().parse_args(argv)
    os.umask(0o077)  # database, uploads and backups are for the account that runs the house, on shared machines too
    os.environ["KENTONGAN_DATA"] = str(Path(options.data or os.environ.get("KENTONGAN_DATA") or "data").resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kentongan.project.settings")
    try:
        return int(options.run(options))
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kentongan", description="The press office of a public institution.")
    parser.set_defaults(data=None)
    words = parser.add_subparsers(dest="word", required=True, metavar="WORD")

    def word(name: str, run: Command, help_: str, *, data: str = "data/") -> argparse.ArgumentParser:
        command = words.add_parser(name, help=help_, description=help_)
        command.add_argument("--data", metavar="DIR", help=f"data folder (default: {data})")
        command.set_defaults(run=run)
        return command

    serve = word("serve", _serve, "start everything: web, worker, schedule")
    demo = word("demo", _demo, "fill a fictional office in data-demo/ and start it", data="data-demo/")
    for command in (serve, demo):
        command.add_argument("--port", type=int, default=8000, metavar="N")
        command.add_argument("--host", default="127.0.0.1", metavar="ADDRESS", help="0.0.0.0 lets the network in")
    demo.add_argument("--fill-only", action="store_true", help="fill, but do not start")

    word("prepare", _prepare, "bring database, fonts and statics up to date (serve does it by itself)")
    word("fill-demo", _fill_demo, "fill the demo office (demo does it by itself)")
    word("worker", _worker, "one more worker process (past one machine)")
    word("backup", _backup, "write a backup now").add_argument("--to", metavar="FILE")
    word("restore", _restore, "put a backup back; the present data is kept aside").add_argument("file", metavar="FILE")
    word("operator", _operator, "make an account that runs the machine").add_argument("email")
    audit = word("audit", _audit, "prove that the audit record is whole")
    audit.add_argument("what", choices=["prove"])

    newsroom = word("newsroom", _newsroom, "import old releases (CSV, XLSX, JSON Lines), signed as archive")
    newsroom.add_argument("what", choices=["import"])
    newsroom.add_argument("file", metavar="FILE", help="columns number, title, body, published_at, and if wanted unit")
    newsroom.add_argument("--dry-run", action="store_true", help="only check; nothing is written")
    newsroom.add_argument("--institution", default="", metavar="NAME", help="whose they are, where there are several")

    verify = word("verify", _verify, "check a pasted text against signed releases, without the house")
    verify.add_argument("file", metavar="FILE", help="the pasted text; - for standard input")
    verify.add_argument("--release", required=True, metavar="FILE", help="a signed release (JSON), or a folder of them")
    verify.add_argument("--keys", required=True, metavar="FILE", help="the institution's public list of keys (JSON)")

    replay = word("replay", _replay, "serve captured feeds and articles as if they were published today")
    replay.add_argument("folder", metavar="DIR")
    replay.add_argument("--port", type=int, default=8600, metavar="N")
    replay.add_argument("--host", default="127.0.0.1", metavar="ADDRESS")
    replay.add_argument("--day", metavar="YYYY-MM-DD", help="replay this day (default: the fullest)")
    replay.add_argument("--all", action="store_true", help="put every day's articles into the one day")
    replay.add_argument("--live", action="store_true", help="today only, each when its time of day comes")
    return parser


# Each command loads what it needs when it is called: see the note on Django above.


def _load_django() -> None:
    # Words first: a catalogue once read is kept.
    import django  # noqa: PLC0415 - `serve` and `replay` never pay for it

    from kentongan.project.words import build_locale  # noqa: PLC0415 - as above

    build_locale(Path(os.environ["KENTONGAN_DATA"]) / "built" / "locale")
    django.setup()


def _serve(options: argparse.Namespace) -> int:
    from kentongan.project.serve import serve  # noqa: PLC0415 - start-up time

    return serve(host=options.host, port=options.port)


def _demo(options: argparse.Namespace) -> int:
    os.environ["KENTONGAN_DATA"] = str(Path(options.data or "data-demo").resolve())
    from kentongan.project.serve import fill_demo, serve  # noqa: PLC0415 - start-up time

    failed = fill_demo()
    return failed if failed or options.fill_only else serve(host=options.host, port=options.port)


def _fill_demo(options: argparse.Namespace) -> int:
    _load_django()
    from kentongan.project.demo import fill  # noqa: PLC0415 - needs the loaded apps

    return fill()


def _prepare(options: argparse.Namespace) -> int:
    _load_django()
    from kentongan.project.prepare import prepare  # noqa: PLC0415 - needs the loaded apps

    return prepare()


def _worker(options: argparse.Namespace) -> int:
    _load_django()
    from kentongan.project.worker import work  # noqa: PLC0415 - needs the loaded apps

    return work()


def _backup(options: argparse.Namespace) -> int:
    _load_django()
    from kentongan.project.backup import backup_command  # noqa: PLC0415 - needs the loaded apps

    return backup_command(options.to)


def _restore(options: argparse.Namespace) -> int:
    _load_django()
    from kentongan.project.backup import restore_command  # noqa: PLC0415 - needs the loaded apps

    return restore_command(options.file)


def _operator(options: argparse.Namespace) -> int:
    _load_django()
    from kentongan.project.prepare import operator_command  # noqa: PLC0415 - needs the loaded apps

    return operator_command(options.email)


def _audit(options: argparse.Namespace) -> int:
    _load_django()
    from kentongan.project.prepare import audit_command  # noqa: PLC0415 - needs the loaded apps

    return audit_command()


def _newsroom(options: argparse.Namespace) -> int:
    _load_django()
    from kentongan.project.archive import import_command  # noqa: PLC0415 - needs the loaded apps

    return import_command(options.file, institution=options.institution, dry_run=options.dry_run)


def _verify(options: argparse.Namespace) -> int:
    from kentongan.project.verify import verify_command  # noqa: PLC0415 - start-up time

    return verify_command(options.file, release=options.release, keys=options.keys)


def _replay(options: argparse.Namespace) -> int:
    from kentongan.project.replay import replay  # noqa: PLC0415 - start-up time

    return replay(
        Path(options.folder),
        host=options.host,
        port=options.port,
        day=options.day,
        every_day=options.all,
        live=options.live,
    )
