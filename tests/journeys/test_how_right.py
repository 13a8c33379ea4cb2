"""From a machine's word to how often it is right in one tap, and a check at random by keys and by thumb."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.journeys.conftest import DESK, PHONE, Served, Visit


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_one_tap_then_two_texts_decided(demo: Served, open_at: Callable[..., Visit], size: dict[str, int]) -> None:
    visit = open_at(demo, size=size)
    visit.sign_in()
    page = visit.go("/pantau/?period=7d")
    page.locator(".head .how-right").click()
    page.wait_for_url("**/pantau/ketepatan/#nada")
    page.locator(".check-buttons .button").click()
    page.wait_for_url("**/pantau/ketepatan/periksa/")
    place = page.locator(".check-place").inner_text()
    if size is DESK:
        page.keyboard.press("2")
    else:
        page.click(".check-answers button >> nth=1")
    toast = page.locator(".toast").last
    toast.wait_for()
    assert "Anda: netral." in toast.inner_text()
    assert page.locator(".check-place").inner_text() != place
    assert (
        toast.bounding_box()["y"] + toast.bounding_box()["height"] <= page.locator(".pane>footer").bounding_box()["y"]
    )
    toast.locator("button").first.click()
    page.locator(".check-place", has_text=place).wait_for()
    assert visit.complaints == []
