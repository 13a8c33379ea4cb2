"""The public release page: weight, time to answer, and requests a second that one core serves, on SQLite.

    python -m bench.public [--seconds 10]

Real HTTP against the server that the product runs (granian, one process). On a machine that others use too, the rate
seen depends on them; the processor time that the server took for a request does not, and gives what one idle core
serves. The views are counted meanwhile; the table says how many of them reached the rows.
"""

from __future__ import annotations

import argparse
import gzip
import multiprocessing
import re
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bench.newsroom import Reader, cpu_seconds, fetch, make_newsroom, web

HEAVIEST, SLOWEST_MS, FEWEST = 60_000, 30.0, 300


def _ask(port: int, path: str, seconds: float, results: multiprocessing.Queue) -> None:
    reader, times, bad = Reader(port), [], 0
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        began = time.perf_counter()
        status, _body = reader.get(path)
        times.append(time.perf_counter() - began)
        bad += status != 200
    results.put((times, bad))


def _load(port: int, path: str, seconds: float, readers: int) -> tuple[list[float], int]:
    results: multiprocessing.Queue = multiprocessing.Queue()
    crowd = [multiprocessing.Process(target=_ask, args=(port, path, seconds, results)) for _ in range(readers)]
    for each in crowd:
        each.start()
    found = [results.get() for _ in crowd]
    for each in crowd:
        each.join()
    return [one for times, _bad in found for one in times], sum(bad for _times, bad in found)


def weigh(port: int, path: str) -> dict[str, int]:
    """Return the bytes of a page and of everything that it loads, as sent."""
    sent = fetch(port, path)
    page = (gzip.decompress(sent) if sent[:2] == b"\x1f\x8b" else sent).decode()
    weights = {"page": len(sent)}
    styles = set(re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js|svg|woff2))"', page))
    for address in sorted(styles):
        weights[address.rpartition("/")[2]] = len(fetch(port, address))
    for sheet in [each for each in styles if "tokens" in each]:
        body = fetch(port, sheet)
        text = _unpacked(body)
        for font in set(re.findall(r'url\("?\.\./(fonts/[^")]+)', text)):
            weights[font.rpartition("/")[2]] = len(fetch(port, f"/static/{font}"))
    return {re.sub(r"\.[0-9a-f]{12}\.", ".", name): size for name, size in weights.items()}


def _unpacked(body: bytes) -> str:
    import brotli

    return (gzip.decompress(body) if body[:2] == b"\x1f\x8b" else brotli.decompress(body)).decode()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--port", type=int, default=8671)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        path, _hour = make_newsroom(data, options.port)
        with web(data, options.port) as pids:
            weights = weigh(options.port, path)
            _load(options.port, path, 2, 2)  # warm
            before = cpu_seconds(pids)
            one, bad_one = _load(options.port, path, options.seconds, 1)
            cpu_one = (cpu_seconds(pids) - before) / len(one)
            before = cpu_seconds(pids)
            many, bad_many = _load(options.port, path, options.seconds, 4)
            cpu_many = (cpu_seconds(pids) - before) / len(many)
        rows = sqlite3.connect(data / "kentongan.sqlite3").execute("SELECT SUM(views) FROM newsroom_viewcount")
        counted = rows.fetchone()[0] or 0
    whole = sum(weights.values())
    p95 = statistics.quantiles(one, n=20)[-1] * 1000
    per_core = 1 / max(cpu_one, cpu_many)
    for name, size in weights.items():
        print(f"  {name:32}{size:>9,}")
    print(f"{'weight, all in, bytes':34}{whole:>9,}   goal {HEAVIEST:,}")
    print(f"{'p95, one reader, ms':34}{p95:>9.1f}   goal {SLOWEST_MS:.0f}")
    print(f"{'p95, four readers, ms':34}{statistics.quantiles(many, n=20)[-1] * 1000:>9.1f}")
    print(f"{'requests/s seen, one reader':34}{len(one) / options.seconds:>9,.0f}")
    print(f"{'requests/s seen, four readers':34}{len(many) / options.seconds:>9,.0f}")
    print(f"{'processor ms a request':34}{max(cpu_one, cpu_many) * 1000:>9.2f}")
    print(f"{'requests/s one idle core serves':34}{per_core:>9,.0f}   goal {FEWEST}")
    print(f"{'views counted':34}{counted:>9,}   of {len(one) + len(many):,} and the warming")
    bad = bad_one + bad_many
    return int(bad > 0 or whole > HEAVIEST or p95 > SLOWEST_MS or per_core < FEWEST)


if __name__ == "__main__":
    sys.exit(main())
