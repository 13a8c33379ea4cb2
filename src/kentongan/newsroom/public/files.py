"""A release in its other forms, and the files of public editions."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpResponse

from kentongan.newsroom.actions.measuring import note_size
from kentongan.newsroom.doors import PublicRequest, public_page
from kentongan.newsroom.exports.docx import release_docx
from kentongan.newsroom.exports.ninjs import ninjs as as_ninjs
from kentongan.newsroom.exports.pdf import release_pdf
from kentongan.newsroom.exports.preview import preview_png
from kentongan.newsroom.exports.texts import shared_text
from kentongan.newsroom.models import PublicationAsset
from kentongan.newsroom.queries.emblem import emblem_of
from kentongan.newsroom.queries.files import path_of
from kentongan.newsroom.queries.reading import ReleasePage, asset_of, institution_of, public_edition, release_page
from kentongan.newsroom.rules.content import Content

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# What a browser may show where it lies; everything else is saved. No HTML, no SVG: they would speak in our name.
SHOWN = frozenset({"image/jpeg", "image/png", "image/webp", "application/pdf", "video/mp4"})


def _shown(request: PublicRequest, code: str) -> ReleasePage:
    asked = request.GET.get("edisi", "")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 5 else None
    publication = public_edition(code, request.now, number)
    if publication is None:
        raise Http404
    return release_page(publication, request.now)


def _file(content: bytes | str, kind: str, name: str, *, inline: bool = True) -> HttpResponse:
    way = "inline" if inline else "attachment"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'{way}; filename="{name}"'})


@public_page(keep=False)
def pdf(request: PublicRequest, code: str) -> HttpResponse:
    shown = _shown(request, code)
    content = release_pdf(shown)
    note_size(shown.publication, "pdf", len(content))
    return _file(content, "application/pdf", f"{code}.pdf")


@public_page(keep=False)
def docx(request: PublicRequest, code: str) -> HttpResponse:
    shown = _shown(request, code)
    content = release_docx(shown)
    note_size(shown.publication, "docx", len(content))
    return _file(content, DOCX, f"{code}.docx", inline=False)


@public_page()
def ninjs(request: PublicRequest, code: str) -> HttpResponse:
    return _file(as_ninjs(_shown(request, code)), "application/json; charset=utf-8", f"{code}.ninjs.json")


@public_page()
def wa(request: PublicRequest, code: str) -> HttpResponse:
    """Give the text for WhatsApp as it is: for who reads without scripts."""
    publication = public_edition(code, request.now)
    if publication is None:
        raise Http404
    return HttpResponse(
        shared_text(publication, Content.of(publication.version.content)), content_type="text/plain; charset=utf-8"
    )


@public_page()
def card(request: PublicRequest, code: str) -> HttpResponse:
    """Give the picture that previews of links show, made from the text."""
    return _file(preview_png(_shown(request, code)), "image/png", f"{code}.png")


@public_page(keep=False)
def emblem(request: PublicRequest, institution: str) -> Any:
    """Give the institution's own sign."""
    owner = institution_of(institution)
    row = emblem_of(owner) if owner is not None else None
    if row is None:
        raise Http404
    return _stored(row.small_sha256, "image/png", f"{institution}.png", inline=True)


# --- pictures and attachments ----------------------------------------------------------------------------------------


@public_page(keep=False)
def file(request: PublicRequest, code: str, asset: int, name: str) -> Any:
    row = _asset(request, code, asset)
    kind = row.asset.media_type
    return _stored(row.asset.sha256, kind, row.asset.name, inline=kind in SHOWN)


@public_page(keep=False)
def rendition(request: PublicRequest, code: str, asset: int, width: int, form: str) -> Any:
    """Give a picture at one of its widths."""
    row = _asset(request, code, asset)
    sha = row.asset.renditions.get(str(width), {}).get(form)
    if not isinstance(sha, str):
        raise Http404
    return _stored(sha, f"image/{form}", f"{width}.{form}", inline=True)


def _asset(request: PublicRequest, code: str, asset: int) -> PublicationAsset:
    row = asset_of(code, asset, request.now)
    if row is None:
        raise Http404
    return row


def _stored(sha: str, kind: str, name: str, *, inline: bool) -> FileResponse:
    try:
        response = FileResponse(path_of(sha).open("rb"), content_type=kind, as_attachment=not inline, filename=name)
    except FileNotFoundError:
        raise Http404 from None
    # Bytes under a hash never change, and what was public once stays so.
    response.headers["Cache-Control"] = "public, max-age=86400"
    response.headers["ETag"] = f'"{sha[:20]}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
