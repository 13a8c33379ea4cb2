"""Approval in the office: the chain beside a text, reading and deciding, who approves what, the sheet for the file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kentongan.accounts.doors import SignedInRequest, UnitRequest, sign_in_required, unit_required
from kentongan.accounts.models import Unit, User
from kentongan.accounts.queries import holds
from kentongan.common.errors import ActionError, NotAllowed
from kentongan.common.patience import if_free
from kentongan.newsroom.actions.asking import ask_approval, take_back_round
from kentongan.newsroom.actions.chains import remove_chain, set_chain
from kentongan.newsroom.actions.deciding import decide, let_go_step, over_because, take_step
from kentongan.newsroom.actions.linking import make_link
from kentongan.newsroom.actions.looking import note_release_look
from kentongan.newsroom.choices import Decided, Kind
from kentongan.newsroom.exports.approval_files import file_answer
from kentongan.newsroom.exports.approval_page import approval_context, file_of
from kentongan.newsroom.exports.approval_sheet import sheet_pdf
from kentongan.newsroom.forms.approving import ChainForm, people_to_name
from kentongan.newsroom.models import ApprovalRound, ApprovalStep, Chain, Release
from kentongan.newsroom.queries.approving import day_of, official_at, open_round, steps_waiting_for
from kentongan.newsroom.queries.chains import chain_lines
from kentongan.newsroom.rules.approving import spaced
from kentongan.newsroom.rules.rights import SET_UP
from kentongan.newsroom.views.chain_panel import chain_panel

# --- the chain beside a text -----------------------------------------------------------------------------------------


def _release(user: User, pk: int) -> Release:
    releases = Release.objects.visible_to(user).select_related("unit__institution")
    found: Release = get_object_or_404(releases, pk=pk)
    return found


def _step(release: Release, pk: int) -> ApprovalStep:
    steps = ApprovalStep.objects.select_related("round__release__unit__institution", "round__version")
    found: ApprovalStep = get_object_or_404(steps, pk=pk, round__release=release)
    return found


def _panel(request: UnitRequest, release: Release, status: int = 200, **more: Any) -> HttpResponse:
    """Answer with the panel alone where the page asked for it, else with a page of its own."""
    context = chain_panel(request, release, timezone.now()) | {"release": release, **more}
    name = "newsroom/_chain_panel.html" if request.htmx else "newsroom/approval_of.html"
    # htmx leaves a page as it was on an error's status; the panel says in words what went wrong.
    return render(request, name, context, status=200 if request.htmx else status)


@require_GET
@never_cache
@unit_required
def approval_of(request: UnitRequest, pk: int) -> HttpResponse:
    """The chain of a text."""
    return _panel(request, _release(request.user, pk))


def _do(request: UnitRequest, release: Release, act: Callable[[], object]) -> HttpResponse:
    """Do one thing to a chain; show it as it is then, with what went wrong in words."""
    try:
        act()
    except NotAllowed as error:
        return _panel(request, release, 403, chain_error=error.message)
    except ActionError as error:
        return _panel(request, release, 422, chain_error=error.message)
    if request.htmx:
        return _panel(request, _release(request.user, release.pk))
    return redirect("newsroom:approval_of", release.pk)


@require_POST
@unit_required
def approval_ask(request: UnitRequest, pk: int) -> HttpResponse:
    """Send a text up its chain."""
    release = _release(request.user, pk)
    note, urgent = request.POST.get("note", ""), request.POST.get("urgent") == "1"
    return _do(
        request,
        release,
        lambda: ask_approval(release=release, note=note, urgent=urgent, by=request.user, now=timezone.now()),
    )


@require_POST
@unit_required
def approval_take_back(request: UnitRequest, pk: int) -> HttpResponse:
    """Take a text back from its chain."""
    release = _release(request.user, pk)
    approval = open_round(release)
    if approval is None:
        return _panel(request, release, 422, chain_error=_("Nothing is under way."))
    return _do(request, release, lambda: take_back_round(approval=approval, by=request.user, now=timezone.now()))


@require_POST
@unit_required
def approval_take(request: UnitRequest, pk: int, step: int) -> HttpResponse:
    """Say that one is on it."""
    release = _release(request.user, pk)
    row = _step(release, step)
    return _do(request, release, lambda: take_step(step=row, by=request.user, now=timezone.now()))


@require_POST
@unit_required
def approval_let_go(request: UnitRequest, pk: int, step: int) -> HttpResponse:
    """Say that one is no longer on it."""
    release = _release(request.user, pk)
    row = _step(release, step)
    return _do(request, release, lambda: let_go_step(step=row, by=request.user, now=timezone.now()))


@require_POST
@never_cache
@unit_required
def approval_link(request: UnitRequest, pk: int, step: int) -> HttpResponse:
    """Send a one-time link; its code is shown once, to be passed on by another way.

    The link itself is shown only where an authenticator guards it: with a code beside it the sender could decide.
    """
    release = _release(request.user, pk)
    row = _step(release, step)
    number = request.POST.get("person", "")
    person = User.objects.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 19 else None
    if person is None or official_at(row, person, timezone.now()) is None:
        raise Http404
    try:
        link = make_link(step=row, person=person, by=request.user, now=timezone.now())
    except ActionError as error:
        return _panel(request, release, 422, chain_error=error.message)
    if link.code is not None:
        return _panel(request, release, chain_code=spaced(link.code), chain_person=person)
    return _panel(request, release, chain_url=link.url, chain_person=person)


# --- reading and deciding --------------------------------------------------------------------------------------------


def _to_decide(request: SignedInRequest, pk: int) -> ApprovalStep:
    """Return the step that a person decides at, has decided at, or could have: of a text they may read, or else 404.

    Somebody from another unit may be named in a chain: such a text opens for them while it waits for them, and as long
    as their own decision stands in it.
    """
    waiting = steps_waiting_for(request.user, timezone.now(), release=Release(pk=pk))
    if waiting:
        return waiting[0]
    steps = ApprovalStep.objects.select_related("round__release__unit__institution", "round__version").order_by(
        "-round__asked_at", "-round_id", "-opened_at"
    )
    mine = steps.filter(round__release_id=pk, decisions__by=request.user).first()
    if mine is not None:
        return mine
    release = _release(request.user, pk)
    for step in steps.filter(round__release=release):
        if official_at(step, request.user, timezone.now()) is not None:
            return step
    raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sign_in_required
def approve(request: SignedInRequest, pk: int) -> HttpResponse:
    """Read the exact text and decide about it."""
    step = _to_decide(request, pk)
    if request.method == "POST":
        return _decide(request, step)
    answer = _approve_page(request, step)
    with if_free():
        note_release_look(version=step.round.version, user=request.user, now=timezone.now())
    return answer


def _decide(request: SignedInRequest, shown: ApprovalStep) -> HttpResponse:
    number, decided = request.POST.get("step", ""), request.POST.get("decided", "")
    step = shown
    if number.isdecimal() and len(number) < 19 and int(number) != shown.pk:
        # The page was made for a step that is over meanwhile: the action says what became of it.
        step = get_object_or_404(
            ApprovalStep.objects.select_related("round__release__unit__institution", "round__version"),
            pk=int(number),
            round__release_id=shown.round.release_id,
        )
    if decided not in Decided.values:
        return _approve_page(request, step, status=400)
    try:
        decide(
            step=step,
            decided=Decided(decided),
            sha256=request.POST.get("sha256", ""),
            note=request.POST.get("note", ""),
            by=request.user,
            now=timezone.now(),
        )
    except ActionError as error:
        step.refresh_from_db()
        return _approve_page(request, step, error=error, status=403 if isinstance(error, NotAllowed) else 422)
    messages.success(request, _("Your decision is recorded: %(decided)s.") % {"decided": Decided(decided).label})
    # Who works for no unit any more would find nothing on Hari ini.
    works = getattr(request, "unit", None) is not None
    onwards = redirect("today") if works else redirect("newsroom:approve", step.round.release_id)
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=204, headers={"Location": onwards["Location"]})
    return onwards


def _approve_page(
    request: SignedInRequest, step: ApprovalStep, *, error: ActionError | None = None, status: int = 200
) -> HttpResponse:
    approval = ApprovalRound.objects.get(pk=step.round_id)
    step.round.state, step.round.ended_at = approval.state, approval.ended_at
    over = over_because(step, request.user)
    if not over and request.user.pk in approval.writers:
        over = _("You wrote this text: somebody else must approve it.")
    if not over and official_at(step, request.user, timezone.now()) is None:
        over = _("You may not decide at this step.")
    context = approval_context(step, request.user, now=timezone.now())
    context |= {
        "over": over,
        "files_url": reverse("newsroom:approve", args=[step.round.release_id]) + "berkas/",
        "error": error.message if error and error.message != over else "",
        "error_field": error.field if error else "",
        "note": request.POST.get("note", ""),
    }
    return render(request, "newsroom/approve.html", context, status=status)


@require_GET
@sign_in_required
def approve_file(request: SignedInRequest, pk: int, number: int) -> HttpResponseBase:
    """Hand out a picture or attachment of the text to be approved."""
    return file_answer(file_of(_to_decide(request, pk), number))


@require_GET
@never_cache
@unit_required
def approval_sheet(request: UnitRequest, pk: int) -> HttpResponse:
    """The whole chain of a text on paper, for the file."""
    release = _release(request.user, pk)
    if not ApprovalRound.objects.filter(release=release).exists():
        raise Http404
    answer = HttpResponse(sheet_pdf(release, now=timezone.now()), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="lembar-persetujuan-{release.pk}.pdf"'
    return answer


# --- who approves what -----------------------------------------------------------------------------------------------


@require_GET
@unit_required
def chains(request: UnitRequest) -> HttpResponse:
    """The chains that hold in a unit, with today's people, and who is missing."""
    now = timezone.now()
    return render(
        request,
        "newsroom/chains.html",
        {"lines": chain_lines(request.unit, now), "may_set_up": _may_set_up(request), "kinds": Kind.choices},
    )


def _may_set_up(request: UnitRequest) -> bool:
    return holds(request.user, request.unit, SET_UP, on=day_of(request.unit, timezone.now()))


def _chain_of(unit: Unit, kind: str, *, urgent: bool) -> Chain | None:
    return Chain.objects.filter(unit=unit, kind=kind, is_urgent=urgent).first()


@unit_required
def chain_edit(request: UnitRequest) -> HttpResponse:
    """Set the chain of this unit for one type and lane (`?jenis=`, `?darurat=1`)."""
    if not _may_set_up(request):
        return render(request, "403.html", status=403)
    kind, urgent = request.GET.get("jenis", ""), request.GET.get("darurat") == "1"
    if kind and kind not in Kind.values:
        raise Http404
    unit = request.unit
    chain = _chain_of(unit, kind, urgent=urgent)
    people = people_to_name(request.user, unit, chain, on=day_of(unit, timezone.now()))
    form = ChainForm(request.POST or None, chain=chain, people=people)
    status = 200
    if request.method == "POST" and "more" not in request.POST:
        if form.is_valid() and _save_chain(request, form, kind, urgent=urgent):
            messages.success(request, _("The chain is set. Texts under way keep theirs."))
            return redirect("newsroom:chains")
        status = 422
    context = {"form": form, "kind": Kind(kind).label if kind else "", "urgent": urgent, "unit": unit}
    return render(request, "newsroom/chain_edit.html", context, status=status)


def _save_chain(request: UnitRequest, form: ChainForm, kind: str, *, urgent: bool) -> bool:
    try:
        set_chain(unit=request.unit, kind=kind, urgent=urgent, steps=form.plans(), by=request.user, now=timezone.now())
    except ActionError as error:
        form.add_step_error(error)
        return False
    return True


@require_POST
@unit_required
def chain_remove(request: UnitRequest, pk: int) -> HttpResponse:
    """Take a chain away, so that the next one upwards holds again."""
    chain: Chain = get_object_or_404(Chain.objects.visible_to(request.user).select_related("unit"), pk=pk)
    try:
        remove_chain(chain=chain, by=request.user, now=timezone.now())
    except ActionError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Taken away. The chain above holds again."))
    return redirect("newsroom:chains")
