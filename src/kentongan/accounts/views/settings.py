"""The index of settings: what the rooms lend to it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kentongan.accounts.doors import UnitRequest, unit_required
from kentongan.common import slots


@unit_required
@require_GET
def index(request: UnitRequest) -> HttpResponse:
    items = [item for make in slots.SETTINGS if (item := make(request, request.unit)) is not None]
    return render(request, "accounts/settings.html", {"items": items})
