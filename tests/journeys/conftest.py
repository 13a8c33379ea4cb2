"""A real house for journeys: the server as it is started by a person, and Debian's Chromium before it.

demo     the demo office, filled once a run, served by `kentongan serve`
empty    a house at its first start, with its first login
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 740}
START_S = 120
DEMO_LOGIN = ("sekar@kpp.example", "kentongan-demo")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not Path(CHROMIUM).exists():
                item.add_marker(pytest.mark.skip(reason="Debian's chromium is not installed"))
    # The longest goes first, else the other processes of a run wait for it in the end.
    items.sort(key=lambda item: item.name != "test_every_page_is_for_everybody")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call":
        item.broke = report.failed  # type: ignore[attr-defined]
    return report


@dataclass
class Served:
    """A running house."""

    url: str
    data: Path
    output: Path
    login: tuple[str, str] = ("", "")

    def said(self) -> str:
        return self.output.read_text(encoding="utf-8", errors="replace")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(data: Path, **more: str) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("KENTONGAN_") and name != "DATABASE_URL"
    }
    return {**kept, "KENTONGAN_DATA": str(data), "PYTHONPATH": str(ROOT / "src"), **more}


def wait_until(true: Callable[[], object], seconds: float, what: str) -> None:
    """Ask again and again until it is so."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            pytest.fail(f"waited {seconds:.0f} s in vain: {what}")
        time.sleep(0.1)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/sehat/hidup/", timeout=2) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def serve(data: Path, **more: str) -> Iterator[Served]:
    """Start `kentongan serve` on a free port and stop it afterwards."""
    port = free_port()
    output = data.parent / f"{data.name}.log"
    with output.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "kentongan", "serve", "--port", str(port), "--data", str(data)],
            cwd=ROOT, env=environment(data, **more), stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
    house = Served(f"http://localhost:{port}", data, output)
    try:
        wait_until(lambda: process.poll() is not None or _answers(house.url), START_S, f"no answer from {house.url}")
        assert process.poll() is None, house.said()
        yield house
    finally:
        process.terminate()
        process.wait(15)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo office's folder, filled by whichever process of the run comes first. The others wait and take copies.

    KENTONGAN_DEMO_DATA may name a folder filled before, to save the minute.
    """
    if ready := os.environ.get("KENTONGAN_DEMO_DATA", ""):
        return Path(ready)
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "filled"
    done = folder.with_suffix(".done")
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            command = [sys.executable, "-m", "kentongan", "fill-demo"]
            subprocess.run(command, cwd=ROOT, env=environment(folder), check=True, timeout=300)
            done.touch()
    return folder


@pytest.fixture(scope="session")
def demo(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The demo office: one for each process of a run, so that journeys on two of them do not meet."""
    data = tmp_path_factory.mktemp("demo") / "data"
    shutil.copytree(filled, data, ignore=shutil.ignore_patterns("lock"))
    for house in serve(data):
        house.login = DEMO_LOGIN
        yield house


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Served]:
    """A house at its first start, which may fetch from 127.0.0.1."""
    for house in serve(tmp_path / "data", KENTONGAN_FETCH_ALLOWED=f"127.0.0.1:{REPLAY_PORT}", KENTONGAN_FETCH_FAST="5"):
        found = re.search(r"First login:\s+(\S+)\s+Password:\s+(\S+)", house.said())
        assert found, house.said()
        house.login = (found[1], found[2])
        yield house


REPLAY_PORT = free_port()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield chromium
        chromium.close()


@dataclass
class Visit:
    """One browser window; `complaints` are what the browser said against our pages."""

    page: Page
    house: Served
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        self.page.goto(self.house.url + path)
        return self.page

    def sign_in(self) -> Page:
        email, password = self.house.login
        page = self.go("/akun/login/")
        page.fill("input[name=login]", email)
        page.fill("input[name=password]", password)
        page.click("form button.main")
        page.wait_for_url(lambda url: "/akun/login" not in url)
        return page

    def heard(self, message: ConsoleMessage) -> None:
        # An answer of 422 or 403 is told on the console as well; what the page does with it is tested by itself.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(f"{self.page.url}: {message.text}")


def show(opened: list[tuple[BrowserContext, Visit]], folder: Path) -> None:
    """What stood in each window when a journey broke: words into the report, a picture beside the test's files."""
    for number, (_context, visit) in enumerate(opened):
        picture = folder / f"window-{number}.png"
        with contextlib.suppress(PlaywrightError):
            visit.page.screenshot(path=picture)
            words = " ".join(visit.page.inner_text("body").split())
            sys.stdout.write(f"window {number}, {visit.page.url} ({picture}): {words[:1500]}\n")


@pytest.fixture
def open_at(browser: Browser, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., Visit]]:
    """Open a window on a house; at the end of the test the browser must have had nothing to complain of."""
    opened: list[tuple[BrowserContext, Visit]] = []

    def open_window(house: Served, *, size: dict[str, int] = DESK, **options: object) -> Visit:
        # Without motion: a word that is still fading in has no contrast yet.
        context = browser.new_context(
            viewport=size, locale="id-ID", timezone_id="Asia/Jakarta", reduced_motion="reduce", **options
        )
        context.set_default_timeout(20_000)
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=house.url)
        page = context.new_page()
        visit = Visit(page, house)
        page.on("console", visit.heard)
        page.on("pageerror", lambda error: visit.complaints.append(f"{page.url}: {error}"))
        opened.append((context, visit))
        return visit

    yield open_window
    if getattr(request.node, "broke", False):
        show(opened, tmp_path)
    for context, _visit in opened:
        context.close()
    assert [line for _context, visit in opened for line in visit.complaints] == []
