"""Several processes publish the same text in the same moment, against one real database file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PREPARE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from datetime import UTC, datetime
from tests.factories.accounts import make_unit
from tests.factories.newsroom import make_release
from tests.factories.publishing import make_publisher
now = datetime(2026, 11, 24, tzinfo=UTC)
unit = make_unit()
by = make_publisher(unit, now)
for number in range(3):
    make_release(unit, by, now)
"""
PUBLISH = """
import django; django.setup()
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from kentongan.newsroom.actions.publishing import publish_release
from kentongan.newsroom.models import Release
now = datetime(2026, 11, 24, 1, tzinfo=UTC)
releases = list(Release.objects.select_related("unit__institution", "created_by").order_by("pk"))
Path(sys.argv[1], "ready-" + sys.argv[2]).touch()
while not Path(sys.argv[1], "go").exists():
    time.sleep(0.001)
print([publish_release(release=each, by=each.created_by, now=now).pk for each in releases])
"""


@pytest.mark.whole
def test_nothing_is_published_twice(tmp_path: Path) -> None:
    environment = os.environ | {
        "KENTONGAN_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "kentongan.project.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'kentongan.sqlite3'}",
    }
    subprocess.run([sys.executable, "-c", PREPARE], env=environment, check=True)
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", PUBLISH, str(tmp_path), str(number)],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    while len(list(tmp_path.glob("ready-*"))) < len(workers):
        assert all(worker.poll() is None for worker in workers)
    (tmp_path / "go").touch()
    said = {worker.communicate(timeout=120)[0].strip() for worker in workers}

    assert [worker.returncode for worker in workers] == [0] * len(workers)
    assert len(said) == 1  # each got the same three editions
    count = "from kentongan.newsroom.models import *; print(Publication.objects.count(), SigningKey.objects.count())"
    counted = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); {count}"],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    assert counted.stdout.split() == ["3", "1"]
