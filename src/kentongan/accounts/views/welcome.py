"""The first start, in steps that other rooms add to."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kentongan.accounts import actions
from kentongan.accounts.doors import SignedInRequest, sign_in_required
from kentongan.accounts.forms import WelcomeForm
from kentongan.accounts.models import Institution
from kentongan.accounts.queries import first_institution, welcome_steps
from kentongan.accounts.rules.unit_table import BadRow
from kentongan.accounts.views.answers import blame
from kentongan.accounts.views.units import SHOWN_BAD
from kentongan.common.errors import ActionError


@sign_in_required
@require_http_methods(["GET"])
def begin(request: SignedInRequest) -> HttpResponse:
    """Go to the first step not done yet, or home when there is none."""
    steps = welcome_steps(first_institution(request.user))
    todo = next((step for step in steps if not step.done), None)
    return redirect(todo.url_name if todo else "/")


@sign_in_required
@require_http_methods(["GET", "POST"])
def institution(request: SignedInRequest) -> HttpResponse:
    """Step 1: the institution, its root unit and, if at hand, the list of its units."""
    if not request.user.is_superuser or Institution.objects.exists():
        return redirect("accounts:welcome")
    form = WelcomeForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            founded, bad = _found(request, form.cleaned_data)
        except ActionError as error:
            blame(form, error)
        else:
            if not bad:
                return redirect("accounts:welcome")
            left = {"bad": bad[:SHOWN_BAD], "bad_count": len(bad), "steps": welcome_steps(founded), "step": ""}
            return render(request, "accounts/welcome_units.html", left)
    context = {"form": form, "steps": welcome_steps(None), "step": "accounts:welcome-institution"}
    return render(request, "accounts/welcome_institution.html", context)


def _found(request: SignedInRequest, data: dict[str, Any]) -> tuple[Institution, list[BadRow]]:
    """Found the institution and import its units; return it, and the rows of the table that were left out."""
    now, table = timezone.now(), data.pop("units")
    with transaction.atomic():
        founded = actions.found_institution(
            name=data["name"],
            short_name=data["short_name"],
            zone=data["time_zone"],
            root_unit=data["root_unit"],
            by=request.user,
            now=now,
        )
        if table is None:
            return founded, []
        root = founded.units.get(depth=1)
        plan = actions.import_units(root=root, rows=table.rows, by=request.user, now=now)
    count = len(plan.create)
    told = ngettext("%(count)d unit imported.", "%(count)d units imported.", count)
    messages.success(request, told % {"count": count})
    return founded, sorted(table.bad + plan.bad, key=lambda row: row.line)
