"""Lists of the newsroom: by type, topic, unit, month and word; agenda, register of corrections, contacts."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kentongan.accounts.models import Institution
from kentongan.newsroom.choices import Kind
from kentongan.newsroom.doors import PublicRequest, public_page
from kentongan.newsroom.exports.calendar import agenda_ics
from kentongan.newsroom.public.rendering import page
from kentongan.newsroom.queries.reading import (
    agenda_of,
    amends_of,
    contacts_of,
    institution_of,
    listed,
    months_of,
    root_unit,
    topics_of,
    unit_of,
    units_of,
    within_unit,
)
from kentongan.newsroom.queries.searching import found
from kentongan.newsroom.templatetags.newsroom import kind_word, topic_word, unit_key

ROWS = 20
LAST_PAGE = 500
# The words of the addresses, which are Indonesian like every address of the house.
KINDS = {
    "siaran-pers": Kind.PRESS_RELEASE,
    "undangan-media": Kind.MEDIA_ADVISORY,
    "pernyataan": Kind.HOLDING_STATEMENT,
    "klarifikasi": Kind.CLARIFICATION,
    "pidato": Kind.SPEECH,
    "siaran-foto": Kind.PHOTO_RELEASE,
    "infografik": Kind.INFOGRAPHIC,
    "publikasi": Kind.PUBLICATION,
    "data": Kind.DATA_SET,
    "serta-merta": Kind.URGENT,
}
DOCUMENTS = (Kind.PUBLICATION, Kind.DATA_SET, Kind.INFOGRAPHIC)


def owner_of(slug: str) -> tuple[Institution, ZoneInfo]:
    owner = institution_of(slug)
    if owner is None:
        raise Http404
    return owner, root_unit(owner).zone


def _list(
    request: PublicRequest,
    owner: Institution,
    zone: ZoneInfo,
    rows: QuerySet[Any],
    *,
    title: str,
    active: str = "",
    feeds: str = "",
    **context: Any,
) -> HttpResponse:
    number = request.GET.get("hal", "1")
    at = min(int(number), LAST_PAGE) if number.isascii() and number.isdecimal() and len(number) < 6 else 1
    start = (max(at, 1) - 1) * ROWS
    shown = list(rows[start : start + ROWS + 1])
    keep = f"lang={request.language}&" if request.language else ""
    return page(
        request,
        "newsroom/public/list.html",
        owner,
        {
            "title": title,
            "rows": shown[:ROWS],
            "older": f"?{keep}hal={at + 1}" if len(shown) > ROWS and at < LAST_PAGE else "",
            "newer": f"?{keep}hal={at - 1}" if at > 1 else "",
            "active": active,
            "feeds": feeds,
            **context,
        },
        zone=zone,
    )


def _language(request: PublicRequest) -> str:
    return request.language or "id"


@public_page()
def by_kind(request: PublicRequest, institution: str, kind: str) -> HttpResponse:
    owner, zone = owner_of(institution)
    if kind not in KINDS:
        raise Http404
    rows = listed(owner, request.now, _language(request)).filter(kind=KINDS[kind])
    return _list(request, owner, zone, rows, title=kind_word(KINDS[kind]), active=KINDS[kind].value)


@public_page()
def by_topic(request: PublicRequest, institution: str, topic: str) -> HttpResponse:
    owner, zone = owner_of(institution)
    row = topics_of(owner, request.now).filter(slug=topic).first()
    if row is None:
        raise Http404
    rows = listed(owner, request.now, _language(request)).filter(topics=row)
    feeds = reverse("newsroom:topic_atom", args=[owner.slug, row.slug])
    follow = f"topik={row.slug}"
    return _list(
        request,
        owner,
        zone,
        rows,
        title=topic_word(row, _language(request)),
        feeds=feeds,
        follow=follow,
        about=_("Topic"),
    )


@public_page()
def by_unit(request: PublicRequest, institution: str, key: str) -> HttpResponse:
    owner, _zone = owner_of(institution)
    unit = unit_of(owner, key)
    if unit is None:
        raise Http404
    rows = within_unit(listed(owner, request.now, _language(request)), unit)
    feeds = reverse("newsroom:unit_atom", args=[owner.slug, unit_key(unit)])
    follow = f"unit={unit_key(unit)}"
    return _list(
        request, owner, unit.zone, rows, title=unit.name, feeds=feeds, follow=follow, about=_("Unit"), unit=unit
    )


@public_page()
def topics(request: PublicRequest, institution: str) -> HttpResponse:
    owner, zone = owner_of(institution)
    return page(
        request, "newsroom/public/topics.html", owner, {"topics": list(topics_of(owner, request.now))}, zone=zone
    )


@public_page()
def units(request: PublicRequest, institution: str) -> HttpResponse:
    owner, zone = owner_of(institution)
    return page(request, "newsroom/public/units.html", owner, {"units": units_of(owner, request.now)}, zone=zone)


# --- the archive -----------------------------------------------------------------------------------------------------


@public_page()
def archive(
    request: PublicRequest, institution: str, year: int | None = None, month: int | None = None
) -> HttpResponse:
    """Show everything, or what a year or a month of the office's own calendar brought."""
    owner, zone = owner_of(institution)
    reach = months_of(owner, request.now)
    first, last = (at.astimezone(zone) for at in reach) if reach else (None, None)
    if year is not None and (first is None or last is None or not first.year <= year <= last.year):
        raise Http404
    if month is not None and not 1 <= month <= 12:
        raise Http404
    rows = listed(owner, request.now, _language(request))
    title = _("All releases")
    if year:
        begin, end = _span(year, month, zone)
        rows = rows.filter(publish_at__gte=begin, publish_at__lt=end)
        title = str(year)
    return _list(
        request,
        owner,
        zone,
        rows,
        title=title,
        active="archive",
        feeds=reverse("newsroom:atom", args=[owner.slug]),
        years=range(last.year, first.year - 1, -1) if first and last else (),
        year=year,
        month=month,
        months=[datetime(year, number, 1, tzinfo=zone) for number in range(1, 13)] if year else (),
        month_at=datetime(year, month, 1, tzinfo=zone) if year and month else None,
    )


def _span(year: int, month: int | None, zone: ZoneInfo) -> tuple[datetime, datetime]:
    begin = datetime(year, month or 1, 1, tzinfo=zone)
    if month is None or month == 12:
        return begin, datetime(year + 1, 1, 1, tzinfo=zone)
    return begin, datetime(year, month + 1, 1, tzinfo=zone)


@public_page(keep=False)
def search(request: PublicRequest, institution: str) -> HttpResponse:
    owner, zone = owner_of(institution)
    query = request.GET.get("q", "").replace("\0", "").strip()[:200]
    rows = found(owner, query, request.now, limit=ROWS * 2) if query else []
    context = {"query": query, "rows": rows, "active": "search"}
    return page(request, "newsroom/public/search.html", owner, context, zone=zone)


# --- what is no list of releases -------------------------------------------------------------------------------------


@public_page()
def documents(request: PublicRequest, institution: str) -> HttpResponse:
    owner, zone = owner_of(institution)
    rows = listed(owner, request.now, _language(request)).filter(kind__in=DOCUMENTS)
    return _list(request, owner, zone, rows, title=_("Publications and data"), active="documents")


@public_page()
def agenda(request: PublicRequest, institution: str) -> HttpResponse:
    owner, zone = owner_of(institution)
    context = {"items": list(agenda_of(owner, request.now)[:100]), "active": "agenda"}
    return page(request, "newsroom/public/agenda.html", owner, context, zone=zone)


@public_page()
def agenda_file(request: PublicRequest, institution: str) -> HttpResponse:
    """Give the agenda to calendars (RFC 5545)."""
    owner, _zone = owner_of(institution)
    return HttpResponse(
        agenda_ics(owner, list(agenda_of(owner, request.now)[:100]), request.now),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'inline; filename="agenda-{owner.slug}.ics"'},
    )


@public_page()
def amends(request: PublicRequest, institution: str) -> HttpResponse:
    owner, zone = owner_of(institution)
    context = {"amends": amends_of(owner, request.now), "active": "amends"}
    return page(request, "newsroom/public/amends.html", owner, context, zone=zone)


@public_page()
def contacts(request: PublicRequest, institution: str) -> HttpResponse:
    owner, zone = owner_of(institution)
    context = {"groups": contacts_of(owner, request.now), "active": "contacts"}
    return page(request, "newsroom/public/contacts.html", owner, context, zone=zone)
