"""Public addresses are answered early, before sessions, sign-in and messages are set up for them."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve

# Where public pages may lie: only these are looked up twice when it turns out that one is not.
PUBLIC = ("/pers/", "/r/", "/periksa/", "/embargo/", "/.well-known/", "/robots.txt", "/sitemap.xml")


@lru_cache(maxsize=1024)
def _match(path: str) -> ResolverMatch:
    # Walking through all addresses of the house costs more than the rest of a kept page.
    return resolve(path)


class PublicDoorMiddleware:
    """Give a view marked by `newsroom.doors.public_page` the request at once.

    A reader of a release has no session, and a page that asks for none sets no cookie, may be kept, and costs a tenth.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(PUBLIC):
            try:
                match = _match(request.path_info)
            except Resolver404:
                return self.get_response(request)  # also adds a missing slash, or says 404
            if getattr(match.func, "is_public", False):
                request.get_host()  # refuses a name that is not ours, as Django's own middleware further in does
                request.resolver_match = match
                response: HttpResponse = match.func(request, *match.args, **match.kwargs)
                response.headers.setdefault("X-Frame-Options", "DENY")
                return response
        return self.get_response(request)
