"""What anyone needs to check without us: the signed release, and the keys."""

from __future__ import annotations

import json

from django.http import Http404, HttpResponse

from kentongan.newsroom.doors import PublicRequest, public_page
from kentongan.newsroom.queries.keys import published_keys
from kentongan.newsroom.queries.publishing import edition_by_code, signed_download
from kentongan.newsroom.rules.signing import key_list


@public_page()
def signed_release(request: PublicRequest, code: str, edition: int | None = None) -> HttpResponse:
    """The signed download of a release: its current edition, or the one asked for."""
    publication = edition_by_code(code, edition, request.now)
    if publication is None:
        raise Http404
    response = _json(signed_download(publication, request.now))
    response.headers["Content-Disposition"] = f'attachment; filename="rilis-{publication.short_code}.json"'
    return response


@public_page()
def keys(request: PublicRequest) -> HttpResponse:
    """Every public key of every institution here, also the retired and the revoked."""
    return _json(json.dumps(key_list(published_keys()), ensure_ascii=False, indent=1) + "\n")


def _json(text: str) -> HttpResponse:
    # A checker on another page may read it: it holds nothing but what is public.
    return HttpResponse(
        text, content_type="application/json; charset=utf-8", headers={"Access-Control-Allow-Origin": "*"}
    )
