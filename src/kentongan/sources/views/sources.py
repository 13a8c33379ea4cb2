"""Sources: trying an address out, watching it, pausing it, looking at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kentongan.accounts.doors import unit_required
from kentongan.common import numbers
from kentongan.common.errors import ActionError
from kentongan.sources import actions, queries
from kentongan.sources.forms import AddressForm, SourceForm
from kentongan.sources.models import Source, problem_words
from kentongan.sources.views.answers import asker, blame

SAMPLE = 10


@unit_required
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """First try an address out (POST with `coba`), then watch what was found there."""
    user, unit = asker(request)
    actions.require_manage(user, unit)
    if request.method == "POST" and "coba" not in request.POST:
        return _watch(request)
    initial = {"url": request.GET.get("url", "")}
    form = AddressForm(request.POST if request.method == "POST" else None, initial=initial)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            found = actions.try_address(address=form.cleaned_data["url"], unit=unit, by=user)
        except ActionError as error:
            blame(form, error)
        else:
            context |= _found(found)
    return render(request, "sources/source_add.html", context)


def _found(found: actions.TryOut) -> dict[str, Any]:
    if found.feed is None:
        return {"found": found, "problem": problem_words(found.problem)}
    owner = queries.outlet_for(found.url)
    name = owner.name if owner else found.feed.title[:120]
    form = SourceForm(initial={"url": found.url, "kind": found.kind, "outlet_name": name})
    return {
        "found": found,
        "confirm": form,
        "items": found.feed.items[:SAMPLE],
        "count": len(found.feed.items),
        "known": Source.objects.filter(url=found.url).select_related("outlet").first(),
    }


def _watch(request: HttpRequest) -> HttpResponse:
    user, unit = asker(request)
    form = SourceForm(request.POST)
    if form.is_valid():
        try:
            source = actions.add_source(**form.cleaned_data, unit=unit, by=user, now=timezone.now())
        except ActionError as error:
            blame(form, error)
        else:
            messages.success(request, _("%(outlet)s is watched now.") % {"outlet": source.outlet})
            return redirect("sources:outlet", source.outlet_id)
    return render(request, "sources/source_add.html", {"form": AddressForm(initial=request.POST), "confirm": form})


@unit_required
@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop looking at a source."""
    return _do(request, pk, actions.pause_source, _("Paused. What came in stays."))


@unit_required
@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at a source again."""
    return _do(request, pk, actions.resume_source, _("It is looked at again, starting now."))


@unit_required
@require_POST
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at a source at once."""
    return _do(request, pk, actions.look_now, _("It is looked at within seconds."))


@unit_required
@require_POST
def look_at_all(request: HttpRequest) -> HttpResponse:
    """Look at every source as soon as manners allow."""
    user, unit = asker(request)
    called = actions.look_at_all(unit=unit, by=user, now=timezone.now())
    if called:
        said = ngettext("%(count)s source is looked at now.", "%(count)s sources are looked at now.", called)
        messages.success(request, said % {"count": numbers.whole(called)})
    else:
        messages.info(request, _("Every source is being looked at already."))
    return redirect("sources:outlets")


def _do(request: HttpRequest, pk: int, action: Callable[..., None], done: str) -> HttpResponse:
    user, unit = asker(request)
    source = get_object_or_404(Source, pk=pk)
    action(source=source, unit=unit, by=user, now=timezone.now())
    messages.success(request, done)
    return redirect("sources:outlet", source.outlet_id)
