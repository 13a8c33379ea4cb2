"""Pictures and attachments of a text: added, and shown to those who may see the unit."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kentongan.accounts.doors import UnitRequest, unit_required
from kentongan.accounts.queries import holds, today
from kentongan.common.errors import ActionError
from kentongan.newsroom.actions.files import add_attachment, add_picture
from kentongan.newsroom.actions.writing import save_draft
from kentongan.newsroom.models import Asset, Release
from kentongan.newsroom.queries.files import path_of
from kentongan.newsroom.rules.content import Content, File
from kentongan.newsroom.rules.files import MOST_BYTES, TAKEN
from kentongan.newsroom.rules.rights import WRITE
from kentongan.newsroom.views.releases import release_or_404


@unit_required
def file_add(request: UnitRequest, pk: int, kind: str) -> HttpResponse:
    """Add a picture or attachment: from the sheet (its row comes back) or, without scripts, on a page of its own."""
    release = release_or_404(request, pk)
    if not holds(request.user, release.unit, WRITE, on=today(release.unit)):
        return render(request, "403.html", status=403)
    error = ""
    if request.method == "POST":
        try:
            asset = _taken(request, release, kind)
        except ActionError as refused:
            error = refused.message
            if _from_sheet(request):
                return JsonResponse({"error": error}, status=422)
        else:
            if _from_sheet(request):
                return HttpResponse(_row(request, release, asset, kind))
            return _into_draft(request, release, asset, kind)
    context = {"release": release, "kind": kind, "error": error, "endings": ", ".join(each.upper() for each in TAKEN)}
    return render(request, "newsroom/file_add.html", context, status=422 if error else 200)


def _from_sheet(request: UnitRequest) -> bool:
    return request.headers.get("X-Requested-With") == "sheet"


def _taken(request: UnitRequest, release: Release, kind: str) -> Asset:
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile) or file.size is None:
        raise ActionError(_("Choose a file."), field="file")
    if file.size > MOST_BYTES:
        raise ActionError(_("This file is larger than 30 MB. Link to it instead."), field="file")
    name, content, now = file.name or "file", file.read(), timezone.now()
    if kind == "pictures":
        return add_picture(
            unit=release.unit,
            file=content,
            name=name,
            alt=request.POST.get("alt", ""),
            credit=request.POST.get("credit", ""),
            by=request.user,
            now=now,
        )
    return add_attachment(unit=release.unit, file=content, name=name, by=request.user, now=now)


def _file(asset: Asset, alt: str = "") -> File:
    return File(asset.pk, asset.sha256, asset.name, alt=alt or asset.alt, credit=asset.credit)


def _row(request: UnitRequest, release: Release, asset: Asset, kind: str) -> str:
    context = {"row": _file(asset), "number": "NUMBER", "group": {"name": kind}, "release": release}
    return render_to_string("newsroom/_row_whole.html", context, request)


def _into_draft(request: UnitRequest, release: Release, asset: Asset, kind: str) -> HttpResponse:
    content = Content.of(release.draft)
    rows = (*getattr(content, kind), _file(asset, request.POST.get("alt", "")))
    changed = replace(content, pictures=rows) if kind == "pictures" else replace(content, attachments=rows)
    try:
        save_draft(release=release, content=changed, revision=release.revision, by=request.user, now=timezone.now())
    except ActionError as error:
        messages.error(request, error.message)
    return redirect("newsroom:release", release.pk)


@require_GET
@unit_required
def asset(request: UnitRequest, pk: int, width: int = 0) -> HttpResponseBase:
    """A file of a unit that the person may see: pictures on the page, everything else only as a download."""
    row: Asset = get_object_or_404(Asset.objects.visible_to(request.user), pk=pk)
    sha256, media_type = row.sha256, row.media_type
    if width and row.renditions:
        chosen = row.renditions.get(str(width)) or next(iter(row.renditions.values()))
        sha256, media_type = chosen["webp"], "image/webp"
    path = path_of(sha256)
    if not path.is_file():
        raise Http404
    is_picture = media_type.startswith("image/")
    response = FileResponse(path.open("rb"), content_type=media_type, as_attachment=not is_picture, filename=row.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=86400"
    return response
