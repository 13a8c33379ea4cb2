"""A release on its sheet: typed, pasted, cut off from the network, written by two at once, on desk and phone."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect
from tests.journeys.conftest import PHONE, Served, Visit

WORD = (
    "<html><head><style>p.MsoNormal{margin:0}</style></head><body>"
    "<p class=MsoNormal style='color:red'><b>Loket</b> buka lagi<o:p></o:p></p>"
    "<p class=MsoListParagraph style='mso-list:l0 level1'><span style='mso-list:Ignore'>·&nbsp;</span>Kantor A</p>"
    "<script>alert(1)</script></body></html>"
)
SAVED = re.compile(r"tersimpan \d\d\.\d\d")


def begin(visit: Visit) -> Page:
    page = visit.go("/rilis/baru/")
    page.click("main button.main")
    page.wait_for_url(re.compile(r"/rilis/\d+/$"))
    return page


def paste(page: Page, html: str, text: str = "") -> None:
    page.evaluate(
        """([html, text]) => {
            const data = new DataTransfer();
            if (html) data.setData('text/html', html);
            data.setData('text/plain', text);
            const event = new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true});
            document.querySelector('.rich').dispatchEvent(event);
        }""",
        [html, text],
    )


def saved(page: Page) -> None:
    page.wait_for_timeout(200)
    expect(page.locator("[data-saved]")).to_have_text(SAVED, timeout=20_000)


def test_a_text_saves_itself_and_the_coach_reads_along(demo: Served, open_at: Callable[..., Visit]) -> None:
    visit = open_at(demo)
    visit.sign_in()
    page = begin(visit)
    page.fill("#headline", "Layanan loket daring pulih")
    page.fill("#lead", "Loket daring pulih sejak Senin (24/11/2026) dan 11.900 pemohon dilayani.")
    page.click(".rich")
    page.keyboard.type("Penyebabnya failover.")
    page.click("#facts [data-add]")
    page.fill("[name=facts-0-value]", "12.480")
    page.fill("[name=facts-0-label]", "pemohon terdampak")
    page.keyboard.press("Tab")
    saved(page)
    coach = page.locator("#coach")
    expect(coach).to_contain_text("Hari dan tanggal tidak cocok")
    coach.get_by_role("button", name="Pakai 12.480").click()
    expect(page.locator("#lead")).to_have_value(re.compile("12.480 pemohon"))
    expect(coach.get_by_role("button", name="Pakai 12.480")).to_have_count(0)
    coach.get_by_role("button", name="Pakai “pengalihan ke cadangan”").click()
    expect(page.locator(".rich")).to_have_text("Penyebabnya pengalihan ke cadangan.")
    saved(page)
    page.reload()
    expect(page.locator(".rich")).to_have_text("Penyebabnya pengalihan ke cadangan.")
    expect(page.locator("[name=facts-0-label]")).to_have_value("pemohon terdampak")


def test_what_is_pasted_becomes_clean(demo: Served, open_at: Callable[..., Visit]) -> None:
    visit = open_at(demo)
    visit.sign_in()
    page = begin(visit)
    page.click(".rich")
    paste(page, WORD)
    expect(page.locator(".rich li")).to_have_text("Kantor A")
    paste(page, "", "*Penting:* antrean diganti.")
    expect(page.locator(".rich strong").last).to_have_text("Penting:")
    page.keyboard.press("Control+s")
    saved(page)
    page.reload()
    assert page.locator(".rich").evaluate("box => /style|class|script/.test(box.innerHTML)") is False


def test_a_dropped_line_loses_nothing(demo: Served, open_at: Callable[..., Visit]) -> None:
    visit = open_at(demo)
    visit.sign_in()
    page = begin(visit)
    page.fill("#headline", "Sebelum sinyal hilang")
    page.click(".rich")
    saved(page)
    page.context.set_offline(True)
    page.keyboard.type("Ditulis tanpa sinyal.")
    expect(page.locator("[data-saved]")).to_have_text("tanpa sinyal; tersimpan di perangkat ini", timeout=10_000)
    address = page.url
    page.close()  # the battery, too
    page.context.set_offline(False)
    again = page.context.new_page()
    again.goto(address)
    expect(again.locator(".rich")).to_have_text("Ditulis tanpa sinyal.")
    expect(again.locator("#headline")).to_have_value("Sebelum sinyal hilang")


def test_two_writers_are_told_and_both_texts_stay(demo: Served, open_at: Callable[..., Visit]) -> None:
    first, second = open_at(demo), open_at(demo)
    first.sign_in()
    second.house = Served(demo.url, demo.data, demo.output, ("bima@kpp.example", demo.login[1]))
    second.sign_in()
    page = begin(first)
    page.fill("#headline", "Ditulis berdua")
    page.keyboard.press("Tab")
    saved(page)
    other = second.go(page.url.removeprefix(demo.url))
    expect(other.locator("#told")).to_contain_text("juga sedang membuka naskah ini")
    other.fill("#headline", "Milik yang kedua")
    other.keyboard.press("Tab")
    saved(other)
    page.fill("#headline", "Milik yang pertama")
    page.keyboard.press("Tab")
    told = page.locator("#told")
    expect(told).to_contain_text("bandingkan keduanya")
    told.get_by_role("link").click()
    page.wait_for_url("**/draf/**")
    expect(page.locator("ins").first).to_be_visible()
    expect(page.locator(".read")).to_contain_text("kedua")


def test_on_the_phone_a_text_is_written_and_nothing_scrolls_sideways(
    demo: Served, open_at: Callable[..., Visit]
) -> None:
    visit = open_at(demo, size=PHONE, has_touch=True, is_mobile=True)
    visit.sign_in()
    page = begin(visit)
    page.fill("#headline", "Layanan loket daring pulih di sembilan provinsi sejak pukul 04.50 WIB")
    page.locator("#quotes [data-add]").tap()
    page.fill("[name=quotes-0-text]", "Kami minta maaf.")
    page.locator("#quotes [data-add]").tap()
    page.fill("[name=quotes-1-text]", "Waktu warga tidak bisa kami kembalikan.")
    page.locator("#quotes [data-up]").last.tap()
    expect(page.locator("[name=quotes-0-text]")).to_have_value("Waktu warga tidak bisa kami kembalikan.")
    page.locator("#quotes [data-remove]").last.tap()
    saved(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.reload()
    expect(page.locator("[name=quotes-0-text]")).to_have_value("Waktu warga tidak bisa kami kembalikan.")
    expect(page.locator("[name=quotes-1-text]")).to_have_count(0)
