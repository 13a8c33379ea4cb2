"""The demo office: a fictional ministry on a busy morning, made only by calling actions, so that it never lies.

The last thirty hours are lived through half hour by half hour: feeds give, articles are absorbed, people decide.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone, translation

from kentongan.accounts.actions import (
    accept_invitation,
    add_unit,
    create_operator,
    found_institution,
    invite,
)
from kentongan.accounts.choices import Role, Zone
from kentongan.accounts.models import Institution, Unit, User
from kentongan.accounts.queries import today
from kentongan.engine.types import FeedItem
from kentongan.monitoring.actions import Change, absorb, note_look, triage
from kentongan.monitoring.actions.ear import Ear
from kentongan.monitoring.actions.watching import save_query
from kentongan.monitoring.models import Arrival, Mention
from kentongan.project.demo_newsroom import fill_newsroom
from kentongan.project.demo_stories import BACKGROUND, EVENTS, OUTLETS, QUERIES, UNITS, Event
from kentongan.project.prepare import prepare_data
from kentongan.project.shell import say
from kentongan.reports.actions import edit_brief, prepare_brief, set_plan
from kentongan.reports.exports import document_of
from kentongan.sources.actions import add_outlet, add_source, edit_outlet, pause_source
from kentongan.sources.actions.storing import store_items
from kentongan.sources.choices import SourceKind
from kentongan.sources.models import Source

PASSWORD = "kentongan-demo"  # noqa: S105 - a demo shows its password on purpose
HOURS = 30
STEP = timedelta(minutes=30)


def fill() -> int:
    """Fill the demo office unless it is there; returns the exit status."""
    prepare_data()
    if Institution.objects.exists():
        return 0
    say("kentongan: filling the demo office (a minute) ...")
    chance = random.Random(7)  # noqa: S311 - the demo is the same every time
    now = timezone.now().replace(second=0, microsecond=0)
    with translation.override("id"):
        unit, officer = _people(now - timedelta(hours=HOURS + 2))
        sources = _sources(unit, officer, now - timedelta(hours=HOURS + 1))
        for name, text in QUERIES:
            save_query(unit=unit, name=name, text=text, by=officer, now=now - timedelta(hours=HOURS + 1))
        _live_through(unit, officer, sources, now, chance)
        _brief(unit, officer, now)
        fill_newsroom(unit, now)
    say(f"\n  Demo: sekar@kpp.example   password: {PASSWORD}\n")
    return 0


def _people(now: datetime) -> tuple[Unit, User]:
    operator = create_operator(email="admin@kpp.example", name="Administrator", password=PASSWORD, now=now)
    institution = found_institution(
        name="Kementerian Pelayanan Publik",
        short_name="KPP",
        root_unit="Biro Humas",
        aliases=("Nirmala Hadiwasita",),
        address="Jalan Lapangan Selatan 17\nMuara Damar",
        is_demo=True,
        by=operator,
        now=now,
    )
    root = Unit.objects.get(institution=institution, depth=1)
    by_code = {"": root}
    for code, name, parent, level, zone in UNITS:
        by_code[code] = add_unit(
            parent=Unit.objects.get(pk=by_code[parent].pk),
            name=name,
            code=code,
            level=level,
            time_zone=Zone[zone],
            by=operator,
            now=now,
        )
    for email, name, role, code in (
        ("sekar@kpp.example", "Sekar Ayuningtyas", Role.PR_COORDINATOR, ""),
        ("damar@kpp.example", "Damar Lintang", Role.PR_OFFICER, ""),
        ("bima@kpp.example", "Bima Laksana", Role.BUREAU_HEAD, ""),
        ("yulia@kpp.example", "Yulia Rante", Role.UNIT_OPERATOR, "KW-02"),
    ):
        unit = Unit.objects.get(pk=by_code[code].pk)
        _invitation, link = invite(unit=unit, email=email, name=name, role=role, by=operator, now=now)
        token = link.rstrip("/").rpartition("/")[2]
        accept_invitation(token=token, name=name, password=PASSWORD, now=now)
    return root, User.objects.get(email="sekar@kpp.example")


def _sources(unit: Unit, by: User, now: datetime) -> list[Source]:
    sources = []
    for name, kind, domain, standing in OUTLETS:
        outlet = add_outlet(name=name, kind=kind, domain=domain, unit=unit, by=by, now=now)
        edit_outlet(
            outlet=outlet,
            name=name,
            kind=kind,
            domain=domain,
            group="",
            region_code="",
            standing=standing,
            standing_checked_on=today(unit) - timedelta(days=43) if standing else None,
            standing_proof="",
            is_active=True,
            unit=unit,
            by=by,
            now=now,
        )
        source = add_source(url=f"https://{domain}/rss", kind=SourceKind.FEED, outlet=outlet, unit=unit, by=by, now=now)
        # Nothing of a demo leaves the machine: its addresses are never called.
        pause_source(source=source, unit=unit, by=by, now=now)
        sources.append(source)
    return sources


# --- thirty hours ----------------------------------------------------------------------------------------------------


def _live_through(unit: Unit, officer: User, sources: Sequence[Source], now: datetime, chance: random.Random) -> None:
    ear, items = Ear(), _items(sources, now, chance)
    moment = now - timedelta(hours=HOURS)
    looked = False
    while moment <= now:
        _step(items, moment, ear)
        if not looked and moment >= now - timedelta(hours=12, minutes=30):
            note_look(user=officer, unit=unit, now=moment)
            _decide(unit, officer, moment)
            looked = True
        moment += STEP
    _step(items, now, ear)


def _step(items: dict[Source, list[tuple[datetime, FeedItem]]], moment: datetime, ear: Ear) -> None:
    for source, waiting in items.items():
        come = [item for at, item in waiting if at <= moment]
        waiting[:] = [(at, item) for at, item in waiting if at > moment]
        if come:
            store_items(source=source, items=come, now=moment)
    arrivals = list(Arrival.objects.select_related("article__outlet").order_by("pk"))
    if arrivals:
        absorb(arrivals=arrivals, ear=ear, now=moment)


def _items(
    sources: Sequence[Source], now: datetime, chance: random.Random
) -> dict[Source, list[tuple[datetime, FeedItem]]]:
    plan: dict[Source, list[tuple[datetime, FeedItem]]] = defaultdict(list)
    number = 0
    for event in EVENTS:
        for at, title, body in _articles(event, now, chance):
            number += 1
            source = chance.choice(sources)
            plan[source].append((at, _item(source, number, at, title, body)))
    for title, body in BACKGROUND * 4:
        number += 1
        source, at = chance.choice(sources), now - timedelta(hours=chance.uniform(0.2, HOURS - 1))
        plan[source].append((at, _item(source, number, at, title, f"{body} " * 12)))
    return plan


def _item(source: Source, number: int, at: datetime, title: str, body: str) -> FeedItem:
    link = f"https://{source.outlet.domain}/berita/{number}"
    return FeedItem(id=link, title=title, link=link, summary=body[:180], published=at, content=body)


def _articles(event: Event, now: datetime, chance: random.Random) -> Iterator[tuple[datetime, str, str]]:
    """Yield the texts of one happening in order of time; some reprint an earlier one with another headline or cut."""
    times = sorted(
        now - timedelta(hours=min(max(chance.gauss(event.peak_h, event.spread_h), 0.1), HOURS - 1))
        for _number in range(event.count)
    )
    written: list[tuple[str, str]] = []
    for at in times:
        if written and chance.random() < event.copies:
            title, body = chance.choice(written[-8:])
            paragraphs = body.split("\n\n")
            body = "\n\n".join(paragraphs[: max(4, len(paragraphs) - chance.randint(0, 1))])
        else:
            title, body = chance.choice(event.titles), _text(event, chance)
            written.append((title, body))
        yield at, title, body


def _text(event: Event, chance: random.Random) -> str:
    sentences = chance.sample(event.sentences, k=min(len(event.sentences), chance.randint(3, 6)))
    quotes = chance.sample(event.quotes, k=chance.randint(1, min(2, len(event.quotes))))
    half = len(sentences) // 2
    parts = [chance.choice(event.leads), " ".join(sentences[:half]), *quotes, " ".join(sentences[half:]), event.context]
    return "\n\n".join(part for part in parts if part)


# --- what people did -------------------------------------------------------------------------------------------------


def _decide(unit: Unit, officer: User, now: datetime) -> None:
    """Correct some tones and mark some mentions as relevant, as an officer does in the evening."""
    rows = list(Mention.objects.filter(unit=unit).order_by("-published_at")[:12])
    triage(picks={row.pk: row.version for row in rows[:8]}, change=Change(relevance="relevant"), by=officer, now=now)
    triage(picks={row.pk: None for row in rows[8:11]}, change=Change(tone="neutral"), by=officer, now=now)


def _brief(unit: Unit, officer: User, now: datetime) -> None:
    set_plan(
        unit=unit,
        is_active=True,
        hour=time(6, 0),
        working_days_only=False,
        recipients=[{"name": "Nirmala Hadiwasita", "email": "menteri@kpp.example"}],
        for_whom="Menteri dan pimpinan unit",
        number_pattern="{sequence}/RH/{month}/{year}",
        by=officer,
        now=now,
    )
    brief = prepare_brief(unit=unit, day=today(unit), now=now)
    with transaction.atomic():
        edit_brief(
            brief=brief,
            version=brief.version,
            lede=document_of(brief).lede,
            response="Umumkan ganti rugi biaya perjalanan Jumat; pengumuman lebih cepat menjawab keluhan warga.\n"
            "Juru bicara tunggal untuk gangguan loket daring: Maria Goreti Tena.",
            stories={},
            hidden_clips=frozenset(),
            by=officer,
            now=now,
        )
