"""What a file is, by its bytes: a name proves nothing."""

from __future__ import annotations

import io
import json
import re
import zipfile

from django.utils.translation import gettext as _

from kentongan.common.errors import ActionError

MOST_BYTES = 30_000_000
MOST_PIXELS = 60_000_000  # a 48-megapixel telephone passes
WIDTHS = (480, 960, 1600)
LONGEST_SIDE = 4096
MOST_PARTS = 20_000  # of a ZIP package

_OFFICE = {
    "docx": ("word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pptx": ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
}
_OPEN_OFFICE = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}
_TEXTS = {"csv": "text/csv", "txt": "text/plain"}
_JSON = {"json": "application/json", "geojson": "application/geo+json"}
TAKEN = ("pdf", *_OFFICE, *_OPEN_OFFICE, *_TEXTS, *_JSON, "zip", "mp4", "mp3")
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
_NAME = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")


def plain_name(name: str) -> str:
    """Return a file name without path, control or direction characters, at most 150 characters, its ending kept."""
    bare = _NAME.sub("_", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(" .") or "file"
    stem, dot, ending = bare.rpartition(".")
    return f"{stem[: 149 - len(ending)]}.{ending}" if dot and stem and len(ending) <= 10 else bare[:150]


def attachment_type(name: str, content: bytes) -> str:
    """Return the media type of an attachment whose bytes fit its name.

    Raises:
        ActionError: the file is empty, too large, of a kind we do not take, or not what its name says.
    """
    if not content:
        raise ActionError(_("This file is empty."), field="file")
    if len(content) > MOST_BYTES:
        raise ActionError(_("This file is larger than 30 MB. Link to it instead."), field="file")
    ending = name.rpartition(".")[2].lower()
    if content.startswith(_OLD_OFFICE):
        raise ActionError(_("Old Office files can carry programs. Save it as DOCX, XLSX or PDF."), field="file")
    if ending not in TAKEN:
        raise ActionError(
            _("We take %(endings)s.") % {"endings": ", ".join(each.upper() for each in TAKEN)}, field="file"
        )
    found = _by_bytes(ending, content)
    if found is None:
        raise ActionError(
            _("Inside, this is not a %(ending)s file. Was it renamed?") % {"ending": ending.upper()}, field="file"
        )
    return found


def _by_bytes(ending: str, content: bytes) -> str | None:
    if ending == "pdf":
        return "application/pdf" if content[:1024].lstrip().startswith(b"%PDF-") else None
    if ending == "mp4":
        return "video/mp4" if content[4:8] == b"ftyp" else None
    if ending == "mp3":
        return "audio/mpeg" if content[:3] == b"ID3" or (content[0] == 0xFF and content[1:2] >= b"\xe0") else None
    if ending in _TEXTS:
        return _TEXTS[ending] if _is_text(content) else None
    if ending in _JSON:
        return _JSON[ending] if _is_json(content) else None
    return _package_type(ending, content)


def _is_text(content: bytes) -> bool:
    if b"\0" in content:
        return False
    head = content[:4096].lstrip(b"\xef\xbb\xbf").lstrip().lower()
    return not head.startswith((b"<", b"%pdf", b"pk\x03\x04", b"mz", b"#!"))


def _is_json(content: bytes) -> bool:
    try:
        json.loads(content)
    except (ValueError, RecursionError):
        return False
    return True


def _package_type(ending: str, content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = package.namelist()
            if len(names) > MOST_PARTS:
                return None
            kind = package.read("mimetype")[:80].decode("ascii", "replace") if _small(package, "mimetype") else ""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return None
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise ActionError(_("This file carries a program (macro). Save it without."), field="file")
    if ending in _OFFICE:
        folder, media_type = _OFFICE[ending]
        fits = "[Content_Types].xml" in names and any(name.startswith(folder) for name in names)
        return media_type if fits else None
    if ending in _OPEN_OFFICE:
        return _OPEN_OFFICE[ending] if kind == _OPEN_OFFICE[ending] else None
    return "application/zip"


def _small(package: zipfile.ZipFile, name: str) -> bool:
    return name in package.namelist() and package.getinfo(name).file_size < 200
