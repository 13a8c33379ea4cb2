"""Files of a text before it is public: only to those who may read the text."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpResponseBase

from kentongan.newsroom.models import Asset
from kentongan.newsroom.queries.files import path_of
from kentongan.newsroom.rules.content import File


def file_answer(file: File | None) -> HttpResponseBase:
    """Return the bytes that the approval binds to, by their SHA-256; pictures in the window, others as a download.

    Raises: Http404 when there is no such file (any more).
    """
    if file is None:
        raise Http404
    asset = Asset.objects.filter(pk=file.asset, sha256=file.sha256).first()
    path = path_of(file.sha256)
    if asset is None or not path.is_file():
        raise Http404
    answer = FileResponse(path.open("rb"), content_type=asset.media_type)
    shown = "inline" if asset.media_type.startswith("image/") and "svg" not in asset.media_type else "attachment"
    name = asset.name.encode("ascii", "ignore").decode().replace('"', "") or "berkas"
    answer["Content-Disposition"] = f'{shown}; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
