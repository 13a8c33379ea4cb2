"""The worker's memory belongs to one database: each test begins without any."""

from __future__ import annotations

import pytest

from kentongan.monitoring import tasks
from kentongan.monitoring.actions.ear import Ear


@pytest.fixture(autouse=True)
def _fresh_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "_ear", Ear())
