"""Compiling the message catalogues; needs Babel, but neither Django nor gettext's tools."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parents[3] / "locale"


def build_locale(target: Path) -> list[Path]:
    """Compile the catalogues of `locale/` into `target` where they are newer, and return what was written.

    Must run before Django loads: a catalogue once read is kept for the life of the process.
    """
    built = []
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        compiled = target / source.relative_to(LOCALE).with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        compiled.parent.mkdir(parents=True, exist_ok=True)
        draft = compiled.with_suffix(".draft")
        with source.open("rb") as po, draft.open("wb") as mo:
            write_mo(mo, read_po(po))
        draft.replace(compiled)
        built.append(compiled)
    return built
