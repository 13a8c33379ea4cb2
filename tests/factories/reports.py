"""A morning worth a brief."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.factories.monitoring import MentionFactory
from tests.factories.sources import ArticleFactory, OutletFactory

from kentongan.accounts.models import Unit
from kentongan.monitoring.models import Mention, Quote, Story
from kentongan.reports.models import BriefPlan

TONES = ("negative", "negative", "neutral", "positive")


def make_morning(unit: Unit, *, now: datetime, count: int = 4, title: str = "Loket daring terhenti") -> list[Mention]:
    """Make one story of `count` mentions in the hours before `now`; the second text is a copy of the first."""
    story = Story.objects.create(
        institution=unit.institution,
        title=title,
        first_at=now - timedelta(hours=5),
        last_at=now,
        created_at=now,
    )
    outlet = OutletFactory(name=f"Warta Nusa {unit.pk}", standing="factual")
    mentions: list[Mention] = []
    for number in range(count):
        at = now - timedelta(hours=5) + timedelta(minutes=number)
        article = ArticleFactory(outlet=outlet, title=f"{title} ({number})", published_at=at, seen_at=at)
        original = mentions[0].article if number == 1 else None
        mentions.append(
            MentionFactory(
                unit=unit,
                article=article,
                story=story,
                tone=TONES[number % 4],
                tone_machine="neutral",
                original=original,
            )
        )
        Quote.objects.create(article=article, speaker="Maria Goreti", text="Layanan pulih bertahap.", start=0, end=23)
    return mentions


def make_plan(unit: Unit, *recipients: str) -> BriefPlan:
    return BriefPlan.objects.create(
        unit=unit, recipients=[{"name": "", "email": email} for email in recipients or ("nirmala@kpp.example",)]
    )
