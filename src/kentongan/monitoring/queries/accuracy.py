"""How often the machine is right in this office: its words beside those of people, counted, never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from kentongan.accounts.models import Unit, User
from kentongan.engine.assess.refit import ToneHead
from kentongan.monitoring.choices import Relevance, ToneChoice
from kentongan.monitoring.models import Mention, StoryMember, ToneCheck, ToneTune
from kentongan.monitoring.queries.figures import mentions_in
from kentongan.monitoring.queries.stream import scope_of
from kentongan.monitoring.rules import Share

Cells = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Cell:
    """How often the machine said `machine` where a person said `person`."""

    machine: str
    person: str
    count: int

    @property
    def agrees(self) -> bool:
        return self.machine == self.person


@dataclass(frozen=True, slots=True)
class ToneRecord:
    """Decisions on tone: (machine's word, person's word) -> how many mentions."""

    cells: Cells = field(default_factory=dict)

    @property
    def share(self) -> Share:
        """How often both say the same."""
        return Share(sum(count for (machine, person), count in self.cells.items() if machine == person), self.count)

    @property
    def count(self) -> int:
        return sum(self.cells.values())

    @property
    def corrected(self) -> int:
        return self.count - self.share.right

    @property
    def table(self) -> list[tuple[str, list[Cell], int]]:
        """A line for each of the machine's words: the word, a cell for each of the person's, their sum."""
        tones = [str(tone) for tone in ToneChoice]
        lines = [(said, [Cell(said, tone, self.cells.get((said, tone), 0)) for tone in tones]) for said in tones]
        return [(said, cells, sum(cell.count for cell in cells)) for said, cells in lines]


@dataclass(frozen=True, slots=True)
class Accuracy:
    """What a unit's people decided beside what the machine said, in a span of time.

    `drawn` counts the mentions drawn at random and decided since, `drawn_all` all that were drawn. `standing` are
    mentions called relevant whose tone nobody touched: no confirmation, but no complaint either. `relevant` counts what
    the queries caught and people called ours; `placed` the texts of `grouped` that a person put into another story.
    """

    tone: ToneRecord
    drawn: ToneRecord
    drawn_all: int
    standing: int
    relevant: Share
    grouped: int
    placed: int

    @property
    def best(self) -> ToneRecord:
        """The record a share is told from: the random one, where it is large enough."""
        return self.drawn if self.drawn.share.value is not None else self.tone

    @property
    def is_random(self) -> bool:
        return self.best is self.drawn


def accuracy(unit: Unit, since: datetime, until: datetime, *, below: bool = False) -> Accuracy:
    """Count decisions on mentions published from `since` (inclusive) to `until` (exclusive)."""
    mentions = mentions_in(unit, since, until, below=below).order_by()
    decided = mentions.filter(tone_by__isnull=False)
    drawn = mentions.filter(tone_check__isnull=False)
    told = scope_of(unit, below=below).filter(published_at__gte=since, published_at__lt=until).order_by()
    told = told.exclude(relevance=Relevance.NEW)
    figures = told.aggregate(
        count=Count("pk"),
        relevant=Count("pk", filter=Q(relevance=Relevance.RELEVANT)),
        standing=Count("pk", filter=Q(relevance=Relevance.RELEVANT, tone_by__isnull=True)),
    )
    members = StoryMember.objects.filter(
        institution=unit.institution_id, published_at__gte=since, published_at__lt=until,
        article__in=mentions.values("article"),
    )  # fmt: skip
    grouped = members.aggregate(count=Count("pk"), placed=Count("pk", filter=Q(placed_by__isnull=False)))
    return Accuracy(
        tone=_record(decided),
        drawn=_record(drawn.filter(tone_by__isnull=False)),
        drawn_all=drawn.count(),
        standing=figures["standing"],
        relevant=Share(figures["relevant"], figures["count"]),
        grouped=grouped["count"],
        placed=grouped["placed"],
    )


def _record(mentions: QuerySet[Mention]) -> ToneRecord:
    rows = mentions.values_list("tone_machine", "tone").annotate(count=Count("pk"))
    return ToneRecord({(machine, person): count for machine, person, count in rows})


def judged(mentions: QuerySet[Mention], how: str) -> QuerySet[Mention]:
    """Return the mentions whose tone a person decided: `any`, as the machine (`kept`), otherwise (`changed`), or
    decided after they were drawn at random (`drawn`)."""
    decided = mentions.filter(tone_by__isnull=False)
    if how == "kept":
        return decided.filter(tone=F("tone_machine"))
    if how == "changed":
        return decided.exclude(tone=F("tone_machine"))
    return decided.filter(tone_check__isnull=False) if how == "drawn" else decided


def open_checks(user: User, unit: Unit) -> QuerySet[ToneCheck]:
    """Return the drawn mentions of a unit that nobody has decided or skipped, in the order in which they were drawn."""
    checks = ToneCheck.objects.visible_to(user).filter(unit=unit, skipped_at__isnull=True)
    return checks.filter(mention__tone_by__isnull=True).exclude(mention__relevance=Relevance.IRRELEVANT)


def tunes_of(user: User, unit: Unit, limit: int = 6) -> list[ToneTune]:
    """Return the heads learned for a unit's institution, the newest first, to whoever sees its first unit."""
    rows = ToneTune.objects.visible_to(user).filter(institution=unit.institution_id)
    return list(rows.select_related("made_by")[:limit])


def tune_in_use(unit: Unit) -> ToneTune | None:
    """Return the head that a unit's institution tones new mentions with; None where the shipped words stand."""
    return ToneTune.objects.used(unit.institution_id).first()


def head_of(institution: int) -> ToneHead | None:
    """Return the numbers of the head an institution (id) uses; None where the shipped words stand."""
    numbers = ToneTune.objects.used(institution).values_list("head", flat=True).first()
    return None if numbers is None else ToneHead(**numbers)
