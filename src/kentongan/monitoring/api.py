"""The read API of the heart: mentions and stories, scoped by the key as a page is by the person."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from kentongan.accounts.api import ApiAuth
from kentongan.monitoring.choices import Relevance, ToneChoice
from kentongan.monitoring.models import Mention, Story

_LATEST = 2**62
_FIRST_YEAR, _LAST_YEAR = 1971, 2199

router = Router(auth=ApiAuth(), tags=["monitoring"])

Limit = Annotated[int, Field(ge=1, le=500)]
After = Annotated[int, Field(ge=0, le=_LATEST)]


class MentionOut(Schema):
    """One mention. `tone` counts; `tone_machine` is the machine's word where a person decided otherwise."""

    id: int
    unit_id: int
    article_id: int
    title: str
    url: str
    outlet: str
    published_at: datetime
    published_on: date | None = Field(
        description="the day, where no time was told; `published_at` is then its first minute where it was entered"
    )
    seen_at: datetime
    tone: str
    tone_machine: str
    tone_score: float
    tone_unsure: bool
    tone_by_person: bool
    relevance: str
    story_id: int | None
    copy_of: int | None
    version: int


class MentionPage(Schema):
    items: list[MentionOut]
    next_before: int | None


class MentionAsk(Schema):
    """`before`: only mentions with a smaller id, for the next page. Times are ISO 8601 with zone."""

    before: After = _LATEST
    limit: Limit = 100
    unit: After | None = None
    story: After | None = None
    tone: ToneChoice | None = None
    relevance: Relevance | None = None
    since: datetime | None = None
    until: datetime | None = None


class StoryOut(Schema):
    id: int
    title: str
    first_at: datetime
    last_at: datetime
    merged_into: int | None


class StoryPage(Schema):
    items: list[StoryOut]
    next_before: int | None


class StoryAsk(Schema):
    before: After = _LATEST
    limit: Limit = 100
    since: datetime | None = None


@router.get("/mentions", response=MentionPage, summary="Mentions of the key's unit and below, latest written first")
def mentions(request: HttpRequest, ask: Query[MentionAsk]) -> MentionPage:
    """List mentions by falling id; `next_before` opens the next page."""
    rows = Mention.objects.visible_to(request.auth).filter(pk__lt=ask.before)  # type: ignore[attr-defined]
    asked = {
        "unit": ask.unit, "story": ask.story, "tone": ask.tone, "relevance": ask.relevance,
        "published_at__gte": _aware(ask.since), "published_at__lt": _aware(ask.until),
    }  # fmt: skip
    rows = rows.filter(**{name: value for name, value in asked.items() if value is not None})
    rows = rows.select_related("article", "outlet").defer("article__body", "article__summary").order_by("-pk")
    found = list(rows[: ask.limit + 1])
    items = [_mention(row) for row in found[: ask.limit]]
    return MentionPage(items=items, next_before=items[-1].id if len(found) > ask.limit else None)


def _aware(moment: datetime | None) -> datetime | None:
    """A time without a zone is read as UTC; one beyond all news as the end of that time, which no database refuses."""
    if moment is None:
        return None
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        return datetime(min(max(moment.year, _FIRST_YEAR), _LAST_YEAR), 1, 1, tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _mention(row: Mention) -> MentionOut:
    return MentionOut(
        id=row.pk, unit_id=row.unit_id, article_id=row.article_id, title=row.article.title, url=row.article.url,
        outlet=row.outlet.name, published_at=row.published_at, published_on=row.article.published_on,
        seen_at=row.seen_at, tone=row.tone,
        tone_machine=row.tone_machine, tone_score=row.tone_score, tone_unsure=row.tone_unsure,
        tone_by_person=row.tone_by_id is not None, relevance=row.relevance, story_id=row.story_id,
        copy_of=row.original_id, version=row.version,
    )  # fmt: skip


@router.get("/stories", response=StoryPage, summary="Stories in which the key's unit or one below has a mention")
def stories(request: HttpRequest, ask: Query[StoryAsk]) -> StoryPage:
    """List stories by falling id; `next_before` opens the next page."""
    rows = Story.objects.visible_to(request.auth).filter(pk__lt=ask.before)  # type: ignore[attr-defined]
    if ask.since is not None:
        rows = rows.filter(last_at__gte=_aware(ask.since))
    found = list(rows.order_by("-pk")[: ask.limit + 1])
    items = [
        StoryOut(id=row.pk, title=row.title, first_at=row.first_at, last_at=row.last_at, merged_into=row.merged_into_id)
        for row in found[: ask.limit]
    ]
    return StoryPage(items=items, next_before=items[-1].id if len(found) > ask.limit else None)
