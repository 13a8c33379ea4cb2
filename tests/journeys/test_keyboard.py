"""At the desk, without the mouse."""

from __future__ import annotations

from collections.abc import Callable

from tests.journeys.conftest import Served, Visit


def test_the_stream_is_worked_through_by_keys(demo: Served, open_at: Callable[..., Visit]) -> None:
    visit = open_at(demo)
    visit.sign_in()
    page = visit.go("/pantau/?period=7d")
    chosen = page.locator("[data-item].selected")

    def key_of_chosen() -> str:
        return chosen.first.get_attribute("data-key") or ""

    first = key_of_chosen()
    page.keyboard.press("j")
    second = key_of_chosen()
    assert second != first
    shown = page.locator(f"#pane form[action='/pantau/{second}/nilai/']").first
    shown.wait_for(state="attached")  # the pane follows
    page.keyboard.press("k")
    assert key_of_chosen() == first
    page.locator(f"#pane form[action='/pantau/{first}/nilai/']").first.wait_for(state="attached")

    page.keyboard.press("n")
    page.locator("#pane details.tone-change[open]").wait_for()
    page.keyboard.press("Escape")

    page.keyboard.press("b")
    page.locator(f"#row-{first}.away").wait_for()
    page.locator("#pane button[name=relevance][value=new]").wait_for()
    page.keyboard.press("b")
    page.locator("#pane button[name=relevance][value=irrelevant]").wait_for()

    page.keyboard.press("?")
    page.locator("dialog#keys-overlay[open]").wait_for()
    page.keyboard.press("Escape")
    page.locator("dialog#keys-overlay[open]").wait_for(state="detached")

    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.matches('[data-search]')")
    page.keyboard.type("jnb")  # letters in a box are letters
    assert page.evaluate("document.activeElement.value") == "jnb"


def test_the_first_tab_leads_past_the_menu(demo: Served, open_at: Callable[..., Visit]) -> None:
    visit = open_at(demo)
    visit.sign_in()
    page = visit.go("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
