"""What every page needs besides its own matter."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from kentongan.common import slots


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return navigation, unit, institution and the present time for the signed-in frame."""
    unit = getattr(request, "unit", None)
    if unit is None:
        return {"now": timezone.now()}
    return {
        "now": timezone.now(),
        "unit": unit,
        "institution": unit.institution,
        "navigation": [item for make in slots.NAVIGATION if (item := make(request, unit)) is not None],
    }
