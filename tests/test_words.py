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
GUIDE = sorted((ROOT / "docs" / "guide").glob("*.md"))
OTHER_WORDS = re.compile(r"\b(?:[Ee]-?mail|[Ii]mel|[Pp]os-el|anda|[Kk]amu|[Kk]alian|[Ss]ilahkan)\b")
PATHS = re.compile(r"`[^`]*`|\]\([^)]*\)")  # names and addresses in the guide are no wording
# Words of the libraries that our pages and mails show; else they would speak of "e-mail" and "anda".
LIBRARY_WORDS = {
    "Email", "Email address", "Enter a valid email address.",
    "The email address and/or password you specified are not correct.", "Please type your current password.",
    "Your password can’t be too similar to your other personal information.",
    "Your password can’t be a commonly used password.", "Your password can’t be entirely numeric.",
    "Security key added.", "Security key removed.", "Use a security key", "Use authenticator app or code",
}  # fmt: skip
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def messages() -> list[Message]:
    with CATALOGUE.open("rb") as file:
        return [message for message in read_po(file) if message.id]


def forms(value: str | tuple[str, ...] | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def test_everything_is_said_in_indonesian() -> None:
    assert [message.id for message in messages() if not all(forms(message.string)) or message.fuzzy] == []


def test_the_person_is_anda_and_the_mail_is_surel() -> None:
    said = [form for message in messages() for form in forms(message.string)]
    said += [PATHS.sub("", line) for page in GUIDE for line in page.read_text(encoding="utf-8").splitlines()]

    assert [line for line in said if OTHER_WORDS.search(PLACEHOLDER.sub("", line))] == []


def test_what_the_libraries_say_is_said_in_our_words() -> None:
    assert LIBRARY_WORDS - {str(message.id) for message in messages()} == set()


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
