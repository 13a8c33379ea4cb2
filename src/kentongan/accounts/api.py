"""The read API's door and its list of units. Other rooms hang their routers behind the same `ApiAuth`."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from ninja.security import HttpBearer

from kentongan.accounts.actions import note_token_use
from kentongan.accounts.models import ApiToken, Unit
from kentongan.accounts.queries import token_for


class ApiAuth(HttpBearer):
    """`Authorization: Bearer ktg_...`. `request.auth` is then the ApiToken, which scopes queries as a person does:
    `Model.objects.visible_to(request.auth)`."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        now = timezone.now()
        found = token_for(token, now)
        if found is not None:
            note_token_use(token=found, now=now)
        return found


class UnitOut(Schema):
    id: int
    name: str
    code: str
    level: str
    region_code: str
    time_zone: str
    depth: int
    is_active: bool


class UnitPage(Schema):
    items: list[UnitOut]
    next_after: int | None


class UnitAsk(Schema):
    after: int = 0
    limit: int = 100


router = Router(auth=ApiAuth(), tags=["units"])


@router.get("/units", response=UnitPage, summary="The key's unit and all below it")
def units(request: HttpRequest, ask: Query[UnitAsk]) -> UnitPage:
    """List units by number, up to 500 a page; `next_after` opens the next page."""
    limit = max(1, min(ask.limit, 500))
    after = max(0, min(ask.after, 2**62))
    rows: list[Unit] = list(
        request.auth.visible_units().filter(pk__gt=after).order_by("pk")[: limit + 1]  # type: ignore[attr-defined]
    )
    items = [UnitOut.model_validate(row, from_attributes=True) for row in rows[:limit]]
    return UnitPage(items=items, next_after=rows[limit - 1].pk if len(rows) > limit else None)
