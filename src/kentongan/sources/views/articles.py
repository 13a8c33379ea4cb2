"""Articles: reading one, its picture, and adding what no source brings."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kentongan.accounts.doors import unit_required
from kentongan.common.errors import ActionError, NotAllowed
from kentongan.sources import actions, queries
from kentongan.sources.forms import HandForm, PasteForm
from kentongan.sources.models import Article, Outlet
from kentongan.sources.rules import PDF, PICTURES
from kentongan.sources.views.answers import asker, blame, rights

FILE_TYPES = {kind.suffix: kind.content_type for kind in (PDF, *PICTURES.values())}


@unit_required
@require_GET
def article(request: HttpRequest, pk: int) -> HttpResponse:
    """One article: a page of its own, or the pane beside a list."""
    found = get_object_or_404(Article.objects.select_related("outlet", "source", "entered_in"), pk=pk)
    user, _unit = asker(request)
    removable = found.is_entered and actions.may_remove(user, found)
    context = {
        "removable": removable,
        "held": queries.held(found) if removable else "",
        "article": found,
        "outlet": found.outlet,
        "delay": found.seen_at - found.published_at if found.published_known and found.source_id else None,
        "is_picture": bool(found.picture) and not str(found.picture.name).endswith(PDF.suffix),
        "waiting": found.ready_at is None,
        "missing": queries.missing_parts(found),
    }
    pane = request.htmx and not request.htmx.boosted  # type: ignore[attr-defined]  # django_htmx
    return render(request, "sources/article_pane.html" if pane else "sources/article.html", context)


@unit_required
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back an article whose address was mistyped or leads nowhere; the address can be mended at once."""
    user, unit = asker(request)
    found = get_object_or_404(Article.objects.select_related("entered_in"), pk=pk)
    try:
        actions.remove_article(article=found, unit=unit, by=user, now=timezone.now())
    except NotAllowed:
        raise
    except ActionError as error:
        messages.warning(request, error.message)
        return redirect("sources:article", pk)
    messages.success(request, _("Removed. If the address was mistyped, mend it here."))
    return redirect(f"{reverse('sources:article-add')}?{urlencode({'url': found.url})}")


@unit_required
@require_GET
@cache_control(private=True, max_age=3600)
def file(request: HttpRequest, pk: int) -> FileResponse:
    """The picture or PDF of an article, for members only and never run by the browser as anything else."""
    found = get_object_or_404(Article, pk=pk)
    suffix = Path(found.picture.name or "").suffix
    if not found.picture or suffix not in FILE_TYPES:
        raise Http404
    try:
        content = found.picture.open("rb")
    except OSError:
        raise Http404 from None
    response = FileResponse(
        content,
        as_attachment=True,
        filename=f"{slugify(found.title)[:60] or 'artikel'}{suffix}",
        content_type=FILE_TYPES[suffix],
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@unit_required
@require_http_methods(["GET", "POST"])
def paste(request: HttpRequest) -> HttpResponse:
    """Add the article at an address."""
    user, unit = asker(request)
    actions.require_triage(user, unit)
    form = PasteForm(request.POST if request.method == "POST" else None, initial={"url": request.GET.get("url", "")})
    if request.method == "POST" and form.is_valid():
        try:
            found, is_new = actions.add_article_from_url(
                url=form.cleaned_data["url"], unit=unit, by=user, now=timezone.now()
            )
        except ActionError as error:
            blame(form, error)
        else:
            messages.success(
                request, _("Added. Its page is being read.") if is_new else _("This article was here already.")
            )
            return redirect("sources:article", found.pk)
    vain = queries.entered_in_vain(user, unit if rights(request)["may_manage"] else None)
    return render(request, "sources/article_add.html", {"form": form, "way": "paste", "vain": vain})


@unit_required
@require_http_methods(["GET", "POST"])
def by_hand(request: HttpRequest) -> HttpResponse:
    """Add an article of a printed page or a broadcast."""
    user, unit = asker(request)
    actions.require_triage(user, unit)
    posted = request.method == "POST"
    form = HandForm(request.POST if posted else None, request.FILES if posted else None)
    if posted and form.is_valid():
        data = form.cleaned_data
        try:
            found = actions.add_article_by_hand(
                outlet_name=data["outlet"],
                outlet_kind=data["outlet_kind"],
                title=data["title"],
                published_at=form.published_at(unit.zone),
                published_on=form.day_alone(),
                place=data["place"],
                authors=data["authors"],
                text=data["text"],
                file=data["file"].read() if data["file"] else None,
                unit=unit,
                by=user,
                now=timezone.now(),
            )
        except ActionError as error:
            error.field = "published_on" if error.field == "published_at" else error.field
            blame(form, error)
        else:
            messages.success(request, _("Added."))
            return redirect("sources:article", found.pk)
    names = Outlet.objects.order_by("name").values_list("name", flat=True)[:1000]
    return render(request, "sources/article_add.html", {"form": form, "way": "hand", "names": names})
