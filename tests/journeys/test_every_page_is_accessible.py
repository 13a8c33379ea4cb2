"""Every page of the demo office, light and dark, at the desk and on the phone: axe finds nothing, nothing scrolls
sideways, the browser does not complain, and the first load is light.

Pages are found by themselves: all addresses without arguments, and of every other address the first link to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import CDPSession, Page
from tests.crawling import Address, addresses
from tests.journeys.conftest import DESK, PHONE, Served, Visit

MOST_BYTES = 100_000
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
AXE = Axe().axe_script
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
NO_PAGE = re.compile(r"^(api/|sehat/hidup/|akun/logout/)")  # answers for machines, and the door


class Weight:
    """Bytes that came over the line since the last page, pictures aside."""

    def __init__(self, line: CDPSession) -> None:
        self.bytes, self.pictures = 0, set[str]()
        line.send("Network.enable")
        line.send("Network.setCacheDisabled", {"cacheDisabled": True})
        line.on("Network.responseReceived", self._began)
        line.on("Network.loadingFinished", self._ended)

    def _began(self, event: dict[str, Any]) -> None:
        if event["type"] == "Image":
            self.pictures.add(event["requestId"])

    def _ended(self, event: dict[str, Any]) -> None:
        if event["requestId"] not in self.pictures:
            self.bytes += int(event["encodedDataLength"])


def pattern_of(address: Address) -> re.Pattern[str]:
    return re.compile("/" + re.sub(r"<(\w+:)?\w+>", "[^/]+", address.route).replace(".", r"\.") + "$")


def look_at(visit: Visit, path: str, weight: Weight) -> tuple[list[str], list[str]]:
    """Open one page in all four looks; return what is wrong with it, and the paths it links to."""
    page, wrong = visit.page, []
    page.set_viewport_size(DESK)
    page.emulate_media(color_scheme="light")
    weight.bytes = 0
    answer = page.goto(visit.house.url + path, wait_until="load")
    if answer is None or answer.status >= 500:
        return [f"{path}: answers {answer.status if answer else 'nothing'}"], []
    if weight.bytes > MOST_BYTES:
        wrong.append(f"{path}: {weight.bytes} bytes on the first load")
    looks = (("desk, light", DESK, "light", RULES), ("desk, dark", DESK, "dark", COLOURS),
             ("phone, dark", PHONE, "dark", RULES), ("phone, light", PHONE, "light", COLOURS))  # fmt: skip
    for name, size, scheme, rules in looks:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        wrong += [f"{path} ({name}): {line}" for line in violations(page, rules)]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wrong.append(f"{path} ({name}): scrolls sideways")
    links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
    return wrong, [urlsplit(link).path for link in links if link.startswith(visit.house.url)]


def violations(page: Page, rules: dict[str, Any]) -> list[str]:
    # Colours that are still on their way from light to dark are nobody's reading.
    page.evaluate("document.getAnimations().forEach(one => { try { one.finish() } catch { one.cancel() } })")
    if not page.evaluate("'axe' in window"):  # half a million letters: once a page, not once a look
        page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(rules)", rules)["violations"]
    return [
        f"{rule['id']}: {node['html'][:140]} [{said(node)}]"
        for rule in found
        for node in rule["nodes"][:3]
        if "obscured" not in said(node) or stays_covered(page, rule["id"], node["target"][0])
    ]


def said(node: dict[str, Any]) -> str:
    return "; ".join(check["message"] for check in node["any"][:1])


def stays_covered(page: Page, rule: str, target: str) -> bool:
    """Whether a target is covered also in the middle of the screen: under a bar at the edge it lies until scrolled.

    WCAG 2.2, success criterion 2.5.8, speaks of the size of a target, not of where a page is scrolled to.
    """
    page.locator(target).first.evaluate("one => one.scrollIntoView({ block: 'center' })")
    only = {"runOnly": {"type": "rule", "values": [rule]}}
    return bool(page.evaluate("([target, rules]) => axe.run(target, rules)", [target, only])["violations"])


def test_every_page_is_for_everybody(demo: Served, open_at: Callable[..., Visit]) -> None:
    visit = open_at(demo)
    visit.sign_in()
    weight = Weight(visit.page.context.new_cdp_session(visit.page))
    known = [address for address in addresses() if not NO_PAGE.match(address.route)]
    waiting = [f"/{address.route}" for address in known if not address.arguments]
    unseen = {pattern_of(address) for address in known if address.arguments and not address.is_regex}
    wrong: list[str] = []
    looked: list[str] = []
    while waiting:
        path = waiting.pop(0)
        if not is_page(visit, path):
            continue
        looked.append(path)
        said, links = look_at(visit, path, weight)
        wrong += said
        for link in links:
            fits = {pattern for pattern in unseen if pattern.fullmatch(link)}
            unseen -= fits
            waiting += [link] * bool(fits)
    assert len(looked) > 30, looked
    assert wrong == [], "\n".join(wrong)


def is_page(visit: Visit, path: str) -> bool:
    """Whether an address answers GET with a page of its own (a file, a fragment or a redirect is none)."""
    answer = visit.page.request.get(visit.house.url + path, max_redirects=0)
    return (
        answer.status == 200
        and answer.headers.get("content-type", "").startswith("text/html")
        and ("<!doctype" in answer.text()[:200].lower())
    )


def test_the_pages_before_signing_in_are_for_everybody(demo: Served, open_at: Callable[..., Visit]) -> None:
    visit = open_at(demo)
    weight = Weight(visit.page.context.new_cdp_session(visit.page))
    wrong = []
    for path in ("/akun/login/", "/akun/password/reset/", "/akun/undangan/tidak-ada/", "/tidak-ada/"):
        wrong += look_at(visit, path, weight)[0]
    assert wrong == [], "\n".join(wrong)
