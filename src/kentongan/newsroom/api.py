"""`POST /api/v1/verify`: anybody's programs ask whether a text is really from the institution. No key, no cookie."""

from __future__ import annotations

import math
import time
from datetime import datetime
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import BeforeValidator, Field

from kentongan.common.limits import address_of
from kentongan.newsroom.actions.verifying import note_verdict, wait_before_asking
from kentongan.newsroom.choices import Verdict
from kentongan.newsroom.queries.verifying import MOST_LETTERS, Answer, only_institution, verify
from kentongan.newsroom.rules.codes import short_url

router = Router(tags=["verify"])


def _whole(value: Any) -> Any:
    """Half a surrogate pair, which JSON can carry and no text can, becomes U+FFFD."""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if isinstance(value, str) else value


class VerifyAsk(Schema):
    text: Annotated[str, BeforeValidator(_whole)] = Field(
        max_length=1_000_000,
        description=f"a text or a part of one, a link, a number or a code; of a text {MOST_LETTERS:,} letters are read",
    )


class ReleaseOut(Schema):
    number: str
    title: str
    url: str
    published_at: datetime


class DifferenceOut(Schema):
    published: str = Field(description="as it was published; empty where the pasted text puts something in")
    pasted: str = Field(description="as it was pasted; empty where something is left out")


class VerifyOut(Schema):
    verdict: Verdict
    release: ReleaseOut | None = Field(description="the release it is about; null when it is none of ours")
    differences: list[DifferenceOut] = Field(description="figures, dates and names first")


class TooMany(Schema):
    detail: str


@router.post(
    "/verify",
    auth=None,
    response={200: VerifyOut, 429: TooMany},
    summary="Is this text really from the institution?",
)
def verify_text(request: HttpRequest, ask: VerifyAsk) -> VerifyOut | HttpResponse:
    """Compare a text with everything that was published here. Needs no key; the text is not kept."""
    wait = wait_before_asking(address=address_of(request), at=time.monotonic())
    if wait:
        return JsonResponse(
            {"detail": "Too many requests; see Retry-After."}, status=429, headers={"Retry-After": str(math.ceil(wait))}
        )
    now = timezone.now()
    answer = verify(ask.text, now=now)
    note_verdict(answer, institution=only_institution(), now=now)
    return _out(answer)


def _out(answer: Answer) -> VerifyOut:
    differences = answer.judgement.differences if answer.judgement else ()
    return VerifyOut(
        verdict=answer.verdict,
        release=_release(answer),
        differences=[DifferenceOut(published=each.published, pasted=each.pasted) for each in differences],
    )


def _release(answer: Answer) -> ReleaseOut | None:
    if answer.main is None:
        return None
    edition = answer.main.publication
    return ReleaseOut(
        number=edition.number,
        title=edition.title,
        url=short_url(settings.BASE_URL, edition.short_code),
        published_at=edition.publish_at,
    )
