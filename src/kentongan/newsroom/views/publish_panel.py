"""Publishing's place beside the editor: `newsroom/_publish_panel.html` is shown with what this returns."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kentongan.accounts.doors import UnitRequest
from kentongan.newsroom.models import Release
from kentongan.newsroom.queries.publishing import publish_state


def publish_panel(request: UnitRequest, release: Release, now: datetime) -> dict[str, Any]:
    """Return what the publish panel shows of a text; its names start with `publish_`."""
    return {"publish_state": publish_state(release, request.user, now), "publish_zone": release.unit.zone}
