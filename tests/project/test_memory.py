"""What is loaded at the start is passed over by the collector."""

from __future__ import annotations

import gc

from kentongan.project.memory import settle


def test_what_was_loaded_is_frozen_and_what_comes_is_not() -> None:
    was_frozen = gc.get_freeze_count() > 0  # the tests' own start does the same
    gc.unfreeze()
    settle()
    try:
        assert gc.get_freeze_count() > 10_000
        late: list[object] = []
        assert any(found is late for found in gc.get_objects())
    finally:
        if not was_frozen:
            gc.unfreeze()
