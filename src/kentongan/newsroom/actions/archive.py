"""Taking in what an office published before: signed as archive, checkable from then on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from kentongan.accounts.choices import UnitLevel
from kentongan.accounts.models import Institution, Unit, User
from kentongan.accounts.queries import holds, today
from kentongan.audit.actions import record
from kentongan.common.bulk import insert_rows, next_ids
from kentongan.common.errors import NotAllowed
from kentongan.newsroom.actions.keys import Signer, signer_of
from kentongan.newsroom.choices import Change, Kind, Language, Stage, VersionReason
from kentongan.newsroom.models import Fingerprint, Publication, Release, ReleaseNumber, ReleaseVersion
from kentongan.newsroom.rules.archive import ArchiveRow, BadRow, read_archive
from kentongan.newsroom.rules.codes import new_code, short_url, slug_of
from kentongan.newsroom.rules.content import Content, digest, text_of
from kentongan.newsroom.rules.lookup import hashes_of
from kentongan.newsroom.rules.rights import SET_UP
from kentongan.newsroom.rules.shares import foot_line, head_line
from kentongan.newsroom.rules.signing import Statement, payload_of
from kentongan.newsroom.rules.spoken import spoken_of

AT_ONCE = 4_000  # rows of one transaction: other writers wait seconds, not minutes
PAIRS = 250  # rows of one statement: twice as fast as one by one
MOST_TRIES = 200


@dataclass(slots=True)
class ArchiveReport:
    """What became of a file."""

    taken: int = 0
    known: int = 0  # here already, word for word
    bad: list[BadRow] = field(default_factory=list)
    new_units: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _New:
    """A row that is not here yet, as content with its digest."""

    row: ArchiveRow
    content: Content
    sha256: str


@dataclass(frozen=True, slots=True)
class _Made:
    """One old release, ready to be written: its rows but for the keys by which they point to each other."""

    release: dict[str, Any]
    version: dict[str, Any]
    number: dict[str, Any]
    publication: dict[str, Any]
    hashes: frozenset[int]


def import_archive(
    *,
    content: bytes,
    institution: Institution,
    by: User | None,
    now: datetime,
    dry_run: bool = False,
    on_progress: Callable[[int], None] | None = None,
) -> ArchiveReport:
    """Take the releases of a file (see `rules.archive.read_archive`) into an institution's archive, each signed.

    A number that is here with the same words is passed over, so that a file may be given again; with other words the
    row is bad. A unit that the institution does not have is added under the root. `release_published` is not announced:
    nothing is news. `by` is None for the machine's own shell.

    Raises:
        NotAllowed: the person does not set up the newsroom of the whole institution.
        ActionError: the file is none we read; CannotSign when the key does not open.
    """
    root = Unit.objects.get(institution=institution, depth=1)
    if by is not None and not holds(by, root, SET_UP, on=today(root)):
        raise NotAllowed(_("The archive is in the hands of whoever sets up the newsroom of the whole institution."))
    shelf = _Shelf(institution, root, by, now)
    report = ArchiveReport()
    rows = _new_rows(read_archive(content, zone=ZoneInfo(institution.time_zone), now=now), shelf.numbers, report)
    if dry_run:
        for new in rows:
            shelf.unit_named(new.row.unit, report)
            report.taken += 1
        return report
    signer = signer_of(institution=institution, by=by, now=now)
    with _roomy():
        while batch := list(islice(rows, AT_ONCE)):
            units = shelf.units_of(batch, report)
            made = [shelf.make(new, unit, signer) for new, unit in zip(batch, units, strict=True)]
            _write(made, root, by, now)
            report.taken += len(made)
            if on_progress:
                on_progress(report.taken)
    return report


def check_archive(*, content: bytes, zone: ZoneInfo, now: datetime) -> ArchiveReport:
    """Return what would become of a file in an institution that has nothing yet; nothing is written.

    Raises:
        ActionError: the file is none we read.
    """
    report = ArchiveReport()
    for new in _new_rows(read_archive(content, zone=zone, now=now), {}, report):
        report.taken += 1
        if new.row.unit and new.row.unit not in report.new_units:
            report.new_units.append(new.row.unit)
    return report


def _new_rows(
    rows: Iterable[ArchiveRow | BadRow], numbers: dict[str, set[str]], report: ArchiveReport
) -> Iterator[_New]:
    """Yield the rows that are not here yet; what becomes of the others goes into the report.

    `numbers` holds the digests of the editions under each number that was given, and learns those of the file.
    """
    for row in rows:
        if isinstance(row, BadRow):
            report.bad.append(row)
            continue
        content = _content(row)
        sha256 = digest(content)
        if row.number not in numbers:
            numbers[row.number] = {sha256}
            yield _New(row, content, sha256)
        elif sha256 in numbers[row.number]:
            report.known += 1
        else:
            report.bad.append(BadRow(row.line, row.number, _("This number belongs to another text already.")))


class _Shelf:
    """What the institution has already: its units, numbers and codes, read once however long the file is."""

    def __init__(self, institution: Institution, root: Unit, by: User | None, now: datetime) -> None:
        self._institution, self._root, self._by, self._now = institution, root, by, now
        self._units: dict[str, Unit] = {}
        for unit in Unit.objects.filter(institution=institution):
            self._units.setdefault(unit.name.casefold(), unit)
            if unit.code:
                self._units.setdefault(unit.code.casefold(), unit)
        self._units[""] = root
        # Two plain queries: joined, every number would look through all editions.
        editions: dict[int, set[str]] = defaultdict(set)
        public = Publication.objects.filter(institution=institution, cancelled_at=None).order_by()
        for release, sha256 in public.values_list("release_id", "sha256"):
            editions[release].add(sha256)
        given = ReleaseNumber.objects.filter(institution=institution).values_list("number", "release_id")
        # Empty: the text of that number is not published.
        self.numbers = {number: editions.get(release, set()) for number, release in given}
        self._short = set(Publication.objects.values_list("short_code", flat=True))
        self._spoken = set(Publication.objects.values_list("spoken_code", flat=True))

    def unit_named(self, name: str, report: ArchiveReport) -> Unit | None:
        """The unit of that name or code; None, and noted as new, where there is none."""
        unit = self._units.get(name.casefold())
        if unit is None and name not in report.new_units:
            report.new_units.append(name)
        return unit

    def units_of(self, rows: Iterable[_New], report: ArchiveReport) -> list[Unit]:
        """The units of the rows, in their order; those that are missing are added under the root."""
        return [self.unit_named(new.row.unit, report) or self._add_unit(new.row.unit) for new in rows]

    def _add_unit(self, name: str) -> Unit:
        with transaction.atomic():
            root = Unit.objects.get(pk=self._root.pk)
            details = {
                "institution": self._institution,
                "name": name,
                "level": UnitLevel.OTHER,
                "time_zone": root.time_zone,
            }
            unit: Unit = Unit.objects.add_child(root, details)
            record(action="accounts.unit_added", by=self._by, now=self._now, unit_id=unit.pk, target=unit)
        self._units[name.casefold()] = unit
        return unit

    def make(self, new: _New, unit: Unit, signer: Signer) -> _Made:
        """The rows of one old release, its edition signed."""
        row, content, sha256 = new.row, new.content, new.sha256
        when, values = row.published_at, content.as_json()
        short, spoken = self._codes(sha256)
        url = short_url(settings.BASE_URL, short)
        text = text_of(content, head=head_line(content.kind, row.number), foot=foot_line(url.removesuffix("/"), spoken))
        statement = Statement(
            institution=self._institution.name,
            issuer=self._institution.slug,
            kid=signer.kid,
            number=row.number,
            kind=content.kind,
            language=content.language,
            edition=1,
            change=Change.ARCHIVE,
            title=row.title,
            text=text,
            sha256=sha256,
            published_at=when,
            url=url,
            short_code=short,
            spoken_code=spoken,
        )
        payload = payload_of(statement)
        by = self._by.pk if self._by else None
        release = {
            "unit_id": unit.pk, "kind": content.kind, "language": content.language, "stage": Stage.PUBLISHED,
            "number": row.number, "title": row.title, "draft": values, "created_by_id": by, "created_at": self._now,
            "saved_by_id": by, "saved_at": when,
        }  # fmt: skip
        version = {
            "sequence": 1, "content": values, "sha256": sha256, "reason": VersionReason.IMPORTED, "made_by_id": by,
            "made_at": self._now,
        }  # fmt: skip
        number = {
            "institution_id": self._institution.pk, "unit_id": unit.pk, "year": when.astimezone(unit.zone).year,
            "number": row.number, "given_at": self._now,
        }  # fmt: skip
        publication = {
            "institution_id": self._institution.pk, "unit_id": unit.pk, "edition": 1, "change": Change.ARCHIVE,
            "kind": content.kind, "language": content.language, "number": row.number, "title": row.title,
            "slug": slug_of(row.title), "text": text, "sha256": sha256, "publish_at": when, "published_by_id": by,
            "made_at": self._now, "short_code": short, "spoken_code": spoken, "payload": payload,
            "signature": signer.sign(payload), "kid": signer.kid,
        }  # fmt: skip
        return _Made(release, version, number, publication, hashes_of(text))

    def _codes(self, sha256: str) -> tuple[str, str]:
        """A short code and a spoken code that are nobody's yet; out of spoken ones, two texts share one."""
        short = new_code()
        while short in self._short:
            short = new_code()
        salts = (spoken_of(sha256, salt) for salt in range(MOST_TRIES))
        spoken = next((words for words in salts if words not in self._spoken), spoken_of(sha256))
        self._short.add(short)
        self._spoken.add(spoken)
        return short, spoken


def _content(row: ArchiveRow) -> Content:
    return Content(kind=Kind.PRESS_RELEASE.value, language=Language.INDONESIAN.value, headline=row.title, body=row.body)


def _write(made: list[_Made], root: Unit, by: User | None, now: datetime) -> None:
    with transaction.atomic():
        keys = [next_ids(model, len(made)) for model in (Release, ReleaseVersion, ReleaseNumber, Publication)]
        for each, release, version, number, publication in zip(made, *keys, strict=True):
            each.release.update({"id": release})
            each.version.update({"id": version, "release_id": release})
            each.number.update({"id": number, "release_id": release})
            each.publication.update({"id": publication, "release_id": release, "version_id": version})
        insert_rows(Release, (each.release for each in made))
        insert_rows(ReleaseVersion, (each.version for each in made))
        insert_rows(ReleaseNumber, (each.number for each in made))
        insert_rows(Publication, (each.publication for each in made))
        keep_hashes((each.publication["id"], each.hashes) for each in made)
        record(action="newsroom.archive_imported", by=by, now=now, unit_id=root.pk, data={"releases": len(made)})


def keep_hashes(found: Iterable[tuple[int, frozenset[int]]]) -> None:
    """Write the hashes of editions, in the order of the index: so many at once touch each of its pages once."""
    hashes: list[int] = []
    editions: list[int] = []
    for edition, own in found:
        hashes += own
        editions += [edition] * len(own)
    pairs = np.array([hashes, editions], dtype=np.int64)
    flat = pairs[:, np.argsort(pairs[0])].T.ravel().tolist()
    names = [connection.ops.quote_name(name) for name in (Fingerprint._meta.db_table, "hash", "publication_id")]
    with connection.cursor() as cursor:
        for start in range(0, len(flat), 2 * PAIRS):
            part = flat[start : start + 2 * PAIRS]
            places = ", ".join(["(%s, %s)"] * (len(part) // 2))
            cursor.execute(f"INSERT INTO {names[0]} ({names[1]}, {names[2]}) VALUES {places}", part)  # noqa: S608 - names of our own


@contextmanager
def _roomy() -> Iterator[None]:
    """Let SQLite hold the index in memory meanwhile; its small cache would write the same pages again and again."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before: Any = cursor.execute("PRAGMA cache_size").fetchone()[0]
        cursor.execute("PRAGMA cache_size = -600000")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = {int(before)}")
