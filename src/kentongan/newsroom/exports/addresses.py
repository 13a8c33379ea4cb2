"""Whole addresses of what is public, as they stand in feeds, mails and codes."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from kentongan.newsroom.models import Publication
from kentongan.newsroom.rules.codes import short_url


def absolute(path: str) -> str:
    return f"{settings.BASE_URL}{path}"


def release_path(publication: Publication, slug: str = "") -> str:
    """Return the path of a release's page; `slug` is that of its institution, where the caller has it."""
    parts = [slug or publication.institution.slug, publication.short_code, publication.slug]
    return reverse("newsroom:public_release", args=[part for part in parts if part])


def short_address(publication: Publication) -> str:
    """Return the address that is printed and stands in the QR."""
    return short_url(settings.BASE_URL, publication.short_code)


def bare(address: str) -> str:
    """Return an address without its scheme, as it is read."""
    return address.partition("://")[2].rstrip("/")
