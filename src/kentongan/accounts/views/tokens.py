"""Keys to the read API."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kentongan.accounts import actions
from kentongan.accounts.doors import UnitRequest, unit_required
from kentongan.accounts.forms import TokenForm
from kentongan.accounts.models import ApiToken
from kentongan.accounts.queries import holds, today
from kentongan.accounts.rules import MANAGE
from kentongan.accounts.views.answers import blame
from kentongan.common.errors import ActionError, NotAllowed


@unit_required
@never_cache
@require_http_methods(["GET", "POST"])
def tokens(request: UnitRequest) -> HttpResponse:
    """The keys of the unit worked for, and a form for a new one, whose text is shown once."""
    unit = request.unit
    if not holds(request.user, unit, MANAGE, on=today(unit)):
        raise NotAllowed(_("Your role in this unit does not allow this."))
    form, raw = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            _token, raw = actions.issue_token(unit=unit, **form.cleaned_data, by=request.user, now=timezone.now())
        except ActionError as error:
            blame(form, error)
        else:
            form = TokenForm()
    rows = ApiToken.objects.visible_to(request.user).filter(unit=unit).select_related("created_by")[:100]
    return render(request, "accounts/tokens.html", {"form": form, "raw": raw, "rows": rows})


@unit_required
@require_POST
def revoke(request: UnitRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(ApiToken.objects.visible_to(request.user).select_related("unit"), pk=pk)
    actions.revoke_token(token=token, by=request.user, now=timezone.now())
    messages.success(request, _("The key no longer opens anything."))
    return redirect("accounts:tokens")
