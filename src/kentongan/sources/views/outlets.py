"""Outlets: the list, one outlet, those that fell silent, the catalogue, and imported lists."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from kentongan.accounts.doors import unit_required
from kentongan.accounts.queries import step_after, welcome_steps
from kentongan.common.errors import ActionError
from kentongan.sources import actions, queries
from kentongan.sources.choices import OutletKind, OutletStanding
from kentongan.sources.forms import ListForm, OutletForm
from kentongan.sources.models import Outlet
from kentongan.sources.views.answers import asker, blame, rights

PER_PAGE = 50
ARTICLES = 20
SECTIONS = {
    "national": gettext_lazy("National"),
    "business": gettext_lazy("Business"),
    "regional": gettext_lazy("Regional"),
    "government": gettext_lazy("Government"),
}
TROUBLES = {
    "failing": gettext_lazy("Not answering"),
    "silent": gettext_lazy("Silent"),
    "paused": gettext_lazy("Paused"),
}
STANDINGS = {
    "factual": OutletStanding.FACTUAL.label,
    "administrative": OutletStanding.ADMINISTRATIVE.label,
    "none": OutletStanding.NONE.label,
    "unknown": OutletStanding.UNKNOWN.label,
}


@unit_required
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """All outlets with their figures, filtered by what stands in the address."""
    now = timezone.now()
    asked = {
        "q": request.GET.get("q", "")[:100],
        "kind": _known(request.GET.get("jenis"), OutletKind.values),
        "standing": _known(request.GET.get("status"), STANDINGS),
        "trouble": _known(request.GET.get("masalah"), TROUBLES),
    }
    page = Paginator(queries.outlets(now=now, **asked), PER_PAGE).get_page(request.GET.get("hal"))
    context = {
        "rows": queries.outlet_rows(list(page.object_list), now=now),
        "page": page,
        "shown": page.end_index(),
        "asked": asked,
        "filtered": any(asked.values()),
        "kinds": OutletKind.choices,
        "standings": STANDINGS.items(),
        "troubles": TROUBLES.items(),
        "health": queries.health(now=now),
        **rights(request),
    }
    return render(request, "sources/outlets.html", context)


def _known(value: str | None, values: Any) -> str:
    return value if value and value in values else ""


@unit_required
@require_GET
def outlet(request: HttpRequest, pk: int) -> HttpResponse:
    """One outlet: its standing, its sources with their last two weeks, its newest articles."""
    now = timezone.now()
    row = queries.outlet_rows([get_object_or_404(Outlet, pk=pk)], now=now)[0]
    after = queries.parse_after(request.GET.get("sesudah", ""))
    newest = list(queries.articles(outlet=row.outlet, after=after)[: ARTICLES + 1])
    context = {
        "row": row,
        "outlet": row.outlet,
        "articles": newest[:ARTICLES],
        "after": queries.after_of(newest[ARTICLES - 1]) if len(newest) > ARTICLES else "",
        **rights(request),
    }
    rows_only = request.htmx and "sesudah" in request.GET  # type: ignore[attr-defined]  # django_htmx
    return render(request, "sources/article_rows.html" if rows_only else "sources/outlet.html", context)


@unit_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct an outlet, or write down its standing."""
    found = get_object_or_404(Outlet, pk=pk)
    user, unit = asker(request)
    actions.require_steward(user, unit)
    form = OutletForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.edit_outlet(
                outlet=Outlet.objects.get(pk=pk),  # the form has written into its own copy already
                **{**data, "domain": data["domain"] or "", "standing": data["standing"] or ""},
                unit=unit,
                by=user,
                now=timezone.now(),
            )
        except ActionError as error:
            blame(form, error)
        else:
            messages.success(request, _("Changed."))
            return redirect("sources:outlet", pk)
    return render(request, "sources/outlet_edit.html", {"form": form, "outlet": Outlet.objects.get(pk=pk)})


@unit_required
@require_GET
def silent(request: HttpRequest) -> HttpResponse:
    """The sources that answer but have given nothing for longer than is usual for them."""
    return render(request, "sources/silent.html", {"rows": queries.silent_rows(now=timezone.now()), **rights(request)})


@unit_required
@require_http_methods(["GET", "POST"])
def catalogue(request: HttpRequest) -> HttpResponse:
    """The starter catalogue to tick."""
    if request.method == "POST":
        if _tick(request) or request.POST.getlist("outlet"):
            return redirect("sources:outlets")
        messages.warning(request, _("Nothing was ticked."))
        return redirect("sources:catalogue")
    return render(request, "sources/catalogue.html", {**_catalogue(request), **rights(request)})


@unit_required
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """The second step of the first start: which outlets are watched, from the catalogue or a list of one's own."""
    _user, unit = asker(request)
    posted = request.method == "POST"
    form = ListForm(request.POST if posted else None, request.FILES if posted else None)
    form.fields["file"].required = False
    context: dict[str, Any] = {"form": form}
    if posted and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            report = _take_list(request, file.read()) if file else None
        except ActionError as error:
            blame(form, error)
        else:
            done = _tick(request) or bool(file) or queries.watches_anything()
            if done and not (report and report.rejected):
                return redirect("accounts:welcome")
            context |= {"report": report, "nothing": not done}
    context |= {
        **_catalogue(request),
        "steps": welcome_steps(unit.institution),
        "step": "sources:welcome",
        "next": reverse(step_after(unit.institution, "sources:welcome")),
    }
    return render(request, "sources/welcome.html", context)


def _take_list(request: HttpRequest, content: bytes) -> actions.ImportReport:
    user, unit = asker(request)
    report = actions.import_sources(content=content, unit=unit, by=user, now=timezone.now())
    if report.sources and not report.rejected:
        text = ngettext("%(count)d new source.", "%(count)d new sources.", report.sources)
        messages.success(request, text % {"count": report.sources})
    return report


def _tick(request: HttpRequest) -> bool:
    """Take what was ticked from the catalogue; return whether anything was new."""
    user, unit = asker(request)
    slugs = set(request.POST.getlist("outlet"))
    touched = actions.tick_catalogue(slugs=slugs, unit=unit, by=user, now=timezone.now())
    if touched:
        text = ngettext("%(count)d outlet is watched now.", "%(count)d outlets are watched now.", len(touched))
        messages.success(request, text % {"count": len(touched)})
    return bool(touched)


def _catalogue(request: HttpRequest) -> dict[str, Any]:
    q = request.GET.get("q", "")[:100].casefold().strip()
    fitting = [entry for entry in queries.catalogue() if q in f"{entry.name} {entry.domain} {entry.group}".casefold()]
    sections = [(SECTIONS[name], list(entries)) for name, entries in groupby(fitting, key=lambda entry: entry.section)]
    return {
        "sections": sections,
        "ticked": queries.ticked_slugs(),
        "chosen": request.POST.getlist("outlet"),
        "q": q,
        "total": len(fitting),
    }


@unit_required
@require_http_methods(["GET", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    """Import a list; the report names each row that was left out."""
    user, unit = asker(request)
    actions.require_manage(user, unit)
    form, report = ListForm(request.POST or None, request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        try:
            content = form.cleaned_data["file"].read()
            report = actions.import_sources(content=content, unit=unit, by=user, now=timezone.now())
        except ActionError as error:
            blame(form, error)
    return render(request, "sources/import.html", {"form": form, "report": report})
