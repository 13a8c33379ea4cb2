"""Watch queries and term lists: what a unit listens for, and looking back with it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.accounts import rules as rights
from kentongan.accounts.models import Unit, User
from kentongan.audit import actions as audit
from kentongan.common import search
from kentongan.common.claims import claim
from kentongan.common.errors import ActionError
from kentongan.engine.match.matcher import Matcher
from kentongan.engine.match.query import QuerySyntaxError
from kentongan.engine.match.terms import candidate_terms
from kentongan.monitoring.actions.absorbing import note_arrivals
from kentongan.monitoring.actions.rights import require
from kentongan.monitoring.models import Backfill, Mention, TermList, WatchQuery
from kentongan.monitoring.queries.lists import lists_of, text_of
from kentongan.monitoring.queries.problems import say
from kentongan.monitoring.rules import (
    BACKFILL,
    Expanded,
    UnknownList,
    expand,
    list_named_in,
    list_names,
    query_of_terms,
)
from kentongan.sources.choices import ArticleState
from kentongan.sources.models import Article

_SLICE = timedelta(hours=6)
_LEASE = timedelta(minutes=2)
_PIECE = 400
_MOST = 100_000


def save_query(
    *, unit: Unit, name: str, text: str, by: User, now: datetime, query: WatchQuery | None = None
) -> WatchQuery:
    """Make or change a watch query, and let the last seven days be searched with it.

    Raises:
        NotAllowed: without the right to watch in `unit`.
        ActionError: at `name` (taken, empty) or `text` (not of the language; the message names the column).
    """
    require(by, unit, rights.WATCH, now=now)
    name, text = name.strip(), text.strip()
    if not name:
        raise ActionError(_("Give the query a name."), field="name")
    understood(text, unit)
    others = WatchQuery.objects.filter(unit=unit, name__iexact=name)
    if (others.exclude(pk=query.pk) if query else others).exists():
        raise ActionError(_("There is a query with this name already."), field="name")
    with transaction.atomic():
        is_new, is_changed = query is None, query is None or query.text != text
        query = query or WatchQuery(unit=unit, created_by=by, created_at=now)
        query.name, query.text, query.changed_at = name, text, now
        if is_changed:
            query.backfilled_at = None
        query.save()
        if is_changed:
            start_backfill(query=query, now=now)
        action = "monitoring.query_added" if is_new else "monitoring.query_changed"
        audit.record(action=action, by=by, now=now, unit_id=unit.pk, target=query, data={"text": text})
    return query


def set_query_active(*, query: WatchQuery, is_active: bool, by: User, now: datetime) -> WatchQuery:
    """Let a query rest or listen again; its mentions stay."""
    require(by, query.unit, rights.WATCH, now=now)
    with transaction.atomic():
        query.is_active, query.changed_at = is_active, now
        query.save(update_fields=["is_active", "changed_at"])
        if is_active:
            start_backfill(query=query, now=now)
        action = "monitoring.query_woken" if is_active else "monitoring.query_rested"
        audit.record(action=action, by=by, now=now, unit_id=query.unit_id, target=query)
    return query


def delete_query(*, query: WatchQuery, by: User, now: datetime) -> None:
    """Delete a query. What it found stays as mentions."""
    require(by, query.unit, rights.WATCH, now=now)
    with transaction.atomic():
        data = {"name": query.name, "text": query.text}
        audit.record(action="monitoring.query_deleted", by=by, now=now, unit_id=query.unit_id, target=query, data=data)
        query.delete()


def understood(text: str, unit: Unit) -> Expanded:
    """Return a query of `unit` with its lists written out.

    Raises:
        ActionError: at `text`, in the reader's language, with the column.
    """
    try:
        return expand(text, lists_of(unit) if "@" in text else {})
    except QuerySyntaxError as error:
        raise ActionError(say(error), field="text") from None
    except UnknownList as error:
        message = _("Column %(column)d: there is no list called “%(name)s”.")
        raise ActionError(message % {"column": error.column, "name": error.name}, field="text") from None


def save_terms(
    *, unit: Unit, name: str, terms: str, by: User, now: datetime, term_list: TermList | None = None
) -> TermList:
    """Make or change a shared list of terms. Queries that name it listen anew from now on.

    Raises:
        NotAllowed: without the right to watch in `unit`.
        ActionError: at `name` or `terms`.
    """
    require(by, unit, rights.WATCH, now=now)
    name = name.strip().lstrip("@").lower()
    if not name or not all(sign.isalnum() or sign in "-_" for sign in name) or not name.isascii():
        raise ActionError(_("Use letters, digits, - and _ only."), field="name")
    try:
        query_of_terms(terms)
    except QuerySyntaxError as error:
        message = _("Line %(line)d: %(problem)s") % {"line": error.column, "problem": say(error, column=False)}
        raise ActionError(message, field="terms") from None
    if named := list_named_in(terms):
        message = _("Line %(line)d: a list cannot hold another list (%(name)s). Write the word without @.")
        raise ActionError(message % {"line": named[0], "name": named[1]}, field="terms")
    others = TermList.objects.filter(unit=unit, name=name)
    if (others.exclude(pk=term_list.pk) if term_list else others).exists():
        raise ActionError(_("There is a list with this name already."), field="name")
    with transaction.atomic():
        is_new = term_list is None
        term_list = term_list or TermList(unit=unit)
        term_list.name, term_list.terms, term_list.changed_at = name, terms.strip(), now
        term_list.save()
        action = "monitoring.terms_added" if is_new else "monitoring.terms_changed"
        audit.record(action=action, by=by, now=now, unit_id=unit.pk, target=term_list, data={"terms": terms.strip()})
    return term_list


def delete_terms(*, term_list: TermList, by: User, now: datetime) -> None:
    """Delete a list of terms.

    Raises:
        ActionError: a query names it still.
    """
    require(by, term_list.unit, rights.WATCH, now=now)
    below = WatchQuery.objects.filter(unit__in=Unit.objects.within([term_list.unit.path]).values("pk"))
    users = [query.name for query in below.filter(text__contains="@") if term_list.name in list_names(query.text)]
    if users:
        raise ActionError(_("Still used by: %(queries)s.") % {"queries": ", ".join(users[:5])})
    with transaction.atomic():
        audit.record(
            action="monitoring.terms_deleted", by=by, now=now, unit_id=term_list.unit_id, target=term_list,
            data={"name": term_list.name, "terms": term_list.terms},
        )  # fmt: skip
        term_list.delete()


# --- looking back ---------------------------------------------------------------------------------------------------


def start_backfill(*, query: WatchQuery, now: datetime) -> Backfill:
    """Let the last seven days be searched with a query; a search under way begins anew."""
    since = now - BACKFILL
    total = -(-BACKFILL // _SLICE)
    values = {
        "since": since, "until": now, "reached_at": since, "total": total, "done": 0, "found": 0,
        "leased_until": None, "finished_at": None,
    }  # fmt: skip
    return Backfill.objects.update_or_create(query=query, defaults=values)[0]


def continue_backfills(*, now: datetime) -> int:
    """Take one look back one slice further; return how many slices were done (0 when none waits)."""
    waiting = Backfill.objects.filter(finished_at__isnull=True).select_related("query__unit").order_by("pk")
    rows = claim(waiting, now=now, lease=_LEASE, limit=1) if waiting.exists() else []  # no write when idle
    for row in rows:
        _search_slice(row, now)
    return len(rows)


def _search_slice(backfill: Backfill, now: datetime) -> None:
    until = min(backfill.reached_at + _SLICE, backfill.until)
    query = backfill.query
    try:
        expanded = expand(query.text, lists_of(query.unit))
    except (QuerySyntaxError, UnknownList):
        Backfill.objects.filter(pk=backfill.pk).update(finished_at=now, leased_until=None)
        return
    found = _matching(expanded, backfill.reached_at, until) if query.is_active else []
    mentions = Mention.objects.filter(unit=query.unit, queries=query, published_at__gte=backfill.reached_at)
    known = set(mentions.filter(published_at__lt=until).order_by().values_list("article", flat=True))
    articles = [Article(pk=pk) for pk in found if pk not in known]
    finished = until >= backfill.until
    with transaction.atomic():
        # A change of the query in the meantime began the search anew: then this piece counts for nothing.
        rows = Backfill.objects.filter(pk=backfill.pk, reached_at=backfill.reached_at, until=backfill.until)
        if rows.update(
            reached_at=until, done=backfill.done + 1, found=backfill.found + len(found), leased_until=None,
            finished_at=now if finished else None,
        ):  # fmt: skip
            note_arrivals(articles=articles, is_backfill=True)
            if finished:
                WatchQuery.objects.filter(pk=query.pk).update(backfilled_at=now)


def _matching(expanded: Expanded, since: datetime, until: datetime) -> list[int]:
    """Return the articles (ids, in order of time) between two moments that match."""
    matcher = Matcher([("q", expanded.text)])
    rows = Article.objects.filter(published_at__gte=since, published_at__lt=until, state=ArticleState.READY)
    rows = rows.order_by("published_at", "pk")
    terms = candidate_terms(expanded.tree)
    if terms is None:
        return [row.pk for row in rows.iterator(chunk_size=_PIECE) if matcher.match(text_of(row))]
    # The index counts in whole minutes: one more at the end loses nothing, the match below is exact.
    wanted = search.Search(search.any_of(terms), since=since, until=until + timedelta(minutes=1))
    ids = sorted(hit.id for hit in search.find(wanted, _MOST))
    found = []
    for start in range(0, len(ids), _PIECE):
        piece = rows.filter(pk__in=ids[start : start + _PIECE])
        found += [(row.published_at, row.pk) for row in piece if matcher.match(text_of(row))]
    return [pk for _, pk in sorted(found)]
