"""What a worker keeps in memory between batches: the queries as one matcher, and a listener for each institution.

All of it can be thrown away at any time: rows are the truth, and `Ear` reads them anew. It is kept because building it
costs seconds and a batch costs less.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Max

from kentongan.accounts.models import Institution
from kentongan.engine import pipeline
from kentongan.engine.match.matcher import Matcher
from kentongan.engine.match.query import QuerySyntaxError
from kentongan.engine.types import Article as Text
from kentongan.monitoring.models import Grouping, KeptApart, Story, StoryMember, TermList, WatchQuery
from kentongan.monitoring.queries.accuracy import head_of
from kentongan.monitoring.queries.lists import lists_for, shared_lists, text_of
from kentongan.monitoring.rules import UnknownList, expand
from kentongan.sources.models import Article

log = logging.getLogger(__name__)
_SLACK = timedelta(hours=6)
_PIECE = 500


@dataclass
class Hearing:
    """The memory for one institution, and the state of the rows (`version`) it stands for.

    `placed` says where each remembered article stands (story's row id), and what it copies. The grouper names a new
    story by its first article; `pks` and `names` lead from such names to rows and back.
    """

    institution: Institution
    version: int
    listener: pipeline.Listener
    placed: dict[int, tuple[int, int | None]] = field(default_factory=dict)
    pks: dict[str, int] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)

    def name(self, story: int) -> str:
        """Return the grouper's name of a stored story."""
        return self.names.get(story, f"S{story}")

    def story(self, name: str) -> int | None:
        """Return the row id of a story the grouper named; None while it has no row."""
        return self.pks.get(name) or (int(name[1:]) if name.startswith("S") else None)

    def call(self, name: str, story: int) -> None:
        """Remember which row a story got."""
        self.pks[name] = story
        self.names[story] = name


class Ear:
    """The matcher over all active queries, and one `Hearing` for each institution. Not for several threads at once."""

    def __init__(self) -> None:
        self._matcher = Matcher()
        self._texts: dict[str, str] = {}
        self._owner: dict[int, tuple[int, int]] = {}  # query -> (unit, institution)
        self._signature: object = None
        self._hearings: dict[int, Hearing] = {}

    def refresh(self) -> None:
        """Take in queries and lists that changed since the last call; two cheap counts when none did."""
        signature = _signature()
        if signature == self._signature:
            return
        wanted: dict[str, str] = {}
        owner: dict[int, tuple[int, int]] = {}
        for query, text in active_queries():
            wanted[str(query.pk)] = text
            owner[query.pk] = (query.unit_id, query.unit.institution_id)
        for gone in self._texts.keys() - wanted.keys():
            self._matcher.remove(gone)
        known: dict[str, str] = {}
        for key, text in wanted.items():
            try:
                if self._texts.get(key) != text:
                    self._matcher.add(key, text)
            except QuerySyntaxError as error:
                log.warning("watch query %s is left out: %s", key, error)
                if key in self._texts:
                    self._matcher.remove(key)
                continue
            known[key] = text
        self._texts, self._owner, self._signature = known, owner, signature

    def match(self, article: Text) -> dict[int, dict[int, list[int]]]:
        """Return the queries that want an article: institution -> unit -> ids of queries."""
        found: dict[int, dict[int, list[int]]] = {}
        for key in self._matcher.match(article):
            unit, institution = self._owner[int(key)]
            found.setdefault(institution, {}).setdefault(unit, []).append(int(key))
        return found

    def hearing(self, institution: int, *, now: datetime) -> Hearing:
        """Return the memory for an institution, brought up to the rows as they stand."""
        version = version_of(institution)
        known = self._hearings.get(institution)
        if known is None or version < known.version:  # the number falls when a backup was restored under us
            known = _recalled(institution, version, now)
            self._hearings[institution] = known
        elif known.version != version:
            _catch_up(known, version, now)
        known.listener.head = head_of(institution)
        return known

    def forget(self) -> None:
        """Throw all listeners away: they may know what was never written."""
        self._hearings.clear()


def _signature() -> object:
    queries = WatchQuery.objects.aggregate(last=Max("changed_at"), count=Count("pk"), newest=Max("pk"))
    lists = TermList.objects.aggregate(last=Max("changed_at"), count=Count("pk"))
    return tuple(queries.values()), tuple(lists.values())


def active_queries() -> Iterator[tuple[WatchQuery, str]]:
    """Yield every active query with its lists written out; one whose lists are wrong is left out and logged."""
    lists = shared_lists()
    rows = WatchQuery.objects.filter(is_active=True).select_related("unit").order_by("pk")
    for query in rows.iterator(chunk_size=2000):
        if "@" not in query.text:
            yield query, query.text
            continue
        try:
            yield query, expand(query.text, lists_for(query.unit, lists)).text
        except (QuerySyntaxError, UnknownList) as error:
            log.warning("watch query %s is left out: %s", query.pk, error)


def version_of(institution: int) -> int:
    """Return the number of an institution's present grouping."""
    row = Grouping.objects.filter(institution=institution).values_list("version", flat=True).first()
    return row or 0


def _recalled(institution: int, version: int, now: datetime) -> Hearing:
    owner = Institution.objects.get(pk=institution)
    hearing = Hearing(owner, version, pipeline.Listener(owner.names))
    _recall(hearing, _members(institution, now))
    _repeat_decisions(hearing)
    return hearing


def _members(institution: int, now: datetime) -> list[tuple[int, int, int | None]]:
    rows = StoryMember.objects.filter(
        institution=institution, published_at__gte=now - pipeline.WINDOW - _SLACK
    ).order_by("published_at", "pk")
    return list(rows.values_list("article_id", "story_id", "original_id"))


def _recall(hearing: Hearing, rows: Iterable[tuple[int, int, int | None]]) -> None:
    rows = list(rows)
    for start in range(0, len(rows), _PIECE):
        piece = rows[start : start + _PIECE]
        articles = Article.objects.in_bulk([article for article, _, _ in piece])
        for article, story, original in piece:
            if article not in articles:
                continue
            hearing.listener.recall(
                text_of(articles[article]), story=hearing.name(story), original=str(original) if original else None
            )
            hearing.placed[article] = (story, original)


def _repeat_decisions(hearing: Hearing) -> None:
    """Repeat what people decided: articles kept out of stories, and stories joined by hand."""
    apart = KeptApart.objects.filter(article__in=list(hearing.placed)).values_list("story_id", "article_id")
    hearing.listener.grouper.keep_apart((hearing.name(story), str(article)) for story, article in apart)


def _catch_up(hearing: Hearing, version: int, now: datetime) -> None:
    """Bring a listener to the rows as they stand now, without reading again what has not changed."""
    rows = _members(hearing.institution.pk, now)
    known = hearing.placed
    before = {story for story, _ in known.values()}
    ended = Story.objects.filter(pk__in=before, merged_into__isnull=False).values_list("pk", "merged_into_id")
    for story, lives_on in ended:
        hearing.listener.grouper.merge(hearing.name(story), hearing.name(lives_on))
    fresh = []
    for article, story, original in rows:
        if article not in known:
            fresh.append((article, story, original))
        elif (name := hearing.listener.story_of(str(article))) is not None and hearing.story(name) != story:
            hearing.listener.grouper.place(_only_id(article), hearing.name(story))
        if article in known:
            known[article] = (story, original)
    _recall(hearing, fresh)
    _repeat_decisions(hearing)
    hearing.version = version


def _only_id(article: int) -> Text:
    """An article the grouper knows already: to move it, its id is enough."""
    return Text(id=str(article), title="")
