"""Every test of the public pages begins with an empty shelf and nobody counted."""

from __future__ import annotations

import pytest

from kentongan.newsroom.actions import counting
from kentongan.newsroom.doors import shelf


@pytest.fixture(autouse=True)
def _empty_shelf() -> None:
    shelf.clear()
    counting.forget()
