"""Watch queries and shared lists: what a unit listens for, tried out while it is written."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kentongan.accounts import rules as rights
from kentongan.accounts.doors import UnitRequest, unit_required
from kentongan.accounts.queries import holds, today, welcome_steps
from kentongan.common.errors import ActionError
from kentongan.monitoring.actions import (
    delete_query,
    delete_terms,
    save_query,
    save_terms,
    set_query_active,
    understood,
)
from kentongan.monitoring.forms import TermListForm, WatchQueryForm, refuse
from kentongan.monitoring.models import Arrival, Backfill, TermList, WatchQuery
from kentongan.monitoring.queries import found_by_query, term_lists, try_out
from kentongan.monitoring.views.frame import refused


@require_safe
@unit_required
def query_list(request: UnitRequest) -> HttpResponse:
    """The unit's queries and the lists they may name."""
    queries = list(WatchQuery.objects.filter(unit=request.unit).select_related("backfill"))
    found = found_by_query(request.unit, timezone.now() - timedelta(days=7))
    lists = [(row, len(row.terms.splitlines()), row.unit_id == request.unit.pk) for row in term_lists(request.unit)]
    rows = [(query, found.get(query.pk, 0)) for query in queries]
    context = {"queries": rows, "lists": lists, "may": _may(request)}
    return render(request, "monitoring/queries.html", context)


def _may(request: UnitRequest) -> bool:
    return holds(request.user, request.unit, rights.WATCH, on=today(request.unit))


@require_http_methods(["GET", "HEAD", "POST"])
@unit_required
def query_new(request: UnitRequest) -> HttpResponse:
    """Write a new query."""
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@unit_required
def welcome(request: UnitRequest) -> HttpResponse:
    """The last step of the first start: the first query."""
    steps = welcome_steps(request.unit.institution)
    return _edit(request, None, template="monitoring/welcome.html", steps=steps, step="monitoring:welcome")


@require_http_methods(["GET", "HEAD", "POST"])
@unit_required
def query_edit(request: UnitRequest, pk: int) -> HttpResponse:
    """Change a query."""
    return _edit(request, _query(request, pk))


def _query(request: UnitRequest, pk: int) -> WatchQuery:
    rows = WatchQuery.objects.visible_to(request.user).select_related("unit")
    found: WatchQuery = get_object_or_404(rows, pk=pk)
    return found


def _edit(
    request: UnitRequest, query: WatchQuery | None, *, template: str = "monitoring/query.html", **frame: object
) -> HttpResponse:
    if not _may(request):
        return render(request, "errors/403.html", status=403)
    first = {"name": query.name, "text": query.text} if query else {"text": request.GET.get("q", "")}
    form = WatchQueryForm(request.POST or None, initial=first)
    unit = query.unit if query else request.unit
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_query(unit=unit, query=query, by=request.user, now=timezone.now(), **form.cleaned_data)
        except ActionError as error:
            answer = None if error.field else refused(request, error)
            if answer:
                return answer
            refuse(form, error)
        else:
            messages.success(request, _("Kept. The last 7 days are being searched."))
            return redirect("monitoring:query_done", pk=saved.pk)
    tried = _tried(request, form["text"].value() or "")
    return render(request, template, {"form": form, "query": query, "lists": term_lists(unit), **tried, **frame})


@require_POST
@unit_required
def query_try(request: UnitRequest) -> HttpResponse:
    """What the query being written would have caught; asked while typing."""
    return render(request, "monitoring/_tryout.html", _tried(request, request.POST.get("text", "")))


def _tried(request: UnitRequest, text: str) -> dict[str, object]:
    if not text.strip():
        return {"tried": None, "problem": ""}
    try:
        WatchQueryForm.base_fields["text"].clean(text)
        expanded = understood(text, request.unit)
    except ValidationError as error:
        return {"tried": None, "problem": " ".join(error.messages)}
    except ActionError as error:
        return {"tried": None, "problem": error.message}
    return {"tried": try_out(expanded, now=timezone.now()), "problem": ""}


@require_safe
@unit_required
def query_done(request: UnitRequest, pk: int) -> HttpResponse:
    """How far the look back with a query has come; asks for itself until it is through."""
    query = _query(request, pk)
    backfill = Backfill.objects.filter(query=query).first()
    filing = Arrival.objects.filter(is_backfill=True).count() if backfill and backfill.finished_at else 0
    context = {"query": query, "backfill": backfill, "filing": filing, "count": query.mentions.count()}
    template = "monitoring/_backfill.html" if request.htmx else "monitoring/query_done.html"
    return render(request, template, context)


@require_POST
@unit_required
def query_rest(request: UnitRequest, pk: int) -> HttpResponse:
    """Let a query rest, or wake it."""
    query = _query(request, pk)
    try:
        set_query_active(query=query, is_active=not query.is_active, by=request.user, now=timezone.now())
    except ActionError as error:
        return refused(request, error) or redirect("monitoring:queries")
    messages.success(request, _("The query listens again.") if query.is_active else _("The query rests."))
    return redirect("monitoring:queries")


@require_POST
@unit_required
def query_delete(request: UnitRequest, pk: int) -> HttpResponse:
    """Delete a query; what it found stays."""
    try:
        delete_query(query=_query(request, pk), by=request.user, now=timezone.now())
    except ActionError as error:
        return refused(request, error) or redirect("monitoring:queries")
    messages.success(request, _("The query is deleted. What it found stays."))
    return redirect("monitoring:queries")


@require_http_methods(["GET", "HEAD", "POST"])
@unit_required
def list_new(request: UnitRequest) -> HttpResponse:
    """Write a new shared list."""
    return _edit_list(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@unit_required
def list_edit(request: UnitRequest, pk: int) -> HttpResponse:
    """Change a shared list."""
    return _edit_list(request, _list(request, pk))


def _list(request: UnitRequest, pk: int) -> TermList:
    rows = TermList.objects.visible_to(request.user).select_related("unit")
    found: TermList = get_object_or_404(rows, pk=pk)
    return found


def _edit_list(request: UnitRequest, found: TermList | None) -> HttpResponse:
    if not _may(request):
        return render(request, "errors/403.html", status=403)
    first = {"name": found.name, "terms": found.terms} if found else {}
    form = TermListForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        unit = found.unit if found else request.unit
        try:
            save_terms(unit=unit, term_list=found, by=request.user, now=timezone.now(), **form.cleaned_data)
        except ActionError as error:
            answer = None if error.field else refused(request, error)
            if answer:
                return answer
            refuse(form, error)
        else:
            messages.success(request, _("Kept. Queries that name the list use it from now on."))
            return redirect("monitoring:queries")
    return render(request, "monitoring/term_list.html", {"form": form, "term_list": found})


@require_POST
@unit_required
def list_delete(request: UnitRequest, pk: int) -> HttpResponse:
    """Delete a list that no query names."""
    try:
        delete_terms(term_list=_list(request, pk), by=request.user, now=timezone.now())
    except ActionError as error:
        return refused(request, error) or redirect("monitoring:queries")
    messages.success(request, _("The list is deleted."))
    return redirect("monitoring:queries")
