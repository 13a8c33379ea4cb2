"""What a linter cannot see: the shape of the house."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "kentongan"
# Modules that must have a test of the same name at the same path.
MIRRORED = {"actions", "queries", "rules"}
JUNK = {"utils", "util", "helpers", "helper", "misc"}


def modules() -> Iterator[Path]:
    return (path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)


def has_code(path: Path) -> bool:
    """Whether a module defines a function or class (a list of names needs no test of its own)."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in tree.body)


def test_actions_queries_and_rules_have_a_test_at_the_same_path() -> None:
    missing = [
        str(path.relative_to(SOURCE))
        for path in modules()
        if path.stem in MIRRORED
        and has_code(path)
        and not (ROOT / "tests" / path.relative_to(SOURCE).parent / f"test_{path.name}").exists()
    ]
    assert missing == []


def test_foreign_keys_name_the_class() -> None:
    # A string reference is invisible to the import contracts; only the user model and "self" may be one.
    relation = re.compile(r"(?:ForeignKey|OneToOneField|ManyToManyField)\(\s*[\"'](?!self[\"'])")
    found = [str(path) for path in modules() if path.name == "models.py" and relation.search(path.read_text("utf-8"))]
    assert found == []


def test_there_is_no_junk_drawer() -> None:
    assert [str(path) for path in SOURCE.rglob("*") if path.stem in JUNK] == []


def test_only_net_and_channels_reach_out() -> None:
    banned = re.compile(r"^\s*(?:from|import) (?:urllib\.request|http\.client|socket|smtplib)\b", re.MULTILINE)
    allowed = ("engine/net/", "channels/", "project/")
    found = [
        name
        for path in modules()
        if not (name := str(path.relative_to(SOURCE))).startswith(allowed) and banned.search(path.read_text("utf-8"))
    ]
    assert found == []


def test_actions_and_engine_read_no_clock() -> None:
    clock = re.compile(r"timezone\.now\(|datetime\.now\(|datetime\.utcnow\(|time\.time\(|date\.today\(")
    found = [
        str(path.relative_to(SOURCE))
        for path in modules()
        if (path.stem == "actions" or "actions" in path.parts or path.is_relative_to(SOURCE / "engine"))
        and clock.search(path.read_text("utf-8"))
    ]
    assert found == []


def test_every_setting_is_documented() -> None:
    from kentongan.project import env, settings  # noqa: F401, PLC0415 - reading the settings fills env.READ

    page = (ROOT / "docs" / "operate" / "settings.md").read_text(encoding="utf-8")
    assert [name for name in env.READ if f"`{name}`" not in page] == []


def test_every_signal_is_documented_where_it_is_announced() -> None:
    for path in SOURCE.rglob("signals.py"):
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines):
            if line.endswith("= Signal()"):
                assert lines[number - 1].lstrip().startswith("#"), f"{path}:{number + 1} says not what it carries"


@pytest.mark.parametrize("word", ["/wor" + "k/main", "/tm" + "p/"])
def test_the_repository_names_no_machine(word: str) -> None:
    kinds = {".py", ".md", ".html", ".toml", ".css", ".js", ".sh", ".txt"}
    found = [
        str(path.relative_to(ROOT))
        for folder in ("src", "tests", "docs", "bench", ".ci")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in kinds and path.is_file() and word in path.read_text(encoding="utf-8", errors="ignore")
    ]
    assert found == []
