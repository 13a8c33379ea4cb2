"""The office's side of its public newsroom: who reads it, what it announces, whom it names."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kentongan.accounts.doors import UnitRequest, unit_required
from kentongan.accounts.queries import holds, today
from kentongan.common.errors import ActionError, NotAllowed
from kentongan.newsroom.actions.announcing import (
    add_press_contact,
    cancel_agenda_item,
    remove_press_contact,
    save_agenda_item,
)
from kentongan.newsroom.forms.newsroom import AgendaForm, ContactForm
from kentongan.newsroom.models import AgendaItem, PressContact
from kentongan.newsroom.queries.desk import desk_of
from kentongan.newsroom.rules.rights import READ, WRITE

PAGE = "newsroom:desk"


@require_GET
@unit_required
def desk(request: UnitRequest) -> HttpResponse:
    return _desk(request)


def _desk(request: UnitRequest, *, contact: ContactForm | None = None, status: int = 200) -> HttpResponse:
    unit = request.unit
    if not holds(request.user, unit, READ, on=today(unit)):
        return render(request, "403.html", status=403)
    context = {
        "desk": desk_of(unit, timezone.now(), today(unit)),
        "may_write": holds(request.user, unit, WRITE, on=today(unit)),
        "contact_form": contact or ContactForm(),
    }
    return render(request, "newsroom/desk.html", context, status=status)


@require_http_methods(["GET", "POST"])
@unit_required
def agenda_edit(request: UnitRequest, pk: int | None = None) -> HttpResponse:
    """Announce something, or change it."""
    unit = request.unit
    item = get_object_or_404(AgendaItem.objects.visible_to(request.user), pk=pk) if pk is not None else None
    owner = item.unit if item else unit
    if not holds(request.user, owner, WRITE, on=today(owner)):
        return render(request, "403.html", status=403)
    names = ("title", "starts_at", "ends_at", "place", "for_press", "note", "publish_at")
    known = {name: getattr(item, name) for name in names} if item else None
    form = AgendaForm(request.POST or None, initial=known, zone=owner.zone)
    if request.method == "POST" and form.is_valid():
        try:
            save_agenda_item(unit=owner, words=form.words(), item=item, by=request.user, now=timezone.now())
        except ActionError as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, _("Saved. The newsroom shows it."))
            return redirect(PAGE)
    status = 422 if form.errors else 200
    return render(request, "newsroom/agenda_edit.html", {"form": form, "item": item, "owner": owner}, status=status)


@require_POST
@unit_required
def agenda_cancel(request: UnitRequest, pk: int) -> HttpResponse:
    item = get_object_or_404(AgendaItem.objects.visible_to(request.user), pk=pk)
    row = cancel_agenda_item(item=item, by=request.user, now=timezone.now())
    messages.success(
        request, _("Marked as cancelled in public.") if row.cancelled_at else _("It takes place after all.")
    )
    return redirect(PAGE)


@require_POST
@unit_required
def contact_add(request: UnitRequest) -> HttpResponse:
    form = ContactForm(request.POST)
    if form.is_valid():
        try:
            add_press_contact(unit=request.unit, words=form.words(), by=request.user, now=timezone.now())
        except NotAllowed:
            raise
        except ActionError as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, _("Saved. The newsroom shows it."))
            return redirect(PAGE)
    return _desk(request, contact=form, status=422)


@require_POST
@unit_required
def contact_remove(request: UnitRequest, pk: int) -> HttpResponse:
    contact = get_object_or_404(PressContact.objects.visible_to(request.user), pk=pk)
    remove_press_contact(contact=contact, by=request.user, now=timezone.now())
    messages.success(request, _("Taken off the page of contacts."))
    return redirect(PAGE)
