"""Speaking to the person at the shell."""

from __future__ import annotations

import sys


def say(text: str) -> None:
    """Say one line on stderr, at once."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - this is the command line


def tell(text: str) -> None:
    """Put one line of the answer on stdout."""
    print(text, flush=True)  # noqa: T201 - this is the command line
