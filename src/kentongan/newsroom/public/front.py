"""The first pages: of the house, of an institution, of one unit."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from kentongan.newsroom.doors import PublicRequest, public_page
from kentongan.newsroom.public.rendering import page
from kentongan.newsroom.queries.reading import front_of, institution_of, newsrooms, root_unit, unit_of, units_of


@public_page(keep=False)
def newsroom_list(request: PublicRequest) -> HttpResponse:
    """Lead to the newsroom of the one institution here, or list those of several."""
    found = list(newsrooms())
    if len(found) == 1:
        keep = f"?lang={request.language}" if request.language else ""
        return HttpResponseRedirect(reverse("newsroom:home", args=[found[0].slug]) + keep)
    zone = timezone.get_default_timezone()
    return page(request, "newsroom/public/newsrooms.html", None, {"newsrooms": found}, zone=zone)


@public_page()
def home(request: PublicRequest, institution: str) -> HttpResponse:
    owner = institution_of(institution)
    if owner is None:
        raise Http404
    context = {
        "front": front_of(owner, request.now, request.language or "id"),
        "units": units_of(owner, request.now)[:8],
        "active": "home",
        "feeds": reverse("newsroom:atom", args=[owner.slug]),
    }
    return page(request, "newsroom/public/home.html", owner, context, zone=root_unit(owner).zone)


@public_page()
def unit_home(request: PublicRequest, institution: str, key: str) -> HttpResponse:
    owner = institution_of(institution)
    unit = unit_of(owner, key) if owner is not None else None
    if owner is None or unit is None:
        raise Http404
    context = {
        "front": front_of(owner, request.now, request.language or "id", unit=unit),
        "unit": unit,
        "unit_key": unit.code or str(unit.pk),
        "active": "home",
        "feeds": reverse("newsroom:unit_atom", args=[owner.slug, unit.code or str(unit.pk)]),
    }
    return page(request, "newsroom/public/home.html", owner, context, zone=unit.zone)
