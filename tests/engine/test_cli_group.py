from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest

HOSPITAL = {
    "id": 1,
    "outlet": "harian-contoh",
    "title": "Menteri Kesehatan Resmikan Rumah Sakit Baru di Ambon",
    "body": "Menteri Kesehatan meresmikan rumah sakit baru di Ambon, Senin (2/3/2026).",
    "published": "2026-03-02T08:00:00+07:00",
}


@pytest.fixture
def engine() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "kentongan", "engine", "group"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        yield process


def say(engine: subprocess.Popen[str], line: str) -> dict[str, object]:
    assert engine.stdin is not None
    assert engine.stdout is not None
    engine.stdin.write(line + "\n")
    engine.stdin.flush()
    answer: dict[str, object] = json.loads(engine.stdout.readline())
    return answer


def test_each_line_is_answered_before_the_next_is_read(engine: subprocess.Popen[str]) -> None:
    assert say(engine, json.dumps(HOSPITAL)) == {"id": 1, "story": 1}
    again = {"id": "b", "title": "Rumah Sakit Baru di Ambon Diresmikan Menteri Kesehatan", "published": None}
    assert say(engine, json.dumps(again)) == {"id": "b", "story": 1}


def test_bad_lines_get_an_error_and_the_rest_is_done(engine: subprocess.Popen[str]) -> None:
    assert "error" in say(engine, "bukan json")
    assert "error" in say(engine, '["id"]')
    assert "error" in say(engine, '{"title": "tanpa id"}')
    assert say(engine, '{"id": "x", "published": "kemarin"}').keys() == {"id", "error"}
    assert say(engine, '{"id": "y", "title": 5}').keys() == {"id", "error"}
    assert say(engine, '{"id": "z"}') == {"id": "z", "story": "z"}
    for no_id in ("NaN", "-Infinity", "1e999", "[1]", "[" * 500 + "]" * 500):
        assert say(engine, f'{{"id": {no_id}}}').keys() == {"error"}
    assert engine.stdin is not None
    engine.stdin.close()
    assert engine.wait(10) == 0


def test_each_line_is_an_article_of_its_own_whatever_its_id(engine: subprocess.Popen[str]) -> None:
    def story(id_: object, title: str) -> object:
        return say(engine, json.dumps({"id": id_, "title": title}))["story"]

    assert story(5, "Gempa bumi di Cilacap merusak rumah warga") == 5
    assert story("5", "Harga beras naik di pasar induk Jakarta") == "5"
    assert story(5, "Presiden meresmikan bendungan baru di Lampung") == "5~3"
    assert story("5~3", "Timnas menang atas Vietnam di Solo") == "5~3~4"
    assert story(5, "Harga beras naik di pasar induk Jakarta") == "5"
    assert story("\ud800", "Kapal feri kandas di Selat Bali") == "\ud800"
