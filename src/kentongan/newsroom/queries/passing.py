"""Passes to editions under embargo, as the office sees them. What a link opens: `queries.passes`."""

from __future__ import annotations

from django.db.models import QuerySet

from kentongan.newsroom.models import EmbargoPass, Publication


def passes_to(publication: Publication) -> QuerySet[EmbargoPass]:
    """Return the passes to an edition, those taken back last."""
    return EmbargoPass.objects.filter(publication=publication).order_by("revoked_at", "name", "pk")
