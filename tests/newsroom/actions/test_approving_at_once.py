"""Several at once, and a process that dies: one decision each, never half of one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.whole

ROOT = Path(__file__).resolve().parents[3]


def house(data: Path, what: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    return subprocess.run(
        [sys.executable, "-m", "tests.newsroom.approving_at_once", what], cwd=ROOT, check=False, timeout=300,
        capture_output=True, text=True, env={**kept, "KENTONGAN_DATA": str(data), "PYTHONPATH": path},
    )  # fmt: skip


def test_at_once_and_killed_between(tmp_path: Path) -> None:
    ran = house(tmp_path, "claims")
    assert ran.returncode == 0, ran.stderr
    lines: list[list[Any]] = [json.loads(line) for line in ran.stdout.splitlines()]
    seen: dict[str, list[Any]] = {}
    for name, value in lines:
        seen.setdefault(name, []).append(value)
    assert all(value == [["", "Changed"], 1] for value in seen["one of two decides"])
    assert all(value == ["", True, "draft"] for value in seen["never approved what was saved"])
    assert all(value == [["", "LinkClosed"], 1] for value in seen["a link works once"])
    assert seen["wrong codes are all counted"] == [5]
    assert seen["asked for once"] == [[["", "Changed"], 1]]
    assert seen["the record is whole"] == [True]

    assert house(tmp_path, "die").returncode == 9
    left = house(tmp_path, "look")
    assert json.loads(left.stdout) == ["open", 0]  # the decision and its record both stand, or neither
