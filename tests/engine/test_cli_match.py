"""`engine match`, `reuse` and `claims` as the shell sees them: JSON Lines in, JSON Lines out."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kentongan.engine.cli import main

Row = dict[str, Any]


class Shell:
    """Runs a command with lines on stdin; answers its exit code, its rows and what it said on stderr."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.monkeypatch, self.capsys = folder, monkeypatch, capsys

    def file(self, *rows: Row | str) -> str:
        path = self.folder / "argument.jsonl"
        path.write_text(lines(*rows), encoding="utf-8")
        return str(path)

    def run(self, *arguments: str, stdin: str = "") -> tuple[int, list[Row], str]:
        stream = io.TextIOWrapper(io.BytesIO(stdin.encode("utf-8", "surrogatepass")), encoding="utf-8")
        self.monkeypatch.setattr(sys, "stdin", stream)
        code = main(list(arguments))
        said = self.capsys.readouterr()
        return code, [json.loads(line) for line in said.out.splitlines()], said.err


def lines(*rows: Row | str) -> str:
    return "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows)


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path, monkeypatch, capsys)


def test_match_answers_every_line(shell: Shell) -> None:
    queries = shell.file({"id": "a", "query": "suap OR korup*"}, {"id": 7, "query": "title:gempa"})
    stdin = lines(
        {"id": "x", "outlet": "o", "title": "Gempa", "body": "Soal suap.", "published": "2025-06-03T10:00:00+07:00"},
        {"id": 5, "title": "Korupsi"},
        "not json",
        {"title": "no id"},
        {"id": "y", "title": 3},
        "[]",
        "",
        {"id": "z", "title": "", "body": None, "published": None},
        '{"id": "s", "title": "gempa \\ud800"}',
        '{"id": "\\ud800"}',
        '{"id":' * 100_000,
    )
    code, rows, said = shell.run("match", "--queries", queries, stdin=stdin)
    assert code == 0
    assert rows[0] == {"id": "x", "queries": ["a", 7]}
    assert rows[1] == {"id": 5, "queries": ["a"]}
    assert ["error" in row for row in rows] == [False, False, True, True, True, True, False, False, False, True]
    assert rows[4]["id"] == "y"
    assert rows[6:9] == [{"id": "z", "queries": []}, {"id": "s", "queries": [7]}, {"id": "\ud800", "queries": []}]
    assert said == ""


def test_a_byte_order_mark_costs_no_line(shell: Shell) -> None:
    queries = shell.file("\ufeff" + json.dumps({"id": "q", "query": "gempa"}))
    stdin = "\ufeff" + lines({"id": 1, "title": "Gempa"}, "\ufeff", "\ufeff" + json.dumps({"id": 2, "title": "Gempa"}))
    assert shell.run("match", "--queries", queries, stdin=stdin) == (
        0,
        [{"id": 1, "queries": ["q"]}, {"id": 2, "queries": ["q"]}],
        "",
    )


def test_a_closed_stream_is_told_in_a_line(shell: Shell) -> None:
    queries = shell.file({"id": "q", "query": "gempa"})
    shell.monkeypatch.setattr(sys, "stdin", None)
    assert main(["match", "--queries", queries]) == 2
    assert shell.capsys.readouterr().err == "kentongan engine: stdin is closed.\n"
    shell.monkeypatch.setattr(sys, "stdout", None)
    assert main(["match", "--queries", queries]) == 1
    assert shell.capsys.readouterr().err == "kentongan engine: The answer cannot be written: stdout is closed.\n"


def test_a_bad_query_is_told_and_the_others_work(shell: Shell) -> None:
    queries = shell.file({"id": "bad", "query": "a (suap"}, "{", {"id": "good", "query": "suap"}, {"id": "none"})
    code, rows, said = shell.run("match", "--queries", queries, stdin=lines({"id": "x", "title": "suap"}))
    assert (code, rows) == (0, [{"id": "x", "queries": ["good"]}])
    told = said.splitlines()
    assert len(told) == 3
    assert any('query "bad": column 3' in line for line in told)
    assert any('query "none"' in line for line in told)


def test_reuse_gives_a_line_for_each_original(shell: Shell) -> None:
    release = "Kantor wilayah membuka layanan paspor malam hari mulai pekan depan di tiga loket baru."
    originals = shell.file({"id": 1, "title": "Rilis", "body": release}, {"id": "no body"})
    body = f"Kabar baik: {release}"
    stdin = lines({"id": "x", "title": "T", "body": body}, {"id": "y", "title": "T"}, "{")
    code, rows, _ = shell.run("reuse", "--originals", originals, stdin=stdin)
    assert code == 0
    assert rows[0] == {
        "id": "x",
        "original": 1,
        "containment": 1.0,
        "spans": [[12, len(body) - 1, 0, len(release) - 1]],
    }
    assert [set(row) for row in rows[1:]] == [{"error"}]


def test_signs_that_nobody_sees_hide_no_word(shell: Shell) -> None:
    release = "Kementerian membuka layanan paspor malam hari mulai pekan depan di tiga loket baru."
    hidden = release.replace("e", "e\u00ad").replace("a", "\u200ba")
    article = lines({"id": "x", "title": "T", "body": hidden})
    queries = shell.file({"id": "q", "query": '"kementerian mem\u00adbuka" loket'})
    assert shell.run("match", "--queries", queries, stdin=article)[1] == [{"id": "x", "queries": ["q"]}]
    originals = shell.file({"id": 1, "title": "Rilis", "body": release})
    (found,) = shell.run("reuse", "--originals", originals, stdin=article)[1]
    assert (found["containment"], found["spans"]) == (1.0, [[0, len(hidden) - 1, 0, len(release) - 1]])


def test_claims_answers_every_line(shell: Shell) -> None:
    known = shell.file(
        {"id": 1, "text": "kartu lama diblokir mulai besok"}, {"id": "b", "text": "undian mobil kantor pos"}
    )
    stdin = lines(
        {"id": "x", "text": "Awas, kartu lama diblokir besok!"}, {"id": "y", "text": "Cuaca cerah"}, {"text": "z"}
    )
    code, rows, _ = shell.run("claims", "--known", known, stdin=stdin)
    assert code == 0
    assert [match["known"] for match in rows[0]["matches"]] == [1]
    assert 0 < rows[0]["matches"][0]["score"] <= 1
    assert rows[1] == {"id": "y", "matches": []}
    assert "error" in rows[2]


@pytest.mark.parametrize("arguments", [("match",), ("match", "--queries", "/no/such/file"), ("reuse", "--known", "x")])
def test_unusable_arguments_exit_with_two(shell: Shell, arguments: tuple[str, ...]) -> None:
    code, rows, said = shell.run(*arguments)
    assert (code, rows) == (2, [])
    assert said


@pytest.mark.parametrize(
    ("command", "option"), [("match", "--queries"), ("reuse", "--originals"), ("claims", "--known")]
)
def test_through_a_real_pipe(shell: Shell, command: str, option: str) -> None:
    argument = shell.file({"id": "a", "query": "gempa", "body": "", "text": "gempa"})
    program = "import sys; from kentongan.engine.cli import main; sys.exit(main(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", program, command, option, argument],
        input=lines({"id": "é", "title": "Gempa", "text": "gempa"}).encode(),
        capture_output=True,
        check=False,
        env={"PYTHONPATH": "src", "PYTHONIOENCODING": "utf-8"},
    )
    assert (done.returncode, done.stderr) == (0, b"")
    answers = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [answer["id"] for answer in answers] == ([] if command == "reuse" else ["é"])
