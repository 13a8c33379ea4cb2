from __future__ import annotations

import io
import json
from typing import Any

import pytest

from kentongan.engine import cli

pytestmark = pytest.mark.usefixtures("tier_a")


def ask(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str, *lines: Any) -> list[Any]:
    text = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert cli.main([command]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_tone_answers_a_line_each_with_the_ids_unchanged(monkeypatch, capsys) -> None:
    answers = ask(
        monkeypatch,
        capsys,
        "tone",
        {"id": 7, "text": "Kepala Dinas Ditahan karena Korupsi", "kind": "headline", "subject": "dinas-sukamaju"},
        {"id": "b", "text": "puas sekali, petugasnya ramah", "kind": "comment"},
        {"id": "c", "text": "", "kind": "article"},
    )
    assert [row["id"] for row in answers] == [7, "b", "c"]
    assert [row["tone"] for row in answers] == ["negative", "positive", "neutral"]
    assert all(0 <= row["score"] <= 1 and row["tier"] == "A" for row in answers)
    assert answers[2]["unsure"] is True


def test_tone_tells_what_is_wrong_and_goes_on(monkeypatch, capsys) -> None:
    answers = ask(
        monkeypatch,
        capsys,
        "tone",
        "{",
        {"text": "x"},
        {"id": 1, "text": "x", "kind": "poem"},
        {"id": 2, "text": 5},
        {"id": 3, "text": "x"},
    )
    assert ["error" in row for row in answers] == [True, True, True, True, False]
    assert [row.get("id") for row in answers] == [None, None, 1, 2, 3]


def test_entities_of_a_text_and_of_tokens(monkeypatch, capsys) -> None:
    text = "Menteri Sari Wulandari tiba di Surabaya."
    answers = ask(
        monkeypatch,
        capsys,
        "entities",
        {"id": 1, "text": text},
        {"id": 2, "tokens": ["Menteri", "Sari", "Wulandari", "tiba", "di", "Surabaya", "."]},
        {"id": 3, "text": ""},
    )
    assert answers[0] == {
        "id": 1,
        "entities": [
            {"start": 8, "end": 22, "type": "PER", "text": "Sari Wulandari"},
            {"start": 31, "end": 39, "type": "LOC", "text": "Surabaya"},
        ],
        "tier": "A",
    }
    assert [(e["start"], e["end"], e["type"]) for e in answers[1]["entities"]] == [(1, 3, "PER"), (5, 6, "LOC")]
    assert answers[2] == {"id": 3, "entities": [], "tier": "A"}


def test_entities_tells_what_is_wrong_and_goes_on(monkeypatch, capsys) -> None:
    answers = ask(
        monkeypatch,
        capsys,
        "entities",
        "nonsense",
        {"id": 1, "tokens": "no list"},
        {"id": 2, "tokens": [1]},
        {"id": 3, "text": "Budi"},
    )
    assert ["error" in row for row in answers] == [True, True, True, False]


def test_entities_tells_where_reading_ends(monkeypatch, capsys) -> None:
    monkeypatch.setattr("kentongan.engine.assess.entities.READ", 40)
    text = "Menteri Sari Wulandari tiba di Surabaya. Lalu ia ke Ambon."
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps({"id": "a", "text": text}).encode())))
    assert cli.main(["entities"]) == 0
    said = capsys.readouterr()
    assert [name["text"] for name in json.loads(said.out)["entities"]] == ["Sari Wulandari", "Surabaya"]
    assert said.err == 'kentongan engine: id "a": names are looked for in the first 40 characters.\n'
