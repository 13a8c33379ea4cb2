"""What the public reads. Every list begins with `Publication.objects.public(now)` or `current(now)`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.models import Exists, F, Min, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kentongan.accounts.models import Institution, Unit
from kentongan.newsroom.choices import Change, Kind
from kentongan.newsroom.models import (
    AgendaItem,
    Correction,
    PressContact,
    Publication,
    PublicationAsset,
    Topic,
    Withdrawal,
)
from kentongan.newsroom.rules.content import Content

URGENT_FOR = timedelta(days=3)
"""How long an urgent announcement stands at the head of the newsroom."""
LISTED = (
    "institution", "unit", "release", "edition", "change", "kind", "language", "number", "title", "lead", "slug",
    "publish_at", "short_code",
)  # fmt: skip


# --- what makes a page true ------------------------------------------------------------------------------------------


def public_stamp() -> tuple[int, ...]:
    """Return numbers that change with every edition, correction and withdrawal that is added. Costs microseconds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT MAX(id) FROM newsroom_publication), (SELECT MAX(id) FROM newsroom_withdrawal),"
            " (SELECT MAX(id) FROM newsroom_correction)"
        )
        return tuple(value or 0 for value in cursor.fetchone())


def next_boundary(now: datetime) -> datetime | None:
    """Return the next moment at which something becomes public by itself."""
    waiting = Publication.objects.filter(institution=OuterRef("pk"), publish_at__gt=now, cancelled_at__isnull=True)
    editions = Institution.objects.annotate(
        next_at=Subquery(waiting.order_by("publish_at").values("publish_at")[:1])
    ).aggregate(at=Min("next_at"))["at"]
    agenda = AgendaItem.objects.filter(publish_at__gt=now).aggregate(at=Min("publish_at"))["at"]
    return min((at for at in (editions, agenda) if at is not None), default=None)


# --- lists -----------------------------------------------------------------------------------------------------------


def institution_of(slug: str) -> Institution | None:
    return Institution.objects.filter(slug=slug).first()


def root_unit(institution: Institution) -> Unit:
    """Return the unit at the top of an institution: in its zone the newsroom tells time."""
    found: Unit = Unit.objects.filter(institution=institution, depth=1).first()
    return found


def unit_of(institution: Institution, key: str) -> Unit | None:
    """Return a unit by its code, else by its number."""
    units = Unit.objects.filter(institution=institution)
    found: Unit | None = units.filter(code=key).first() if key else None
    if found is None and key.isascii() and key.isdecimal() and len(key) < 15:
        found = units.filter(pk=int(key)).first()
    return found


def listed(institution: Institution, now: datetime, language: str = "") -> QuerySet[Any]:
    """Return the current editions of an institution, newest first, each statement once.

    With a `language` a statement shows in that language where it was published in it, else in its first one.
    Rows are publications that carry `is_withdrawn`; their long texts are left in the database.
    """
    withdrawn = Withdrawal.objects.filter(release=OuterRef("release"), at__lte=now)
    rows = (
        Publication.objects.current(now)
        .filter(institution=institution)
        .only(*LISTED, "unit__name", "unit__code", "unit__time_zone", "unit__depth")
        .select_related("unit")
        .annotate(is_withdrawn=Exists(withdrawn))
        .order_by("-publish_at", "-pk")
    )
    return _in_language(rows, now, language) if language else rows


def _in_language(rows: QuerySet[Any], now: datetime, language: str) -> QuerySet[Any]:
    first = Coalesce(OuterRef("release__translation_of"), OuterRef("release"))
    public = Publication.objects.public(now)
    same = public.filter(Q(release=first) | Q(release__translation_of=first), language=language)
    original = public.filter(release=OuterRef("release__translation_of"))
    return rows.filter(Q(language=language) | (~Exists(same) & ~Exists(original)))


def within_unit(rows: QuerySet[Any], unit: Unit) -> QuerySet[Any]:
    """Keep the editions of a unit and of those below it."""
    return rows.filter(unit__in=Unit.objects.within([unit.path]).values("pk"))


def topics_of(institution: Institution, now: datetime) -> QuerySet[Topic]:
    """Return the topics under which something is public."""
    public = Publication.objects.public(now).filter(topics=OuterRef("pk"))
    return Topic.objects.filter(institution=institution).filter(Exists(public))


def units_of(institution: Institution, now: datetime) -> list[Unit]:
    """Return the active units that have published something, in the order of the tree."""
    public = Publication.objects.public(now).filter(unit=OuterRef("pk"))
    return list(Unit.objects.filter(institution=institution, is_active=True, depth__gt=1).filter(Exists(public)))


def agenda_of(institution: Institution, now: datetime) -> QuerySet[AgendaItem]:
    """Return what is still to come or under way and may be known, the nearest first."""
    return (
        AgendaItem.objects.filter(unit__institution=institution, publish_at__lte=now)
        .filter(Q(ends_at__gte=now) | Q(ends_at__isnull=True, starts_at__gte=now - timedelta(hours=6)))
        .select_related("unit")
        .order_by("starts_at", "pk")
    )


@dataclass(frozen=True)
class Contacts:
    """Whom to call at one unit."""

    unit: Unit
    rows: tuple[PressContact, ...]


def contacts_of(institution: Institution, now: datetime) -> list[Contacts]:
    """Return the press contacts by unit, in the order of the tree; where none is set, those of the newest releases."""
    rows = list(PressContact.objects.filter(unit__institution=institution, unit__is_active=True).select_related("unit"))
    if not rows:
        rows = _contacts_of_releases(institution, now)
    grouped = groupby(rows, key=lambda row: row.unit)
    return [Contacts(unit, tuple(group)) for unit, group in grouped]


def _contacts_of_releases(institution: Institution, now: datetime) -> list[PressContact]:
    newest = Publication.objects.current(now).filter(institution=institution).order_by("-publish_at")
    found: dict[tuple[str, str], PressContact] = {}
    for publication in newest.select_related("unit", "version").defer("text", "payload")[:10]:
        for row in Content.of(publication.version.content).contacts:
            contact = PressContact(
                unit=publication.unit, name=row.name, post=row.post, phone=row.phone, email=row.email, changed_at=now
            )
            found.setdefault((row.name, row.phone or row.email), contact)
    return sorted(found.values(), key=lambda row: row.unit.path)[:12]


# --- the register of our own errors ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Amends:
    """One line of the register: a correction, or a withdrawal (`is_right` is empty then)."""

    at: datetime
    publication: Publication
    was_wrong: str
    is_right: str
    wrong_since: datetime | None
    told: str

    @property
    def is_withdrawal(self) -> bool:
        return not self.is_right


def amends_of(institution: Institution, now: datetime, *, limit: int = 200) -> list[Amends]:
    """Return corrections and withdrawals of an institution that the public may know of, newest first."""
    corrections = (
        Correction.objects.filter(
            publication__institution=institution,
            publication__publish_at__lte=now,
            publication__cancelled_at__isnull=True,
        )
        .select_related("publication", "publication__unit")
        .order_by("-publication__publish_at")[:limit]
    )
    withdrawals = Withdrawal.objects.filter(
        release__unit__institution=institution, at__lte=now, release__publications__in=Publication.objects.public(now)
    ).distinct()[:limit]
    latest = {row.release_id: row for row in listed(institution, now).filter(release__withdrawal__in=withdrawals)}
    rows = [
        Amends(
            at=row.publication.publish_at,
            publication=row.publication,
            was_wrong=row.was_wrong,
            is_right=row.is_right,
            wrong_since=row.wrong_since,
            told=row.told,
        )
        for row in corrections
    ] + [
        Amends(
            at=row.at,
            publication=latest[row.release_id],
            was_wrong=row.why,
            is_right="",
            wrong_since=None,
            told=row.told,
        )
        for row in withdrawals
        if row.release_id in latest
    ]
    return sorted(rows, key=lambda each: each.at, reverse=True)[:limit]


# --- one release -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ReleasePage:
    """Everything that the page of one edition says. `newest` is the edition that counts today."""

    publication: Publication
    content: Content
    newest: Publication
    editions: tuple[Publication, ...]  # all that are public, the first one first
    correction: Correction | None  # what this edition put right
    corrections: tuple[Correction, ...]  # all of the release, newest first
    withdrawal: Withdrawal | None
    languages: tuple[Publication, ...]  # the statement in other languages
    files: tuple[PublicationAsset, ...]
    topics: tuple[Topic, ...]
    more: tuple[Publication, ...]

    @property
    def is_newest(self) -> bool:
        return self.publication.pk == self.newest.pk

    @property
    def pictures(self) -> list[PublicationAsset]:
        return [row for row in self.files if row.asset.kind == "picture"]

    @property
    def attachments(self) -> list[PublicationAsset]:
        return [row for row in self.files if row.asset.kind == "attachment"]


def public_edition(code: str, now: datetime, edition: int | None = None) -> Publication | None:
    """Return the newest public edition under a short code, or the one asked for."""
    rows = Publication.objects.public(now).filter(short_code=code.lower())
    if edition is not None:
        rows = rows.filter(edition=edition)
    return rows.select_related("institution", "unit", "release", "version").order_by("-edition").first()


def release_page(publication: Publication, now: datetime) -> ReleasePage:
    """Gather what belongs to a public edition."""
    release = publication.release
    editions = tuple(
        Publication.objects.public(now)
        .filter(release=release)
        .only(*LISTED)
        .prefetch_related(Prefetch("correction", Correction.objects.all()))
        .order_by("edition")
    )
    corrections = tuple(
        sorted((row.correction for row in editions if _has_correction(row)), key=lambda row: row.at, reverse=True)
    )
    return ReleasePage(
        publication=publication,
        content=Content.of(publication.version.content),
        newest=editions[-1],
        editions=editions,
        correction=next((row for row in corrections if row.publication_id == publication.pk), None),
        corrections=corrections,
        withdrawal=Withdrawal.objects.filter(release=release, at__lte=now).first(),
        languages=other_languages(publication, now),
        files=tuple(publication.assets.select_related("asset")),
        topics=tuple(publication.topics.all()),
        more=tuple(_more(publication, now)),
    )


def _has_correction(row: Publication) -> bool:
    return hasattr(row, "correction")


def other_languages(publication: Publication, now: datetime) -> tuple[Publication, ...]:
    """Return the current editions of the same statement in other languages."""
    first = publication.release.translation_of_id or publication.release_id
    rows = (
        Publication.objects.current(now)
        .filter(Q(release=first) | Q(release__translation_of=first))
        .exclude(release=publication.release_id)
        .exclude(release__withdrawal__isnull=False)
        .only(*LISTED, "institution__slug")
        .select_related("institution")
    )
    return tuple(rows.order_by("language"))


def _more(publication: Publication, now: datetime) -> QuerySet[Any]:
    """Return three others to read on: of the same unit and language, the newest."""
    rows = listed(publication.institution, now, publication.language)
    return rows.filter(unit=publication.unit_id).exclude(release=publication.release_id).filter(is_withdrawn=False)[:3]


# --- the front page --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Front:
    """The newsroom's first page."""

    urgent: Publication | None
    lead: Publication | None
    rows: tuple[Publication, ...]
    has_more: bool
    week: int  # editions of the last seven days
    clarifications: int
    amends: int
    agenda: tuple[AgendaItem, ...]
    latest_amends: tuple[Amends, ...]
    topics: tuple[Topic, ...]


def front_of(institution: Institution, now: datetime, language: str, *, unit: Unit | None = None) -> Front:
    """Return what stands on the first page of a newsroom, or of one unit's."""
    rows = listed(institution, now, language)
    if unit is not None:
        rows = within_unit(rows, unit)
    newest = list(rows[:13])
    urgent = rows.filter(kind=Kind.URGENT, publish_at__gt=now - URGENT_FOR, is_withdrawn=False).first()
    lead = next((row for row in newest if not row.is_withdrawn and row != urgent), None)
    week = rows.filter(publish_at__gt=now - timedelta(days=7), is_withdrawn=False).exclude(change=Change.ARCHIVE)
    agenda = agenda_of(institution, now).filter(cancelled_at__isnull=True)
    amends = [] if unit is not None else amends_of(institution, now)
    return Front(
        urgent=urgent,
        lead=lead,
        rows=tuple(row for row in newest[:12] if row not in {lead, urgent}),
        has_more=len(newest) > 12,
        week=week.count(),
        clarifications=week.filter(kind=Kind.CLARIFICATION).count(),
        amends=sum(1 for each in amends if not each.is_withdrawal and each.at > now - timedelta(days=7)),
        agenda=tuple((agenda.filter(unit__in=Unit.objects.within([unit.path]).values("pk")) if unit else agenda)[:3]),
        latest_amends=tuple(amends[:3]),
        topics=tuple(topics_of(institution, now)[:12]),
    )


def months_of(institution: Institution, now: datetime) -> tuple[datetime, datetime] | None:
    """Return the times of the first and the last public edition, between which the archive reaches."""
    rows = Publication.objects.public(now).filter(institution=institution)
    first = rows.order_by("publish_at").values_list("publish_at", flat=True).first()
    last = rows.order_by("-publish_at").values_list("publish_at", flat=True).first()
    return (first, last) if first is not None and last is not None else None


def newsrooms() -> QuerySet[Institution]:
    return Institution.objects.order_by("name")


def asset_of(code: str, asset: int, now: datetime) -> PublicationAsset | None:
    """Return a file of a public edition; a file that no public edition holds is not there for the public."""
    public: Any = Publication.objects.public(now).filter(short_code=code.lower())
    return (
        PublicationAsset.objects.filter(publication__in=public, asset=asset)
        .select_related("asset", "publication")
        .order_by(F("publication__edition").desc())
        .first()
    )
