"""Ten thousand readers in the second in which an embargo ends.

    python -m bench.embargo [--requests 10000]

A release waits for its hour. Readers ask its address before (nothing of it may come), and in the second of the hour
all requests are opened; each is asked until it is answered. Real HTTP against the server that the product runs, as it
runs it, on SQLite. Counted: bytes of the text before the hour, answers that are errors, and how long it takes until
the last one is answered.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bench.newsroom import Reader, cpu_seconds, make_newsroom, web

LIMIT_S = 60.0
MARK = b"RAHASIABENCH"


def _early(port: int, path: str, until: float, results: multiprocessing.Queue) -> None:
    """Ask again and again until just before the hour; count answers that hold the text, and errors."""
    reader, asked, leaked, errors = Reader(port), 0, 0, 0
    while time.time() < until:
        for each in (path, "/".join(path.split("/")[:3]) + "/"):
            sent = time.time()
            status, body = reader.get(each, packed=False)
            # An answer that was asked for before the hour may be made after it: only what came before it counts.
            leaked += MARK in body and time.time() < until
            errors += status >= 500
            asked += sent < until
    results.put((asked, leaked, errors))


async def _one(port: int, request: bytes, patience: float) -> tuple[float, int, int]:
    """Open a connection and ask; a connection that is refused is tried again, as a browser does."""
    began = time.perf_counter()
    tries = 0
    while time.perf_counter() - began < patience:
        tries += 1
        try:
            reading, writing = await asyncio.open_connection("127.0.0.1", port)
            writing.write(request)
            await writing.drain()
            answer = await reading.read(-1)
            writing.close()
            if answer:
                return time.perf_counter() - began, int(answer.split(b" ", 2)[1]), tries
        except OSError:
            pass
        await asyncio.sleep(0.2)
    return time.perf_counter() - began, 0, tries


async def _crowd(port: int, path: str, at: float, count: int) -> list[tuple[float, int, int]]:
    request = (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\nConnection: close\r\n"
        "User-Agent: Mozilla/5.0 (Linux; Android 14)\r\n\r\n"
    ).encode()
    await asyncio.sleep(max(0.0, at - time.time()))

    async def later(number: int) -> tuple[float, int, int]:
        # Spread over the second, so that each request is opened within it.
        await asyncio.sleep(number / count)
        return await _one(port, request, 3 * LIMIT_S)

    return await asyncio.gather(*(later(number) for number in range(count)))


def _share(port: int, path: str, at: float, count: int, results: multiprocessing.Queue) -> None:
    results.put(asyncio.run(_crowd(port, path, at, count)))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--wait", type=int, default=30, help="seconds from publishing to the hour")
    parser.add_argument("--port", type=int, default=8673)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        path, lift = make_newsroom(data, options.port, releases=20, lift=options.wait)
        with web(data, options.port) as pids:
            if time.time() > lift - 3:
                sys.exit("the machine is slow: the hour passed before the house stood; choose a longer --wait")
            results: multiprocessing.Queue = multiprocessing.Queue()
            early = [
                multiprocessing.Process(target=_early, args=(options.port, path, lift - 0.001, results))
                for _ in range(2)
            ]
            for each in early:
                each.start()
            before = [results.get() for _ in early]
            used = cpu_seconds(pids)
            crowd = [
                multiprocessing.Process(target=_share, args=(options.port, path, lift, options.requests // 2, results))
                for _ in range(2)
            ]
            for each in crowd:
                each.start()
            answers = [one for _ in crowd for one in results.get()]
            used = cpu_seconds(pids) - used
    asked, leaked, errors = (sum(row[n] for row in before) for n in range(3))
    times = sorted(seconds for seconds, _status, _tries in answers)
    statuses = {status: sum(row[1] == status for row in answers) for status in sorted({row[1] for row in answers})}
    print(f"{'asked before the hour':36}{asked:>9,}")
    print(f"{'answers holding the text, early':36}{leaked:>9,}   goal 0")
    print(f"{'errors before the hour':36}{errors:>9,}   goal 0")
    print(f"{'requests in the second':36}{len(answers):>9,}")
    print(f"{'answers by status':36}{statuses!s:>9}")
    print(f"{'connections tried more than once':36}{sum(row[2] > 1 for row in answers):>9,}")
    print(f"{'median, seconds':36}{statistics.median(times):>9.1f}")
    print(f"{'last answer, seconds':36}{times[-1]:>9.1f}   goal {LIMIT_S:.0f}")
    print(f"{'processor ms a request':36}{used / len(answers) * 1000:>9.2f}")
    good = statuses == {200: len(answers)} and times[-1] <= LIMIT_S and not leaked and not errors
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
