"""A release from the empty page to the public, through a chain of three, and what becomes of its copies."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from dataclasses import replace

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from tests.journeys.conftest import DEMO_LOGIN, PHONE, Served, Visit, wait_until

HEADLINE = "Antrean paspor daring dibuka lebih pagi di 34 kantor"
LEAD = "Mulai Senin, 30 November 2026, antrean paspor daring dibuka pukul 07.00 WIB di 34 kantor pelayanan."
BODY = (
    "Kuota harian naik dari 1.250 menjadi 1.900 pemohon. Pemohon tidak perlu datang lebih awal untuk mengambil nomor.",
    "Biaya penggantian paspor tetap Rp350.000 dan dibayar lewat bank, bukan kepada petugas.",
)
# Drags the mouse over some words, as a hand does.
SELECT = """(sheet, words) => {
  const walk = document.createTreeWalker(sheet, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const at = walk.currentNode.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(walk.currentNode, at);
    range.setEnd(walk.currentNode, at + words.length);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  }
}"""
WRONG, RIGHT = "1.900 pemohon", "1.950 pemohon"


def signed_in(open_at: Callable[..., Visit], demo: Served, name: str, **options: object) -> Visit:
    visit = open_at(replace(demo, login=(f"{name}@kpp.example", DEMO_LOGIN[1])), **options)
    visit.sign_in()
    return visit


def set_chain(admin: Visit) -> None:
    """Three steps in order: the coordinator of the bureau, its head, and another who runs it."""
    page = admin.go("/pengaturan/persetujuan/rantai/")
    for number, who in enumerate(("Damar", "Bima", "Administrator")):
        if number:
            page.click("button:has-text('Tambah langkah')")
        choice = page.locator(f"select[name=step-{number}-holder] option", has_text=who).first
        page.select_option(f"select[name=step-{number}-holder]", value=choice.get_attribute("value"))
        page.fill(f"input[name=step-{number}-position]", str(number + 1))
    page.click("button:has-text('Simpan rantai')")
    expect(page.locator("main")).to_contain_text("Damar")


def write(writer: Visit) -> str:
    page = writer.go("/rilis/baru/")
    page.click("button:has-text('Buka lembar')")
    page.fill("#headline", HEADLINE)
    page.fill("#place", "Jakarta")
    page.fill("#lead", LEAD)
    sheet = page.locator("[contenteditable=true]").first
    sheet.click()
    page.keyboard.type(BODY[0])
    page.keyboard.press("Enter")
    page.keyboard.type(BODY[1])
    saved(page)
    return re.search(r"/rilis/(\d+)/", page.url)[1]  # type: ignore[index]


def saved(page: Page) -> None:
    """It saves by itself; wait until all that was typed has arrived."""
    page.keyboard.press("Tab")
    page.wait_for_timeout(4_000)
    expect(page.locator("body")).to_contain_text("ersimpan")


def mailed_link(demo: Served, to: str) -> str:
    """The newest one-time link that went to somebody, as their mail holds it."""
    with sqlite3.connect(f"file:{demo.data / 'kentongan.sqlite3'}?mode=ro", uri=True) as db:
        rows = db.execute(
            "SELECT text FROM email_outgoingmail WHERE \"to\" = ? AND text LIKE '%/setujui/%' ORDER BY id DESC", [to]
        ).fetchall()
    return re.search(r"/setujui/[\w-]+/", rows[0][0])[0]  # type: ignore[index]


def decide_on_the_phone(open_at: Callable[..., Visit], demo: Served, link: str, code: str) -> None:
    """From the message to done: the link, the code, one button."""
    phone = open_at(demo, size=PHONE)
    page = phone.go(link)
    expect(page.locator("body")).to_contain_text(HEADLINE)
    assert [rule["id"] for rule in Axe().run(page).response["violations"]] == []
    page.fill("input[name=code]", code)
    page.click("button:has-text('Setujui naskah ini')")
    expect(page.locator("body")).to_contain_text("Disetujui")


def approve_at_the_desk(visit: Visit, release: str) -> None:
    page = visit.go(f"/rilis/{release}/setujui/")
    page.click("button:has-text('Setujui naskah ini')")
    page.wait_for_url(f"{visit.house.url}/")
    expect(page.locator("body")).to_contain_text("Keputusan Anda tercatat: Disetujui")


def climb(open_at: Callable[..., Visit], demo: Served, writer: Visit, release: str) -> None:
    """Ask, and let the three decide: one at the desk on a phone's screen, one by link, one at the desk."""
    page = writer.go(f"/rilis/{release}/")
    page.click("button:has-text('Minta persetujuan')")
    # Its names stand there before, too: only a round under way can be taken back.
    expect(page.locator(".chain-panel")).to_contain_text("Tarik kembali", timeout=15_000)
    expect(page.locator(".chain-panel")).to_contain_text("Damar")
    approve_at_the_desk(signed_in(open_at, demo, "damar", size=PHONE), release)
    page = writer.go(f"/rilis/{release}/")
    page.click(".chain-links summary")
    page.click(".chain-links button:has-text('Bima')")
    code = page.locator(".chain-code .figure").inner_text().strip()
    decide_on_the_phone(open_at, demo, mailed_link(demo, "bima@kpp.example"), re.sub(r"\D", "", code))
    approve_at_the_desk(signed_in(open_at, demo, "admin"), release)


def publish(writer: Visit, release: str, **words: str) -> None:
    page = writer.go(f"/rilis/{release}/terbit/")
    if words:
        page.locator("[name=change][value=correction]").check()
    for name, text in words.items():
        page.fill(f"[name={name}]", text)
    page.locator("main form button.main").click()
    expect(page.locator("main")).to_contain_text("berlaku")


def check(reader: Visit, text: str) -> str:
    page = reader.go("/periksa/")
    page.fill("textarea", text)
    page.click("main form button.main")
    return page.locator("main").inner_text()


def test_a_release_goes_out_and_its_copies_are_told_from_forgeries(demo: Served, open_at: Callable[..., Visit]) -> None:
    set_chain(signed_in(open_at, demo, "admin"))
    writer = signed_in(open_at, demo, "sekar")
    release = write(writer)
    climb(open_at, demo, writer, release)
    publish(writer, release)

    reader = open_at(demo, size=PHONE)
    page = reader.go("/pers/kpp/")
    page.click(f"a:has-text('{HEADLINE}')")
    expect(page.locator("h1")).to_have_text(HEADLINE)
    expect(page.locator("body")).to_contain_text("Asli dari kami")
    address = page.url
    code = re.search(r"/pers/kpp/(\w+)/", address)[1]  # type: ignore[index]
    wa = page.request.get(f"{demo.url}/r/{code}/wa.txt").text()

    mangled = "Diteruskan\n\n" + wa.upper().replace("*", "").replace(". ", ".  \n") + " 🙏🙏"
    assert "Asli dari kami" in check(reader, mangled)
    forged = check(reader, wa.replace("Rp350.000", "Rp850.000"))
    assert "Diubah" in forged
    assert "Rp850.000" in forged

    page = writer.go(f"/rilis/{release}/terbit/")
    page.click("button:has-text('Ralat atau perbarui')")
    wait_until(lambda: page.locator("[contenteditable=true]").count() > 0, 10, "the sheet opens for the correction")
    change(page)
    climb(open_at, demo, writer, release)
    publish(writer, release, was_wrong=f"Kuota tertulis {WRONG}.", is_right=f"Kuota yang benar {RIGHT}.")

    page = reader.go(address.removeprefix(demo.url))
    expect(page.locator("body")).to_contain_text(RIGHT)
    expect(page.locator("body")).to_contain_text(f"Kuota tertulis {WRONG}.")
    assert "ralat" in check(reader, wa).lower()
    expect(reader.go("/pers/kpp/ralat/").locator("main")).to_contain_text(f"Kuota yang benar {RIGHT}.")


def change(page: Page) -> None:
    """Write the right figure over the wrong one."""
    sheet = page.locator("[contenteditable=true]").first
    sheet.click()
    sheet.evaluate(SELECT, WRONG)
    page.keyboard.type(RIGHT)
    saved(page)
