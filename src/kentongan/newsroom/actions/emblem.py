"""The institution's own sign: taken in as safely as any picture, and kept in two sizes."""

from __future__ import annotations

import io
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image

from kentongan.accounts.models import Institution, User
from kentongan.accounts.queries import holds
from kentongan.audit.actions import record
from kentongan.common.errors import ActionError, NotAllowed
from kentongan.newsroom.actions.files import as_bytes, opened, store
from kentongan.newsroom.models import Emblem
from kentongan.newsroom.queries.reading import root_unit
from kentongan.newsroom.rules.rights import SET_UP

PAPER = (900, 600)  # pixels at most: 40 mm wide at 570 dpi
PAGE = (330, 108)  # three times as large as a page shows it
LEAST = 64
COLOURS = 128


def set_emblem(*, institution: Institution, file: bytes, by: User, now: datetime) -> Emblem:
    """Take in an emblem; the one before it goes.

    It is decoded and written anew as PNG (see `actions.files.add_picture`), clear edges are cut off.

    Raises:
        NotAllowed: the person does not set up the newsroom of the institution's highest unit.
        ActionError: it is no picture, a drawing that may hold scripts, broken, too large, too small, or empty.
    """
    root = _demand(institution, by, now)
    picture = _cut(opened(file))
    if min(picture.size) < LEAST:
        raise ActionError(_("This picture is too small: an emblem needs at least 64 pixels each way."), field="file")
    large, small = picture.copy(), picture.copy()
    large.thumbnail(PAPER, Image.Resampling.LANCZOS)
    small.thumbnail(PAGE, Image.Resampling.LANCZOS)
    values = {
        "sha256": store(as_bytes(large, "PNG")[0]),
        "small_sha256": store(_light(small)),
        "width": small.width,
        "height": small.height,
        "changed_by": by,
        "changed_at": now,
    }
    with transaction.atomic():
        emblem, _made = Emblem.objects.update_or_create(institution=institution, defaults=values)
        record(action="newsroom.emblem_set", by=by, now=now, unit_id=root, target=institution,
               data={"sha256": values["sha256"]})  # fmt: skip
    return emblem


def remove_emblem(*, institution: Institution, by: User, now: datetime) -> None:
    """Take the emblem away; the short name stands in its place again.

    Raises:
        NotAllowed: the person does not set up the newsroom of the institution's highest unit.
    """
    root = _demand(institution, by, now)
    with transaction.atomic():
        gone, _kinds = Emblem.objects.filter(institution=institution).delete()
        if gone:
            record(action="newsroom.emblem_removed", by=by, now=now, unit_id=root, target=institution)


def _demand(institution: Institution, by: User, now: datetime) -> int:
    root = root_unit(institution)
    if not holds(by, root, SET_UP, on=timezone.localdate(now, root.zone)):
        raise NotAllowed(
            _("Letterhead and emblem are in the hands of whoever sets up the newsroom of the whole institution.")
        )
    return int(root.pk)


def _light(picture: Image.Image) -> bytes:
    """The picture as a PNG of few colours: some 4 kB, for it comes with every page."""
    out = io.BytesIO()
    picture.quantize(COLOURS, method=Image.Quantize.FASTOCTREE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _cut(picture: Image.Image) -> Image.Image:
    """Cut clear edges off, so that every emblem is seen as large as any other."""
    whole = picture.convert("RGBA")
    box = whole.getchannel("A").point(lambda value: 255 if value > 8 else 0).getbbox()
    if box is None:
        raise ActionError(_("There is nothing to see on this picture."), field="file")
    return whole.crop(box)
