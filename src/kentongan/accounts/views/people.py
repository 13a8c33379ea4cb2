"""The people of a unit: who holds which role, invitations, acting officials."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth import login
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kentongan.accounts import actions
from kentongan.accounts.doors import UnitRequest, unit_required
from kentongan.accounts.forms import AcceptForm, EndForm, InviteForm, RoleForm
from kentongan.accounts.models import Invitation, Membership, Unit, User
from kentongan.accounts.queries import (
    holders,
    known_people,
    open_invitation,
    open_invitations,
    person_lines,
    roles_in,
    roles_to_give,
    today,
)
from kentongan.accounts.views.answers import blame, words_of
from kentongan.common.errors import ActionError, NotAllowed

PER_PAGE = 50


@unit_required
@require_GET
def listing(request: UnitRequest) -> HttpResponse:
    unit = _unit(request)
    below, past = "bawah" in request.GET, "lalu" in request.GET
    day = today(unit)
    roles = roles_in(unit, below=below, on=day, past=past)
    page = Paginator(holders(roles), PER_PAGE).get_page(request.GET.get("hal"))
    context = {
        "here": unit,
        "lines": person_lines(list(page.object_list), roles),
        "page": page,
        "invitations": open_invitations(request.user, unit, below=below, now=timezone.now()),
        "below": below,
        "past": past,
        "day": day,
        "may_give": bool(roles_to_give(request.user, unit, on=day)),
    }
    return render(request, "accounts/people.html", context)


@unit_required
@never_cache
@require_http_methods(["GET", "POST"])
def invite(request: UnitRequest) -> HttpResponse:
    """Invite somebody by mail; the address of the invitation is shown once here too."""
    unit = _unit(request)
    roles = roles_to_give(request.user, unit, on=today(unit))
    if not roles:
        raise NotAllowed(_("Your role in this unit does not allow this."))
    form = InviteForm(request.POST or None, roles=roles)
    if request.method == "POST" and form.is_valid():
        try:
            invitation, link = actions.invite(unit=unit, **form.cleaned_data, by=request.user, now=timezone.now())
        except ActionError as error:
            blame(form, error)
        else:
            return render(request, "accounts/invited.html", {"invitation": invitation, "link": link, "here": unit})
    return render(request, "accounts/invite.html", {"form": form, "here": unit})


@unit_required
@require_http_methods(["GET", "POST"])
def appoint(request: UnitRequest) -> HttpResponse:
    """Give somebody who is here already a further role, such as acting head for a stated period."""
    unit = _unit(request)
    roles = roles_to_give(request.user, unit, on=today(unit))
    if not roles:
        raise NotAllowed(_("Your role in this unit does not allow this."))
    form = RoleForm(request.POST or None, roles=roles, people=known_people(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_role(unit=unit, **form.cleaned_data, by=request.user, now=timezone.now())
        except ActionError as error:
            blame(form, error)
        else:
            messages.success(request, _("Role given."))
            return redirect(f"{_people_url()}?unit={unit.pk}")
    return render(request, "accounts/appoint.html", {"form": form, "here": unit})


@unit_required
@require_http_methods(["GET", "POST"])
def end(request: UnitRequest, pk: int) -> HttpResponse:
    """End a role, today or on a later day."""
    membership = get_object_or_404(
        Membership.objects.visible_to(request.user).select_related("user", "unit__institution"), pk=pk
    )
    day = today(membership.unit)
    form = EndForm(request.POST or None, initial={"last_day": day - timedelta(days=1)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_membership(
                membership=membership, last_day=form.cleaned_data["last_day"], by=request.user, now=timezone.now()
            )
        except ActionError as error:
            blame(form, error)
        else:
            messages.success(request, _("Role ended."))
            return redirect(f"{_people_url()}?unit={membership.unit_id}")
    return render(request, "accounts/end_role.html", {"form": form, "membership": membership})


@unit_required
@require_POST
def withdraw(request: UnitRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation.objects.visible_to(request.user).select_related("unit"), pk=pk)
    try:
        actions.withdraw_invitation(invitation=invitation, by=request.user, now=timezone.now())
    except ActionError as error:
        messages.error(request, words_of(error))
    else:
        messages.success(request, _("Invitation withdrawn; its address no longer works."))
    return redirect(f"{_people_url()}?unit={invitation.unit_id}")


@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind an invitation's address. Open to everybody who has it."""
    offer = open_invitation(token, timezone.now())
    if offer is None:
        return render(request, "accounts/invitation_over.html", status=410)
    signed_in = request.user if request.user.is_authenticated else None
    has_account = User.objects.filter(email__iexact=offer.email).exists()
    form = AcceptForm(request.POST if request.method == "POST" else None, initial={"name": offer.name})
    if request.method == "POST" and (signed_in or form.is_valid()):
        details = {} if signed_in else form.cleaned_data
        try:
            membership = actions.accept_invitation(token=token, by=signed_in, now=timezone.now(), **details)
        except ActionError as error:
            form.is_valid()
            blame(form, error)
        else:
            messages.success(request, _("Welcome. Your role holds from now on."))
            if not signed_in:
                # The link came to this address and the password was set a moment ago: nothing is left to ask.
                login(request, membership.user)
            return redirect("/")
    context = {
        "offer": offer,
        "form": form,
        "has_account": has_account,
        "fits": signed_in is not None and signed_in.email.lower() == offer.email.lower(),
    }
    return render(request, "accounts/invitation.html", context)


def _unit(request: UnitRequest) -> Unit:
    """Return the unit named in the address, else the one worked for."""
    asked = request.GET.get("unit", "")
    if not asked:
        return request.unit
    units = Unit.objects.visible_to(request.user).select_related("institution")
    unit: Unit = get_object_or_404(units, pk=asked if asked.isdecimal() and len(asked) < 19 else 0)
    return unit


def _people_url() -> str:
    return reverse("accounts:people")
