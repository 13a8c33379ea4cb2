"""How much one request may bring."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse


class BodyLimitMiddleware:
    """Refuse a body that nothing here could want before a byte of it is read.

    Django bounds the fields of a form but no files: anybody, signed in or not, could fill the disk with one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or len(length) > 15 or int(length) > settings.BODY_MAX_BYTES:
            raise RequestDataTooBig("The body of this request is larger than any page takes.")
        return self.get_response(request)
