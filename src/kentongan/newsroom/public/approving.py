"""Approving without signing in: a one-time link and a second proof.

The address itself is the secret, so it goes nowhere: no referrer, no cache, no cookie, no line in the log. A foreign
page cannot forge a post to an address it does not know; that is why the form needs no CSRF cookie.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from kentongan.common import numbers
from kentongan.common.errors import ActionError
from kentongan.common.patience import if_free
from kentongan.common.secrets import token_hash
from kentongan.newsroom.actions.linking import (
    LinkClosed,
    ask_new_link,
    closed_because,
    decide_by_link,
    note_opened,
)
from kentongan.newsroom.actions.looking import note_release_look
from kentongan.newsroom.choices import Decided, RoundState, StepState
from kentongan.newsroom.exports.approval_files import file_answer
from kentongan.newsroom.exports.approval_page import approval_context, file_of
from kentongan.newsroom.models import ApprovalLink
from kentongan.newsroom.queries.approving import official_at

Page = Callable[..., HttpResponseBase]


def _unseen(view: Page) -> Page:
    """Answer in the language of the link's person, and let no trace of the address stay anywhere."""

    @wraps(view)
    def door(request: HttpRequest, token: str, **rest: Any) -> HttpResponseBase:
        link = (
            ApprovalLink.objects.filter(token_hash=token_hash(token))
            .select_related(
                "person",
                "made_by",
                "step__round__release__unit__institution",
                "step__round__version",
                "step__round__asked_by",
            )
            .first()
        )
        language = link.person.language if link is not None else translation.get_language()
        with translation.override(language):
            answer = view(request, token, link, **rest)
        answer["Referrer-Policy"] = "no-referrer"
        answer["Cache-Control"] = "no-store, private"
        answer["X-Robots-Tag"] = "noindex"
        return answer

    return csrf_exempt(door)


@_unseen
@require_http_methods(["GET", "HEAD", "POST"])
def approve_by_link(request: HttpRequest, token: str, link: ApprovalLink | None) -> HttpResponse:
    """Read the exact text and decide about it."""
    now = timezone.now()
    why = closed_because(link, now)
    if link is None or why:
        return _closed(request, token, link, why)
    if request.user.is_authenticated and request.user.pk != link.person_id:
        says = _("This link is for %(name)s. You are signed in as somebody else: sign out, or let %(name)s open it.")
        return _said(request, _("Not for you"), says % {"name": link.person.name}, link=link, status=403)
    if official_at(link.step, link.person, now) is None:
        says = _("%(name)s holds no office today that decides at this step. Tell the sender.")
        return _said(request, _("Nothing to decide"), says % {"name": link.person.name}, link=link, status=403)
    if request.method == "POST":
        return _decide(request, token, link)
    answer = _page(request, token, link)
    with if_free():  # the text is read all the same
        note_opened(link=link, now=now)
    with if_free():
        note_release_look(version=link.step.round.version, user=link.person, now=now)
    return answer


def _decide(request: HttpRequest, token: str, link: ApprovalLink) -> HttpResponse:
    decided = request.POST.get("decided", "")
    if decided not in Decided.values:
        return _page(request, token, link, status=400)
    try:
        decide_by_link(
            token=token,
            code=request.POST.get("code", ""),
            sha256=request.POST.get("sha256", ""),
            decided=Decided(decided),
            note=request.POST.get("note", ""),
            now=timezone.now(),
        )
    except LinkClosed as error:
        link.refresh_from_db()
        return _closed(request, token, link, error.message)
    except ActionError as error:
        return _page(request, token, link, error=error, status=422)
    return redirect("newsroom:approve_by_link", token=token)


def _page(
    request: HttpRequest, token: str, link: ApprovalLink, *, error: ActionError | None = None, status: int = 200
) -> HttpResponse:
    context = approval_context(link.step, link.person, now=timezone.now())
    context |= {
        "link": link,
        "until": _moment(link.expires_at, link.step.round.release.unit.zone),
        "files_url": reverse("newsroom:approve_by_link", args=[token]) + "berkas/",
        "error": error.message if error else "",
        "error_field": error.field if error else "",
        "note": request.POST.get("note", ""),
        # A code that was not the trouble need not be typed again.
        "code": request.POST.get("code", "")[:12] if error and error.field != "code" else "",
    }
    return render(request, "newsroom/approve.html", context, status=status)


def _moment(at: datetime, zone: ZoneInfo) -> str:
    """Return the time of day, with the day where it is another than today's."""
    today = timezone.localdate(timezone=zone)
    return numbers.clock(at, zone) if timezone.localdate(at, zone) == today else numbers.date_clock(at, zone)


def _closed(request: HttpRequest, token: str, link: ApprovalLink | None, why: str) -> HttpResponse:
    if link is None:
        return _said(request, _("Link unknown"), why, status=404)
    mine = link.step.decisions.filter(by=link.person).first()
    if mine is not None:
        return _said(request, mine.get_decided_display(), why, link=link, good=True, next_says=_next(link))
    waits = link.step.state == StepState.OPEN and link.step.round.state == RoundState.OPEN
    may_renew = waits and link.renewal_at is None and link.used_at is None
    renew_url = reverse("newsroom:approve_link_renew", args=[token])
    return _said(
        request, _("This link is closed"), why, link=link, may_renew=may_renew, renew_url=renew_url, status=410
    )


def _next(link: ApprovalLink) -> str:
    approval = link.step.round
    if approval.state == RoundState.APPROVED:
        return _("Everybody has approved. The text can be published.")
    if approval.state == RoundState.RETURNED:
        return _("The text is back with its writer, with your reasons.")
    waiting = list(approval.steps.filter(state=StepState.OPEN).exclude(pk=link.step_id).values_list("label", flat=True))
    return _("Next: %(steps)s.") % {"steps": ", ".join(waiting)} if waiting else ""


def _said(
    request: HttpRequest, title: str, says: str, *, link: ApprovalLink | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    institution = link.step.round.release.unit.institution if link is not None else None
    return render(
        request,
        "newsroom/approve_said.html",
        {"title": title, "says": says, "institution": institution, **more},
        status=status,
    )


@_unseen
@require_http_methods(["GET", "HEAD"])
def approve_link_file(request: HttpRequest, token: str, link: ApprovalLink | None, number: int) -> HttpResponseBase:
    """Hand out a picture or attachment of the text to be approved, as long as the link is open."""
    now = timezone.now()
    if link is None or closed_because(link, now) or official_at(link.step, link.person, now) is None:
        raise Http404
    if request.user.is_authenticated and request.user.pk != link.person_id:
        raise Http404
    return file_answer(file_of(link.step, number))


@_unseen
@require_POST
def approve_link_renew(request: HttpRequest, token: str, link: ApprovalLink | None) -> HttpResponse:
    """Ask for a new link in the stead of one that expired."""
    if link is None:
        return _said(request, _("Link unknown"), closed_because(None, timezone.now()), status=404)
    try:
        on_its_way = ask_new_link(link=link, now=timezone.now())
    except ActionError as error:
        return _said(request, _("This link is closed"), error.message, link=link, status=410)
    if on_its_way:
        return _said(request, _("Asked for"), _("A new link is on its way to your mail."), link=link, good=True)
    says = _("The sender was told. They make a new link and tell you its code.")
    return _said(request, _("Asked for"), says, link=link, good=True)
