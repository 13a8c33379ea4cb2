"""What is written down is true: every word of `./run` is explained, links lead somewhere, addresses exist."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest
from django.urls import Resolver404, resolve

from kentongan.project.commands import _parser

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def words_of_run() -> set[str]:
    """Return the words that `./run` itself knows, and those of the command behind it."""
    script = set(re.findall(r"^([a-z]+)\)$", (ROOT / "run").read_text(encoding="utf-8"), re.MULTILINE))
    command = next(action for action in _parser()._actions if isinstance(action, argparse._SubParsersAction))
    return script | set(command.choices) | {"engine"}


def test_every_word_of_run_is_explained() -> None:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs" / "operate").glob("*.md")]
    told = "\n".join(page.read_text(encoding="utf-8") for page in pages if page.exists())
    known = {"serve": "./run"}  # `./run` alone is `./run serve`
    missing = {word for word in words_of_run() if known.get(word, f"./run {word}") not in told}
    assert missing == set(), "say in docs/operate/README.md what they do"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_address_of_the_map_exists() -> None:
    line = (ROOT / "docs" / "house.md").read_text(encoding="utf-8").partition("## Addresses")[2]
    gone = []
    for path in re.findall(r"`(/[a-z0-9/-]*)`", line):
        try:
            resolve(path)
        except Resolver404:
            gone.append(path)
    # A heading of several pages has none of its own.
    assert [path for path in gone if path not in {"/akun/", "/api/v1/"}] == []


def test_every_signal_stands_in_the_map_or_says_who_hears_it() -> None:
    told = (ROOT / "docs" / "house.md").read_text(encoding="utf-8") + (ROOT / "docs" / "flow.md").read_text("utf-8")
    silent = []
    for path in (ROOT / "src").rglob("signals.py"):
        text = path.read_text(encoding="utf-8")
        for name in re.findall(r"^(\w+) = Signal\(\)", text, re.MULTILINE):
            explained = re.search(rf"#[^\n]*\n{name} = ", text) or f"`{name}`" in told
            silent += [] if explained else [name]
    assert silent == []
