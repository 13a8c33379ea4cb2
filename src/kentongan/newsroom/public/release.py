"""The page of a release, its short address, and its earlier editions."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect

from kentongan.newsroom.doors import PublicRequest, public_page
from kentongan.newsroom.exports.addresses import bare, release_path, short_address
from kentongan.newsroom.exports.jsonld import article_ld
from kentongan.newsroom.exports.links import share_links
from kentongan.newsroom.exports.qr import qr_svg
from kentongan.newsroom.exports.texts import shared_text
from kentongan.newsroom.models import Publication
from kentongan.newsroom.public.rendering import page
from kentongan.newsroom.queries.reading import public_edition, release_page
from kentongan.newsroom.rules.layout import body_of


@public_page()
def release(request: PublicRequest, institution: str, code: str, title: str = "") -> HttpResponse:
    publication = public_edition(code, request.now)
    if publication is None:
        raise Http404
    if publication.institution.slug != institution or publication.slug != title or publication.short_code != code:
        return _elsewhere(request, release_path(publication))
    response = _page(request, publication)
    response.counts = publication.pk  # type: ignore[attr-defined]  # read by the door
    return response


@public_page()
def edition(request: PublicRequest, institution: str, code: str, number: int) -> HttpResponse:
    """Show an earlier edition, marked as such; the newest one lives at the release's own address."""
    publication = public_edition(code, request.now, number)
    newest = public_edition(code, request.now)
    if publication is None or newest is None or publication.institution.slug != institution:
        raise Http404
    if publication.pk == newest.pk:
        return _elsewhere(request, release_path(publication))
    return _page(request, publication)


@public_page(keep=False)
def short(request: PublicRequest, code: str) -> HttpResponse:
    """Lead from the printed address, the QR or the code to the page."""
    publication = public_edition(code, request.now)
    if publication is None:
        raise Http404
    return _elsewhere(request, release_path(publication))


def _elsewhere(request: PublicRequest, path: str) -> HttpResponse:
    # Temporary: a correction may change the headline, and with it the address.
    return HttpResponseRedirect(f"{path}?lang={request.language}" if request.language else path)


def _page(request: PublicRequest, publication: Publication) -> HttpResponse:
    shown = release_page(publication, request.now)
    body = body_of(shown.content)
    short_url = short_address(publication)
    zone = publication.unit.zone
    return page(
        request,
        "newsroom/public/release.html",
        publication.institution,
        {
            "shown": shown,
            "publication": publication,
            "content": shown.content,
            "first": body.first,
            "rest": body.rest,
            "short_url": short_url,
            "short_bare": bare(short_url),
            "qr": qr_svg(short_url),
            "share_links": share_links(publication.title, short_url),
            "edition_query": "" if shown.is_newest else f"?edisi={publication.edition}",
            "base_url": settings.BASE_URL,
            "share_text": shared_text(publication, shown.content),
            "ld": article_ld(shown),
            "canonical": release_path(shown.newest, publication.institution.slug),
            "active": publication.kind,
            "editions_before": [row for row in shown.editions if row.pk != shown.newest.pk],
        },
        zone=zone,
        language=publication.language,
    )
