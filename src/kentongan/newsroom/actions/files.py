"""Pictures and attachments: taken in, made harmless, kept under the SHA-256 of their bytes."""

from __future__ import annotations

import hashlib
import io
import os
import struct
import tempfile
import zlib
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from kentongan.accounts.models import Unit, User
from kentongan.accounts.queries import holds
from kentongan.audit.actions import record
from kentongan.common.errors import ActionError, NotAllowed
from kentongan.newsroom.choices import AssetKind
from kentongan.newsroom.models import Asset
from kentongan.newsroom.queries.files import path_of
from kentongan.newsroom.rules.files import (
    LONGEST_SIDE,
    MOST_BYTES,
    MOST_PIXELS,
    WIDTHS,
    attachment_type,
    plain_name,
)
from kentongan.newsroom.rules.richtext import clean_line
from kentongan.newsroom.rules.rights import WRITE

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "MPO")
# What a decoder may throw at a file made to hurt it.
BROKEN = (OSError, SyntaxError, ValueError, TypeError, IndexError, KeyError, EOFError, ZeroDivisionError, MemoryError,
          OverflowError, struct.error, zlib.error, Image.DecompressionBombError)  # fmt: skip


def _may_write(by: User, unit: Unit, now: datetime) -> None:
    if not holds(by, unit, WRITE, on=timezone.localdate(now, unit.zone)):
        raise NotAllowed(_("Your role does not include writing for this unit."))


def add_picture(
    *, unit: Unit, file: bytes, name: str, alt: str = "", credit: str = "", by: User, now: datetime
) -> Asset:
    """Take in a picture: decoded and written anew, so that nothing of the file but its pixels stays.

    Place, camera and scripts are gone; it is turned upright; JPEG and WEBP renditions are made at 480, 960 and 1600
    pixels. Up to 60 megapixels; whatever opens into more is refused before it is opened.

    Raises:
        NotAllowed: the person may not write in this unit.
        ActionError: it is no picture, a drawing that may hold scripts, broken, or too large.
    """
    _may_write(by, unit, now)
    picture = opened(file)
    original, media_type = as_bytes(picture, "PNG" if _has_alpha(picture) else "JPEG")
    ending = "png" if media_type == "image/png" else "jpg"
    stem = plain_name(name).rpartition(".")[0] or plain_name(name)
    values = {
        "kind": AssetKind.PICTURE,
        "name": plain_name(f"{stem}.{ending}"),
        "media_type": media_type,
        "size": len(original),
        "width": picture.width,
        "height": picture.height,
        "renditions": _renditions(picture),
        "alt": clean_line(alt, 500),
        "credit": clean_line(credit, 150),
    }
    return _kept(unit, store(original), values, by=by, now=now)


def add_attachment(*, unit: Unit, file: bytes, name: str, by: User, now: datetime) -> Asset:
    """Take in an attachment whose bytes are what its name says.

    Raises:
        NotAllowed: the person may not write in this unit.
        ActionError: see `rules.files.attachment_type`.
    """
    _may_write(by, unit, now)
    name = plain_name(name)
    values = {
        "kind": AssetKind.ATTACHMENT,
        "name": name,
        "media_type": attachment_type(name, file),
        "size": len(file),
    }
    return _kept(unit, store(file), values, by=by, now=now)


def _kept(unit: Unit, sha256: str, values: dict[str, Any], *, by: User, now: datetime) -> Asset:
    with transaction.atomic():
        same: Asset | None = Asset.objects.filter(unit=unit, sha256=sha256, kind=values["kind"]).first()
        if same is not None and same.name == values["name"]:
            return same
        asset = Asset.objects.create(unit=unit, sha256=sha256, added_by=by, added_at=now, **values)
        record(
            action="newsroom.file_added",
            by=by,
            now=now,
            unit_id=unit.pk,
            target=asset,
            data={"sha256": sha256, "kind": values["kind"]},
        )
    return asset


# --- pictures --------------------------------------------------------------------------------------------------------


def opened(file: bytes) -> Image.Image:
    """Return the pixels of a picture, upright, at most `LONGEST_SIDE` long, as RGB or RGBA.

    Raises:
        ActionError: it is no picture, a drawing that may hold scripts, broken, or too large.
    """
    if len(file) > MOST_BYTES:
        raise ActionError(_("This picture is larger than 30 MB."), field="file")
    head = file[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<svg", b"<?xml", b"<!doctype svg")) or b"<svg" in head:
        raise ActionError(_("An SVG drawing can carry scripts. Save it as PNG."), field="file")
    try:
        with Image.open(io.BytesIO(file), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ActionError(_("This picture has more than 60 megapixels."), field="file")
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # JPEG: decoded small at once
            picture.load()
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return upright.convert("RGBA" if _has_alpha(upright) else "RGB")
    except BROKEN:
        raise ActionError(_("This is not a picture that can be opened: JPEG, PNG or WEBP."), field="file") from None


def _has_alpha(picture: Image.Image) -> bool:
    return picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info


def as_bytes(picture: Image.Image, kind: str) -> tuple[bytes, str]:
    """Return a picture as a file of `kind` ("JPEG", "PNG", "WEBP"), and its media type."""
    # A fresh picture of the pixels alone: what the file said about itself is not carried over.
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    if kind == "JPEG" and bare.mode != "RGB":
        white = Image.new("RGB", bare.size, "white")
        white.paste(bare, mask=bare.getchannel("A"))
        bare = white
    out = io.BytesIO()
    if kind == "PNG":
        bare.save(out, "PNG", compress_level=6)
    elif kind == "WEBP":
        bare.save(out, "WEBP", quality=80, method=3)
    else:
        bare.save(out, "JPEG", quality=86, progressive=True)
    return out.getvalue(), f"image/{kind.lower()}"


def _renditions(picture: Image.Image) -> dict[str, dict[str, str]]:
    made: dict[str, dict[str, str]] = {}
    for width in WIDTHS:
        if width > picture.width and made:
            break
        size = (min(width, picture.width), max(1, round(picture.height * min(width, picture.width) / picture.width)))
        small = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
        made[str(width)] = {
            "webp": store(as_bytes(small, "WEBP")[0]),
            "jpeg": store(as_bytes(small, "JPEG")[0]),
        }
    return made


# --- the folder ------------------------------------------------------------------------------------------------------


def store(content: bytes) -> str:
    """Write bytes under their SHA-256, whole or not at all; the same bytes are there once."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = path_of(sha256)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(path)  # mkstemp made it 0600
    return sha256
