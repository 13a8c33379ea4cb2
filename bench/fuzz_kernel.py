"""Fuzzes the kernel: random queries, texts and vectors under AddressSanitizer and UndefinedBehaviorSanitizer.

    python -m bench.fuzz_kernel [--seconds 600] [--seed N]
    python -m bench.fuzz_kernel --guided [--seconds 600]

Needs a C compiler with the sanitizers (gcc or clang). Memory that runs out is part of it. What fails prints its seed;
`--seconds 0 --seed N` repeats that round alone. `--guided` lets libFuzzer (clang) choose the work by the branches it
reaches; what fails lies in a file that it names. `./run check --long` runs both for ten minutes each.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kentongan.engine.text.building import FLAGS, compiler, sources

DRIVER = Path(__file__).parent / "fuzz" / "kernel.c"
SANITIZED = ("-g", "-O1", "-fno-sanitize-recover=all", "-fno-omit-frame-pointer")
SEEDS = 90  # a few of each size for each of the six kinds of round
WRAPPED = "-Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc"
BOUNDS = ("-max_len=20000", "-len_control=20", "-timeout=20", "-rss_limit_mb=2048", "-print_final_stats=1")


def build(to: Path, *, guided: bool) -> None:
    """Compile the kernel and its driver into one program. Raises CalledProcessError, FileNotFoundError."""
    flags = [flag for flag in FLAGS if flag not in ("-O2", "-fPIC")]
    cc = ["clang", "-DKT_GUIDED", "-fsanitize=fuzzer,address,undefined"] if guided else compiler()
    kinds = [] if guided else ["-fsanitize=address,undefined"]
    command = [*cc, *flags, *SANITIZED, *kinds, WRAPPED, "-o", str(to), str(DRIVER), *map(str, sources()), "-lm"]
    subprocess.run(command, check=True)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=int, default=600)
    options.add_argument("--seed", type=int, default=int(time.time()) * 1000)
    options.add_argument("--guided", action="store_true", help="let libFuzzer choose; needs clang")
    chosen = options.parse_args()
    if chosen.guided and not shutil.which("clang"):
        print("skipped: clang is not installed")
        return
    with tempfile.TemporaryDirectory() as folder:
        fuzz = Path(folder) / "fuzz"
        build(fuzz, guided=chosen.guided)
        if not chosen.guided:
            sys.exit(subprocess.run([str(fuzz), str(chosen.seconds), str(chosen.seed)], check=False).returncode)
        corpus = Path(folder) / "corpus"
        corpus.mkdir()
        chance = random.Random(chosen.seed)
        for number in range(SEEDS):
            # Long enough for whole rounds; libFuzzer finds out what can be left out of them.
            (corpus / str(number)).write_bytes(
                bytes([number % 6]) + chance.randbytes(chance.choice((100, 2_000, 20_000)))
            )
        kept = tempfile.mkdtemp(prefix="kentongan-fuzz-")
        bounds = (*BOUNDS, f"-max_total_time={chosen.seconds}", f"-artifact_prefix={kept}/")
        sys.exit(subprocess.run([str(fuzz), *bounds, str(corpus)], check=False).returncode)


if __name__ == "__main__":
    main()
