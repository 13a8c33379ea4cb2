"""Builds the kernel: C files beside their stages into one shared library beside this module.

    python -m kentongan.engine.text.building

`./run` calls it when the sources changed, `setup.py` when a wheel is made. It needs a C compiler and nothing of
Python's headers. Failing is no error: the engine then does the same work in Python.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ENGINE = Path(__file__).resolve().parent.parent
LIBRARY = "_kernel"
"""How the library's file begins: `_kernel.so` from here, `_kernel.<tags>.so` in a wheel."""

FLAGS = ("-O2", "-std=c11", "-fPIC", "-fvisibility=hidden", "-ffp-contract=off")
"""Nothing that only some machines understand; and floating point as Python computes it."""


def sources(engine: Path = ENGINE) -> list[Path]:
    """The C files; none in an installation that came without them."""
    return sorted(engine.glob("*/*.c"))


def stamp(engine: Path = ENGINE) -> str:
    """A hash of sources and headers: what the library was built from, so that an old one is never used. Empty: none."""
    files = sorted(engine.glob("*/*.[ch]"))
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16] if files else ""


def build(to: Path | None = None, flags: tuple[str, ...] = FLAGS) -> Path:
    """Compile the kernel; the file appears whole or not at all.

    Raises:
        FileNotFoundError: there is no C compiler (`CC`, cc, gcc or clang).
        subprocess.CalledProcessError: it does not compile; `stderr` says why.
        OSError: the folder cannot be written to.
    """
    to = to or Path(__file__).with_name(f"{LIBRARY}.so")
    cc = compiler()
    with tempfile.TemporaryDirectory(dir=to.parent, prefix="_kernel-") as folder:
        made = Path(folder) / to.name
        command = [
            *cc,
            *flags,
            f'-DKT_STAMP="{stamp()}"',
            "-shared",
            "-o",
            str(made),
            *map(str, sources()),
            "-lm",
        ]
        subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - the user's own compiler
        made.replace(to)
    return to


def compiler() -> list[str]:
    """The command of the C compiler: `CC`, cc, gcc or clang. Raises FileNotFoundError."""
    for name in filter(None, (os.environ.get("CC"), "cc", "gcc", "clang")):
        words = shlex.split(name)
        if words and shutil.which(words[0]):
            return words
    raise FileNotFoundError("no C compiler found")


def main() -> int:
    """Build quietly; 0 when it worked, else 1 and one line on stderr."""
    try:
        build()
    except (OSError, subprocess.CalledProcessError) as error:
        reason = (getattr(error, "stderr", "") or str(error)).strip().splitlines()
        print(f"the kernel was not built: {reason[0] if reason else error}", file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
