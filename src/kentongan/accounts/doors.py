"""The front doors of pages: who is not signed in, or works for no unit, is told where to go."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django_htmx.middleware import HtmxDetails

from kentongan.accounts.models import Institution, Unit, User


class SignedInRequest(HttpRequest):
    """A request as views behind `sign_in_required` get it. For annotations only."""

    user: User
    unit: Unit | None
    htmx: HtmxDetails


class UnitRequest(HttpRequest):
    """A request as views behind `unit_required` get it. For annotations only."""

    user: User
    unit: Unit
    htmx: HtmxDetails


View = Callable[..., HttpResponseBase]


def unit_required(view: View) -> View:
    """Let a function view run only for a signed-in person with a unit, so that `request.unit` is never None in it.

    Anonymous visitors go to sign-in and come back afterwards (an htmx request is told to load the sign-in page whole).
    Whoever runs the machine lands in the welcome while there is no institution yet; anybody else without a
    membership in force reads why the page is empty (403).
    """

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        if request.unit is None:  # type: ignore[attr-defined]  # set by accounts.middleware on every request
            if request.user.is_superuser and not Institution.objects.exists():
                return redirect("accounts:welcome")
            return render(request, "accounts/no_unit.html", status=403)
        return view(request, *args, **kwargs)

    return door


def sign_in_required(view: View) -> View:
    """Let a function view run for any signed-in person, also one without a unit (own account, welcome)."""

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        return view(request, *args, **kwargs)

    return door


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    if request.headers.get("HX-Request") != "true":
        return redirect_to_login(request.get_full_path())
    # A fragment cannot hold a sign-in page: the browser is told to leave for it.
    response = HttpResponse(status=401)
    response["HX-Refresh"] = "true"
    return response
