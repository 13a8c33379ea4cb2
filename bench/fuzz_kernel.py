"""Fuzzes the kernel: random queries, texts and vectors under AddressSanitizer and UndefinedBehaviorSanitizer.

    python -m bench.fuzz_kernel [--seconds 600] [--seed N]

Needs a C compiler with the sanitizers (gcc or clang). Memory that runs out is part of it. What fails prints its seed;
`--seconds 0 --seed N` repeats that round alone. `./run check --long` runs it for ten minutes.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kentongan.engine.text.building import FLAGS, compiler, sources

DRIVER = Path(__file__).parent / "fuzz" / "kernel.c"
SANITIZED = ("-g", "-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-fno-omit-frame-pointer")
WRAPPED = "-Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=int, default=600)
    options.add_argument("--seed", type=int, default=int(time.time()) * 1000)
    chosen = options.parse_args()
    flags = [flag for flag in FLAGS if flag not in ("-O2", "-fPIC")]
    with tempfile.TemporaryDirectory() as folder:
        fuzz = Path(folder) / "fuzz"
        command = [*compiler(), *flags, *SANITIZED, WRAPPED, "-o", str(fuzz), str(DRIVER), *map(str, sources()), "-lm"]
        subprocess.run(command, check=True)
        done = subprocess.run([str(fuzz), str(chosen.seconds), str(chosen.seed)], check=False)
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
