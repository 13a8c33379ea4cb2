"""Cari: everything that ever came in."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kentongan.accounts.doors import UnitRequest, unit_required
from kentongan.monitoring.forms import ArchiveForm
from kentongan.monitoring.queries import Wanted, search_archive
from kentongan.monitoring.queries.archive import Answer


@require_safe
@unit_required
def search(request: UnitRequest) -> HttpResponse:
    """Search the archive; by htmx only further rows."""
    form = ArchiveForm(request.GET or None)
    answer: Answer | None = None
    if form.is_bound and form.is_valid():
        answer = search_archive(_wanted(form.cleaned_data), unit=request.unit)
    kept = {key: value for key, value in request.GET.items() if key != "after" and value}
    more = f"?{urlencode({**kept, 'after': answer.after})}" if answer and answer.after else ""
    bare = "?" + urlencode({key: value for key, value in kept.items() if key != "outlet"})
    outlet = form.cleaned_data.get("outlet") if form.is_bound and form.is_valid() else None
    context = {
        "form": form, "answer": answer, "more": more, "q": request.GET.get("q", ""), "kept": kept, "outlet": outlet,
        "by_outlet": bare, "without_outlet": bare,
    }  # fmt: skip
    if request.htmx and request.GET.get("after"):
        return render(request, "monitoring/_found.html", context)
    return render(request, "monitoring/search.html", context)


def _wanted(data: dict[str, object]) -> Wanted:
    outlet = data.get("outlet")
    return Wanted(
        tree=data["tree"],  # type: ignore[arg-type]
        since=data.get("since_at"),  # type: ignore[arg-type]
        until=data.get("until_at"),  # type: ignore[arg-type]
        outlets=(outlet.pk,) if outlet else (),  # type: ignore[attr-defined]
        tone=str(data.get("tone") or ""),
        by_relevance=data.get("order") == "fit",
        after=data.get("after"),  # type: ignore[arg-type]
    )
