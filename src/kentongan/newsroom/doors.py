"""The public's door: pages for anybody, without session or cookie, kept in memory for as long as they are true.

A page is made from what is public at one moment. Nothing that is public ever stops being so (an edition stays readable
when it is corrected or withdrawn), so a kept page can be late but never early. It is given out again only while no
edition, correction or withdrawal has been added (`public_stamp`), until the next hour at which something becomes
public, and for a few seconds at most: names of units, topics and the agenda are as fresh as that.
"""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from threading import Lock
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from kentongan.newsroom.actions.counting import note_view
from kentongan.newsroom.queries.reading import next_boundary, public_stamp

KEPT_FOR = timedelta(seconds=10)
MOST_KEPT = 400
TELLS_APART = ("lang", "hal")  # what in a query makes another page; the rest (fbclid, utm_...) is left aside
WORTH_PACKING = 300  # bytes


class PublicRequest(HttpRequest):
    """A request as views behind `public_page` get it. For annotations only."""

    now: datetime  # read once, at the door
    language: str  # asked for by ?lang=, or empty


PublicView = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class _Kept:
    """A page as it was made, plain and packed."""

    plain: bytes
    packed: bytes
    etag: str
    headers: tuple[tuple[str, str], ...]
    counts: int | None
    stamp: tuple[int, ...]
    made_at: datetime
    until: datetime

    def holds(self, now: datetime, stamp: tuple[int, ...]) -> bool:
        return self.stamp == stamp and self.made_at <= now < self.until


class _Shelf:
    """The pages kept in this process, the least lately asked for falling off."""

    def __init__(self) -> None:
        self._pages: OrderedDict[tuple[str, ...], _Kept] = OrderedDict()
        self._lock = Lock()

    def get(self, name: tuple[str, ...]) -> _Kept | None:
        with self._lock:
            page = self._pages.get(name)
            if page is not None:
                self._pages.move_to_end(name)
            return page

    def put(self, name: tuple[str, ...], page: _Kept) -> None:
        with self._lock:
            self._pages[name] = page
            while len(self._pages) > MOST_KEPT:
                self._pages.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()


shelf = _Shelf()


def public_page(*, keep: bool = True, methods: tuple[str, ...] = ("GET", "HEAD")) -> Callable[[PublicView], PublicView]:
    """Let a view answer anybody: `request.now` and `request.language` are set, no cookie is read or given.

    Args:
        keep: the answer depends on address, language and page number alone, and may be kept in memory.
        methods: what else than reading the page takes ("POST" for its form).
    """

    def wrap(view: PublicView) -> PublicView:
        @wraps(view)
        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in methods:
                return HttpResponseNotAllowed(methods, headers={"Cache-Control": "no-cache"})
            now = timezone.now()
            asked = request.GET.get("lang", "")
            language = asked if asked in dict(settings.LANGUAGES) else ""
            request.now, request.language = now, language  # type: ignore[attr-defined]  # what PublicRequest promises
            with translation.override(language or settings.LANGUAGE_CODE):
                if keep and request.method != "POST":
                    return _kept_or_made(request, lambda: view(request, *args, **kwargs), now)
                return _made(request, lambda: view(request, *args, **kwargs))

        door.is_public = True  # type: ignore[attr-defined]  # seen by PublicDoorMiddleware
        door.csrf_exempt = True  # type: ignore[attr-defined]  # without a session there is nothing to forge
        return door

    return wrap


def _kept_or_made(request: HttpRequest, make: Callable[[], HttpResponseBase], now: datetime) -> HttpResponseBase:
    name = (request.path_info, *(request.GET.get(key, "") for key in TELLS_APART))
    stamp = public_stamp()
    page = shelf.get(name)
    if page is None or not page.holds(now, stamp):
        response = _made(request, make)
        if response.status_code != 200 or response.streaming or not isinstance(response, HttpResponse):
            return response
        page = _keep(response, now, stamp)
        shelf.put(name, page)
    if page.counts is not None and request.method == "GET":
        note_view(page.counts, agent=request.headers.get("User-Agent", ""), purpose=_purpose(request), now=now)
    return _given(request, page)


def _made(request: HttpRequest, make: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Return the view's answer; what is not there, or not yet, is answered with the public's own page."""
    try:
        response = make()
    except Http404:
        language = translation.get_language() or settings.LANGUAGE_CODE
        response = HttpResponse(
            render_to_string("newsroom/public/missing.html", {"page_language": language}), status=404
        )
    response.headers.setdefault("Cache-Control", "no-cache")
    return response


def _keep(response: HttpResponse, now: datetime, stamp: tuple[int, ...]) -> _Kept:
    boundary = next_boundary(now)
    until = now + KEPT_FOR
    plain = response.content
    return _Kept(
        plain=plain,
        # mtime 0: the same page is the same bytes.
        packed=gzip.compress(plain, 6, mtime=0) if len(plain) >= WORTH_PACKING and _is_text(response) else b"",
        etag=f'W/"{hashlib.sha256(plain).hexdigest()[:20]}"',
        headers=tuple((name, value) for name, value in response.items() if name.lower() != "content-length"),
        counts=getattr(response, "counts", None),
        stamp=stamp,
        made_at=now,
        until=min(until, boundary) if boundary else until,
    )


def _is_text(response: HttpResponse) -> bool:
    kind = response.headers.get("Content-Type", "")
    return kind.startswith("text/") or "json" in kind or "xml" in kind


def _given(request: HttpRequest, page: _Kept) -> HttpResponse:
    if page.etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponse(status=304)
        del response.headers["Content-Type"]
    elif page.packed and "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(page.packed, headers={"Content-Encoding": "gzip"})
    else:
        response = HttpResponse(page.plain)
    for name, value in page.headers:
        if response.status_code == 200 or name != "Content-Type":
            response.headers[name] = value
    response.headers["ETag"] = page.etag
    if page.packed:
        patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _purpose(request: HttpRequest) -> str:
    return request.headers.get("Sec-Purpose", "") or request.headers.get("Purpose", "")
