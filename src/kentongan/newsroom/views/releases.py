"""The list of releases; a text begun, copied, translated, numbered, put away."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kentongan.accounts.doors import UnitRequest, unit_required
from kentongan.accounts.queries import holds, today
from kentongan.common.errors import ActionError
from kentongan.newsroom.actions.numbering import give_number
from kentongan.newsroom.actions.writing import copy_release, drop_release, start_release, take_up_release
from kentongan.newsroom.choices import Kind, Stage
from kentongan.newsroom.forms.writing import NewReleaseForm, TranslationForm
from kentongan.newsroom.models import Release
from kentongan.newsroom.queries.writing import found_by, languages_of, releases_of, stage_counts, templates_for
from kentongan.newsroom.rules.rights import WRITE

PAGE = 40
AT_WORK = (Stage.DRAFT, Stage.APPROVAL, Stage.RETURNED, Stage.APPROVED)


def release_or_404(request: UnitRequest, pk: int) -> Release:
    """Return a text that the person may see; any other is not there."""
    rows = Release.objects.visible_to(request.user).select_related("unit__institution", "saved_by", "translation_of")
    found: Release = get_object_or_404(rows, pk=pk)
    return found


@require_GET
@unit_required
def release_list(request: UnitRequest) -> HttpResponse:
    """The unit's texts, the last saved first: what is at work, unless another stage is chosen."""
    stage, kind, words = (request.GET.get(name, "") for name in ("stage", "kind", "q"))
    rows = found_by(releases_of(request.user, request.unit), words)
    if kind in Kind.values:
        rows = rows.filter(kind=kind)
    counts = dict.fromkeys(Stage.values, 0) | stage_counts(rows)
    at_work = sum(counts[each] for each in AT_WORK)
    if stage in Stage.values:
        rows = rows.filter(stage=stage)
    elif stage != "all":
        stage, rows = "", rows.filter(stage__in=AT_WORK) if not words else rows
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    chips = [{"stage": "", "label": _("At work"), "count": at_work, "on": stage == ""}]
    chips += [
        {"stage": each.value, "label": each.label, "count": counts[each], "on": stage == each}
        for each in (*AT_WORK, Stage.PUBLISHED, Stage.WITHDRAWN, Stage.DROPPED)
        if counts[each] or stage == each
    ]
    return render(
        request,
        "newsroom/releases.html",
        {
            "page": page,
            "chips": chips,
            "stage": stage,
            "kind": kind,
            "kinds": Kind.choices,
            "words": words,
            "total": sum(counts.values()),
            "may_write": holds(request.user, request.unit, WRITE, on=today(request.unit)),
        },
    )


@unit_required
def release_new(request: UnitRequest) -> HttpResponse:
    """Choose what to write, in which language, from what; then the sheet opens."""
    if not holds(request.user, request.unit, WRITE, on=today(request.unit)):
        return render(request, "403.html", status=403)
    first = {"kind": request.GET.get("kind") or Kind.PRESS_RELEASE, "language": "id"}
    data = request.POST if request.method == "POST" else None
    form = NewReleaseForm(data, initial=first, unit=request.unit)
    if request.method == "POST" and form.is_valid():
        release = start_release(
            unit=request.unit,
            kind=form.cleaned_data["kind"],
            language=form.cleaned_data["language"],
            template=form.cleaned_data["template"],
            by=request.user,
            now=timezone.now(),
        )
        return redirect("newsroom:release", release.pk)
    context = {"form": form, "has_templates": templates_for(request.unit).exists()}
    return render(request, "newsroom/release_new.html", context, status=422 if form.errors else 200)


@require_POST
@unit_required
def release_copy(request: UnitRequest, pk: int) -> HttpResponse:
    release = release_or_404(request, pk)
    try:
        copy = copy_release(release=release, by=request.user, now=timezone.now())
    except ActionError as error:
        messages.error(request, error.message)
        return redirect("newsroom:release", pk)
    messages.success(request, _("Copied. This is the new text."))
    return redirect("newsroom:release", copy.pk)


@require_POST
@unit_required
def release_translate(request: UnitRequest, pk: int) -> HttpResponse:
    """Begin the text in another language."""
    release = release_or_404(request, pk)
    form = TranslationForm(request.POST, taken={row.language for row in languages_of(release)})
    if not form.is_valid():
        messages.error(request, _("Choose a language that this text does not have yet."))
        return redirect("newsroom:release", pk)
    try:
        made = start_release(
            unit=release.unit,
            kind=release.kind,
            language=form.cleaned_data["language"],
            translation_of=release,
            by=request.user,
            now=timezone.now(),
        )
    except ActionError as error:
        messages.error(request, error.message)
        return redirect("newsroom:release", pk)
    return redirect("newsroom:release", made.pk)


@require_POST
@unit_required
def release_number(request: UnitRequest, pk: int) -> HttpResponse:
    release = release_or_404(request, pk)
    try:
        number = give_number(release=release, by=request.user, now=timezone.now())
    except ActionError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Number %(number)s given.") % {"number": number})
    return redirect("newsroom:release", pk)


@require_POST
@unit_required
def release_drop(request: UnitRequest, pk: int) -> HttpResponse:
    release = release_or_404(request, pk)
    try:
        drop_release(release=release, by=request.user, now=timezone.now())
    except ActionError as error:
        messages.error(request, error.message)
        return redirect("newsroom:release", pk)
    messages.success(request, _("Put away."), extra_tags=reverse("newsroom:release_take_up", args=[pk]))
    return redirect("newsroom:releases")


@require_POST
@unit_required
def release_take_up(request: UnitRequest, pk: int) -> HttpResponse:
    release = release_or_404(request, pk)
    try:
        take_up_release(release=release, by=request.user, now=timezone.now())
    except ActionError as error:
        messages.error(request, error.message)
    return redirect("newsroom:release", pk)
