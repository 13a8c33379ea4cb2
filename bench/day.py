"""A day of 11,000 replayed articles, absorbed while the worker is killed (-9) twenty times: none lost, none doubled.

    python -m bench.day [--kills 20]

The whole product runs (`kentongan serve`) on a fresh SQLite folder and reads the CLICK-ID corpus over HTTP from
`kentongan replay --all`. Afterwards every article of the replay must be stored once, its text read, and each must be a
mention exactly when the engine's matcher, asked directly, says so.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from bench.office import QUERIES, environment, make_office, running, wait_for

from kentongan.engine.match.matcher import Matcher
from kentongan.engine.types import Article

CORPUS = Path(os.environ.get("KENTONGAN_CORPUS", "../shared/data")) / "news_clickid"
PATIENCE_S = 1200


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--port", type=int, default=8651)
    options = parser.parse_args()
    if not CORPUS.is_dir():
        print(f"skipped: no corpus at {CORPUS}")
        return 0
    replay, web = options.port, options.port + 1
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        env = environment(data, f"127.0.0.1:{replay}")
        with running("replay", str(CORPUS), "--port", str(replay), "--all", env=env):
            wait_for(f"http://127.0.0.1:{replay}/")
            make_office(data, sources=f"http://127.0.0.1:{replay}/sources.csv", allowed=f"127.0.0.1:{replay}")
            with running("serve", "--port", str(web), env=env) as house:
                wait_for(f"http://127.0.0.1:{web}/sehat/hidup/")
                kills, seconds = _live_through(data, house.pid, options.kills)
        return _judge(data, kills, seconds)


def _live_through(data: Path, house: int, kills: int) -> tuple[int, float]:
    """Kill the worker now and then until it has been killed enough and nothing waits any more."""
    began, killed, still = time.monotonic(), 0, 0
    chance = random.Random(1)
    next_kill = began + 8
    while time.monotonic() - began < PATIENCE_S:
        time.sleep(0.5)
        if killed < kills and time.monotonic() >= next_kill:
            killed += _kill_worker(house)
            next_kill = time.monotonic() + chance.uniform(7.0, 14.0)  # it starts, works, and dies amid it
        articles, waiting, arrivals = _state(data)
        still = still + 1 if killed >= kills and articles and not waiting and not arrivals else 0
        if still > 40:
            break
    return killed, time.monotonic() - began


def _kill_worker(house: int) -> int:
    command = ["pgrep", "-P", str(house), "-f", "kentongan worker"]
    found = subprocess.run(command, check=False, capture_output=True, text=True)
    pids = [int(word) for word in found.stdout.split()]
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    return len(pids)


def _rows(data: Path, query: str) -> list[tuple[object, ...]]:
    database = sqlite3.connect(f"file:{data / 'kentongan.sqlite3'}?mode=ro", uri=True, timeout=30)
    try:
        return database.execute(query).fetchall()
    finally:
        database.close()


def _state(data: Path) -> tuple[int, int, int]:
    counts = "SELECT count(*), coalesce(sum(state = 'waiting'), 0) FROM sources_article"
    (articles, waiting), ((arrivals,),) = _rows(data, counts)[0], _rows(data, "SELECT count(*) FROM monitoring_arrival")
    return int(str(articles)), int(str(waiting)), int(str(arrivals))


def _judge(data: Path, kills: int, seconds: float) -> int:
    rows = _rows(data, "SELECT id, url, title, body FROM sources_article")
    urls = Counter(row[1] for row in rows)
    matcher = Matcher([(name, text) for name, text in QUERIES])
    expected = {row[0] for row in rows if matcher.match(Article(id=str(row[0]), title=str(row[2]), body=str(row[3])))}
    mentions = Counter(row[0] for row in _rows(data, "SELECT article_id FROM monitoring_mention"))
    lost, extra = expected - set(mentions), set(mentions) - expected
    doubled = sum(count > 1 for count in [*urls.values(), *mentions.values()])
    empty = sum(not row[3] for row in rows)
    members = Counter(row[0] for row in _rows(data, "SELECT article_id FROM monitoring_storymember"))
    print(f"{'articles stored':28}{len(rows):>8}")
    print(f"{'without text':28}{empty:>8}")
    print(f"{'worker killed (-9)':28}{kills:>8}")
    print(f"{'mentions':28}{len(mentions):>8}   engine asked directly: {len(expected)}")
    print(f"{'lost / extra / doubled':28}{len(lost):>8} / {len(extra)} / {doubled}")
    print(f"{'mentions without a story':28}{len(set(mentions) - set(members)):>8}")
    print(f"{'seconds':28}{seconds:>8.0f}   {len(rows) / seconds:.0f} articles a second of wall time")
    bad = bool(lost or extra or doubled or len(rows) < 11_000)
    print("FAILED" if bad else "nothing lost, nothing doubled")
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
