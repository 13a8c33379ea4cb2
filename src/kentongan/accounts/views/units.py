"""The tree of units: look, search, add, rename, move, close, import."""

from __future__ import annotations

import csv
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kentongan.accounts import actions
from kentongan.accounts.choices import Zone
from kentongan.accounts.doors import UnitRequest, unit_required
from kentongan.accounts.forms import CheckedRowsForm, UnitForm, UnitImportForm
from kentongan.accounts.models import Membership, Unit
from kentongan.accounts.queries import find_units, holds, today, unit_lines, unit_trail
from kentongan.accounts.rules import MANAGE
from kentongan.accounts.rules.unit_table import TEMPLATE_HEADINGS, UnitTable
from kentongan.accounts.views.answers import blame, words_of
from kentongan.common.errors import ActionError

SHOWN_BAD = 200


@unit_required
@require_GET
def tree(request: UnitRequest) -> HttpResponse:
    """The highest units seen, or those that a search finds."""
    words = request.GET.get("q", "").strip()
    day = today(request.unit)
    lines = find_units(request.user, words, on=day) if words else unit_lines(request.user, None, on=day)
    if not words and len(lines) == 1 and not lines[0].unit.is_leaf():
        top, lines = lines[0], unit_lines(request.user, lines[0].unit, on=day)
    else:
        top = None
    context = {"top": top, "lines": lines, "words": words, "manages": _manages(request, request.unit)}
    return render(request, "accounts/unit_rows.html" if request.htmx else "accounts/units.html", context)


@unit_required
@require_GET
def branch(request: UnitRequest, pk: int) -> HttpResponse:
    """The units right below one, as a fragment."""
    parent = _visible(request, pk)
    lines = unit_lines(request.user, parent, on=today(request.unit))
    return render(request, "accounts/unit_rows.html", {"lines": lines})


@unit_required
@require_http_methods(["GET", "POST"])
def unit(request: UnitRequest, pk: int) -> HttpResponse:
    """One unit: its details, who works there, what lies below."""
    here = _visible(request, pk)
    manages = _manages(request, here)
    form = UnitForm(request.POST or None, instance=here)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_unit(unit=here, **form.cleaned_data, by=request.user, now=timezone.now())
        except ActionError as error:
            blame(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts:unit", pk=pk)
    day = today(here)
    context = {
        "here": here,
        "form": form,
        "trail": unit_trail(request.user, here),
        "lines": unit_lines(request.user, here, on=day),
        "memberships": Membership.objects.filter(unit=here).holding(day).select_related("user")[:100],
        "manages": manages,
        "manages_above": not here.is_root() and _manages(request, Unit.objects.get_parent(here)),
    }
    return render(request, "accounts/unit.html", context)


@unit_required
@require_http_methods(["GET", "POST"])
def add(request: UnitRequest, pk: int) -> HttpResponse:
    parent = _visible(request, pk)
    form = UnitForm(request.POST or None, initial={"time_zone": parent.time_zone})
    if request.method == "POST" and form.is_valid():
        try:
            new = actions.add_unit(parent=parent, **form.cleaned_data, by=request.user, now=timezone.now())
        except ActionError as error:
            blame(form, error)
        else:
            messages.success(request, _("Added “%(name)s”.") % {"name": new.name})
            return redirect("accounts:unit", pk=parent.pk)
    return render(request, "accounts/unit_add.html", {"parent": parent, "form": form})


@unit_required
@require_http_methods(["GET", "POST"])
def move(request: UnitRequest, pk: int) -> HttpResponse:
    """Choose the new place by searching for it."""
    here = _visible(request, pk)
    problem = ""
    if request.method == "POST":
        parent = _visible(request, request.POST.get("parent", ""))
        try:
            actions.move_unit(unit=here, parent=parent, by=request.user, now=timezone.now())
        except ActionError as error:
            problem = words_of(error)
        else:
            messages.success(request, _("Moved under “%(name)s”.") % {"name": parent.name})
            return redirect("accounts:unit", pk=pk)
    words = request.GET.get("q", "").strip()
    lines = find_units(request.user, words, on=today(request.unit)) if words else []
    lines = [line for line in lines if not line.unit.path.startswith(here.path)]
    context = {"here": here, "words": words, "lines": lines, "problem": problem}
    return render(request, "accounts/unit_move.html", context)


@unit_required
@require_POST
def set_active(request: UnitRequest, pk: int) -> HttpResponse:
    here, active = _visible(request, pk), request.POST.get("active") == "yes"
    try:
        actions.set_unit_active(unit=here, active=active, by=request.user, now=timezone.now())
    except ActionError as error:
        messages.error(request, words_of(error))
    else:
        messages.success(request, _("Opened again.") if active else _("Closed. What it holds stays readable."))
    return redirect("accounts:unit", pk=pk)


@unit_required
@require_http_methods(["GET", "POST"])
def import_table(request: UnitRequest) -> HttpResponse:
    """Look at a table first: what it would change, and which rows are left out and why."""
    form = UnitImportForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "root": request.unit}
    if request.method == "POST" and form.is_valid():
        table: UnitTable = form.cleaned_data["table"]
        plan = actions.import_units(
            root=request.unit, rows=table.rows, by=request.user, now=timezone.now(), dry_run=True
        )
        bad = sorted(table.bad + plan.bad, key=lambda row: row.line)
        good = {row.line for row in (*plan.create, *plan.update, *plan.move)}
        context |= {
            "plan": plan,
            "bad": bad[:SHOWN_BAD],
            "bad_count": len(bad),
            "good_count": len(good),
            "rows": CheckedRowsForm.pack([row for row in table.rows if row.line in good]),
        }
    return render(request, "accounts/unit_import.html", context)


@unit_required
@require_POST
def import_checked(request: UnitRequest) -> HttpResponse:
    form = CheckedRowsForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(message) for errors in form.errors.values() for message in errors))
        return redirect("accounts:unit-import")
    plan = actions.import_units(root=request.unit, rows=form.cleaned_data["rows"], by=request.user, now=timezone.now())
    created, changed = len(plan.create), len({row.code for row in (*plan.update, *plan.move)})
    messages.success(
        request,
        ngettext("%(count)d unit imported.", "%(count)d units imported.", created) % {"count": created}
        + (" " + ngettext("%(count)d changed.", "%(count)d changed.", changed) % {"count": changed} if changed else ""),
    )
    return redirect("accounts:units")


@unit_required
@require_GET
def template(request: UnitRequest) -> HttpResponse:
    """The units below as a table that can be changed and imported again; for a single unit, an example."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="unit.csv"'
    response.write("\ufeff")  # so that Excel reads UTF-8
    writer = csv.writer(response, delimiter=";")
    writer.writerow(TEMPLATE_HEADINGS)
    units = list(request.user.visible_units().within([request.unit.path]))
    codes = {unit.path: unit.code for unit in units}
    rows = [unit for unit in units if unit.pk != request.unit.pk]
    for row in rows:
        parent = codes.get(row.path[: -Unit.steplen], "")
        zone = Zone(row.time_zone).label
        writer.writerow([_safe(cell) for cell in (row.code, row.name, parent, row.level, row.region_code, zone)])
    if not rows:
        writer.writerow(["KW-01", "Kantor Wilayah Contoh", "", "kanwil", "32", "WIB"])
        writer.writerow(["UPT-0101", "UPT Contoh", "KW-01", "upt", "32.73", "WIB"])
    return response


def _safe(cell: str) -> str:
    """Keep a spreadsheet from taking a name for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t"} else cell


def _visible(request: UnitRequest, pk: int | str) -> Unit:
    if not str(pk).isdecimal():
        pk = 0
    unit: Unit = get_object_or_404(Unit.objects.visible_to(request.user).select_related("institution"), pk=pk)
    return unit


def _manages(request: UnitRequest, unit: Unit) -> bool:
    return holds(request.user, unit, MANAGE, on=today(unit))
