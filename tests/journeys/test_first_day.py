"""The first day: from an empty house to a brief in the minister's mailbox."""

from __future__ import annotations

import email
import json
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from email import policy
from pathlib import Path

import pytest
from tests.channels.email.sink import smtp_sink
from tests.journeys.conftest import REPLAY_PORT, ROOT, Served, Visit, environment, wait_until

OUTLETS = ("Kabar Serayu", "Warta Nusa")
TITLES = (
    "Loket daring terpadu terhenti tiga jam",
    "Antrean mengular setelah loket daring mati",
    "Menteri meminta maaf atas gangguan loket daring",
    "Pusat data pulih, loket daring kembali melayani",
)
BODY = (
    "Loket daring terpadu terhenti selama tiga jam pada Senin pagi setelah pusat data di Tanjung Arang kehilangan "
    "pasokan listrik. Warga menunggu di halaman kantor layanan, dan petugas mencatat permohonan dengan tangan.\n\n"
    "Kepala pusat data menjelaskan bahwa pasokan cadangan tidak menyala. Pemeriksaan menyeluruh dimulai hari ini, "
    "dan hasilnya diumumkan sebelum pekan berakhir agar warga tahu apa yang diperbaiki.\n\n"
    "Kementerian menyatakan permohonan yang masuk hari itu tetap dihitung sejak jam pertama, sehingga tidak ada "
    "warga yang kehilangan gilirannya karena gangguan tersebut."
)


@pytest.fixture
def replayed(tmp_path: Path) -> Iterator[str]:
    """Two outlets with two articles each, served over loopback as if they were published today."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    rows = [
        {
            "outlet": OUTLETS[number % 2],
            "url": f"https://serayu.example/{number}",
            "title": title,
            "body": f"{title}. {BODY}",
            "published": f"2026-11-23T00:0{number}:00+07:00",
        }
        for number, title in enumerate(TITLES)
    ]
    (folder / "berita.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "kentongan", "replay", str(folder), "--port", str(REPLAY_PORT)],
        cwd=ROOT,
        env=environment(tmp_path / "replay"),
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{REPLAY_PORT}"
    try:
        wait_until(lambda: _read(f"{url}/sources.csv"), 20, "the replay answers")
        yield url
    finally:
        process.terminate()
        process.wait(10)


def _read(url: str) -> bytes:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bytes(answer.read())
    except OSError:
        return b""


def test_a_new_office_hears_sorts_and_briefs_within_the_hour(
    empty: Served, replayed: str, open_at: Callable[..., Visit], tmp_path: Path
) -> None:
    visit = open_at(empty)
    page = visit.sign_in()

    # The welcome: whose office, which media, what to listen for.
    page.wait_for_url("**/selamat-datang/lembaga/")
    page.fill("input[name=name]", "Kementerian Pelayanan Publik")
    page.fill("input[name=short_name]", "KPP")
    page.fill("input[name=root_unit]", "Biro Humas")
    page.click("main form button.main, form.form button.main")
    page.wait_for_url("**/selamat-datang/media/")

    # Its own media stand in no catalogue: a list brings them.
    listed = tmp_path / "media.csv"
    listed.write_bytes(_read(f"{replayed}/sources.csv"))
    page.click("form.form button.main")  # nothing ticked: the page says so, and offers the list
    page.locator(".notice.bad a[href$='/selamat-datang/kueri/']").wait_for()
    page.set_input_files("input[type=file]", str(listed))
    page.click("form.form button.main")

    page.wait_for_url("**/selamat-datang/kueri/")
    page.locator(".welcome-steps [aria-current=step]").wait_for()
    page.fill("input[name=name]", "Loket daring")
    words = page.locator("textarea[name=text]")

    def tried_out() -> bool:
        # The try-out answers while one types; articles come in meanwhile.
        words.fill("")
        words.press_sequentially('"loket daring"')
        page.wait_for_timeout(1500)
        return page.locator("#tryout .hit").count() >= len(TITLES)

    wait_until(tried_out, 90, "the articles of the first day are read and the try-out shows them")
    page.click("form.form button.main")
    page.wait_for_url("**/jalan/")
    page.locator("#backfill a.main").wait_for(timeout=60_000)
    page.click("#backfill a.main")
    page.locator("[data-list] [data-item]").first.wait_for()
    page.goto(f"{page.url}&fold=0")  # the same text in two outlets is one row, unless one asks
    heard = page.locator("#rows").inner_text()
    assert [title for title in TITLES if title not in heard] == []
    assert all(outlet in heard for outlet in OUTLETS), heard

    _write_and_send(visit)
    _mail_goes_out(visit)


def _write_and_send(visit: Visit) -> None:
    page = visit.page
    visit.go("/laporan/rencana/")
    page.fill("textarea[name=recipients]", "Nirmala Hadiwasita <menteri@kpp.example>")
    page.click("form.form button.main")
    page.wait_for_url("**/laporan/")
    page.locator("form[action$='/laporan/siapkan/'] button").first.click()
    page.wait_for_url("**/laporan/*/")
    page.fill("textarea[name=lede]", "Gangguan loket daring ramai diberitakan sejak pagi.")
    page.click("button[name=then][value=send]")
    page.locator("form#brief-form").wait_for(state="detached")  # what went out is not edited
    visit.go("/pengaturan/surat/kotak-keluar/")
    assert "menteri@kpp.example" in page.locator("#content").inner_text()


def _mail_goes_out(visit: Visit) -> None:
    page = visit.page
    with smtp_sink() as sink:
        visit.go("/pengaturan/surat/")
        page.fill("input[name=host]", "127.0.0.1")
        page.fill("input[name=port]", str(sink.port))
        page.select_option("select[name=security]", "none")
        page.fill("input[name=from_name]", "Humas KPP")
        page.fill("input[name=from_email]", "humas@kpp.example")
        page.click("form.form button.main")
        page.locator("button[form=test-mail]").wait_for()
        wait_until(lambda: sink.taken, 40, "the brief that waited goes out by itself")
    to, content = sink.taken[0]
    message = email.message_from_bytes(content, policy=policy.default)
    assert to == "menteri@kpp.example"
    assert "Gangguan loket daring ramai" in message.get_body(("plain",)).get_content()
    assert any(part.get_content_type() == "application/pdf" for part in message.iter_attachments())
    assert len([address for address, _content in sink.taken if address == to]) == 1
