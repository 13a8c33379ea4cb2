"""The public newsroom as readers have it: desk and 360 px, light and dark, by keyboard, without a cookie."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect
from tests.journeys.conftest import DESK, PHONE, Served, Visit
from tests.journeys.test_every_page_is_accessible import COLOURS, RULES, violations

PAGES = (
    "", "ralat/", "agenda/", "narahubung/", "terbitan/", "arsip/", "topik/", "unit/", "ikuti/", "cari/?q=loket",
    "periksa/",
)  # fmt: skip


def test_public_pages_are_for_everybody_and_set_no_cookie(demo: Served, open_at: Callable[..., Visit]) -> None:
    visit = open_at(demo)
    page = visit.go("/pers/kpp/")
    releases = page.eval_on_selector_all(".releases a", "all => all.map(a => new URL(a.href).pathname)")
    wrong = []
    for path in (*(f"/pers/kpp/{name}" for name in PAGES), *releases[:2]):
        answer = page.goto(demo.url + path)
        assert answer is not None
        assert answer.status == 200, path
        for size, scheme, rules in ((DESK, "light", RULES), (PHONE, "dark", RULES), (DESK, "dark", COLOURS)):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            wrong += [f"{path} ({size['width']}, {scheme}): {line}" for line in violations(page, rules)]
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                wrong.append(f"{path} ({size['width']}): scrolls sideways")

    assert wrong == []
    assert page.context.cookies() == []


def test_a_reader_finds_a_release_passes_it_on_and_follows(demo: Served, open_at: Callable[..., Visit]) -> None:
    reader = open_at(demo, size=PHONE)
    page = reader.go("/pers/kpp/cari/?q=loket+daring")
    page.locator(".releases a").first.click()
    expect(page.locator("h1")).to_be_visible()
    page.click(".thumb-bar [data-copy-from]")
    expect(page.locator("#toasts")).to_contain_text("Tersalin")
    assert "kode ucap" in page.evaluate("navigator.clipboard.readText()")
    page.locator("#bagikan summary").click()
    shares = page.eval_on_selector_all("#bagikan details a", "all => all.map(a => a.href)")
    assert any(link.startswith("https://wa.me/") for link in shares)

    reader.go("/pers/kpp/ikuti/")
    page.fill("input[name=email]", "pembaca@contoh.example")
    page.click("main form button.main")
    assert re.search(r"terkirim=1$", page.url)
