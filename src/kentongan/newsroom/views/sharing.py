"""“Bagikan”: what the office posts of a published text; and texts that the public reported."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kentongan.accounts.doors import UnitRequest, unit_required
from kentongan.accounts.models import Unit
from kentongan.accounts.queries import holds, today
from kentongan.newsroom.actions.verifying import close_report
from kentongan.newsroom.exports.addresses import bare, short_address
from kentongan.newsroom.exports.sharing import card_of, shares_of
from kentongan.newsroom.models import ForgeryReport, Publication, Release
from kentongan.newsroom.queries.publishing import last_edition, withdrawal_of
from kentongan.newsroom.rules.cards import Shape
from kentongan.newsroom.rules.rights import WRITE
from kentongan.newsroom.views.releases import release_or_404

SHAPES = {"tegak": Shape.TALL, "lebar": Shape.WIDE}
ROWS = 30


@require_GET
@unit_required
def release_share(request: UnitRequest, pk: int) -> HttpResponse:
    """Cards to save and texts to copy; before the first edition there is nothing that could be checked."""
    release = release_or_404(request, pk)
    publication = _edition(release)
    now = timezone.now()
    return render(
        request,
        "newsroom/share.html",
        {
            "release": release,
            "publication": publication,
            "shares": shares_of(publication) if publication else None,
            "short_bare": bare(short_address(publication)) if publication else "",
            "is_public": publication is not None and publication.is_public(now),
            "withdrawal": withdrawal_of(release, now),
            "shapes": [(name, *shape.value) for name, shape in SHAPES.items()],
        },
    )


@require_GET
@unit_required
def release_card(request: UnitRequest, pk: int, shape: str) -> HttpResponse:
    """One card as a picture to save."""
    release = release_or_404(request, pk)
    publication = _edition(release)
    if publication is None or shape not in SHAPES:
        raise Http404
    withdrawn = withdrawal_of(release, timezone.now()) is not None
    name = f"kartu-{shape}-{publication.short_code}.png"
    return HttpResponse(
        card_of(publication, SHAPES[shape], withdrawn=withdrawn),
        content_type="image/png",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


def _edition(release: Release) -> Publication | None:
    last = last_edition(release)
    if last is None:
        return None
    found: Publication = Publication.objects.select_related("institution", "unit", "version").get(pk=last.pk)
    return found


# --- what the public reported ----------------------------------------------------------------------------------------


@require_GET
@unit_required
def reports(request: UnitRequest) -> HttpResponse:
    """Texts that people ticked "report this" for, those not seen to first."""
    _root_desk(request)
    rows = ForgeryReport.objects.filter(institution=request.unit.institution).select_related("publication")
    open_rows = rows.filter(handled_at=None)
    shown = open_rows if request.GET.get("semua") != "1" else rows
    page = Paginator(shown.order_by("-at"), ROWS).get_page(request.GET.get("hal"))
    return render(request, "newsroom/reports.html", {"page": page, "waiting": open_rows.count(), "all": shown is rows})


@require_POST
@unit_required
def report_close(request: UnitRequest, pk: int) -> HttpResponse:
    """Mark a reported text as seen to."""
    _root_desk(request)
    report = get_object_or_404(ForgeryReport, pk=pk, institution=request.unit.institution)
    close_report(report=report, by=request.user, now=timezone.now())
    messages.success(request, _("Seen to."))
    return redirect("newsroom:reports")


def _root_desk(request: UnitRequest) -> None:
    """Reports concern the institution: who works for a unit below finds nothing here."""
    root = Unit.objects.get(institution=request.unit.institution, depth=1)
    if not holds(request.user, root, WRITE, on=today(root)):
        raise Http404
