"""Paper: Typst sets what a room's exports have said, as PDF/A-2 (for the archive; UU 43/2009) and PDF/UA-1."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

import typst

STANDARDS: Any = ["a-2a", "ua-1"]


@cache
def fonts() -> typst.Fonts:
    """Return the faces of the looks, read once from their packages."""
    paths = [str(files(package) / "files") for package in ("font_manrope", "font_source_serif_pro")]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=paths)


def typeset(template: Path, data: Mapping[str, Any], made_at: datetime, *, pictures: Path | None = None) -> bytes:
    """Return the PDF that `template` makes of `data` (given to it as JSON in `sys.inputs.data`).

    Args:
        template: a `.typ` file; it may read only what lies beside it, or with `pictures` only what lies there.
        data: plain values, already worded.
        made_at: aware; stands in the file as its date.
        pictures: a folder whose files the data name.
    """
    source: Any = template if pictures is None else template.read_bytes()
    compiler = typst.Compiler(
        source, root=pictures or template.parent, font_paths=fonts(), sys_inputs={"data": json.dumps(dict(data))}
    )
    # typst takes whole seconds only, and no zone that has a name
    at = made_at.astimezone(UTC).replace(microsecond=0)
    made = compiler.compile(format="pdf", pdf_standards=STANDARDS, timestamp=at)
    return cast(bytes, made)  # one document, no output file: bytes
