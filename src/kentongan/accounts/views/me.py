"""One's own account: name, language, unit worked for, one's data and its erasure."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kentongan.accounts import actions
from kentongan.accounts.doors import SignedInRequest, UnitRequest, sign_in_required, unit_required
from kentongan.accounts.forms import EraseForm, OwnDetailsForm
from kentongan.accounts.models import Membership, Unit
from kentongan.accounts.queries import SESSION_UNIT, find_units, own_data, today, unit_lines
from kentongan.accounts.views.answers import blame, words_of
from kentongan.common.errors import ActionError


@sign_in_required
@require_http_methods(["GET", "POST"])
def page(request: SignedInRequest) -> HttpResponse:
    user = request.user
    form = OwnDetailsForm(request.POST or None, initial={"name": user.name, "language": user.language})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_own_details(**form.cleaned_data, by=user, now=timezone.now())
        except ActionError as error:
            blame(form, error)
        else:
            with translation.override(user.language):
                messages.success(request, _("Saved."))
            return redirect("profile")
    memberships = Membership.objects.filter(user=user).holding(timezone.localdate()).select_related("unit")
    return render(request, "accounts/me.html", {"form": form, "memberships": memberships})


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak another language to whoever is at this browser, before they sign in."""
    chosen = request.POST.get("language", "")
    response = redirect(_safe_next(request))
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, chosen, max_age=31_536_000, secure=settings.HTTPS, samesite="Lax"
        )
    return response


@unit_required
@require_http_methods(["GET", "POST"])
def choose_unit(request: UnitRequest) -> HttpResponse:
    """Work for another unit of those one sees."""
    visible = request.user.visible_units()
    if request.method == "POST":
        asked = request.POST.get("unit", "")
        unit: Unit = get_object_or_404(visible, pk=asked if asked.isdecimal() and len(asked) < 19 else 0)
        request.session[SESSION_UNIT] = unit.pk
        messages.success(request, _("You now work for %(unit)s.") % {"unit": unit.name})
        return redirect(_safe_next(request))
    words, day = request.GET.get("q", "").strip(), today(request.unit)
    lines = find_units(request.user, words, on=day) if words else unit_lines(request.user, None, on=day)
    if len(lines) == 1 and not words:
        lines = [*lines, *unit_lines(request.user, lines[0].unit, on=day)]
    return render(request, "accounts/choose_unit.html", {"lines": lines, "words": words})


@sign_in_required
@require_GET
def export(request: SignedInRequest) -> HttpResponse:
    """Everything kept about oneself, as one JSON file."""
    data = {"exported_at": timezone.now(), **own_data(request.user)}
    response = JsonResponse(data, encoder=DjangoJSONEncoder, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = 'attachment; filename="kentongan-data.json"'
    return response


@sign_in_required
@require_http_methods(["GET", "POST"])
def erase(request: SignedInRequest) -> HttpResponse:
    """Close one's account and erase name and address."""
    user = request.user
    form = EraseForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        try:
            actions.erase_person(person=user, by=user, now=timezone.now())
        except ActionError as error:
            form.add_error(None, words_of(error))
        else:
            logout(request)
            request.unit = None  # nobody works here any more
            return render(request, "accounts/erased.html")
    return render(request, "accounts/erase.html", {"form": form})


def _safe_next(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    here = {request.get_host()}
    good = url_has_allowed_host_and_scheme(target, allowed_hosts=here, require_https=request.is_secure())
    return target if good else "/"
