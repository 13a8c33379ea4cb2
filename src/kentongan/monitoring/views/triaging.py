"""Decisions about mentions: one in its pane, many from the list, and taking them back."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kentongan.accounts.doors import UnitRequest, unit_required
from kentongan.accounts.models import User
from kentongan.common.errors import ActionError, Changed
from kentongan.monitoring.actions import Change, Outcome, triage, undo_triage
from kentongan.monitoring.choices import Relevance
from kentongan.monitoring.forms import TriageForm
from kentongan.monitoring.models import Mention, Triage
from kentongan.monitoring.queries import StreamRow
from kentongan.monitoring.views.frame import refused
from kentongan.monitoring.views.stream import detail_context, people_of


@require_POST
@unit_required
def judge(request: UnitRequest, pk: int) -> HttpResponse:
    """Change one mention; by htmx its pane, its row and a toast come back."""
    mention = get_object_or_404(Mention.objects.visible_to(request.user).select_related("unit"), pk=pk)
    form = TriageForm(request.POST, people=people_of(mention.unit))
    now = timezone.now()
    if not form.is_valid():
        return _answer(request, pk, "; ".join(str(error) for errors in form.errors.values() for error in errors))
    try:
        outcome = triage(
            picks={pk: _number(request.POST.get("version", ""))}, change=_change(request, form.cleaned_data, mention),
            by=request.user, now=now,
            with_copies=_is_folded(request.htmx.current_url or "", form.cleaned_data["relevance"]),
        )  # fmt: skip
    except Changed as error:
        return _answer(request, pk, error.message)
    except ActionError as error:
        return refused(request, error) or _answer(request, pk, error.message)
    return _answer(request, pk, _said_of_one(outcome), outcome.undo)


@require_POST
@unit_required
def judge_many(request: UnitRequest) -> HttpResponse:
    """Change all mentions ticked in the list."""
    picks = dict(_pick(text) for text in request.POST.getlist("pick"))
    picks.pop(0, None)
    back = _back(request)
    form = TriageForm(request.POST, people=people_of(request.unit))
    if not picks or not form.is_valid():
        messages.error(request, _("Tick some rows first."))
        return redirect(back)
    data = form.cleaned_data
    change = Change(
        relevance=data["relevance"] or None,
        tone=_tone(data["tone"]),
        assign_to=data["assign_to"],
        add_tags=_names(data["tags"]),
    )
    try:
        outcome = triage(
            picks=picks, change=change, by=request.user, now=timezone.now(),
            with_copies=_is_folded(back, data["relevance"]),
        )  # fmt: skip
    except ActionError as error:
        return refused(request, error) or redirect(back)
    undo = reverse("monitoring:undo", args=[outcome.undo.pk]) if outcome.undo else ""
    messages.success(request, _said(outcome), extra_tags=undo)
    if outcome.conflicts:
        messages.warning(request, _conflicts(outcome))
    return redirect(back)


@require_POST
@unit_required
def undo(request: UnitRequest, pk: int) -> HttpResponse:
    """Take a decision back."""
    row = get_object_or_404(Triage.objects.filter(by=request.user).select_related("unit"), pk=pk)
    try:
        outcome = undo_triage(undo=row, by=request.user, now=timezone.now())
    except ActionError as error:
        return refused(request, error) or redirect(_back(request))
    messages.success(request, _("Taken back."))
    if outcome.conflicts:
        messages.warning(request, _conflicts(outcome))
    return redirect(_back(request))


def _answer(request: UnitRequest, pk: int, text: str, undo: Triage | None = None) -> HttpResponse:
    address = reverse("monitoring:undo", args=[undo.pk]) if undo else ""
    if not request.htmx:
        (messages.success if undo else messages.error)(request, text, extra_tags=address)
        return redirect("monitoring:mention", pk=pk)
    context = detail_context(request, pk, timezone.now())
    mention = context["mention"]
    assert isinstance(mention, Mention)  # noqa: S101 - told to the type checker
    copies = context["copies_count"]
    assert isinstance(copies, int)  # noqa: S101 - told to the type checker
    context |= {"row": StreamRow(mention, copies, seen=True), "toast": text, "undo_url": address}
    return render(request, "monitoring/_judged.html", context)


def _change(request: UnitRequest, data: dict[str, Any], mention: Mention) -> Change:
    """What the pane sent: a button's word, or the form of note, tags and person."""
    if "note" not in request.POST:
        return Change(relevance=data["relevance"] or None, tone=_tone(data["tone"]))
    wanted = _names(data["tags"])
    present = list(mention.tags.values_list("name", flat=True))
    return Change(
        note=data["note"],
        assign_to=data["assign_to"] if isinstance(data["assign_to"], User) else "",
        add_tags=[name for name in wanted if name not in present],
        drop_tags=[name for name in present if name not in wanted],
    )


def _is_folded(address: str, relevance: str) -> bool:
    """Whether the copies under a text are not ours either: in a list of single rows each is judged alone."""
    return relevance == Relevance.IRRELEVANT and parse_qs(urlsplit(address).query).get("fold") != ["0"]


def _tone(text: str) -> str | None:
    return "" if text == "machine" else text or None


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _pick(text: str) -> tuple[int, int | None]:
    pk, _colon, version = text.partition(":")
    return _number(pk) or 0, _number(version)


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 18 else None


def _said(outcome: Outcome) -> str:
    """What happened, in the past tense."""
    count = len(outcome.changed)
    if count == 1:
        return _one(outcome.changed[0])
    return ngettext("%(count)d mention changed.", "%(count)d mentions changed.", count) % {"count": count}


def _said_of_one(outcome: Outcome) -> str:
    """What happened to one mention, and to the copies under it."""
    copies = len(outcome.changed) - 1
    if copies < 1:
        return _said(outcome)
    along = ngettext("Its copy went along.", "Its %(count)d copies went along.", copies) % {"count": copies}
    return f"{_one(outcome.changed[0])} {along}"


def _one(mention: Mention) -> str:
    words = {Relevance.IRRELEVANT: _("Marked as not ours."), Relevance.RELEVANT: _("Marked as relevant.")}
    return str(words.get(Relevance(mention.relevance), _("Kept."))) if mention.relevance_by_id else _("Kept.")


def _conflicts(outcome: Outcome) -> str:
    count = len(outcome.conflicts)
    text = ngettext(
        "%(count)d was left alone: somebody changed it in the meantime.",
        "%(count)d were left alone: somebody changed them in the meantime.",
        count,
    )
    return text % {"count": count}


def _back(request: UnitRequest) -> str:
    """The page the person came from, if it is ours."""
    address = request.POST.get("back") or request.headers.get("Referer", "")
    hosts = {request.get_host()}
    if url_has_allowed_host_and_scheme(address, allowed_hosts=hosts, require_https=request.is_secure()):
        return address
    return reverse("monitoring:stream")
