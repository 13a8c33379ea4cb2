"""“Is this really from us?”: anybody pastes a text, a link, a number or a code."""

from __future__ import annotations

import math
import time
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kentongan.accounts.models import Institution
from kentongan.common.errors import ActionError
from kentongan.common.limits import address_of
from kentongan.newsroom.actions.verifying import note_verdict, report_text, wait_before_asking
from kentongan.newsroom.doors import PublicRequest, public_page
from kentongan.newsroom.exports.addresses import release_path
from kentongan.newsroom.exports.verdict import shown
from kentongan.newsroom.public.rendering import page
from kentongan.newsroom.queries.reading import institution_of, root_unit
from kentongan.newsroom.queries.verifying import Answer, Asked, asked_today, only_institution, verify

LONGEST_IN_ADDRESS = 400  # codes, numbers, links; a text is posted, so that no server writes it down
BAR_HEIGHT = 56


@public_page(keep=False, methods=("GET", "HEAD", "POST"))
def check(request: PublicRequest, institution: str = "") -> HttpResponse:
    """Ask for a text and say what it is; GET takes codes, numbers and links (`?q=`), as in the QR."""
    owner = _owner(institution)
    text = request.POST.get("text", "") if request.method == "POST" else request.GET.get("q", "")[:LONGEST_IN_ADDRESS]
    if not text.strip():
        return _page(request, owner, {"asked_for_nothing": request.method == "POST"})
    wait = wait_before_asking(address=address_of(request), at=time.monotonic())
    if wait:
        response = _page(request, owner, {"text": text, "wait": math.ceil(wait)}, status=429)
        response.headers["Retry-After"] = str(math.ceil(wait))
        return response
    answer = verify(text, now=request.now, institution=_scope(institution, owner))
    note_verdict(answer, institution=owner, now=request.now)
    return _page(request, owner, _told(request, answer, text, owner))


@public_page(keep=False, methods=("POST",))
def report(request: PublicRequest, institution: str = "") -> HttpResponse:
    """Keep a text for the office to see, when its sender ticked that they want that."""
    owner, text = _owner(institution), request.POST.get("text", "")
    answer = verify(text, now=request.now, institution=_scope(institution, owner))
    receiver = owner or (answer.main.publication.institution if answer.main else None)
    if receiver is None:
        raise Http404
    context: dict[str, Any] = _told(request, answer, text, owner)
    if not request.POST.get("keep"):
        return _page(request, owner, {**context, "report_error": _("Tick that the text may be kept for the office.")})
    wait = wait_before_asking(address=address_of(request), at=time.monotonic())
    if wait:
        response = _page(request, owner, {"text": text, "wait": math.ceil(wait)}, status=429)
        response.headers["Retry-After"] = str(math.ceil(wait))
        return response
    try:
        report_text(
            text=text, answer=answer, institution=receiver, seen_where=request.POST.get("where", ""), now=request.now
        )
    except ActionError as error:
        return _page(request, owner, {**context, "report_error": error.message})
    return _page(request, owner, {**context, "reported": True})


def _owner(slug: str) -> Institution | None:
    """The institution whose page it is; without one in the address, the only one there is."""
    if not slug:
        return only_institution()
    owner = institution_of(slug)
    if owner is None:
        raise Http404
    return owner


def _scope(slug: str, owner: Institution | None) -> Institution | None:
    return owner if slug else None


def _told(request: PublicRequest, answer: Answer, text: str, owner: Institution | None) -> dict[str, Any]:
    main = answer.main
    asked = asked_today(main.publication, request.now) if main else None
    return {
        "answer": answer,
        "shown": shown(answer, text, owner.name if owner else ""),
        "text": text,
        "release_url": release_path(main.publication) if main else "",
        "newest_url": release_path(main.newest) if main else "",
        "nearest_url": release_path(answer.nearest.publication) if answer.nearest else "",
        "asked": asked,
        "bars": _bars(asked) if asked else [],
        "can_report": owner is not None or main is not None,
    }


def _bars(asked: Asked) -> list[dict[str, int]]:
    """The hours of the day as bars, for the picture beside the number."""
    most = max(asked.hours)
    heights = [max(2, round(times / most * BAR_HEIGHT)) for times in asked.hours]
    return [{"x": 10 * at, "y": BAR_HEIGHT - height, "height": height} for at, height in enumerate(heights)]


def _page(
    request: PublicRequest, owner: Institution | None, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    here = reverse("newsroom:check_of", args=[owner.slug]) if owner else reverse("newsroom:check")
    extended = "newsroom/public/frame.html" if owner else "kentongan/public.html"
    zone = root_unit(owner).zone if owner else timezone.get_default_timezone()
    given = {"active": "check", "here": here, "extended": extended, "longest": 100_000, **context}
    response = page(request, "newsroom/public/check.html", owner, given, zone=zone, status=status)
    response.headers["Cache-Control"] = "no-store"
    # The address may hold a code; where people came from or go to is nobody's matter.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
