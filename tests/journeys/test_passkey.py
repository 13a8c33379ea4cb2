"""Passkeys, with a device that the browser plays: added, used alone and as second step, lost, removed, refused."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import CDPSession, Page, expect
from tests.journeys.conftest import DEMO_LOGIN, DESK, PHONE, Served, Visit

PASSWORD = DEMO_LOGIN[1]
# A phone that asks for the fingerprint, and gets it at once.
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


class Device:
    """An authenticator that belongs to one browser window."""

    def __init__(self, page: Page) -> None:
        self.line: CDPSession = page.context.new_cdp_session(page)
        self.line.send("WebAuthn.enable")
        self.id: str = self.line.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]

    def credentials(self) -> list[dict[str, Any]]:
        return list(self.line.send("WebAuthn.getCredentials", {"authenticatorId": self.id})["credentials"])

    def forgets_everything(self) -> None:
        self.line.send("WebAuthn.clearCredentials", {"authenticatorId": self.id})

    def knows_nobody(self) -> None:
        """The finger on the sensor is another's."""
        self.line.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": False})


@pytest.fixture(autouse=True)
def leaves_no_key(demo: Served) -> Iterator[None]:
    """The people of the demo office sign in with a password in the journeys that follow, also when one here broke."""
    yield
    with sqlite3.connect(demo.data / "kentongan.sqlite3", timeout=20) as db:
        db.execute("DELETE FROM mfa_authenticator")


def person(demo: Served, name: str) -> Served:
    return replace(demo, login=(f"{name}@kpp.example", PASSWORD))


def reaches_everybody(page: Page) -> None:
    """Nothing scrolls sideways at the desk or on the phone, and axe finds nothing."""
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url
        assert [rule["id"] for rule in Axe().run(page).response["violations"]] == [], page.url


def add_passkey(visit: Visit, name: str, *, alone: bool = True) -> list[str]:
    """Add one on the pages, as a signed-in person does; return the recovery codes shown then."""
    page = visit.go("/akun/saya/")
    page.click("a[href='/akun/2fa/']")
    page.click("a[href='/akun/2fa/webauthn/add/']")
    if "reauthenticate" in page.url:
        page.fill("input[name=password]", PASSWORD)
        page.click("form button.main")
    expect(page.locator("input[name=passwordless]")).to_be_checked()
    reaches_everybody(page)
    page.fill("input[name=name]", name)
    page.set_checked("input[name=passwordless]", alone)
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/akun/2fa/recovery-codes/")
    reaches_everybody(page)
    return page.locator(".codes code").all_inner_texts()


def sign_out(visit: Visit) -> None:
    visit.go("/akun/saya/").click("form[action='/akun/logout/'] button")
    visit.page.wait_for_url("**/akun/login/")


def toast(page: Page, words: str) -> None:
    expect(page.locator("#toasts")).to_contain_text(words)


def test_a_passkey_opens_the_account_alone_until_it_is_removed(demo: Served, open_at: Callable[..., Visit]) -> None:
    visit = open_at(person(demo, "bima"))
    page, device = visit.page, Device(visit.page)
    visit.sign_in()
    codes = add_passkey(visit, "Ponsel Bima")
    assert len(codes) == 10
    assert [one["rpId"] for one in device.credentials()] == ["localhost"]
    sign_out(visit)

    # No name, no password: the device alone, and it leads to where the person wanted.
    visit.go("/akun/login/?next=/cerita/").click("#passkey_login")
    page.wait_for_url(demo.url + "/cerita/")
    visit.go("/akun/2fa/")
    expect(page.locator("main")).to_contain_text("10 kode tersisa")
    page.click("a[href='/akun/2fa/webauthn/']")
    row = page.locator(".rows li", has_text="Ponsel Bima")
    expect(row).to_contain_text("Cukup untuk membuka akun Anda")
    expect(row).to_contain_text("Terakhir dipakai")
    reaches_everybody(page)

    # Removed: asked once more who this is, by the passkey itself.
    row.locator("a[href$='/remove/']").click()
    page.click("a[href*='/webauthn/reauthenticate/']")
    reaches_everybody(page)
    page.click("#mfa_webauthn_reauthenticate")
    page.wait_for_url("**/remove/")
    reaches_everybody(page)
    page.click("form button.main")
    page.wait_for_url("**/akun/2fa/webauthn/")
    toast(page, "Passkey dihapus")
    expect(page.locator(".rows li")).to_have_count(0)
    sign_out(visit)

    # The device still holds it, and the house says in words that it opens nothing.
    assert len(device.credentials()) == 1
    visit.go("/akun/login/").click("#passkey_login")
    toast(page, "Passkey ini tidak membuka akun mana pun di sini; mungkin sudah dihapus. Masuk dengan kata sandi")
    reaches_everybody(page)
    visit.go("/akun/saya/")
    assert "/akun/login/" in page.url
    visit.sign_in()  # the password alone again, without a second step
    assert "/akun/" not in page.url


def test_a_key_beside_the_password_and_a_code_for_the_day_it_is_lost(
    demo: Served, open_at: Callable[..., Visit]
) -> None:
    visit = open_at(person(demo, "damar"))
    page, device = visit.page, Device(visit.page)
    visit.sign_in()
    codes = add_passkey(visit, "Kunci di gantungan", alone=False)
    sign_out(visit)

    visit.sign_in()
    page.wait_for_url("**/akun/2fa/authenticate/")
    reaches_everybody(page)
    page.click("#mfa_webauthn_authenticate")
    page.wait_for_url(demo.url + "/")
    sign_out(visit)

    # Lost: the browser finds no key and says so, a recovery code opens instead.
    device.forgets_everything()
    visit.sign_in()
    page.click("#mfa_webauthn_authenticate")
    toast(page, "Perangkat Anda berhenti di tengah jalan")
    page.fill("input[name=code]", codes[0])
    page.click("form:has(input[name=code]) button[type=submit]")
    page.wait_for_url(demo.url + "/")


def test_a_device_that_breaks_off_is_told_in_words(demo: Served, open_at: Callable[..., Visit]) -> None:
    visit = open_at(person(demo, "yulia"))
    page, device = visit.page, Device(visit.page)
    visit.go("/akun/login/").click("#passkey_login")
    toast(page, "tidak menyimpan passkey untuk alamat ini")

    visit.sign_in()
    device.knows_nobody()
    visit.go("/akun/2fa/webauthn/add/")
    page.fill("input[name=password]", PASSWORD)
    page.click("form button.main")
    page.click("#mfa_webauthn_add")
    toast(page, "Passkey belum ditambahkan; coba lagi")
    assert device.credentials() == []
    visit.go("/akun/2fa/webauthn/")
    expect(page.locator("main")).to_contain_text("Belum ada")


def test_an_address_that_allows_no_passkeys_says_so(demo: Served, open_at: Callable[..., Visit]) -> None:
    visit = open_at(replace(demo, url=demo.url.replace("localhost", "127.0.0.1")))
    Device(visit.page)
    visit.go("/akun/login/").click("#passkey_login")

    toast(visit.page, "Passkey memerlukan https, atau http://localhost")
