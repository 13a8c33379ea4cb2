"""An office for benchmarks: a data folder with an institution, sources and watch queries, made by actions only."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
QUERIES = (
    ("Kebakaran", 'karhutla OR "kebakaran hutan" OR "kabut asap" OR (asap NEAR/8 hutan)'),
    ("Kementerian", 'KLHK OR "Kementerian Lingkungan Hidup" OR "Siti Nurbaya"'),
    ("Layanan", "layanan AND (publik OR masyarakat) NOT wisata"),
    ("Menteri", "menteri AND NOT olahraga"),
)
MAKE = """
import django; django.setup()
import sys, urllib.request
from django.utils import timezone
from kentongan.accounts.actions import create_operator, found_institution
from kentongan.accounts.models import Unit
from kentongan.monitoring.actions.watching import save_query
from kentongan.sources.actions.importing import import_sources
from bench.office import QUERIES
now = timezone.now()
by = create_operator(email="bench@kpp.example", name="Bench", password="kata-sandi-bench", now=now)
name = "Kementerian Lingkungan Hidup dan Kehutanan"
found_institution(name=name, short_name="KLHK", root_unit="Biro Humas", by=by, now=now)
unit = Unit.objects.get()
where = sys.argv[1] if sys.argv[1].startswith("http") else f"file://{sys.argv[1]}"
content = urllib.request.urlopen(where).read()
report = import_sources(content=content, unit=unit, by=by, now=now)
assert not report.rejected, report
for name, text in QUERIES:
    save_query(unit=unit, name=name, text=text, by=by, now=now)
"""


def environment(data: Path, allowed: str) -> dict[str, str]:
    paths = f"{ROOT / 'src'}:{ROOT}"
    return os.environ | {
        "PYTHONPATH": paths,
        "KENTONGAN_DATA": str(data),
        "KENTONGAN_FETCH_ALLOWED": allowed,
        "DJANGO_SETTINGS_MODULE": "kentongan.project.settings",
    }


def make_office(data: Path, *, sources: str, allowed: str) -> None:
    """Prepare `data` and found the office; `sources` is the address or path of an import file."""
    env = environment(data, allowed)
    subprocess.run([sys.executable, "-m", "kentongan", "prepare"], env=env, check=True, stderr=subprocess.DEVNULL)
    subprocess.run([sys.executable, "-c", MAKE, sources], env=env, check=True, cwd=ROOT)


@contextmanager
def running(*words: str, env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run `kentongan WORDS` for as long as the block lasts."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kentongan", *words], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=15)


def wait_for(url: str, *, patience_s: float = 60) -> None:
    """Return when `url` answers."""
    until = time.monotonic() + patience_s
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(url)
