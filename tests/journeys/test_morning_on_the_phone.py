"""Six in the morning, one thumb: home, triage, the brief, and its text for WhatsApp."""

from __future__ import annotations

from collections.abc import Callable

from tests.journeys.conftest import PHONE, Served, Visit


def fits(visit: Visit) -> bool:
    return bool(visit.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_from_home_to_the_brief_with_one_thumb(demo: Served, open_at: Callable[..., Visit]) -> None:
    visit = open_at(demo, size=PHONE, has_touch=True, is_mobile=True)
    page = visit.sign_in()
    assert page.locator("h1").count() == 1
    assert page.locator("nav.bar a").count() >= 3
    assert fits(visit)

    # Triage: one text, one tap.
    page.locator("nav.bar a[href='/pantau/']").tap()
    page.wait_for_url("**/pantau/")
    assert fits(visit)
    page.locator("[data-item] h3 a").first.tap()
    page.wait_for_url("**/pantau/*/")
    assert fits(visit)
    button = page.locator("footer button[name=relevance]").last
    assert button.bounding_box()["height"] >= 40  # a thumb is no mouse
    wanted = button.get_attribute("value")
    button.tap()
    page.locator(f"footer button[name=relevance][value={wanted}]").wait_for(state="detached")

    # The brief, and its text for WhatsApp in one tap.
    page.locator("nav.bar a[href='/laporan/']").tap()
    page.wait_for_url("**/laporan/")
    assert fits(visit)
    page.locator("main a.button.main").first.tap()
    page.wait_for_url("**/laporan/*/")
    assert fits(visit)
    page.locator("[data-copy-from='#wa-text']").tap()
    page.locator("[data-toast], .toast").first.wait_for()
    text = page.evaluate("navigator.clipboard.readText()")
    assert text == page.locator("#wa-text").input_value()
    assert text.startswith("*")
    assert len(text) > 200

    # What is written now goes along, saved or not.
    page.locator("[name=lede]").fill("Belum disimpan, sudah disalin.")
    before = page.locator(".toast").count()
    page.locator("[data-copy-from='#wa-text']").tap()
    page.locator(".toast").nth(before).wait_for()
    assert "Belum disimpan, sudah disalin." in page.evaluate("navigator.clipboard.readText()")
