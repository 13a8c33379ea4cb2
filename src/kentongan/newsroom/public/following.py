"""Following by mail or feed."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kentongan.accounts.models import Institution, Unit
from kentongan.common.errors import ActionError
from kentongan.common.limits import Window, address_of
from kentongan.newsroom.actions.following import ask_to_follow, confirm_following, stop_following
from kentongan.newsroom.doors import PublicRequest, public_page
from kentongan.newsroom.models import Topic
from kentongan.newsroom.public.lists import owner_of
from kentongan.newsroom.public.rendering import page
from kentongan.newsroom.queries.reading import root_unit, topics_of, unit_of

A_MINUTE = 5  # addresses that one visitor may ask for
tried = Window()


@public_page(keep=False, methods=("GET", "HEAD", "POST"))
def follow(request: PublicRequest, institution: str) -> HttpResponse:
    """Offer mail and feeds, of everything, of one unit or of one topic."""
    owner, zone = owner_of(institution)
    asked = request.POST if request.method == "POST" else request.GET
    unit = unit_of(owner, asked.get("unit", "")[:40]) if asked.get("unit") else None
    topics = list(topics_of(owner, request.now))
    topic = next((row for row in topics if row.slug == asked.get("topik")), None)
    context: dict[str, Any] = {
        "unit": unit,
        "topic": topic,
        "topics": topics,
        "active": "follow",
        "sent": request.GET.get("terkirim") == "1",
        "base_url": settings.BASE_URL,
        "email": "",
        "error": "",
    }
    status = 200
    if request.method == "POST":
        context["email"] = asked.get("email", "")[:254]
        try:
            _take(request, owner, context["email"], unit, topic)
        except ActionError as error:
            context["error"], status = error.message, 422
        else:
            # The same answer whether the address follows already or not.
            return HttpResponseRedirect(reverse("newsroom:follow", args=[owner.slug]) + "?terkirim=1")
    return page(request, "newsroom/public/follow.html", owner, context, zone=zone, status=status)


def _take(request: PublicRequest, owner: Institution, email: str, unit: Unit | None, topic: Topic | None) -> None:
    if request.POST.get("website"):  # filled by programs only: people do not see the field
        return
    if tried.wait_for(address_of(request), A_MINUTE, time.monotonic()):
        raise ActionError(_("Too many tries from your address. Try again in a minute."))
    ask_to_follow(
        institution=owner,
        email=email,
        unit=unit,
        topic=topic,
        language=request.language or "id",
        now=request.now,
    )


@public_page(keep=False, methods=("GET", "HEAD", "POST"))
def confirm(request: PublicRequest, token: str) -> HttpResponse:
    """Confirm an address. A press is asked for: mail programs open every link they see."""
    follower = None
    if request.method == "POST":
        follower = confirm_following(token=token, now=request.now)
        if follower is None:
            raise Http404
    institution = follower.institution if follower else None
    zone = root_unit(institution).zone if institution else request.now.tzinfo
    return page(request, "newsroom/public/follow_confirm.html", institution, {"done": follower}, zone=zone)  # type: ignore[arg-type]  # now is aware


@public_page(keep=False, methods=("GET", "HEAD", "POST"))
def leave(request: PublicRequest, token: str) -> HttpResponse:
    """Forget an address, after one press."""
    institution = stop_following(token=token) if request.method == "POST" else None
    context = {"done": request.method == "POST"}
    return page(request, "newsroom/public/follow_leave.html", institution, context, zone=request.now.tzinfo)  # type: ignore[arg-type]  # now is aware
