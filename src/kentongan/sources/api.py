"""Outlets and articles over the read API. Shared matter: every key in force reads all of it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from pydantic import Field

from kentongan.accounts.api import ApiAuth
from kentongan.sources import queries
from kentongan.sources.models import Article, Outlet

MOST = 200

router = Router(auth=ApiAuth(), tags=["media"])


class OutletOut(Schema):
    id: int
    name: str
    kind: str
    domain: str | None
    group: str
    region_code: str
    standing: str
    standing_checked_on: date | None
    is_active: bool


class OutletPage(Schema):
    items: list[OutletOut]
    next_after: int | None


class OutletAsk(Schema):
    after: int = Field(0, description="`next_after` of the page before")
    limit: int = Field(100, description=f"1 to {MOST}; other numbers are brought into that range")


class ArticleOut(Schema):
    id: int
    outlet_id: int
    outlet: str
    url: str
    title: str
    summary: str
    authors: str
    published_at: datetime
    published_known: bool = Field(description="False: the outlet told no usable time; `published_at` is when we saw it")
    published_on: date | None = Field(
        description="the day, where no time was told; `published_at` is then its first minute where it was entered"
    )
    seen_at: datetime
    place: str


class ArticleWhole(ArticleOut):
    body: str


class ArticlePage(Schema):
    items: list[ArticleOut]
    next_after: str | None


class ArticleAsk(Schema):
    outlet: int | None = Field(None, description="only articles of this outlet")
    since: datetime | None = Field(None, description="published at or after; UTC where no zone is named")
    until: datetime | None = Field(None, description="published before; UTC where no zone is named")
    after: str = Field("", max_length=40, description="`next_after` of the page before")
    limit: int = Field(50, description=f"1 to {MOST}; other numbers are brought into that range")


@router.get("/outlets", response=OutletPage, summary="All outlets, by number")
def outlets(request: HttpRequest, ask: Query[OutletAsk]) -> OutletPage:
    """List outlets; `next_after` opens the next page."""
    limit = _bounded(ask.limit)
    after = max(0, min(ask.after, 2**62))
    rows = list(Outlet.objects.filter(pk__gt=after).order_by("pk")[: limit + 1])
    items = [OutletOut.model_validate(row, from_attributes=True) for row in rows[:limit]]
    return OutletPage(items=items, next_after=rows[limit - 1].pk if len(rows) > limit else None)


@router.get("/articles", response=ArticlePage, summary="Articles, newest first, without their long text")
def articles(request: HttpRequest, ask: Query[ArticleAsk]) -> ArticlePage:
    """List articles that are READY; `next_after` opens the next page. Unknown outlets give an empty page."""
    limit = _bounded(ask.limit)
    outlet = None
    if ask.outlet is not None:
        outlet = Outlet.objects.filter(pk=ask.outlet).first() if 0 < ask.outlet < 2**62 else None
        if outlet is None:
            return ArticlePage(items=[], next_after=None)
    rows = list(
        queries.articles(
            outlet=outlet, since=_utc(ask.since), until=_utc(ask.until), after=queries.parse_after(ask.after)
        )[: limit + 1]
    )
    items = [_article(row) for row in rows[:limit]]
    return ArticlePage(items=items, next_after=queries.after_of(rows[limit - 1]) if len(rows) > limit else None)


@router.get("/articles/{pk}", response=ArticleWhole, summary="One article with its text")
def article(request: HttpRequest, pk: int) -> ArticleWhole:
    """Return one article. 404 where there is none."""
    found = get_object_or_404(Article.objects.select_related("outlet"), pk=max(0, min(pk, 2**62)))
    return ArticleWhole(**_article(found).model_dump(), body=found.body)


def _article(row: Article) -> ArticleOut:
    return ArticleOut(
        id=row.pk,
        outlet_id=row.outlet_id,
        outlet=row.outlet.name,
        url=row.url,
        title=row.title,
        summary=row.summary,
        authors=row.authors,
        published_at=row.published_at,
        published_known=row.published_known,
        published_on=row.published_on,
        seen_at=row.seen_at,
        place=row.place,
    )


def _bounded(limit: int) -> int:
    return max(1, min(limit, MOST))


def _utc(moment: datetime | None) -> datetime | None:
    """`moment` with a zone, or None for one that no calendar of ours can hold (year 1 in a zone before UTC)."""
    if moment is None:
        return None
    try:
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except OverflowError:
        return None
