"""The Indonesian wording is whole: nothing untranslated, no placeholder lost, nothing missing from the catalogue."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale" / "id" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def messages() -> list[Message]:
    with CATALOGUE.open("rb") as file:
        return [message for message in read_po(file) if message.id]


def forms(value: str | tuple[str, ...] | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def test_everything_is_said_in_indonesian() -> None:
    assert [message.id for message in messages() if not all(forms(message.string)) or message.fuzzy] == []


def test_no_placeholder_is_lost_or_invented() -> None:
    wrong = []
    for message in messages():
        allowed = set(PLACEHOLDER.findall(" ".join(forms(message.id))))
        needed = set.intersection(*(set(PLACEHOLDER.findall(form)) for form in forms(message.id)))
        for form in forms(message.string):
            found = set(PLACEHOLDER.findall(form))
            if not needed <= found <= allowed:
                wrong.append((message.id, form))
    assert wrong == []


def test_indonesian_has_one_plural_form() -> None:
    with CATALOGUE.open("rb") as file:
        assert read_po(file).num_plurals == 1


@pytest.mark.whole
@pytest.mark.skipif(shutil.which("xgettext") is None, reason="xgettext is not installed")
def test_no_word_of_the_code_is_missing(tmp_path: Path) -> None:
    copy = tmp_path / "kentongan"
    shutil.copytree(ROOT / "src", copy / "src", ignore=shutil.ignore_patterns("__pycache__", "catalogue*"))
    shutil.copy(ROOT / "manage.py", copy)
    (copy / "locale").mkdir()
    python = sys.executable
    command = [python, "manage.py", "makemessages", "-l", "id", "--no-location", "--ignore", "data/*"]
    subprocess.run(command, cwd=copy, check=True, capture_output=True)
    with (copy / "locale" / "id" / "LC_MESSAGES" / "django.po").open("rb") as file:
        wanted = {(message.context, str(message.id)) for message in read_po(file) if message.id}

    known = {(message.context, str(message.id)) for message in messages()}

    assert sorted(wanted - known, key=str) == []
