"""From a clean clone to the first page, the weight of what is fetched, and the memory of the whole tree at rest.

    python -m bench.start [--uv] [--rest 40]

Clones the committed tree, gives it no environment and an empty package cache (with `--uv`: a warm one), runs `./run`,
and waits for the sign-in page. Memory is the proportional set size (PSS) of every process of the tree.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from bench.office import ROOT, wait_for


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--uv", action="store_true", help="use uv with a warm cache instead of pip with an empty one")
    parser.add_argument("--rest", type=float, default=40, help="seconds to wait before memory is read")
    parser.add_argument("--port", type=int, default=8671)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "kentongan"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        env = _environment(Path(folder), with_uv=options.uv)
        if options.uv:
            _run(clone, env, options.port, rest_s=0)  # warms the cache
            shutil.rmtree(clone / ".venv")
            shutil.rmtree(clone / "data")
        seconds, memory = _run(clone, env, options.port, rest_s=options.rest)
        fetched = 0 if options.uv else _fetched(clone, Path(folder) / "wheels", env)
    goal = 20 if options.uv else 90
    print(f"{'clean clone to first page':32}{seconds:>8.1f} s   goal {goal}")
    if not options.uv:
        print(f"{'fetched':32}{fetched / 1e6:>8.0f} MB  goal 200")
    print(f"{'memory of the tree at rest':32}{memory:>8.0f} MB  goal 400")
    return int(seconds > goal or memory > 400)


def _environment(folder: Path, *, with_uv: bool) -> dict[str, str]:
    """Return the environment of a machine without our packages: no PYTHONPATH, an own cache, uv only when asked for."""
    keep = {key: value for key, value in os.environ.items() if not key.startswith(("KENTONGAN", "PYTHON", "VIRTUAL"))}
    own = str(Path(sys.executable).parent)
    paths = [path for path in keep["PATH"].split(":") if path != own]
    if with_uv and shutil.which("uv"):
        (folder / "bin").mkdir()
        (folder / "bin" / "uv").symlink_to(str(shutil.which("uv")))
        paths.insert(0, str(folder / "bin"))
    cache = folder / "cache"
    return keep | {"PATH": ":".join(paths), "PIP_CACHE_DIR": str(cache), "UV_CACHE_DIR": str(cache)}


def _run(clone: Path, env: dict[str, str], port: int, *, rest_s: float) -> tuple[float, float]:
    began = time.monotonic()
    house = subprocess.Popen(
        ["./run", "--port", str(port)], cwd=clone, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/sehat/hidup/", patience_s=600)
        urllib.request.urlopen(f"http://127.0.0.1:{port}/").close()
        seconds = time.monotonic() - began
        time.sleep(rest_s)
        return seconds, _memory_mb(house.pid)
    finally:
        house.send_signal(signal.SIGTERM)
        house.wait(timeout=20)


def _fetched(clone: Path, target: Path, env: dict[str, str]) -> int:
    """Return the bytes of every package that the lock file names for this machine."""
    python, lock = str(clone / ".venv" / "bin" / "python"), str(clone / "requirements" / "run.txt")
    command = [python, "-m", "pip", "download", "-q", "--no-deps", "--require-hashes", "-r", lock, "-d", str(target)]
    subprocess.run(command, env=env, check=True, stderr=subprocess.DEVNULL)
    return sum(file.stat().st_size for file in target.iterdir())


def _memory_mb(pid: int) -> float:
    total, waiting = 0, [pid]
    while waiting:
        process = Path("/proc") / str(waiting.pop())
        waiting += [int(w) for file in process.glob("task/*/children") for w in file.read_text().split()]
        lines = (process / "smaps_rollup").read_text().splitlines()
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


if __name__ == "__main__":
    sys.exit(main())
