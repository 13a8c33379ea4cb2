"""A newsroom for benchmarks: a data folder with an institution and releases, made by actions, and its web process."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.office import ROOT, environment, wait_for

MAKE = """
import django; django.setup()
import sys
from dataclasses import replace
from datetime import timedelta
from django.utils import timezone, translation
from kentongan.accounts.actions import create_operator, found_institution
from kentongan.accounts.choices import Role
from kentongan.accounts.models import Membership, Unit, User
from kentongan.newsroom.actions.chains import set_chain
from kentongan.newsroom.actions.publishing import publish_release
from kentongan.newsroom.actions.writing import save_draft, start_release
from kentongan.newsroom.rules.content import Contact, Content, Fact, Quote
translation.activate("id")
count, lift = int(sys.argv[1]), int(sys.argv[2])
now = timezone.now() - timedelta(hours=1)
by = create_operator(email="bench@kpp.example", name="Bench", password="kata-sandi-bench", now=now)
name = "Kementerian Pelayanan Publik"
institution = found_institution(name=name, short_name="KPP", root_unit="Biro Humas", by=by, now=now)
unit = Unit.objects.get()
Membership.objects.get_or_create(user=by, unit=unit, role=Role.BUREAU_HEAD)
set_chain(unit=unit, kind="", urgent=False, steps=(), by=by, now=now)
paragraph = (
    "Sebanyak %d kantor membuka layanan sampai pukul 20.00 waktu setempat, "
    "dan petugas mengganti nomor antrean yang hangus. "
)
text = Content(
    lead="Loket daring terpadu kembali berjalan penuh sejak pukul 04.50 WIB. Pemohon tidak perlu mendaftar ulang.",
    place="Jakarta",
    body="".join(f"<p>{paragraph % number * 3}</p>" for number in range(12)),
    quotes=(Quote("Kami minta maaf. Haknya bisa kami kembalikan.", "Nirmala Hadiwasita", "Menteri Pelayanan Publik"),),
    facts=(Fact("12.480", "pemohon terdampak"), Fact("214", "kantor buka sampai 20.00")),
    boilerplate="Kementerian Pelayanan Publik menyelenggarakan layanan dasar di 214 kantor.",
    contacts=(Contact("Sekar Ayuningtyas", "Humas", "0812-0000-0119", "media@kpp.example"),),
)
for number in range(count):
    last = number == count - 1
    release = start_release(unit=unit, kind="press_release", by=by, now=now)
    title = "RAHASIABENCH Hasil pemeriksaan" if last and lift else f"Layanan loket daring pulih ({number})"
    words = replace(text, headline=title)
    release = save_draft(release=release, content=words, revision=release.revision, by=by, now=now)
    at = timezone.now().replace(microsecond=0) + timedelta(seconds=lift) if last and lift else None
    made = publish_release(release=release, by=by, now=now, publish_at=at, embargoed=at is not None)
print("CODE", institution.slug, made.short_code, made.slug, int(made.publish_at.timestamp()))
"""


def make_newsroom(data: Path, port: int, *, releases: int = 60, lift: int = 0) -> tuple[str, int]:
    """Prepare `data` with so many releases and return the path of the last one's page and its hour (Unix seconds).

    Args:
        lift: in how many seconds the embargo of the last release ends; 0: it is public.
    """
    env = newsroom_environment(data, port)
    subprocess.run([sys.executable, "-m", "kentongan", "prepare"], env=env, check=True, stderr=subprocess.DEVNULL)
    made = subprocess.run(
        [sys.executable, "-c", MAKE, str(releases), str(lift)],
        env=env,
        check=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    found = re.search(r"CODE (\S+) (\S+) (\S+) (\d+)", made.stdout)
    assert found is not None, made.stderr
    return f"/pers/{found[1]}/{found[2]}/{found[3]}/", int(found[4])


def newsroom_environment(data: Path, port: int) -> dict[str, str]:
    return environment(data, "") | {"KENTONGAN_BASE_URL": f"http://127.0.0.1:{port}"}


@contextmanager
def web(data: Path, port: int) -> Iterator[list[int]]:
    """Run the web process as the product does (`project.serve`), alone; yields its process ids."""
    from kentongan.project.serve import _web

    process = subprocess.Popen(
        _web("127.0.0.1", port),
        env=newsroom_environment(data, port),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/sehat/hidup/")
        yield _family(process.pid)
    finally:
        process.terminate()
        process.wait(timeout=15)


def _family(pid: int) -> list[int]:
    """Return a process and all below it (Linux)."""
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        for task in Path(f"/proc/{found[-1]}/task").iterdir():
            waiting += map(int, (task / "children").read_text().split())
    return found


def cpu_seconds(pids: list[int]) -> float:
    """Return the processor time that processes have used so far."""
    ticks = os.sysconf("SC_CLK_TCK")
    total = 0.0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) / ticks
    return total


class Reader:
    """One connection kept open, asking as a browser does and reading whole answers."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket: socket.socket | None = None

    def get(self, path: str, *, packed: bool = True) -> tuple[int, bytes]:
        """Return status and body as sent; not `packed`: asked for plain."""
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=60)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\n"
            f"Accept-Encoding: {'gzip, br' if packed else 'identity'}\r\n"
            "User-Agent: Mozilla/5.0 (Linux; Android 14)\r\nAccept: text/html\r\n\r\n".encode()
        )
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, body = data.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: *(\d+)", head)
        while length is not None and len(body) < int(length[1]):
            body += self._more()
        if length is None:
            while not body.endswith(b"0\r\n\r\n"):
                body += self._more()
        return int(head.split(b" ", 2)[1]), body

    def _more(self) -> bytes:
        assert self._socket is not None
        piece = self._socket.recv(65536)
        if not piece:
            raise ConnectionError("closed")
        return piece

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None


def fetch(port: int, path: str) -> bytes:
    """Return a body as it comes over the line."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Accept-Encoding": "gzip, br"})
    with urllib.request.urlopen(request) as answer:
        return answer.read()
