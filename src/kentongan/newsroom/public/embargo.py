"""Reading before the hour: for those who hold a pass and accepted its terms."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kentongan.newsroom.actions.embargo import accept_embargo
from kentongan.newsroom.doors import PublicRequest, public_page
from kentongan.newsroom.exports.addresses import release_path
from kentongan.newsroom.exports.texts import shared_text
from kentongan.newsroom.public.rendering import page
from kentongan.newsroom.queries.passes import pass_of
from kentongan.newsroom.rules.content import Content
from kentongan.newsroom.rules.layout import body_of


@public_page(keep=False, methods=("GET", "HEAD", "POST"))
def embargo(request: PublicRequest, token: str) -> HttpResponse:
    """Show the terms, then the text, until its hour; from then on the public page. Nothing of it is kept anywhere."""
    row = pass_of(token)
    if row is None:
        response = page(request, "newsroom/public/embargo_closed.html", None, {}, zone=request.now.tzinfo, status=404)  # type: ignore[arg-type]  # now is aware
        return _private(response)
    publication = row.publication
    if publication.is_public(request.now):
        return _private(HttpResponseRedirect(release_path(publication)))
    if request.method == "POST":
        accept_embargo(token=token, now=request.now)
        return _private(HttpResponseRedirect(reverse("newsroom:embargo", args=[token])))
    context: dict[str, Any] = {"row": row, "publication": publication}
    template = "newsroom/public/embargo_terms.html"
    if row.accepted_at is not None:
        content = Content.of(publication.version.content)
        body = body_of(content)
        template = "newsroom/public/embargo.html"
        context |= {
            "content": content,
            "first": body.first,
            "rest": body.rest,
            "share_text": shared_text(publication, content),
        }
    return _private(
        page(
            request,
            template,
            publication.institution,
            context,
            zone=publication.unit.zone,
            language=publication.language if row.accepted_at else "",
        )
    )


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
