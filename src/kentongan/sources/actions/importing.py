"""Lists of outlets and feeds from elsewhere: OPML, CSV and XLSX. Bad rows are named, good rows are kept."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import openpyxl
from django.db import transaction
from django.utils.translation import gettext as _
from lxml import etree

from kentongan.accounts.models import Unit, User
from kentongan.audit.actions import record
from kentongan.common.errors import ActionError
from kentongan.sources.actions.outlets import make_outlet
from kentongan.sources.actions.rights import require_manage
from kentongan.sources.actions.watching import find_or_make_outlet
from kentongan.sources.choices import OutletKind, SourceKind
from kentongan.sources.models import Outlet, Source
from kentongan.sources.rules import clean_domain, clean_url

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 100 * 1024 * 1024
MAX_ROWS = 5_000

# Heading in small letters -> our name for the column. Indonesian and English as offices write them.
COLUMNS = {
    "outlet": "outlet", "name": "outlet", "nama": "outlet", "media": "outlet", "nama media": "outlet",
    "title": "outlet",
    "url": "url", "feed": "url", "feed url": "url", "feed_url": "url", "rss": "url", "alamat": "url", "tautan": "url",
    "alamat feed": "url", "address": "url", "link": "url", "xmlurl": "url",
    "kind": "kind", "jenis": "kind", "jenis media": "kind", "tipe": "kind",
    "type": "source_kind", "jenis sumber": "source_kind",
    "domain": "domain", "situs": "domain", "website": "domain",
    "group": "group", "grup": "group", "kelompok": "group",
    "region": "region", "wilayah": "region", "kode wilayah": "region",
}  # fmt: skip
KINDS = {
    "online": OutletKind.ONLINE, "daring": OutletKind.ONLINE, "siber": OutletKind.ONLINE,
    "media online": OutletKind.ONLINE,
    "print": OutletKind.PRINT, "cetak": OutletKind.PRINT, "koran": OutletKind.PRINT, "majalah": OutletKind.PRINT,
    "tv": OutletKind.TV, "televisi": OutletKind.TV, "television": OutletKind.TV,
    "radio": OutletKind.RADIO,
    "agency": OutletKind.AGENCY, "kantor berita": OutletKind.AGENCY,
    "government": OutletKind.GOVERNMENT, "pemerintah": OutletKind.GOVERNMENT,
    "blog": OutletKind.BLOG,
    "social": OutletKind.SOCIAL, "media sosial": OutletKind.SOCIAL,
}  # fmt: skip
SOURCE_KINDS = {
    "": SourceKind.FEED, "feed": SourceKind.FEED, "rss": SourceKind.FEED, "atom": SourceKind.FEED,
    "sitemap": SourceKind.SITEMAP, "peta situs": SourceKind.SITEMAP,
    "index": SourceKind.INDEX, "indeks": SourceKind.INDEX,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a list: its line in the file, and its cells under our names of the columns."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was left out, and why, for the person who wrote it."""

    line: int
    what: str
    reason: str


@dataclass(slots=True)
class ImportReport:
    """What became of a list."""

    outlets: int = 0
    sources: int = 0
    known: int = 0  # watched already
    rejected: list[Rejected] = field(default_factory=list)


def import_sources(*, content: bytes, unit: Unit, by: User, now: datetime) -> ImportReport:
    """Take outlets and feeds from an OPML, CSV or XLSX list; what the file is shows in its content, not its name.

    CSV and XLSX need a heading line; `outlet` or `url` is enough. A row without an address adds its outlet alone.
    Raises ActionError when nothing can be read; a bad row only lands in the report.
    """
    require_manage(by, unit)
    lines = read_list(content)
    report = ImportReport()
    with transaction.atomic():
        for line in lines:
            try:
                with transaction.atomic():
                    _take(line, report, now)
            except ActionError as error:
                what = line.cells.get("url") or line.cells.get("outlet") or ""
                report.rejected.append(Rejected(line.number, what[:120], error.message))
        data = {"outlets": report.outlets, "sources": report.sources, "rejected": len(report.rejected)}
        record(action="sources.list_imported", by=by, now=now, unit_id=unit.pk, data=data)
    return report


def _take(line: Line, report: ImportReport, now: datetime) -> None:
    cells = line.cells
    name, raw_url = cells.get("outlet", ""), cells.get("url", "")
    if not name and not raw_url:
        raise ActionError(_("Neither an outlet nor an address stands in this row."))
    kind = KINDS.get(cells.get("kind", "").casefold() or "online")
    if kind is None:
        raise ActionError(_("“%(kind)s” is not a kind of outlet we know.") % {"kind": cells["kind"][:40]})
    source_kind = SOURCE_KINDS.get(cells.get("source_kind", "").casefold())
    if source_kind is None:
        raise ActionError(_("“%(kind)s” is not a kind of source we know.") % {"kind": cells["source_kind"][:40]})
    url = clean_url(raw_url) if raw_url else ""
    if url is None or len(url) > 500:
        raise ActionError(_("“%(url)s” is not a web address.") % {"url": raw_url[:80]})
    if url and Source.objects.filter(url=url).exists():
        report.known += 1
        return
    outlet, is_new = _outlet(cells, name, url, kind, now)
    if url:
        Source.objects.create(outlet=outlet, kind=source_kind, url=url, next_fetch_at=now, created_at=now)
        report.sources += 1
    elif not is_new:
        report.known += 1
    report.outlets += is_new


def _outlet(cells: dict[str, str], name: str, url: str, kind: str, now: datetime) -> tuple[Outlet, bool]:
    domain = clean_domain(cells["domain"]) if cells.get("domain") else None
    if cells.get("domain") and domain is None:
        raise ActionError(_("“%(domain)s” is not a domain.") % {"domain": cells["domain"][:80]})
    found = Outlet.objects.filter(domain=domain).first() if domain else None
    found = found or (Outlet.objects.filter(name__iexact=name).first() if name else None)
    if found is not None:
        return found, False
    before = Outlet.objects.count()
    if domain or not url:
        group, region = cells.get("group", ""), cells.get("region", "")
        outlet = make_outlet(
            name=name or domain or "", kind=kind, domain=domain or "", group=group, region_code=region, now=now
        )
    else:
        outlet = find_or_make_outlet(url=url, name=name, kind=kind, now=now)
    return outlet, Outlet.objects.count() > before


# --- Reading files ---------------------------------------------------------------------------------------------------


def read_list(content: bytes) -> list[Line]:
    """Return the rows of an OPML, XLSX or CSV file. Raises ActionError, saying why, for what is none of them."""
    if len(content) > MAX_BYTES:
        raise ActionError(_("This file is larger than 5 MB."), field="file")
    start = content[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"PK"):
        lines = list(_limited(_xlsx(content)))
    elif start.startswith(b"<"):
        lines = list(_limited(_opml(content)))
    else:
        lines = list(_limited(_csv(content)))
    if not lines:
        raise ActionError(_("No row could be found in this file."), field="file")
    return lines


def _limited(lines: Iterator[Line]) -> Iterator[Line]:
    for count, line in enumerate(lines):
        if count >= MAX_ROWS:
            raise ActionError(_("This list has more than 5,000 rows. Split it."), field="file")
        yield line


def _opml(content: bytes) -> Iterator[Line]:
    # No entities and no network: a list of feeds needs neither, and both have been used against readers.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None or etree.QName(root).localname.lower() != "opml":
        raise ActionError(_("This XML file is not a list of feeds (OPML)."), field="file")
    for node in root.iter("outline"):
        cells = {name.lower(): " ".join(value.split()) for name, value in node.attrib.items()}
        if cells.get("xmlurl"):
            name = cells.get("title") or cells.get("text") or ""
            yield Line(node.sourceline or 0, {"outlet": name, "url": cells["xmlurl"], "domain": ""})


def _csv(content: bytes) -> Iterator[Line]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")  # what Excel on Windows writes
    if "\0" in text:
        raise ActionError(_("This is not a list we can read. It should be OPML, CSV or XLSX."), field="file")
    heading = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(";\t,", key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        yield from _table((reader.line_num, row) for row in reader)
    except csv.Error as error:
        raise ActionError(
            _("Line %(line)s cannot be read: %(why)s") % {"line": reader.line_num, "why": error}, field="file"
        ) from None


def _xlsx(content: bytes) -> Iterator[Line]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            unpacked = sum(part.file_size for part in package.infolist())
        rows = _sheet(content) if unpacked <= MAX_UNPACKED else []
    except Exception:  # noqa: BLE001 - openpyxl raises anything on damaged workbooks
        raise ActionError(_("This workbook (XLSX) is damaged and cannot be read."), field="file") from None
    if unpacked > MAX_UNPACKED:
        raise ActionError(_("This workbook unpacks to more than we take."), field="file")
    yield from _table(iter(rows))


def _sheet(content: bytes) -> list[tuple[int, list[Any]]]:
    """The rows of the first sheet, with their numbers; one more than we take, so that too many is noticed."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        rows = book.worksheets[0].iter_rows(values_only=True, max_row=MAX_ROWS + 2)
        return [(number, list(row)) for number, row in enumerate(rows, 1)]
    finally:
        book.close()


def _table(rows: Iterator[tuple[int, list[Any]]]) -> Iterator[Line]:
    """Rows under a heading line: cells as text under our names; empty rows are passed over."""
    names: list[str] | None = None
    for number, row in rows:
        cells = [" ".join(str(cell).split()) if cell is not None else "" for cell in row]
        if not any(cells):
            continue
        if names is None:
            names = [COLUMNS.get(cell.casefold().strip("*: "), "") for cell in cells]
            if "outlet" not in names and "url" not in names:
                raise ActionError(
                    _("The first line should name the columns, at least “outlet” or “url”."), field="file"
                )
            continue
        yield Line(number, {name: cell[:2000] for name, cell in zip(names, cells, strict=False) if name})
