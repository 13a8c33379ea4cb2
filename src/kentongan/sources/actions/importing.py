"""Lists of outlets and feeds from elsewhere: OPML, CSV and XLSX. Bad rows are named, good rows are kept."""

from __future__ import annotations

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
from kentongan.common.tables import NoTable, decode, read_csv
from kentongan.sources.actions.calling import leads_inside
from kentongan.sources.actions.outlets import draft_outlet, free_slug
from kentongan.sources.actions.rights import require_manage
from kentongan.sources.actions.storing import clean
from kentongan.sources.choices import OutletKind, SourceKind
from kentongan.sources.models import Outlet, Source
from kentongan.sources.rules import clean_domain, clean_url, parents, site_of

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
    "media online": OutletKind.ONLINE, "media daring": OutletKind.ONLINE, "media siber": OutletKind.ONLINE,
    "print": OutletKind.PRINT, "cetak": OutletKind.PRINT, "koran": OutletKind.PRINT, "majalah": OutletKind.PRINT,
    "media cetak": OutletKind.PRINT,
    "tv": OutletKind.TV, "televisi": OutletKind.TV, "television": OutletKind.TV,
    "radio": OutletKind.RADIO,
    "agency": OutletKind.AGENCY, "kantor berita": OutletKind.AGENCY, "news agency": OutletKind.AGENCY,
    "government": OutletKind.GOVERNMENT, "pemerintah": OutletKind.GOVERNMENT,
    "blog": OutletKind.BLOG,
    "social": OutletKind.SOCIAL, "media sosial": OutletKind.SOCIAL, "social media": OutletKind.SOCIAL,
}  # fmt: skip
OFF_THE_WEB = {OutletKind.PRINT, OutletKind.TV, OutletKind.RADIO}  # read on paper or heard, so without an address
SOURCE_KINDS = {
    "": SourceKind.FEED, "feed": SourceKind.FEED, "rss": SourceKind.FEED, "atom": SourceKind.FEED,
    "sitemap": SourceKind.SITEMAP, "peta situs": SourceKind.SITEMAP,
    "index": SourceKind.INDEX, "indeks": SourceKind.INDEX,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a list: its line in the file, and its cells under our names of the columns.

    `problem` says why its cells cannot be told apart; `text` is then the row as it stands.
    """

    number: int
    cells: dict[str, str]
    text: str = ""
    problem: str = ""


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

    CSV and XLSX need a heading line with `url`, or with `outlet` and what makes an address needless (`kind`, `domain`).
    A row without an address adds its outlet alone where nothing could be called (print, TV, radio) or its domain is
    said. Raises ActionError when nothing can be read; a bad row only lands in the report.
    """
    require_manage(by, unit)
    lines = read_list(content)
    report = ImportReport()
    with transaction.atomic():
        shelf = _Shelf(now)
        for line in lines:
            try:
                report.known += not _take(line, shelf)
            except ActionError as error:
                what = line.text or line.cells.get("url") or line.cells.get("outlet") or ""
                report.rejected.append(Rejected(line.number, what[:120], error.message))
        report.outlets, report.sources = shelf.write()
        data = {"outlets": report.outlets, "sources": report.sources, "rejected": len(report.rejected)}
        record(action="sources.list_imported", by=by, now=now, unit_id=unit.pk, data=data)
    return report


def _take(line: Line, shelf: _Shelf) -> bool:
    """Put what a row says on the shelf; return whether it said anything new. Raises ActionError for a bad row."""
    if line.problem:
        raise ActionError(line.problem)
    cells = line.cells
    name, raw_url = cells.get("outlet", "")[:120], cells.get("url", "")
    if not name and not raw_url:
        raise ActionError(_("Neither an outlet nor an address stands in this row."))
    kind = KINDS.get(cells.get("kind", "").casefold() or "online")
    if kind is None:
        raise ActionError(_("“%(kind)s” is not a kind of outlet we know.") % {"kind": cells["kind"][:40]})
    source_kind = SOURCE_KINDS.get(cells.get("source_kind", "").casefold())
    if source_kind is None:
        raise ActionError(_("“%(kind)s” is not a kind of source we know.") % {"kind": cells["source_kind"][:40]})
    if not raw_url and kind not in OFF_THE_WEB and not cells.get("domain"):
        raise ActionError(_("The address is missing. Only print, TV and radio can do without."))
    url = clean_url(raw_url) if raw_url else ""
    if url is None or len(url) > 500:
        raise ActionError(_("“%(url)s” is not a web address.") % {"url": raw_url[:80]})
    if url and leads_inside(url):
        raise ActionError(_("“%(url)s” leads into a private network.") % {"url": raw_url[:80]})
    domain = clean_domain(cells["domain"]) if cells.get("domain") else None
    if cells.get("domain") and domain is None:
        raise ActionError(_("“%(domain)s” is not a domain.") % {"domain": cells["domain"][:80]})
    if url and url in shelf.urls:
        return False
    outlet, is_new = shelf.outlet(name=name, domain=domain, url=url, kind=kind, cells=cells)
    if url:
        shelf.watch(outlet, url, source_kind)
    return is_new or bool(url)


class _Shelf:
    """The outlets and addresses that are here, and those a list adds: read once, written once, however long it is."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._outlets: list[Outlet] = []
        self._sources: list[Source] = []
        self._by_domain: dict[str, Outlet] = {}
        self._by_name: dict[str, Outlet] = {}
        self._slugs: set[str] = set()
        self.urls = set(Source.objects.values_list("url", flat=True))
        for outlet in Outlet.objects.order_by("name", "pk"):
            self._put(outlet)

    def outlet(
        self, *, name: str, domain: str | None, url: str, kind: str, cells: dict[str, str]
    ) -> tuple[Outlet, bool]:
        """Return the outlet that a row means, and whether it is new: by its domain, its name, else its address."""
        found = self._by_domain.get(domain or "") or self._by_name.get(name.casefold())
        if found is None and not name:
            found = next((self._by_domain[part] for part in parents(site_of(url)) if part in self._by_domain), None)
        if found is not None:
            return found, False
        site = site_of(url)
        if domain is None and url:
            domain = clean_domain(site)
            domain = None if domain in self._by_domain else domain
            kind = OutletKind.GOVERNMENT if site.endswith(".go.id") else kind
        name = name or domain or site
        outlet = draft_outlet(
            name=name,
            slug=free_slug(name, self._slugs),
            kind=kind,
            domain=domain,
            group=cells.get("group", ""),
            region_code=cells.get("region", ""),
            now=self._now,
        )
        self._outlets.append(outlet)
        self._put(outlet)
        return outlet, True

    def watch(self, outlet: Outlet, url: str, kind: str) -> None:
        """Add an address to be watched from now on."""
        self.urls.add(url)
        self._sources.append(Source(outlet=outlet, kind=kind, url=url, next_fetch_at=self._now, created_at=self._now))

    def write(self) -> tuple[int, int]:
        """Store what is new; return how many outlets and sources."""
        Outlet.objects.bulk_create(self._outlets, batch_size=500)
        Source.objects.bulk_create(self._sources, batch_size=500)
        return len(self._outlets), len(self._sources)

    def _put(self, outlet: Outlet) -> None:
        self._slugs.add(outlet.slug)
        self._by_name.setdefault(outlet.name.casefold(), outlet)
        if outlet.domain:
            self._by_domain.setdefault(outlet.domain, outlet)


# --- Reading files ---------------------------------------------------------------------------------------------------


def read_list(content: bytes) -> list[Line]:
    """Return the rows of an OPML, XLSX or CSV file. Raises ActionError, saying why, for what is none of them."""
    if len(content) > MAX_BYTES:
        raise ActionError(_("This file is larger than 5 MB."), field="file")
    start = content[:200].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")
    if start.startswith(b"PK\x03\x04"):
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
    at = 0
    for node in root.iter("outline"):
        at = node.sourceline or at
        cells = {name.lower(): " ".join(value.split()) for name, value in node.attrib.items()}
        if cells.get("xmlurl"):
            name = cells.get("title") or cells.get("text") or ""
            yield Line(node.sourceline or 0, {"outlet": name, "url": cells["xmlurl"]})
        elif cells.get("type", "").casefold() == "rss":
            yield Line(node.sourceline or 0, {"outlet": cells.get("title") or cells.get("text") or ""})
    if at and b"</opml" not in content.replace(b"\0", b"").lower():  # in UTF-16, too
        yield Line(at, {}, problem=_("The file ends early: what came after this line is missing. Fetch it anew."))


def _csv(content: bytes) -> Iterator[Line]:
    try:
        text = decode(content)
    except NoTable:
        raise ActionError(_("This is not a list we can read. It should be OPML, CSV or XLSX."), field="file") from None
    damaged = _("A sign that belongs into no text (NUL) stands in this row.")
    broken = _("A quotation mark in this row is not closed or stands in the wrong place.")
    names: list[str] | None = None
    for row in read_csv(text):
        if names is None:
            names = _names(row.cells)
        elif row.holds_nul:
            yield Line(row.line, {}, clean(_one_line(row.text)), damaged)
        elif row.broken:
            yield Line(row.line, {}, _one_line(row.text), broken)
        else:
            yield _line(row.line, names, row.cells, row.text, padded=False)


def _xlsx(content: bytes) -> Iterator[Line]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            unpacked = sum(part.file_size for part in package.infolist())
        rows = _sheet(content) if unpacked <= MAX_UNPACKED else []
    except Exception:  # noqa: BLE001 - openpyxl raises anything on damaged workbooks
        raise ActionError(_("This workbook (XLSX) is damaged and cannot be read."), field="file") from None
    if unpacked > MAX_UNPACKED:
        raise ActionError(_("This workbook unpacks to more than we take."), field="file")
    names: list[str] | None = None
    for number, row in rows:
        cells = ["" if cell is None else str(cell) for cell in row]
        if not any(cell.strip() for cell in cells):
            continue
        if names is None:
            names = _names(cells)
        else:
            yield _line(number, names, cells, " ".join(filter(None, cells)), padded=True)


def _sheet(content: bytes) -> list[tuple[int, list[Any]]]:
    """The rows of the first sheet, with their numbers; one more than we take, so that too many is noticed."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        rows = book.worksheets[0].iter_rows(values_only=True, max_row=MAX_ROWS + 2)
        return [(number, list(row)) for number, row in enumerate(rows, 1)]
    finally:
        book.close()


def _names(heading: list[str]) -> list[str]:
    """Our names of the columns, "" for those we do not read. Raises ActionError where the needed ones are missing."""
    cells = [_one_line(cell) for cell in heading]
    while cells and not cells[-1]:
        cells.pop()
    names = [COLUMNS.get(cell.casefold().strip("*: "), "") for cell in cells]
    if "url" not in names and not ("outlet" in names and {"kind", "domain"} & set(names)):
        raise ActionError(
            _("The first line should name the columns: “url”, if you like also “outlet”. It reads: %(found)s")
            % {"found": ", ".join(filter(None, cells))[:200]},
            field="file",
        )
    return names


def _line(number: int, names: list[str], row: list[str], text: str, *, padded: bool) -> Line:
    """A row under its heading; `padded`: a workbook, which leaves out empty cells at the end."""
    cells = [_one_line(cell) for cell in row]
    while len(cells) > len(names) and not cells[-1]:
        cells.pop()
    if len(cells) > len(names) or (len(cells) < len(names) and not padded):
        problem = _("Cells in this row: %(cells)s; columns in the first line: %(columns)s.")
        return Line(number, {}, _one_line(text), problem % {"cells": len(cells), "columns": len(names)})
    return Line(number, {name: cell[:2000] for name, cell in zip(names, cells, strict=False) if name})


def _one_line(text: str) -> str:
    return " ".join(text.split())
