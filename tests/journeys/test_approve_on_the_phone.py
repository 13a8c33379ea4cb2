"""The head approves on a phone without a password: three taps, under 50 kB, also when the signal is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from tests.journeys.conftest import PHONE, ROOT, Served, Visit, environment

MOST_BYTES = 50_000
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def text_to_approve(house: Served) -> dict[str, Any]:
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    ran = subprocess.run(
        [sys.executable, "-m", "tests.journeys.text_to_approve"], cwd=ROOT, check=True, timeout=120,
        capture_output=True, text=True, env=environment(house.data, PYTHONPATH=path, KENTONGAN_BASE_URL=house.url),
    )  # fmt: skip
    made: dict[str, Any] = json.loads(ran.stdout)
    return made


def weigh(page: Page, address: str) -> int:
    """Return the bytes that one opening takes, everything in."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    came: list[int] = []
    line.on("Network.loadingFinished", lambda event: came.append(int(event["encodedDataLength"])))
    page.goto(address, wait_until="networkidle")
    return sum(came)


def is_sound(page: Page, what: str) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = Axe().run(page, options=RULES).response["violations"]
        assert found == [], f"{what}, {scheme}: {[(each['id'], each['nodes'][0]['html']) for each in found]}"
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], f"{what} scrolls sideways"


def test_a_head_approves_by_link(demo: Served, open_at: Callable[..., Visit]) -> None:
    made = text_to_approve(demo)
    visit = open_at(demo, size=PHONE)
    page, address = visit.page, demo.url + made["path"]
    assert weigh(page, address) < MOST_BYTES
    assert page.context.cookies() == []
    expect(page.locator(".changes")).to_contain_text("1 kata berubah")
    expect(page.locator("article")).to_contain_text("https://kpp.example/gangguan")
    is_sound(page, "the text")

    page.fill("#code", "000000" if made["code"] != "000000" else "000001")
    page.click("button.main")
    expect(page.get_by_role("alert")).to_contain_text("Kode salah")
    is_sound(page, "a wrong code")

    page.click("summary")
    page.fill("#code", made["code"])
    page.click("button[value=return]")
    expect(page.get_by_role("alert")).to_contain_text("Tuliskan")
    is_sound(page, "returning")
    page.click("summary")

    page.context.set_offline(True)
    page.click("button.main")
    expect(page.get_by_role("alert")).to_contain_text("Belum terkirim")
    page.context.set_offline(False)
    expect(page.locator("h1")).to_have_text("Disetujui", timeout=30_000)  # sent by itself
    is_sound(page, "done")
    assert page.evaluate("localStorage.length") == 0

    page.goto(address)
    expect(page.locator("h1")).to_have_text("Disetujui")
    expect(page.locator("form")).to_have_count(0)


def test_reading_without_scripts_and_in_large_letters(demo: Served, open_at: Callable[..., Visit]) -> None:
    made = text_to_approve(demo)
    page = open_at(demo, size=PHONE, java_script_enabled=False).page
    page.goto(demo.url + made["path"])
    page.fill("#code", made["code"])
    page.click("button.main")
    expect(page.locator("h1")).to_have_text("Disetujui")
