"""The institution's signing keys: which signs, which still proves, where their secret lies."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kentongan.accounts.doors import UnitRequest, unit_required
from kentongan.accounts.models import Institution
from kentongan.accounts.queries import today
from kentongan.common.errors import ActionError, NotAllowed
from kentongan.newsroom.actions.keys import revoke_key, rotate_key
from kentongan.newsroom.forms.publishing import RevokeKeyForm
from kentongan.newsroom.models import SigningKey
from kentongan.newsroom.queries.keys import can_sign, key_in_use, key_lines, sets_up_keys, unproved


def _institution(request: UnitRequest) -> Institution:
    if not sets_up_keys(request.user, request.unit.institution, on=today(request.unit)):
        raise NotAllowed(_("Signing keys are in the hands of whoever sets up the newsroom of the whole institution."))
    institution: Institution = request.unit.institution
    return institution


@never_cache
@require_GET
@unit_required
def signing_keys(request: UnitRequest) -> HttpResponse:
    """The keys, newest first, and what is to be done about them."""
    institution = _institution(request)
    key = key_in_use(institution)
    context = {
        "lines": key_lines(institution),
        "key": key,
        "opens": key is not None and can_sign(key),
        "in_file": "" if settings.SIGNING_SECRET else settings.SIGNING_KEY_FILE,
        "unproved": unproved(institution),
        "list_url": f"{settings.BASE_URL}/.well-known/kentongan-keys.json",
    }
    return render(request, "newsroom/keys.html", context)


@require_POST
@unit_required
def key_new(request: UnitRequest) -> HttpResponse:
    """Make a new key; the one in use is retired."""
    key = rotate_key(institution=_institution(request), by=request.user, now=timezone.now())
    messages.success(request, _("%(kid)s signs from now on.") % {"kid": key.kid})
    return redirect("newsroom:keys")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@unit_required
def key_revoke(request: UnitRequest, pk: int) -> HttpResponse:
    """Declare that a key proves nothing any more."""
    key = get_object_or_404(SigningKey.objects.select_related("institution"), pk=pk, institution=_institution(request))
    form = RevokeKeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            revoke_key(key=key, why=form.cleaned_data["why"], by=request.user, now=timezone.now())
        except NotAllowed:
            raise
        except ActionError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Revoked. What it had signed is being signed anew."))
            return redirect("newsroom:keys")
    return render(request, "newsroom/key_revoke.html", {"key": key, "form": form}, status=422 if form.errors else 200)
