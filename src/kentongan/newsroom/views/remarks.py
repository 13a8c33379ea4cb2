"""Remarks on passages: written, answered, settled."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kentongan.accounts.doors import UnitRequest, unit_required
from kentongan.common.errors import ActionError
from kentongan.newsroom.actions.writing import answer_comment, comment_on_passage, resolve_comment
from kentongan.newsroom.models import PassageComment, Release
from kentongan.newsroom.queries.writing import remarks_on
from kentongan.newsroom.views.releases import release_or_404


def _answer(request: UnitRequest, release: Release) -> HttpResponse:
    if not request.htmx:
        return redirect(reverse("newsroom:release", args=[release.pk]) + "#remarks")
    return render(request, "newsroom/_remarks.html", {"release": release, "remarks": remarks_on(release)})


@require_POST
@unit_required
def remark(request: UnitRequest, pk: int) -> HttpResponse:
    """Write a remark on the words that were marked, or on the whole text."""
    release = release_or_404(request, pk)
    passage, text = request.POST.get("passage", ""), request.POST.get("text", "")
    try:
        comment_on_passage(release=release, passage=passage, text=text, by=request.user, now=timezone.now())
    except ActionError as error:
        messages.error(request, error.message)
    return _answer(request, release)


def _remark(request: UnitRequest, pk: int, remark_pk: int) -> tuple[Release, PassageComment]:
    release = release_or_404(request, pk)
    return release, get_object_or_404(PassageComment.objects.select_related("answer_to"), release=release, pk=remark_pk)


@require_POST
@unit_required
def remark_answer(request: UnitRequest, pk: int, remark_pk: int) -> HttpResponse:
    release, comment = _remark(request, pk, remark_pk)
    try:
        answer_comment(comment=comment, text=request.POST.get("text", ""), by=request.user, now=timezone.now())
    except ActionError as error:
        messages.error(request, error.message)
    return _answer(request, release)


@require_POST
@unit_required
def remark_settle(request: UnitRequest, pk: int, remark_pk: int) -> HttpResponse:
    release, comment = _remark(request, pk, remark_pk)
    try:
        resolve_comment(comment=comment, by=request.user, now=timezone.now())
    except ActionError as error:
        messages.error(request, error.message)
    return _answer(request, release)
