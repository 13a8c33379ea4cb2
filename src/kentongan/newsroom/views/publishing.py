"""From the desk to the public: publishing, moving, stopping, correcting, withdrawing; passes under embargo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kentongan.accounts.doors import UnitRequest, unit_required
from kentongan.common.errors import ActionError, NotAllowed
from kentongan.common.numbers import date_clock, zone_name
from kentongan.newsroom.actions.correcting import leave_correction, start_correction, withdraw_release
from kentongan.newsroom.actions.passing import give_embargo_pass, revoke_embargo_pass
from kentongan.newsroom.actions.publishing import cancel_publication, publish_release, reschedule
from kentongan.newsroom.choices import Stage
from kentongan.newsroom.forms.publishing import HourForm, NewEditionForm, PassForm, PublishForm, WithdrawForm
from kentongan.newsroom.models import EmbargoPass, Publication, Release
from kentongan.newsroom.queries.passing import passes_to
from kentongan.newsroom.queries.publishing import PublishState, all_editions, publish_state
from kentongan.newsroom.views.measuring import measure

READ_AND_WRITE = ("GET", "HEAD", "POST")


def _release(request: UnitRequest, pk: int) -> Release:
    found: Release = get_object_or_404(
        Release.objects.visible_to(request.user).select_related("unit__institution"), pk=pk
    )
    return found


@never_cache
@require_http_methods(READ_AND_WRITE)
@unit_required
def publish(request: UnitRequest, pk: int) -> HttpResponse:
    """Publish a text now or at an hour; afterwards where its editions stand."""
    release, now = _release(request, pk), timezone.now()
    state = publish_state(release, request.user, now)
    if request.method == "POST" and state.may_publish and release.stage == Stage.PUBLISHED:
        # The second press of the button arrives after the first was done.
        messages.success(request, _said(release))
        return redirect("newsroom:publish", release.pk)
    form = _publish_form(state, request)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def act() -> Publication:
            made = publish_release(
                release=release,
                publish_at=data["publish_at"],
                embargoed=data["embargoed"],
                correction=form.correction(),
                by=request.user,
                now=timezone.now(),
            )

            def note_sizes() -> None:
                measure(made)

            # Robust: an edition is out whether or not its sizes are known. A function with a name, for Django's note of
            # what went wrong asks for it and would itself fail on a `partial`.
            transaction.on_commit(note_sizes, robust=True)
            return made

        if _done(form, act):
            messages.success(request, _said(release))
            return redirect("newsroom:publish", release.pk)
    return _publish_page(request, release, state, form, status=422 if form.errors else 200)


def _publish_form(state: PublishState, request: UnitRequest) -> PublishForm:
    release, kind = state.release, NewEditionForm if state.current else PublishForm
    now, zone = timezone.now(), release.unit.zone
    initial: dict[str, Any] = {}
    if release.wanted_at and release.wanted_at > now:
        initial |= {"when": "later", "publish_at": release.wanted_at}
    if state.current:
        initial["wrong_since"] = state.current.publish_at
    data = request.POST if request.method == "POST" else None
    return kind(data, initial=initial, zone=zone, zone_name=zone_name(now, zone))


def _said(release: Release) -> str:
    now = timezone.now()
    row = all_editions(release)[0]
    if row.is_public(now):
        return _("Published: %(number)s.") % {"number": row.number}
    at = date_clock(row.publish_at, zone=row.unit.zone)
    return _("It will be public on %(at)s, without anybody having to be here.") % {"at": at}


def _publish_page(
    request: UnitRequest, release: Release, state: PublishState, form: PublishForm, *, status: int = 200
) -> HttpResponse:
    now, zone = timezone.now(), release.unit.zone
    move = None
    if state.pending is not None:
        initial = {"when": "later", "publish_at": state.pending.publish_at, "embargoed": state.pending.is_embargoed}
        move = HourForm(initial=initial, zone=zone, zone_name=zone_name(now, zone), auto_id="move_%s")
    context = {
        "release": release,
        "state": state,
        "form": form,
        "move": move,
        "editions": all_editions(release),
        "zone": zone,
        "now": now,
    }
    return render(request, "newsroom/publish.html", context, status=status)


def _done(form: forms.Form, act: Callable[[], object]) -> bool:
    """Do it; what was refused is said at its field."""
    try:
        act()
    except NotAllowed:
        raise
    except ActionError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    return True


def _publication(request: UnitRequest, pk: int, edition: int) -> Publication:
    release = _release(request, pk)
    rows = Publication.objects.filter(release=release).select_related("release__unit__institution", "unit")
    found: Publication = get_object_or_404(rows, pk=edition)
    return found


@require_POST
@unit_required
def publication_move(request: UnitRequest, pk: int, edition: int) -> HttpResponse:
    """Give a waiting edition another hour."""
    row = _publication(request, pk, edition)
    zone = row.unit.zone
    form = HourForm(request.POST, zone=zone, zone_name=zone_name(timezone.now(), zone))
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("newsroom:publish", pk)
    data = form.cleaned_data

    def act() -> None:
        reschedule(
            publication=row,
            publish_at=data["publish_at"],
            embargoed=data["embargoed"],
            by=request.user,
            now=timezone.now(),
        )

    if _told(request, act):
        messages.success(request, _said(row.release))
    return redirect("newsroom:publish", pk)


@require_POST
@unit_required
def publication_stop(request: UnitRequest, pk: int, edition: int) -> HttpResponse:
    """Stop an edition before its hour."""
    row = _publication(request, pk, edition)
    if _told(request, lambda: cancel_publication(publication=row, by=request.user, now=timezone.now())):
        messages.success(request, _("Stopped. Nobody has seen it; the text is on the desk again."))
    return redirect("newsroom:publish", pk)


def _told(request: UnitRequest, act: Callable[[], object]) -> bool:
    try:
        act()
    except NotAllowed:
        raise
    except ActionError as error:
        messages.error(request, error.message)
        return False
    return True


# --- correcting and withdrawing --------------------------------------------------------------------------------------


@require_POST
@unit_required
def correction_start(request: UnitRequest, pk: int) -> HttpResponse:
    """Open a public text for a new edition."""
    release = _release(request, pk)
    if not _told(request, lambda: start_correction(release=release, by=request.user, now=timezone.now())):
        return redirect("newsroom:publish", pk)
    messages.success(request, _("The text is open for a new edition. The public one stays until then."))
    return redirect("newsroom:release", pk)


@require_POST
@unit_required
def correction_leave(request: UnitRequest, pk: int) -> HttpResponse:
    """Give a correction up."""
    release = _release(request, pk)
    if _told(request, lambda: leave_correction(release=release, by=request.user, now=timezone.now())):
        messages.success(request, _("The public edition stands; what you wrote is kept among the drafts."))
    return redirect("newsroom:publish", pk)


@never_cache
@require_http_methods(READ_AND_WRITE)
@unit_required
def withdraw(request: UnitRequest, pk: int) -> HttpResponse:
    """Take a release back, with the reason that the public reads."""
    release = _release(request, pk)
    state = publish_state(release, request.user, timezone.now())
    if state.withdrawal is not None:
        return redirect("newsroom:publish", pk)
    if not state.may_withdraw:
        raise NotAllowed(_("Your role does not include withdrawing releases of this unit."))
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if _done(form, lambda: withdraw_release(release=release, **data, by=request.user, now=timezone.now())):
            messages.success(request, _("Withdrawn. It stays readable, marked, with your reason."))
            return redirect("newsroom:publish", pk)
    context = {"release": release, "state": state, "form": form}
    return render(request, "newsroom/withdraw.html", context, status=422 if form.errors else 200)


# --- embargo ---------------------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(READ_AND_WRITE)
@unit_required
def passes(request: UnitRequest, pk: int, edition: int) -> HttpResponse:
    """Who may read an edition before its hour; a new pass shows its link once."""
    row, now = _publication(request, pk, edition), timezone.now()
    state = publish_state(row.release, request.user, now)
    if not state.may_publish:
        raise NotAllowed(_("Your role does not include publishing for this unit."))
    form, given = PassForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        made = []
        data = form.cleaned_data
        if _done(form, lambda: made.append(give_embargo_pass(publication=row, **data, by=request.user, now=now))):
            given, form = made[0], PassForm()
    context = {
        "release": row.release,
        "publication": row,
        "form": form,
        "given": given,
        "passes": passes_to(row),
        "is_open": row.is_embargoed and row.cancelled_at is None and row.publish_at > now,
        "zone": row.unit.zone,
    }
    return render(request, "newsroom/passes.html", context, status=422 if form.errors else 200)


@require_POST
@unit_required
def pass_revoke(request: UnitRequest, pk: int, edition: int, pass_pk: int) -> HttpResponse:
    """Take a pass back."""
    row = _publication(request, pk, edition)
    held: EmbargoPass = get_object_or_404(
        EmbargoPass.objects.select_related("publication__unit", "publication__release"), pk=pass_pk, publication=row
    )
    revoke_embargo_pass(embargo_pass=held, by=request.user, now=timezone.now())
    messages.success(request, _("Taken back. The link opens nothing any more."))
    return redirect("newsroom:passes", pk, edition)
