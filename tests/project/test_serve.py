from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from kentongan.project import serve

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.loopback, pytest.mark.whole]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(data: Path, port: int) -> subprocess.Popen[bytes]:
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    environment.pop("KENTONGAN_DATA", None)
    command = [sys.executable, "-m", "kentongan", "serve", "--port", str(port), "--data", str(data)]
    return subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def answers(port: int, *, patience: float = 60) -> bool:
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/sehat/hidup/", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            time.sleep(0.2)
    return False


def children(pid: int) -> set[int]:
    """The whole tree under `pid`, from /proc."""
    found: set[int] = set()
    waiting = [pid]
    while waiting:
        for task in Path(f"/proc/{waiting.pop()}/task").glob("*/children"):
            own = {int(word) for word in task.read_text().split()}
            found |= own
            waiting += own
    return found


def gone(pids: set[int], *, patience: float) -> bool:
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if not any(
            Path(f"/proc/{pid}/status").exists() and "zombie" not in Path(f"/proc/{pid}/status").read_text()
            for pid in pids
        ):
            return True
        time.sleep(0.1)
    return False


@pytest.fixture
def house(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], Path, int]]:
    port = free_port()
    process = start(tmp_path / "data", port)
    try:
        said = b""
        while b"Ctrl-C stops it" not in said:
            line = process.stdout.readline()
            assert line, said.decode()
            said += line
        # Whoever opens the address as soon as it is said finds the house there.
        assert urllib.request.urlopen(f"http://127.0.0.1:{port}/sehat/hidup/", timeout=5).status == 200
        yield process, tmp_path / "data", port
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_one_tree_starts_heals_and_stops(house: tuple[subprocess.Popen[bytes], Path, int]) -> None:
    process, data, _port = house

    # What people trust it with is not for every account of the machine.
    assert data.stat().st_mode & 0o077 == 0
    assert (data / "kentongan.sqlite3").stat().st_mode & 0o077 == 0

    # A second start on the same folder is refused, and says why.
    second = start(data, free_port())
    said, _none = second.communicate(timeout=30)
    assert second.returncode == 1
    assert b"is in use by process" in said

    # A killed child comes back.
    before = children(process.pid)
    for pid in before:
        with_name = Path(f"/proc/{pid}/cmdline").read_bytes()
        if b"worker" in with_name and b"granian" not in with_name:
            os.kill(pid, signal.SIGKILL)
    until = time.monotonic() + 20
    while time.monotonic() < until and not children(process.pid) - before:
        time.sleep(0.2)
    assert children(process.pid) - before

    # TERM ends the whole tree within ten seconds.
    tree = children(process.pid)
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=15)
    assert gone(tree, patience=2)
    assert time.monotonic() - began < 12


def test_a_taken_port_is_said_with_the_way_out(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = start(tmp_path / "data", port)
        said, _none = process.communicate(timeout=30)

    assert process.returncode == 1
    found = re.search(rb"port (\d+) on 127.0.0.1 cannot be used .* Choose another: \./run --port (\d+)", said)
    assert found, said
    assert int(found[1]) == port
    assert int(found[2]) != port


def test_the_port_that_is_proposed_is_free() -> None:
    with socket.socket() as first, socket.socket() as second:
        first.bind(("127.0.0.1", 0))
        port = first.getsockname()[1]
        with suppress(OSError):  # already taken by another: as good
            second.bind(("127.0.0.1", port + 1))
        with pytest.raises(serve.CannotStart) as refused:
            serve._port_is_free("127.0.0.1", port)
        proposed = int(str(refused.value).rsplit(" ", 1)[1])

        assert proposed not in {port, port + 1}
        with socket.socket() as third:
            third.bind(("127.0.0.1", proposed))


def test_an_address_of_another_machine_has_no_port_to_propose() -> None:
    with pytest.raises(serve.CannotStart, match=r"cannot be used \([^)]*\)\.$"):
        serve._port_is_free("192.0.2.1", 8000)
