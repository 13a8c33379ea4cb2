"""One process tree: a small supervisor that prepares the data folder, starts web and worker, and restarts what dies.

The supervisor loads neither Django nor the engine. TERM or INT ends the whole tree within ten seconds; if the
supervisor itself is killed, the kernel ends its children (Linux), and on the next start nothing is lost: work waits
as rows.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import FrameType
from typing import IO

from kentongan.project.shell import say

PATIENCE_S = 8.0  # between TERM and KILL
PR_SET_PDEATHSIG = 1
FIRST_PORT, LAST_PORT = 8000, 65_535  # ports that any account may open, and that people expect a page on
PORTS_TRIED = 500


class CannotStart(Exception):
    """The house cannot start here; the message says what to do."""


@dataclass
class Child:
    """One process of the tree, and how often it had to be started again."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    falls: int = 0
    again_at: float = 0.0

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(self.command, start_new_session=True, preexec_fn=_die_with_parent)  # noqa: S603, PLW1509 - our own command; single-threaded here

    def tend(self) -> None:
        """Start the process again when it has ended, ever slower when it keeps ending."""
        if self.process is None:
            if time.monotonic() >= self.again_at:
                self.start()
            return
        if self.process.poll() is None:
            return
        _signal_group(self.process, signal.SIGKILL)  # what it started must not keep the port
        lived = time.monotonic() - self.started
        self.falls = 0 if lived > 5 else self.falls + 1
        pause = min(30.0, 0.5 * 2 ** min(self.falls, 6))
        say(f"kentongan: {self.name} ended (status {self.process.returncode}); starting again in {pause:.0f} s")
        self.process = None
        self.again_at = time.monotonic() + pause


@dataclass
class Tree:
    """The children, tended until told to stop; `greeting` is said once `ready` says that requests are answered."""

    children: list[Child]
    greeting: str = ""
    ready: Callable[[], bool] = lambda: True
    stopping: bool = field(default=False)

    def run(self) -> None:
        for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(sign, self._asked_to_stop)
        for child in self.children:
            child.start()
        while not self.stopping:
            for child in self.children:
                child.tend()
            if self.greeting and self.ready():
                say(self.greeting)
                self.greeting = ""
            time.sleep(0.2)
        self._end()

    def _asked_to_stop(self, _sign: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _end(self) -> None:
        say("kentongan: stopping ...")
        running = [child.process for child in self.children if child.process and child.process.poll() is None]
        for process in running:
            _signal_group(process, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE_S
        for process in running:
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, deadline - time.monotonic()))
            # The whole group, also when its leader has gone politely: a grandchild may be left.
            _signal_group(process, signal.SIGKILL)
        say("kentongan: stopped")


def _signal_group(process: subprocess.Popen[bytes], sign: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, sign)


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def serve(*, host: str, port: int) -> int:
    """Prepare the data folder and run the house until told to stop; returns the exit status."""
    data = Path(os.environ["KENTONGAN_DATA"])
    try:
        data.mkdir(parents=True, exist_ok=True)
        with _only_one(data):
            _port_is_free(host, port)
            shown = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::"} else host  # noqa: S104 - comparing, not binding
            # The engine's products are small: threads of numpy's would only take cores from web and worker.
            os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
            os.environ.setdefault("KENTONGAN_BASE_URL", f"http://{shown}:{port}")
            if all(path.name == "lock" for path in data.iterdir()):
                say("kentongan: first start, preparing the data folder ...")
            if _kentongan("prepare"):
                return 1
            greeting = f"\n  Kentongan: {os.environ['KENTONGAN_BASE_URL']}   (Ctrl-C stops it)\n"
            children = [Child("web", _web(host, port)), Child("worker", _python("worker"))]
            Tree(children, greeting, ready=lambda: answers(host, port)).run()
    except (CannotStart, OSError) as error:
        say(f"kentongan: {error}")
        return 1
    return 0


def answers(host: str, port: int) -> bool:
    """Whether the web process answers; a port that is open may still belong to a house that is being loaded."""
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - comparing, not binding
    connection = HTTPConnection(near, port, timeout=1)
    try:
        connection.request("GET", "/sehat/hidup/")
        return connection.getresponse().status < 500
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def fill_demo() -> int:
    """Fill the demo office, unless it is there; returns the exit status."""
    return _kentongan("fill-demo")


def _kentongan(word: str) -> int:
    return subprocess.call(_python(word))  # noqa: S603 - our own command


def _python(word: str) -> list[str]:
    return [sys.executable, "-m", "kentongan", word]


def _web(host: str, port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", "1", "--blocking-threads", "24", "--backlog", "4096", "--respawn-failed-workers"),
        *("--workers-kill-timeout", "5", "--log-level", "error", "kentongan.project.wsgi:application"),
    ]


def _only_one(data: Path) -> IO[str]:
    """Hold the lock of the data folder for as long as the returned file is open."""
    lock = (data / "lock").open("a+", encoding="ascii")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.seek(0)
        owner = lock.read().strip() or "another process"
        lock.close()
        raise CannotStart(
            f"{data} is in use by {owner}. Stop it first, or choose another folder with --data."
        ) from None
    lock.seek(0)
    lock.truncate()
    lock.write(f"process {os.getpid()}")
    lock.flush()
    return lock


def _port_is_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OverflowError:
            raise CannotStart(f"port {port} does not exist: choose one from 1024 to 65535") from None
        except OSError as error:
            free = _free_port(host, family, after=port)
            said = f"port {port} on {host} cannot be used ({error.strerror})."
            raise CannotStart(f"{said} Choose another: ./run --port {free}" if free else said) from None


def _free_port(host: str, family: socket.AddressFamily, *, after: int) -> int:
    """Return the next port that nobody uses now, one that any account may open; 0 when the address has none."""
    first = after + 1 if 1024 <= after < LAST_PORT else FIRST_PORT
    for port in range(first, min(first + PORTS_TRIED, LAST_PORT + 1)):
        with socket.socket(family) as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            return port
    return 0
