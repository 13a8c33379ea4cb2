"""What the office sees of its newsroom: readers, followers, agenda, contacts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from kentongan.accounts.models import Unit
from kentongan.newsroom.models import AgendaItem, Follower, PressContact, Publication

DAYS = 30


@dataclass(frozen=True)
class Desk:
    followers: int
    views: int  # of the last 30 days
    read: tuple[Publication, ...]  # with `views`, most read first
    agenda: tuple[AgendaItem, ...]
    contacts: tuple[PressContact, ...]


def desk_of(unit: Unit, now: datetime, today: date) -> Desk:
    """Return the newsroom of a unit and those below it; who follows the whole institution counts at its root."""
    units = Unit.objects.within([unit.path])
    since = Q(view_counts__day__gt=today - timedelta(days=DAYS))
    rows = (
        Publication.objects.current(now)
        .filter(unit__in=units.values("pk"))
        .annotate(views=Coalesce(Sum("view_counts__views", filter=since), 0))
        .filter(views__gt=0)
        .defer("text", "payload")
        .order_by("-views", "-publish_at")
    )
    followers = Follower.objects.filter(institution=unit.institution, confirmed_at__isnull=False)
    if unit.depth > 1:
        followers = followers.filter(unit__in=units.values("pk"))
    agenda = AgendaItem.objects.filter(unit__in=units.values("pk"), starts_at__gt=now - timedelta(days=1))
    return Desk(
        followers=followers.values("email").distinct().count(),
        views=sum(rows.values_list("views", flat=True)),
        read=tuple(rows[:10]),
        agenda=tuple(agenda.select_related("unit").order_by("starts_at")[:50]),
        contacts=tuple(PressContact.objects.filter(unit=unit)),
    )
