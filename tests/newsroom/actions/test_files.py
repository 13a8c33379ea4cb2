from __future__ import annotations

import hashlib
import io
import struct
import zlib
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests.factories.accounts import make_member, make_unit

from kentongan.accounts.models import Unit, User
from kentongan.common.errors import ActionError, NotAllowed
from kentongan.newsroom.actions.files import add_attachment, add_picture
from kentongan.newsroom.models import Asset
from kentongan.newsroom.queries.files import path_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    return make_unit()


@pytest.fixture
def writer(unit: Unit) -> User:
    return make_member(unit)


def picture(kind: str = "JPEG", size: tuple[int, int] = (1200, 800), **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **more)
    return out.getvalue()


def opened(sha256: str) -> Image.Image:
    return Image.open(io.BytesIO(path_of(sha256).read_bytes()))


def test_a_picture_keeps_its_pixels_and_nothing_else(unit: Unit, writer: User, now: datetime) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Kamera Rahasia"
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(0x8825)[1] = "S"
    file = picture(exif=exif)
    asset = add_picture(unit=unit, file=file, name="IMG_1.HEIC.jpg", alt=" Loket\n", by=writer, now=now)
    kept = path_of(asset.sha256).read_bytes()
    assert hashlib.sha256(kept).hexdigest() == asset.sha256
    assert b"Kamera" not in kept
    assert not opened(asset.sha256).getexif()
    assert (asset.width, asset.height, asset.alt, asset.media_type) == (800, 1200, "Loket", "image/jpeg")
    assert path_of(asset.sha256).stat().st_mode & 0o077 == 0


def test_renditions_are_as_wide_as_they_say(unit: Unit, writer: User, now: datetime) -> None:
    asset = add_picture(unit=unit, file=picture(size=(1200, 800)), name="a.jpg", by=writer, now=now)
    assert sorted(asset.renditions, key=int) == ["480", "960"]
    for width, forms in asset.renditions.items():
        assert {opened(sha256).format for sha256 in forms.values()} == {"WEBP", "JPEG"}
        assert {opened(sha256).width for sha256 in forms.values()} == {int(width)}


def test_a_small_picture_has_one_rendition_and_is_not_blown_up(unit: Unit, writer: User, now: datetime) -> None:
    asset = add_picture(unit=unit, file=picture(size=(30, 3)), name="a.jpg", by=writer, now=now)
    assert list(asset.renditions) == ["480"]
    assert opened(asset.renditions["480"]["webp"]).width == 30


@pytest.mark.parametrize(
    "case",
    [
        ("PNG", "RGBA", "image/png"),
        ("PNG", "P", "image/jpeg"),
        ("GIF", "P", "image/jpeg"),
        ("JPEG", "CMYK", "image/jpeg"),
        ("WEBP", "RGBA", "image/png"),
        ("TIFF", "L", "image/jpeg"),
        ("PNG", "1", "image/jpeg"),
        ("PNG", "I;16", "image/jpeg"),
    ],
)
def test_every_kind_of_picture_becomes_one_of_two(
    unit: Unit, writer: User, now: datetime, case: tuple[str, str, str]
) -> None:
    kind, mode, stays = case
    out = io.BytesIO()
    Image.new(mode, (40, 30)).save(out, kind)
    asset = add_picture(unit=unit, file=out.getvalue(), name="a", by=writer, now=now)
    assert asset.media_type == stays
    assert opened(asset.sha256).size == (40, 30)


@pytest.mark.whole
def test_forty_megapixels_pass_and_end_at_what_a_page_needs(unit: Unit, writer: User, now: datetime) -> None:
    asset = add_picture(unit=unit, file=picture(size=(7680, 5200)), name="besar.jpg", by=writer, now=now)
    assert (asset.width, max(asset.width or 0, asset.height or 0)) == (4096, 4096)
    assert sorted(asset.renditions, key=int) == ["480", "960", "1600"]


def bomb() -> bytes:
    """A PNG of a few bytes that says it is 60,000 x 60,000."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


NOT_TAKEN = {
    "empty": b"",
    "cut gif": b"GIF89a",
    "cut jpeg head": b"\xff\xd8\xff\xe0" + b"\0" * 50,
    "cut jpeg": picture()[:400],
    "svg": b"<svg onload='alert(1)'/>",
    "xml svg": b"<?xml version='1.0'?><svg/>",
    "commented svg": b"\xef\xbb\xbf  <!-- x --><svg></svg>",
    "pdf": b"%PDF-1.7",
    "zeros": b"\0" * 5000,
    "bomb": bomb(),
    "bad png": b"\x89PNG\r\n\x1a\n" + b"\xff" * 200,
}


@pytest.mark.parametrize("file", NOT_TAKEN.values(), ids=NOT_TAKEN)
def test_what_is_no_harmless_picture_is_refused(unit: Unit, writer: User, now: datetime, file: bytes) -> None:
    with pytest.raises(ActionError) as told:
        add_picture(unit=unit, file=file, name="loket.jpg", by=writer, now=now)
    assert told.value.field == "file"
    assert not Asset.objects.exists()


def test_the_same_picture_twice_is_one(unit: Unit, writer: User, now: datetime) -> None:
    first = add_picture(unit=unit, file=picture(), name="a.jpg", by=writer, now=now)
    assert add_picture(unit=unit, file=picture(), name="a.jpg", by=writer, now=now) == first


def test_an_attachment_lies_under_its_hash(unit: Unit, writer: User, now: datetime) -> None:
    asset = add_attachment(unit=unit, file=b"%PDF-1.7 isi", name="../daftar.pdf", by=writer, now=now)
    assert (asset.name, asset.media_type, asset.size) == ("daftar.pdf", "application/pdf", 12)
    assert path_of(asset.sha256).read_bytes() == b"%PDF-1.7 isi"


def test_nothing_half_written_is_left(unit: Unit, writer: User, now: datetime, settings: Any) -> None:
    add_attachment(unit=unit, file=b"%PDF-1.7", name="a.pdf", by=writer, now=now)
    files = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert [len(path.name) for path in files] == [64]


def test_a_stranger_adds_nothing(unit: Unit, now: datetime) -> None:
    stranger = make_member(make_unit("Unit lain"))
    with pytest.raises(NotAllowed):
        add_picture(unit=unit, file=picture(), name="a.jpg", by=stranger, now=now)
    with pytest.raises(NotAllowed):
        add_attachment(unit=unit, file=b"%PDF-1.7", name="a.pdf", by=stranger, now=now)
