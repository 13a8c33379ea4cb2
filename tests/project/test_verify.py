from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kentongan.newsroom.rules.content import Content, text_of
from kentongan.newsroom.rules.shares import foot_line, head_line
from kentongan.newsroom.rules.signing import (
    PublicKey,
    Retraction,
    Signed,
    Statement,
    download_of,
    key_list,
    new_pair,
    payload_of,
    sign,
)
from kentongan.project.verify import verify_command

PAIR = new_pair()
KEY = PublicKey("kpp-2026-1f3a", "kpp", PAIR.public, datetime(2026, 1, 5, tzinfo=UTC))
CONTENT = Content(
    headline="Layanan loket daring pulih, antrean yang hangus diganti otomatis",
    lead="Loket daring terpadu kembali berjalan penuh sejak pukul 04.50 WIB, setelah terhenti tiga jam pada Senin.",
    body=(
        "<p>Gangguan itu menyentuh 12.480 pemohon di sembilan provinsi, dan tidak ada data pribadi yang hilang.</p>"
        "<p>Sebanyak 214 kantor membuka layanan sampai pukul 20.00 waktu setempat selama tiga hari ke depan.</p>"
    ),
)


def statement(content: Content = CONTENT, *, code: str = "k7f2q", edition: int = 1) -> Statement:
    return Statement(
        institution="Kementerian Pelayanan Publik",
        issuer="kpp",
        kid=KEY.kid,
        number="119/HM.02/KPP/11/2026",
        kind="press_release",
        language="id",
        edition=edition,
        change="first" if edition == 1 else "correction",
        title=content.headline,
        text=text_of(content, head=head_line("press_release", "119"), foot=foot_line(f"kpp.example/r/{code}", "a b c")),
        sha256="ab" * 32,
        published_at=datetime(2026, 11, 24, tzinfo=UTC),
        url=f"https://kpp.example/r/{code}/",
        short_code=code,
        spoken_code="bambu laut tujuh",
    )


def signed(said: Statement | Retraction) -> Signed:
    payload = payload_of(said)
    return Signed(payload, sign(PAIR.private, payload), said.kid)


def write(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.fixture
def keys(tmp_path: Path) -> str:
    return write(tmp_path / "keys.json", json.dumps(key_list([KEY])))


@pytest.fixture
def release(tmp_path: Path) -> str:
    return write(tmp_path / "release.json", download_of(signed(statement())))


def run(pasted: str, release: str, keys: str, capfd: pytest.CaptureFixture[str]) -> tuple[int, dict[str, object], str]:
    file = Path(keys).with_name("pasted.txt")
    file.write_bytes(pasted.encode())
    status = verify_command(str(file), release=release, keys=keys)
    said = capfd.readouterr()
    return status, json.loads(said.out or "{}"), said.err


def test_a_mangled_copy_is_authentic(release: str, keys: str, capfd: pytest.CaptureFixture[str]) -> None:
    pasted = "> *" + statement().text.upper().replace("\n\n", "  \n> ") + "* 🙏"
    status, answer, says = run(pasted, release, keys, capfd)
    assert (status, answer["verdict"], answer["differences"]) == (0, "authentic", [])
    assert answer["release"] == {
        "number": "119/HM.02/KPP/11/2026",
        "title": CONTENT.headline,
        "url": "https://kpp.example/r/k7f2q/",
        "published_at": "2026-11-24T00:00:00Z",
    }
    assert says.startswith("Authentic")


def test_a_forged_copy_is_caught(release: str, keys: str, capfd: pytest.CaptureFixture[str]) -> None:
    status, answer, says = run(statement().text.replace("12.480", "12.840"), release, keys, capfd)
    assert (status, answer["verdict"]) == (1, "altered")
    assert answer["differences"] == [{"published": "12.480", "pasted": "12.840"}]
    assert "1 difference" in says


@pytest.mark.parametrize(
    ("pasted", "says"),
    [("", "Too short"), ("Loket pulih.", "Too short"), ("Panen raya di lereng gunung. " * 12, "Not from")],
)
def test_what_is_not_theirs(release: str, keys: str, capfd: pytest.CaptureFixture[str], pasted: str, says: str) -> None:
    status, answer, said = run(pasted, release, keys, capfd)
    assert (status, answer) == (1, {"verdict": "unknown", "release": None, "differences": []})
    assert says in said


def test_a_folder_knows_what_was_corrected_and_withdrawn(
    tmp_path: Path, keys: str, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "rilis"
    folder.mkdir()
    right = replace(CONTENT, lead=CONTENT.lead.replace("tiga jam", "empat jam"))
    write(folder / "1.json", download_of(signed(statement())))
    write(folder / "2.json", download_of(signed(statement(right, edition=2))))
    write(folder / "keys.json", Path(keys).read_text("utf-8"))
    write(folder / "rusak.json", "{")
    status, answer, says = run(statement().text, str(folder), keys, capfd)
    assert (status, answer["verdict"]) == (1, "corrected")
    assert "rusak.json" in says
    assert run(statement(right).text, str(folder), keys, capfd)[1]["verdict"] == "authentic"

    taken_back = Retraction(
        institution="Kementerian Pelayanan Publik",
        issuer="kpp",
        kid=KEY.kid,
        number="119",
        short_code="k7f2q",
        title="",
        why="Data keliru.",
        withdrawn_at=datetime(2026, 11, 25, tzinfo=UTC),
        url="",
    )
    write(folder / "2.json", download_of(signed(statement(right, edition=2)), signed(taken_back)))
    status, answer, says = run(statement().text, str(folder), keys, capfd)
    assert (status, answer["verdict"]) == (1, "withdrawn")
    assert "Data keliru." in says


def test_the_right_one_is_found_among_many(tmp_path: Path, keys: str, capfd: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "rilis"
    folder.mkdir()
    letters = "bcdfghjkmn"
    for number in range(40):
        town = f"Kota {letters[number // 10].upper()}{letters[number % 10]}undar"
        other = replace(CONTENT, body=CONTENT.body.replace("sembilan provinsi", f"{town} dan sekitarnya"))
        write(folder / f"{number}.json", download_of(signed(statement(other, code=f"k7f{number}"))))
    status, answer, _says = run(statement(other, code="k7f39").text, str(folder), keys, capfd)
    assert (status, answer["verdict"]) == (0, "authentic")
    assert answer["release"]["url"] == "https://kpp.example/r/k7f39/"


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ({"release.json": "{"}, "not JSON"),
        ({"release.json": download_of(signed(statement())).replace("12.480", "12.840")}, "was changed"),
        ({"keys.json": "[]"}, "not a JSON object"),
        ({"keys.json": json.dumps(key_list([replace(KEY, revoked_at=KEY.made_at)]))}, "revoked"),
        ({"keys.json": json.dumps(key_list([]))}, "not in the list"),
    ],
)
def test_what_cannot_be_used_is_said(
    release: str, keys: str, capfd: pytest.CaptureFixture[str], broken: dict[str, str], says: str
) -> None:
    for name, text in broken.items():
        write(Path(keys).with_name(name), text)
    status, answer, said = run(statement().text, release, keys, capfd)
    assert (status, answer) == (2, {})
    assert says in said


def test_what_is_not_there_is_said(tmp_path: Path, release: str, keys: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert verify_command(str(tmp_path / "tiada"), release=release, keys=keys) == 2
    assert verify_command(release, release=str(tmp_path / "tiada"), keys=keys) == 2
    (tmp_path / "kosong").mkdir()
    assert verify_command(release, release=str(tmp_path / "kosong"), keys=keys) == 2
    assert "no signed release" in capfd.readouterr().err


@pytest.mark.whole
def test_the_command_needs_neither_house_nor_locale(tmp_path: Path, release: str, keys: str) -> None:
    environment = {
        "PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src"),
        "LC_ALL": "C",
        "PATH": os.environ["PATH"],
    }
    command = [sys.executable, "-m", "kentongan", "verify", "-", "--release", release, "--keys", keys]
    done = subprocess.run(
        command,
        input=statement().text.encode("utf-16"),
        capture_output=True,
        cwd=tmp_path,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["verdict"] == "authentic"
    assert not (tmp_path / "data").exists()
