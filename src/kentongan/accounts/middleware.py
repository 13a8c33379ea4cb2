"""The person's language and the unit they work for, on every request."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from kentongan.accounts.queries import active_unit
from kentongan.common.errors import NotAllowed


class LocaleMiddleware:
    """Speak the signed-in person's language, else the one asked for by cookie, else Indonesian.

    The browser's Accept-Language is not asked: the house speaks Indonesian first, whatever the phone was sold with.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        with translation.override(chosen if translation.check_for_language(chosen) else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
            return self.get_response(request)


class UnitMiddleware:
    """Set `request.unit`, the unit worked for (None without a membership), and speak and tell time as it does."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.unit = active_unit(request)  # type: ignore[attr-defined]  # ours, on every request
        language = request.user.language if request.user.is_authenticated else translation.get_language()
        zone = request.unit.zone if request.unit else timezone.get_default_timezone()  # type: ignore[attr-defined]
        with translation.override(language), timezone.override(zone):
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a missing right, from whichever room it comes, with one page that says so (403)."""
        if not isinstance(exception, NotAllowed):
            return None
        return render(request, "accounts/not_allowed.html", {"reason": exception.message}, status=403)
