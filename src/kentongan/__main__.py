"""`python -m kentongan`: the engine without Django, everything else through the project's commands."""

from __future__ import annotations

import sys


def main(argv: list[str] | None = None) -> int:
    """Run one command line; returns the exit status."""
    args = sys.argv[1:] if argv is None else argv
    # Each branch imports only what it needs: an engine call must answer within 0.3 s and never pays for Django.
    if args[:1] == ["engine"]:
        from kentongan.engine import cli  # noqa: PLC0415 - start-up time

        return cli.main(args[1:])
    from kentongan.project import commands  # noqa: PLC0415 - start-up time

    return commands.main(args)


if __name__ == "__main__":
    raise SystemExit(main())
