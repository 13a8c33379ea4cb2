"""`engine feed` and `engine extract` from the shell: one line for each file, whatever stands in it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kentongan.engine.cli import main

DATA = Path(__file__).parents[1] / "data"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    assert main(list(arguments)) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_feed_answers_each_file_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    names = [str(DATA / "feeds" / name) for name in ("serayu.xml", "halaman.html", "feed.json")]
    good, page, other = run(capsys, "feed", names[0], names[1], "tidak/ada.xml", str(DATA), names[2])[:1] + run(
        capsys, "feed", *names[1:]
    )
    assert list(good) == ["file", "title", "items", "error"]
    assert (good["file"], good["title"], good["error"]) == (names[0], "Kabar Serayu & Sekitarnya", None)
    assert good["items"][0] == {
        "id": "serayu-101",
        "title": "Bupati: Jalan rusak & jembatan diperbaiki bulan ini",
        "link": "https://serayu.example/berita/101/jalan-rusak-diperbaiki",
        "summary": "Perbaikan dimulai pekan depan.\n\nAnggaran Rp 1,5 miliar.",
        "published": "2024-10-09T15:22:00+07:00",
    }
    assert good["items"][2]["published"] is None
    assert page == {"file": names[1], "title": "", "items": [], "error": "This is a web page, not a feed."}
    assert (other["title"], len(other["items"])) == ("Balai Warga", 2)


def test_a_file_that_cannot_be_read_gets_its_line_and_the_rest_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    good = str(DATA / "feeds" / "atom.xml")
    missing, folder, nul, done = run(capsys, "feed", "tidak/ada.xml", str(DATA), "a\0b", good)
    assert missing == {
        "file": "tidak/ada.xml",
        "title": "",
        "items": [],
        "error": "The file cannot be read: No such file or directory.",
    }
    assert folder["error"] == "The file cannot be read: Is a directory."
    assert nul["error"]
    assert (done["file"], done["error"]) == (good, None)


def test_extract_answers_each_file_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    good, missing, feed = run(capsys, "extract", str(DATA / "pages" / "berita.html"), "tidak/ada.html", "/dev/null")
    assert list(good) == ["file", "title", "text", "published", "authors", "error"]
    assert good["title"] == "Jalan Rusak di Lima Desa Diperbaiki Bulan Ini"
    assert good["published"] == "2024-10-09T15:22:00+08:00"
    assert good["authors"] == ["Siti Rahma", "Budi Santoso, S.Sos"]
    assert "\n\nKepala Dinas Pekerjaan Umum" in good["text"]
    assert missing["error"] == "The file cannot be read: No such file or directory."
    assert (feed["text"], feed["authors"], feed["published"], feed["error"]) == ("", [], None, "The page is empty.")


def test_no_files_are_unusable_arguments(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["feed"]) == 2
    assert main(["extract"]) == 2
    assert capsys.readouterr().out == ""


def test_a_file_name_that_is_no_utf8_still_gets_its_line(tmp_path: Path) -> None:
    # In a process of its own, for the bytes of the command line.
    name = bytes(tmp_path / "kabar") + b"\xff.xml"
    Path(name.decode("utf-8", "surrogateescape")).write_bytes((DATA / "feeds" / "atom.xml").read_bytes())
    done = subprocess.run([sys.executable, "-m", "kentongan", "engine", "feed", name], capture_output=True, check=True)
    row = json.loads(done.stdout)
    assert (row["title"], row["error"]) == ("Radio Tirta", None)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux's full disk")
def test_a_full_disk_is_told_in_a_line() -> None:
    # In a process of its own, for what Python does with the rest when it ends.
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "kentongan", "engine", "feed", str(DATA / "feeds" / "atom.xml")]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    said = b"kentongan engine: The answer cannot be written: No space left on device.\n"
    assert (done.returncode, done.stderr) == (1, said)
