"""Sorting mentions by hand: nothing stands in the way of the next decision."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.journeys.conftest import DESK, PHONE, Served, Visit


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_no_word_covers_the_next_button(demo: Served, open_at: Callable[..., Visit], size: dict[str, int]) -> None:
    visit = open_at(demo, size=size)
    visit.sign_in()
    page = visit.go("/pantau/?period=7d")
    if size is PHONE:
        page.click(".mention h3 a >> nth=2")
    away, back = "#pane button[name=relevance][value=irrelevant]", "#pane button[name=relevance][value=new]"
    for _ in range(2):  # two words at once on the screen
        page.click(away)
        page.locator(".toast").last.wait_for()
        page.click(back, timeout=3000)
        page.locator(away).wait_for()
    toasts = "[...document.querySelectorAll('.toast')]"
    lowest = page.evaluate(f"Math.max(...{toasts}.map((toast) => toast.getBoundingClientRect().bottom))")
    assert lowest <= page.locator("#pane>footer").bounding_box()["y"]


def test_the_pane_counts_along_and_a_stretched_box_upsets_nobody(demo: Served, open_at: Callable[..., Visit]) -> None:
    visit = open_at(demo, size=DESK)
    visit.sign_in()
    page = visit.go("/pantau/?period=7d")
    place = page.locator("#pane [data-place]")
    total = place.inner_text().removeprefix("1 dari ")
    assert total.isdecimal()
    page.keyboard.press("j")
    page.locator("#pane [data-place]", has_text=f"2 dari {total}").wait_for()
    page.click("#pane details.own summary")
    page.eval_on_selector("#pane textarea", "box => { box.style.height = '200px' }")  # what dragging its corner does
    page.click("#pane button[name=relevance][value=irrelevant]")
    page.locator("#pane button[name=relevance][value=new]").click()
    page.locator("#pane button[name=relevance][value=irrelevant]").wait_for()
    page.locator("#pane [data-place]", has_text=f"2 dari {total}").wait_for()
