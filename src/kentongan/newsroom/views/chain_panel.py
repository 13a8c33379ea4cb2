"""The chain's place beside the editor: `newsroom/_chain_panel.html` is shown with what this returns."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kentongan.accounts.doors import UnitRequest
from kentongan.newsroom.models import Release
from kentongan.newsroom.queries.chain_panel import chain_panel_of


def chain_panel(request: UnitRequest, release: Release, now: datetime) -> dict[str, Any]:
    """Return what the chain panel shows of a text; its names start with `chain_`."""
    return {"chain_panel": chain_panel_of(release, request.user, now), "chain_zone": release.unit.zone}
