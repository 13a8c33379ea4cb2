from __future__ import annotations

import pytest

from kentongan.engine.assess import entities, tone


@pytest.fixture
def tier_a(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tier A answers, also where the extra `language` is installed."""
    monkeypatch.setattr(tone, "is_set_up", lambda branch: False)
    monkeypatch.setattr(entities, "is_set_up", lambda branch: False)
