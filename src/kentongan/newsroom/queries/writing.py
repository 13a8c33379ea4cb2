"""Reading what is written: lists, versions, remarks, who is at it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from kentongan.accounts.models import Unit, User
from kentongan.newsroom.choices import Stage
from kentongan.newsroom.models import PassageComment, Presence, Release, ReleaseTemplate, Topic

AWAY = timedelta(seconds=45)  # an open editor says every few seconds that it is there


def releases_of(user: User, unit: Unit, *, below: bool = True) -> QuerySet[Release]:
    """Return the texts of a unit (and below) that `user` may see, the last saved first."""
    rows: QuerySet[Release] = Release.objects.visible_to(user)
    rows = rows.filter(unit__in=Unit.objects.within([unit.path]).values("pk")) if below else rows.filter(unit=unit)
    return rows.select_related("unit", "saved_by").order_by("-saved_at", "-pk")


def found_by(rows: QuerySet[Release], words: str) -> QuerySet[Release]:
    """Return of `rows` those whose headline or number holds every word."""
    for word in words.replace("\0", " ").split()[:6]:  # PostgreSQL takes no NUL
        rows = rows.filter(Q(title__icontains=word) | Q(number__icontains=word))
    return rows


def stage_counts(rows: QuerySet[Release]) -> dict[str, int]:
    """Return how many of `rows` stand at each stage."""
    return dict(rows.order_by().values_list("stage").annotate(count=Count("pk")))


def present_writers(release: Release, now: datetime, *, but: User | None = None) -> list[User]:
    """Return who else has the text open at `now`, by name."""
    rows = Presence.objects.filter(release=release, seen_at__gt=now - AWAY).select_related("user")
    people = (row.user for row in rows.order_by("user__name") if but is None or row.user_id != but.pk)
    return list(people)


def languages_of(release: Release) -> list[Release]:
    """Return every language of a statement, the one it was first written in first."""
    first = release.translation_of_id or release.pk
    rows = Release.objects.filter(Q(pk=first) | Q(translation_of=first)).exclude(
        Q(stage=Stage.DROPPED) & ~Q(pk=release.pk)
    )
    return sorted(rows, key=lambda row: (row.pk != first, row.language))


def remarks_on(release: Release) -> QuerySet[PassageComment]:
    """Return the remarks on a text with their answers, open ones first."""
    rows = PassageComment.objects.filter(release=release, answer_to=None)
    return (
        rows.select_related("by", "resolved_by", "version")
        .prefetch_related("answers__by")
        .order_by("resolved_at", "at", "pk")
    )


def templates_for(unit: Unit, kind: str = "") -> QuerySet[ReleaseTemplate]:
    """Return the templates a unit may start from: its own and those of the units above."""
    paths = [unit.path[:end] for end in range(Unit.steplen, len(unit.path) + 1, Unit.steplen)]
    rows: QuerySet[ReleaseTemplate] = ReleaseTemplate.objects.filter(unit__path__in=paths).select_related("unit")
    return rows.filter(Q(kind="") | Q(kind=kind)) if kind else rows


def topics_of(unit: Unit) -> QuerySet[Topic]:
    """Return the topics of a unit's institution."""
    return Topic.objects.filter(institution_id=unit.institution_id)
