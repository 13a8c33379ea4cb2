"""The read API: one OpenAPI document and one door over the routers that the rooms bring."""

from __future__ import annotations

import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.throttling import BaseThrottle

from kentongan.accounts.api import router as accounts_router
from kentongan.accounts.models import ApiToken
from kentongan.monitoring.api import router as monitoring_router
from kentongan.newsroom.api import router as newsroom_router
from kentongan.sources.api import router as sources_router

MINUTE_S = 60


class PerKey(BaseThrottle):
    """So many calls per key in each minute of the clock; a call without a good key is refused before it comes here.

    Ninja's own throttle keeps one call's state on an object that all threads share; this one keeps none.
    """

    def allow_request(self, request: HttpRequest) -> bool:
        token = getattr(request, "auth", None)
        if not isinstance(token, ApiToken):
            return True
        name = f"api:{token.pk}:{int(time.time() // MINUTE_S)}"
        cache.add(name, 0, timeout=2 * MINUTE_S)
        try:
            return cache.incr(name) <= settings.API_CALLS_PER_MINUTE
        except ValueError:
            return True  # the cache was emptied between the two lines

    def wait(self) -> float:
        return MINUTE_S - time.time() % MINUTE_S


api = NinjaAPI(
    title="Kentongan",
    version="1",
    description=(
        "What an office has heard, to be read by other programs. Every call carries a key "
        "(`Authorization: Bearer ktg_...`, made under Pengaturan); a key reads its unit and all units below it. "
        "`/verify` alone needs no key: anybody may ask whether a text is really from the institution."
    ),
    docs_url=None,  # its page loads scripts from elsewhere, which the content policy refuses; the document is enough
    openapi_url="openapi.json",
    urls_namespace="api",
    throttle=[PerKey()],
)
api.add_router("", accounts_router)
api.add_router("", sources_router)
api.add_router("", monitoring_router)
api.add_router("", newsroom_router)
