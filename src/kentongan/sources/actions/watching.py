"""Sources: trying an address out, watching it, pausing, looking at once."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.accounts.models import Unit, User
from kentongan.audit.actions import record
from kentongan.common.errors import ActionError
from kentongan.engine.collect import discover
from kentongan.engine.types import Feed
from kentongan.sources.actions.calling import Called, Refused, RobotsBook, call, refuse_inside
from kentongan.sources.actions.fetching import MAX_FEED_BYTES, read_list
from kentongan.sources.actions.outlets import make_outlet
from kentongan.sources.actions.rights import require_manage, require_steward
from kentongan.sources.choices import OutletKind, Problem, SourceKind
from kentongan.sources.models import Outlet, Source
from kentongan.sources.queries import outlet_for
from kentongan.sources.rules import FIRST_INTERVAL_S, clean_domain, clean_url, host_key, site_of

TRY_S = 25.0  # a person waits


@dataclass(frozen=True, slots=True)
class TryOut:
    """What would come in from an address: the source found there and its items, or why there is none."""

    asked: str
    url: str = ""
    kind: str = ""
    feed: Feed | None = None
    problem: str = ""  # a `Problem` code
    detail: str = ""


def try_address(*, address: str, unit: Unit, by: User) -> TryOut:
    """Call an address and find what can be watched there; nothing is stored.

    A feed or sitemap is taken as it is. For a web page: the feeds it names, then its news sitemap, else the page
    itself as an index of links. Calls the network: never inside a transaction. Raises ActionError for no address.
    """
    require_manage(by, unit)
    url = clean_url(address)
    if url is None:
        raise ActionError(_("This is not a web address. It should look like https://serayu.example/rss."), field="url")
    book = RobotsBook()
    outcome = _get(url, book)
    if isinstance(outcome, Refused):
        return TryOut(url, problem=outcome.problem, detail=outcome.message)
    for kind in (SourceKind.FEED, SourceKind.SITEMAP):
        found = read_list(outcome, kind)
        if found.error is None:
            return TryOut(url, url=outcome.url, kind=kind, feed=found)
    return _behind(url, outcome, book)


def _behind(asked: str, page: Called, book: RobotsBook) -> TryOut:
    """The best source behind a web page; nothing more is called when half a minute is over."""
    ends = time.monotonic() + TRY_S
    for candidate in discover(page.content, url=page.url):
        if time.monotonic() > ends:
            break
        outcome = _get(candidate.url, book)
        if isinstance(outcome, Called):
            kind = SourceKind(candidate.kind)
            found = read_list(outcome, kind)
            if found.error is None and found.items:
                return TryOut(asked, url=outcome.url, kind=kind, feed=found)
    found = read_list(page, SourceKind.INDEX)
    if found.error is not None:
        return TryOut(asked, problem=Problem.NO_FEED, detail=found.error)
    return TryOut(asked, url=page.url, kind=SourceKind.INDEX, feed=found)


def _get(url: str, book: RobotsBook) -> Called | Refused:
    outcome, _robots = call(url, host=host_key(url), robots=None, book=book, max_bytes=MAX_FEED_BYTES)
    return outcome


def add_source(
    *, url: str, kind: str, outlet: Outlet | None = None, outlet_name: str = "", unit: Unit, by: User, now: datetime
) -> Source:
    """Watch an address from now on.

    Without an `outlet` the one whose domain the address lies under is taken, else a new one is made, called
    `outlet_name` or after the domain. Raises ActionError for a bad address or one that is watched already.
    """
    require_manage(by, unit)
    address = clean_url(url)
    if address is None or len(address) > 500:
        raise ActionError(_("This is not a web address. It should look like https://serayu.example/rss."), field="url")
    refuse_inside(address)
    if kind not in SourceKind:
        raise ActionError(_("This is not a kind of source we know."), field="kind")
    there = Source.objects.filter(url=address).select_related("outlet").first()
    if there is not None:
        raise ActionError(_("This address is watched already, for %(outlet)s.") % {"outlet": there.outlet}, field="url")
    with transaction.atomic():
        owner = outlet or find_or_make_outlet(url=address, name=outlet_name, now=now)
        source = Source.objects.create(
            outlet=owner, kind=kind, url=address, interval_s=FIRST_INTERVAL_S, next_fetch_at=now, created_at=now
        )
        record(
            action="sources.source_added", by=by, now=now, unit_id=unit.pk, target=source,
            data={"outlet": owner.pk, "kind": str(kind)},
        )  # fmt: skip
    return source


def find_or_make_outlet(*, url: str, name: str = "", kind: str = OutletKind.ONLINE, now: datetime) -> Outlet:
    """Return the outlet that an address belongs to, making it where there is none."""
    site = site_of(url)
    found = outlet_for(url)
    if found is not None and (not name.strip() or name.strip().casefold() == found.name.casefold()):
        return found
    if name.strip():
        same = Outlet.objects.filter(name__iexact=name.strip()).first()
        if same is not None:
            return same
    official = OutletKind.GOVERNMENT if site.endswith(".go.id") else kind
    domain = clean_domain(site)
    free = domain is not None and not Outlet.objects.filter(domain=domain).exists()
    return make_outlet(name=name or site, kind=official, domain=domain if domain and free else "", now=now)


def pause_source(*, source: Source, unit: Unit, by: User, now: datetime) -> None:
    """Stop looking at a source; what came in stays."""
    require_steward(by, unit)
    with transaction.atomic():
        Source.objects.filter(pk=source.pk).update(is_active=False)
        record(action="sources.source_paused", by=by, now=now, unit_id=unit.pk, target=source)


def resume_source(*, source: Source, unit: Unit, by: User, now: datetime) -> None:
    """Look at a paused source again, starting now."""
    require_steward(by, unit)
    with transaction.atomic():
        Source.objects.filter(pk=source.pk).update(is_active=True, next_fetch_at=now, failures=0, failing_since=None)
        record(action="sources.source_resumed", by=by, now=now, unit_id=unit.pk, target=source)


def look_now(*, source: Source, unit: Unit, by: User, now: datetime) -> None:
    """Put a source at the head of the queue, and forget its marks of change so that it is read anew."""
    require_manage(by, unit)
    with transaction.atomic():
        Source.objects.filter(pk=source.pk).update(next_fetch_at=now, etag="", last_modified="", content_hash="")
        record(action="sources.source_called", by=by, now=now, unit_id=unit.pk, target=source)


def look_at_all(*, unit: Unit, by: User, now: datetime) -> int:
    """Put every source that is read at the head of the queue and return how many were not there yet.

    Their marks of change stay, so that a feed without news costs a host one short answer; the pause between two calls
    of a host is kept as ever.
    """
    require_manage(by, unit)
    with transaction.atomic():
        later = Source.objects.filter(is_active=True, outlet__is_active=True, next_fetch_at__gt=now)
        called = later.update(next_fetch_at=now)
        if called:
            record(action="sources.all_called", by=by, now=now, unit_id=unit.pk, data={"sources": called})
    return called
