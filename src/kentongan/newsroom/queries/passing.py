"""Passes to editions under embargo."""

from __future__ import annotations

from django.db.models import QuerySet

from kentongan.common.secrets import token_hash
from kentongan.newsroom.models import EmbargoPass, Publication


def open_pass(token: str) -> EmbargoPass | None:
    """Return the pass that a link opens: not taken back, and of an edition that was not stopped.

    What it shows is up to the page: before acceptance nothing of the text, after its hour the public page.
    """
    found = EmbargoPass.objects.filter(token_hash=token_hash(token), revoked_at=None, publication__cancelled_at=None)
    return found.select_related(
        "publication__institution", "publication__unit", "publication__version", "publication__release"
    ).first()


def passes_of(publication: Publication) -> QuerySet[EmbargoPass]:
    """Return the passes to an edition, those taken back last."""
    return EmbargoPass.objects.filter(publication=publication).order_by("revoked_at", "name", "pk")
