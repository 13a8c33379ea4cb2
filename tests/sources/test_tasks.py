"""The sweeps: they answer with a number, and a worker killed at any moment loses and doubles nothing."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from kentongan.sources import tasks

ROOT = Path(__file__).resolve().parents[2]
FEEDS, ITEMS, KILLS = 6, 12, 2


@pytest.mark.django_db
def test_with_nothing_to_do_the_sweeps_do_nothing() -> None:
    assert tasks.fetch_due_sources.func() == 0
    assert tasks.read_waiting_pages.func() == 0


def _count(database: Path, query: str) -> int:
    try:
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=5) as connection:
            return int(connection.execute(query).fetchone()[0])
    except sqlite3.OperationalError:
        return 0  # not made yet


def _until(database: Path, query: str, least: int, worker: subprocess.Popen[bytes]) -> None:
    for _ in range(6000):
        if _count(database, query) >= least:
            return
        assert worker.poll() is None, "the worker ended by itself"
        time.sleep(0.01)
    raise AssertionError(f"{query} did not reach {least}")


READY = "SELECT count(*) FROM sources_article WHERE state = 'ready'"


@pytest.mark.whole
@pytest.mark.loopback
def test_a_worker_killed_again_and_again_loses_and_doubles_nothing(web: Any, tmp_path: Path) -> None:
    feeds = []
    for feed in range(FEEDS):
        links = [(f"Berita {feed}-{n}", web.article(f"/{feed}/{n}", f"Berita {feed}-{n}"), None) for n in range(ITEMS)]
        # Their first story goes on at a second and a third page.
        for page in (1, 2, 3):
            path = f"/{feed}/0" + (f"?page={page}" if page > 1 else "")
            web.article(path, f"Berita {feed}-0 bagian {page}", links=["?page=2", "?page=3"])
        # Every outlet repeats the first story of the outlet before it, under a tracking address.
        links.append(("Berita lama", web.url(f"/{max(feed - 1, 0)}/0?utm_source=rss"), None))
        feeds.append(web.feed(f"/{feed}.xml", links))
    env = {
        **os.environ, "KENTONGAN_DATA": str(tmp_path), "KENTONGAN_FETCH_ALLOWED": web.host,
        "PYTHONPATH": str(ROOT / "src"), "DATABASE_URL": f"sqlite:///{tmp_path / 'kentongan.sqlite3'}",
    }  # fmt: skip
    database, total = tmp_path / "kentongan.sqlite3", FEEDS * ITEMS
    for life in range(KILLS + 1):
        command = [
            sys.executable,
            str(Path(__file__).with_name("killed_worker.py")),
            str(life),
            *(feeds if not life else []),
        ]
        with subprocess.Popen(command, env=env) as worker:
            try:
                _until(database, READY, total * (life + 1) // (KILLS + 1), worker)
            finally:
                worker.kill()
    assert _count(database, "SELECT count(*) FROM sources_article") == total
    assert _count(database, "SELECT count(DISTINCT url_key) FROM sources_article") == total
    assert _count(database, READY + " AND body <> ''") == total
    assert _count(database, "SELECT count(*) FROM announced") == total
    in_parts = " AND ".join(
        f"length(body) - length(replace(body, 'bagian {part}.', '')) = {6 * len('bagian 1.')}" for part in (1, 2, 3)
    )
    assert _count(database, f"SELECT count(*) FROM sources_article WHERE {in_parts}") == FEEDS
