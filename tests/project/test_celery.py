"""RabbitMQ carries the calls: a real worker process does a real task. Runs where KENTONGAN_TEST_AMQP names a broker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 90

# What another process of the same house does: it writes an article to be heard, and asks for nothing.
WRITE = """
import django; django.setup()
from django.utils import timezone
from kentongan.monitoring.actions import note_arrivals
from kentongan.monitoring.models import Arrival
from kentongan.sources.models import Article, Outlet
now = timezone.now()
outlet = Outlet.objects.create(name="Kabar Serayu", slug="serayu", created_at=now)
article = Article.objects.create(outlet=outlet, url_key="a", title="Loket daring", body="Loket daring pulih.",
                                 published_at=now, seen_at=now, ready_at=now, state="ready")
note_arrivals(articles=[article])
print(Arrival.objects.count())
"""
COUNT = """
import django; django.setup()
from kentongan.monitoring.models import Arrival
print(Arrival.objects.count())
"""


@pytest.fixture
def scene(tmp_path: Path) -> dict[str, str]:
    """The environment of a fresh house whose tasks go over the broker."""
    broker = os.environ.get("KENTONGAN_TEST_AMQP", "")
    if not broker:
        pytest.skip("no broker (set KENTONGAN_TEST_AMQP=amqp://...)")
    environment = {
        **os.environ,
        "KENTONGAN_DATA": str(tmp_path / "data"),
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "kentongan.project.settings",
        "TASKS_URL": broker,
    }
    environment.pop("DATABASE_URL", None)
    _python(environment, "-m", "kentongan", "prepare")
    return environment


def _python(environment: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_worker_does_what_the_schedule_asks_over_rabbitmq(scene: dict[str, str], tmp_path: Path) -> None:
    assert _python(scene, "-c", WRITE) == "1"
    log = tmp_path / f"worker-{uuid.uuid4().hex}.log"
    with log.open("wb") as output:
        worker = subprocess.Popen(
            [sys.executable, "-m", "kentongan", "worker"], cwd=ROOT, env=scene, stdout=output, stderr=output
        )
    try:
        deadline = time.monotonic() + PATIENCE_S
        while _python(scene, "-c", COUNT) != "0":
            assert worker.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
        assert "absorb_arrivals" in log.read_text()
    finally:
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(20) == 0, log.read_text()
