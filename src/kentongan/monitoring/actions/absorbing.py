"""Arrivals into mentions: match, find copies, group, tone, quote; one transaction a batch.

Thinking happens before the transaction, so that it is short; what was thought against rows that changed meanwhile
(`Grouping.version`) is thrown away and thought again. A batch is written whole, with the deletion of its arrivals:
a worker that dies leaves either everything or nothing of it.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Max, Min, Q

from kentongan.audit import actions as audit
from kentongan.engine import pipeline
from kentongan.engine.types import Quote as Said
from kentongan.monitoring.actions.ear import Ear, Hearing
from kentongan.monitoring.models import Arrival, Grouping, Mention, Quote, Story, StoryMember
from kentongan.monitoring.queries.accuracy import head_of
from kentongan.monitoring.queries.lists import text_of
from kentongan.monitoring.rules import MAX_TRIES
from kentongan.monitoring.signals import mentions_found, stories_merged
from kentongan.sources.models import Article

log = logging.getLogger(__name__)
_AGAIN = timedelta(minutes=5)
_FAMILY = 200
"""Among so many earlier copies of a text the one a unit's mention folds under is looked for."""


class Stale(Exception):
    """Somebody changed the stories between thinking and writing."""


@dataclass
class Catch:
    """One article, who wants it, and what each institution's listener made of it."""

    article: Article
    wanted: dict[int, dict[int, list[int]]]  # institution -> unit -> queries
    heard: dict[int, pipeline.Heard] = field(default_factory=dict)
    said: Sequence[Said] = ()


def note_arrivals(*, articles: Iterable[Article], is_backfill: bool = False) -> None:
    """Leave an arrival for each article; those that wait already wait on."""
    rows = [Arrival(article=article, is_backfill=is_backfill) for article in articles]
    Arrival.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def absorb(*, arrivals: Sequence[Arrival], ear: Ear, now: datetime) -> list[Mention]:
    """Turn claimed arrivals into mentions, and delete them; return the new mentions.

    An article that cannot be absorbed is put off (and told on the health page); it never takes others along.
    Running it again, after success or a crash, adds nothing twice.
    """
    if not arrivals:
        return []
    ear.refresh()
    try:
        return _absorb(arrivals, ear, now)
    except Stale:
        ear.forget()
        return _absorb(arrivals, ear, now)
    except Exception as error:
        ear.forget()
        if len(arrivals) == 1:
            _put_off(arrivals[0], error, now)
            return []
        log.exception("a batch of %d articles failed; each is tried on its own", len(arrivals))
        return [mention for arrival in arrivals for mention in absorb(arrivals=[arrival], ear=ear, now=now)]


def _absorb(arrivals: Sequence[Arrival], ear: Ear, now: datetime) -> list[Mention]:
    articles = Article.objects.in_bulk([arrival.article_id for arrival in arrivals])
    stand = _where_they_stand(articles)
    catches: list[Catch] = []
    done: list[Arrival] = []
    hearings: dict[int, Hearing] = {}
    # Outlets are read in turns: within a batch what came out first is heard first.
    for arrival in sorted(arrivals, key=lambda arrival: articles[arrival.article_id].published_at):
        article = articles[arrival.article_id]
        try:
            catch = _catch(article, ear, hearings, stand, now)
        except Exception as error:
            ear.forget()  # the listener may have stopped half way
            hearings.clear()
            if catches:
                raise
            _put_off(arrival, error, now)
            continue
        done.append(arrival)
        if catch.wanted:
            catches.append(catch)
    with transaction.atomic():
        _hold(hearings)
        new = _write(catches, hearings, stand, now)
        Arrival.objects.filter(pk__in=[arrival.pk for arrival in done]).delete()
        if new:
            mentions_found.send(sender=Mention, mentions=new, now=now)
    for hearing in hearings.values():
        hearing.version += 1
    return new


def _where_they_stand(articles: Iterable[int]) -> dict[tuple[int, int], StoryMember]:
    rows = StoryMember.objects.filter(article__in=list(articles))
    return {(row.institution_id, row.article_id): row for row in rows}


def _catch(
    article: Article,
    ear: Ear,
    hearings: dict[int, Hearing],
    stand: dict[tuple[int, int], StoryMember],
    now: datetime,
) -> Catch:
    text = text_of(article)
    catch = Catch(article, ear.match(text))
    for institution in catch.wanted:
        if (institution, article.pk) in stand:
            continue  # grouped before; only units and queries may be new
        if institution not in hearings:
            hearings[institution] = ear.hearing(institution, now=now)
        listener = hearings[institution].listener
        catch.heard[institution] = listener.hear(text, is_timed=article.published_on is None)
    if catch.heard:
        catch.said = pipeline.quotes(text)
    return catch


def _put_off(arrival: Arrival, error: Exception, now: datetime) -> None:
    """Push the next try away, further each time; the claim has counted this one."""
    log.error("article %s cannot be absorbed (try %d of %d)", arrival.article_id, arrival.tries, MAX_TRIES,
              exc_info=error)  # fmt: skip
    problem = f"{type(error).__name__}: {error}"[:300]
    Arrival.objects.filter(pk=arrival.pk).update(problem=problem, leased_until=now + _AGAIN * max(arrival.tries, 1))


def _hold(hearings: dict[int, Hearing]) -> None:
    """Raise the version of each institution's grouping, or find that it was raised meanwhile.

    The conditional update is also the lock: on PostgreSQL a second writer waits here, and then finds itself stale.
    """
    for institution, hearing in sorted(hearings.items()):
        rows = Grouping.objects.filter(institution=institution, version=hearing.version)
        if rows.update(version=F("version") + 1):
            continue
        if hearing.version:
            raise Stale
        _, made = Grouping.objects.get_or_create(institution_id=institution, defaults={"version": 1})
        if not made:
            raise Stale


def _write(
    catches: list[Catch], hearings: dict[int, Hearing], stand: dict[tuple[int, int], StoryMember], now: datetime
) -> list[Mention]:
    for institution, hearing in hearings.items():
        own = [catch for catch in catches if institution in catch.heard]
        _write_stories(own, hearing, now)
        stand.update({(institution, row.article_id): row for row in _write_members(own, hearing, now)})
        _write_firsts(own, hearing, stand)
        _write_merges(own, hearing, now)
    new = _write_mentions(catches, stand, now)
    _write_quotes(catches)
    return new


def _write_stories(catches: list[Catch], hearing: Hearing, now: datetime) -> None:
    """Make a row for each story the grouper began, also for one it merged into another right away."""
    first: dict[str, Article] = {}
    spans: dict[int, list[datetime]] = defaultdict(list)
    for catch in catches:
        name = catch.heard[hearing.institution.pk].placement.story
        story = hearing.story(name)
        if story is None:
            first.setdefault(name, catch.article)
        else:
            spans[story].append(catch.article.published_at)
    rows = [
        Story(
            institution=hearing.institution, title=article.title, first_at=article.published_at,
            last_at=article.published_at, created_at=now,
        )
        for article in first.values()
    ]  # fmt: skip
    for name, made in zip(first, Story.objects.bulk_create(rows), strict=True):
        hearing.call(name, made.pk)
    for catch in catches:
        story_pk = hearing.story(catch.heard[hearing.institution.pk].placement.story)
        if story_pk is not None:
            spans[story_pk].append(catch.article.published_at)
    stored = Story.objects.in_bulk(list(spans))
    for pk, row in stored.items():
        row.first_at = min(row.first_at, *spans[pk])
        row.last_at = max(row.last_at, *spans[pk])
    Story.objects.bulk_update(stored.values(), ["first_at", "last_at"], batch_size=200)


def _write_members(catches: list[Catch], hearing: Hearing, now: datetime) -> list[StoryMember]:
    rows = []
    for catch in catches:
        heard = catch.heard[hearing.institution.pk]
        # A later article of the batch may have joined this one's story to another: the last word counts.
        name = hearing.listener.story_of(str(catch.article.pk)) or heard.placement.story
        story = hearing.story(name) or hearing.pks[heard.placement.story]
        original = int(heard.original.original) if heard.original else None
        hearing.placed[catch.article.pk] = (story, original)
        rows.append(
            StoryMember(
                institution=hearing.institution, story_id=story, article=catch.article, original_id=original,
                similarity=heard.original.containment if heard.original else None,
                published_at=catch.article.published_at, placed_at=now,
            )
        )  # fmt: skip
    return StoryMember.objects.bulk_create(rows)


def _write_firsts(catches: list[Catch], hearing: Hearing, stand: dict[tuple[int, int], StoryMember]) -> None:
    """Hang what copied a text, and the text itself, under one that came out before it but was read only now."""
    institution = hearing.institution.pk
    for catch in catches:
        precedes = catch.heard[institution].precedes
        if precedes is None:
            continue
        first, former = catch.article.pk, int(precedes.original)
        members = StoryMember.objects.filter(institution=institution)
        members.filter(original=former).update(original=first)
        members.filter(article=former).update(original=first, similarity=precedes.containment)
        for (owner, article), row in stand.items():
            if owner == institution and former in {article, row.original_id}:
                row.original_id = first
        for article, (story, original) in hearing.placed.items():
            if former in {article, original}:
                hearing.placed[article] = (story, first)


def _write_merges(catches: list[Catch], hearing: Hearing, now: datetime) -> None:
    for catch in catches:
        for ended, lives_on in catch.heard[hearing.institution.pk].placement.merged:
            ended_pk, lives_pk = hearing.story(ended), hearing.story(lives_on)
            if ended_pk and lives_pk and ended_pk != lives_pk:
                join_stories(ended=ended_pk, lives_on=lives_pk, by=None, now=now)


def join_stories(*, ended: int, lives_on: int, by: object | None, now: datetime) -> Story:
    """Let one story go on in another: its articles and mentions move, its id leads there. Inside a transaction.

    A title that a person gave outlives one that the machine took from an article.
    """
    rows = Story.objects.select_for_update().in_bulk([ended, lives_on])
    gone, story = rows[ended], rows[lives_on]
    if gone.titled_by_id and not story.titled_by_id:
        story.title, story.titled_by_id = gone.title, gone.titled_by_id
    gone.merged_into = story
    gone.save(update_fields=["merged_into"])
    Story.objects.filter(merged_into=gone).update(merged_into=story)
    StoryMember.objects.filter(story=gone).update(story=story)
    Mention.objects.filter(story=gone).update(story=story)
    span = story.members.aggregate(first=Min("published_at"), last=Max("published_at"))
    story.first_at, story.last_at = span["first"] or story.first_at, span["last"] or story.last_at
    story.save(update_fields=["title", "titled_by", "first_at", "last_at"])
    audit.record(action="monitoring.stories_merged", by=by, now=now, target=story, data={"ended": gone.pk})
    stories_merged.send(sender=Story, story=story, ended=gone, by=by, now=now)
    return story


def _write_mentions(catches: list[Catch], stand: dict[tuple[int, int], StoryMember], now: datetime) -> list[Mention]:
    wanted = [
        (catch, institution, unit) for catch in catches for institution, units in catch.wanted.items() for unit in units
    ]
    units = {unit for _, _, unit in wanted}
    known = _known_mentions(units, [catch.article.pk for catch in catches])
    heads = _Heads(units, catches, stand)
    rows = []
    for catch, institution, unit in wanted:
        if (unit, catch.article.pk) in known:
            continue
        member = stand[institution, catch.article.pk]
        row = _mention(catch, institution, unit, member, now)
        row.original_id = heads.under(unit, member)
        rows.append(row)
    new = Mention.objects.bulk_create(rows, batch_size=200)
    for unit, first, former in heads.passed_on:
        own = Mention.objects.filter(unit=unit)
        own.filter(Q(article=former) | Q(original=former)).update(original=first)
    known |= {(row.unit_id, row.article_id): row.pk for row in new}
    through = Mention.queries.through
    links = [
        through(mention_id=known[unit, catch.article.pk], watchquery_id=query)
        for catch, institution, unit in wanted
        for query in catch.wanted[institution][unit]
    ]
    through.objects.bulk_create(links, ignore_conflicts=True, batch_size=400)
    return new


def _known_mentions(units: set[int], articles: Sequence[int]) -> dict[tuple[int, int], int]:
    rows = Mention.objects.filter(unit__in=units, article__in=articles).order_by()
    return {(unit, article): pk for unit, article, pk in rows.values_list("unit_id", "article_id", "pk")}


def _mention(catch: Catch, institution: int, unit: int, member: StoryMember, now: datetime) -> Mention:
    heard = catch.heard.get(institution)
    if heard:
        tone = heard.tone
    else:
        tone = pipeline.tone(text_of(catch.article), ", ".join(member.institution.names), head_of(institution))
    return Mention(
        unit_id=unit, article=catch.article, outlet_id=catch.article.outlet_id, story_id=member.story_id,
        published_at=catch.article.published_at, seen_at=now, tone=str(tone.tone), tone_machine=str(tone.tone),
        tone_score=tone.score, tone_unsure=tone.unsure,
    )  # fmt: skip


class _Heads:
    """Under which earlier mention of the same text a unit's mention folds.

    The original itself where the unit has it; else the first copy the unit has; else nothing: it is the first. An
    original that comes to a unit after its copies takes their head's place, unless somebody has worked on that one:
    `passed_on` says so as `(unit, original, former head)`.
    """

    def __init__(self, units: set[int], catches: list[Catch], stand: dict[tuple[int, int], StoryMember]) -> None:
        roots = {row.original_id or row.article_id for row in stand.values()}
        family: dict[tuple[int, int], int] = {}
        copies = StoryMember.objects.filter(original__in=roots).order_by("published_at", "pk")
        for institution, article, root in copies.values_list("institution_id", "article_id", "original_id"):
            family[institution, article] = root
        articles = {article for _, article in family} | roots
        self.passed_on: list[tuple[int, int, int]] = []
        self._heads: dict[tuple[int, int], int] = {}
        self._worked_on: set[tuple[int, int]] = set()
        rows = Mention.objects.filter(unit__in=units, article__in=articles, original__isnull=True)
        # Sorted here: asked to sort, SQLite would walk every unit's whole time index.
        columns = ("published_at", "pk", "unit_id", "unit__institution_id", "article_id", "version")
        for _, _, unit, institution, article, version in sorted(rows.order_by().values_list(*columns)):
            self._heads.setdefault((unit, family.get((institution, article), article)), article)
            if version > 1:
                self._worked_on.add((unit, article))

    def under(self, unit: int, member: StoryMember) -> int | None:
        """Return the article (id) whose mention is the head, and remember this one where it becomes a head itself."""
        root, article = member.original_id or member.article_id, member.article_id
        head = self._heads.setdefault((unit, root), article)
        if head == article:
            return None
        if article != root or (unit, head) in self._worked_on:
            return head
        self.passed_on.append((unit, article, head))
        self._heads[unit, root] = article
        return None


def _write_quotes(catches: list[Catch]) -> None:
    quoted = set(
        Quote.objects.filter(article__in=[catch.article.pk for catch in catches])
        .order_by()
        .values_list("article_id", flat=True)
    )
    rows = [
        Quote(
            article=catch.article, speaker=said.speaker[:150], text=said.text, start=said.start, end=said.end,
            is_direct=said.direct,
        )
        for catch in catches
        if catch.article.pk not in quoted
        for said in catch.said
    ]  # fmt: skip
    Quote.objects.bulk_create(rows, batch_size=200)
