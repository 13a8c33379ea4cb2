"""The person's language, the unit they work for and the device they use, on every request."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from http import HTTPStatus

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from kentongan.accounts.models import memberships_read_once
from kentongan.accounts.queries import active_unit
from kentongan.common.errors import NotAllowed
from kentongan.common.patience import if_free

ROOM_FOR_A_PAGE = 32 * 1024  # bytes: SQLite's journal and one page
SEEN_EVERY = timedelta(minutes=5)
AGENT_LENGTH = UserSession._meta.get_field("user_agent").max_length


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


class DeviceMiddleware:
    """Note which devices a person is signed in with, and about when each was last seen.

    allauth's own middleware writes with every request, so that each page would wait for the writer. Here a device is
    noted when it is new, when its address or browser changed, and else every five minutes.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.session.session_key and request.user.is_authenticated and self._is_news(request):
            with if_free():
                UserSession.objects.create_from_request(request)
        return self.get_response(request)

    def _is_news(self, request: HttpRequest) -> bool:
        noted = UserSession.objects.filter(session_key=request.session.session_key).first()
        return (
            noted is None
            or timezone.now() - noted.last_seen_at > SEEN_EVERY
            or noted.user_id != request.user.pk
            or noted.ip != get_adapter().get_client_ip(request)
            or noted.user_agent != request.META.get("HTTP_USER_AGENT", "")[:AGENT_LENGTH]
        )


class UnitMiddleware:
    """Set `request.unit`, the unit worked for (None without a membership), and speak and tell time as it does.

    What comes back is for this person alone: no cache keeps it, nor does the Back button after signing out, unless the
    view said otherwise.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # A request that only reads changes no membership.
        with memberships_read_once() if request.method in {"GET", "HEAD"} else nullcontext():
            return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        request.unit = active_unit(request)  # type: ignore[attr-defined]  # ours, on every request
        language = request.user.language if request.user.is_authenticated else translation.get_language()
        zone = request.unit.zone if request.unit else timezone.get_default_timezone()  # type: ignore[attr-defined]
        with translation.override(language), timezone.override(zone):
            response = self.get_response(request)
            if response.status_code == HTTPStatus.TOO_MANY_REQUESTS and _disk_is_full():
                response = self._no_room(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a missing right (403) and a full disk (507), from whichever room, with one page that says so."""
        if "disk is full" in str(exception) or getattr(exception, "errno", None) == errno.ENOSPC:
            return self._no_room(request)
        if not isinstance(exception, NotAllowed):
            return None
        return render(request, "accounts/not_allowed.html", {"reason": exception.message}, status=403)

    def _no_room(self, request: HttpRequest) -> HttpResponse:
        return render(request, "accounts/disk_full.html", status=HTTPStatus.INSUFFICIENT_STORAGE)


def _disk_is_full() -> bool:
    """Return whether the database has no room for a page: no try can be counted, and allauth calls each too many."""
    return shutil.disk_usage(settings.DATA).free < ROOM_FOR_A_PAGE
