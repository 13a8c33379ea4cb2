"""Calling an address: the house's settings and robots.txt put before the engine's fetch. No database here.

Runs in threads; an outcome is a value, whatever happens.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from kentongan.common.errors import ActionError
from kentongan.engine.net.http import FetchError, FetchProblem, Response, check_target, fetch
from kentongan.engine.net.robots import MAX_ROBOTS_BYTES, RobotsRules
from kentongan.sources.choices import Problem

TIMEOUT_S = 20.0
ROBOTS_TIMEOUT_S = 10.0
PRODUCT = "Kentongan"  # the name that robots.txt files may address
ACCEPT = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/html, */*;q=0.5"

_PROBLEMS = {
    FetchProblem.BAD_URL: Problem.BAD_ADDRESS,
    FetchProblem.DNS: Problem.NO_HOST,
    FetchProblem.REFUSED_ADDRESS: Problem.PRIVATE,
    FetchProblem.CONNECTION: Problem.NO_ANSWER,
    FetchProblem.TLS: Problem.NOT_SECURE,
    FetchProblem.TIMEOUT: Problem.TOO_SLOW,
    FetchProblem.TOO_BIG: Problem.TOO_BIG,
    FetchProblem.TOO_MANY_REDIRECTS: Problem.REDIRECTS,
    FetchProblem.HTTP_STATUS: Problem.ODD_ANSWER,
    FetchProblem.ROBOTS: Problem.ROBOTS,
}
_STATUS = {
    401: Problem.REFUSES, 402: Problem.REFUSES, 403: Problem.REFUSES, 451: Problem.REFUSES,
    404: Problem.GONE, 410: Problem.GONE,
    429: Problem.TOO_MANY,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Called:
    """What an address answered. `unchanged`: what we already have is still right, `content` is empty."""

    url: str
    content: bytes
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """Why nothing came: a `Problem` code, a sentence with the details, and when asking again makes sense."""

    problem: str
    message: str
    permanent: bool = False
    retry_after: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Robots:
    """A robots.txt that was read on the way, to be kept by whoever may write."""

    text: str
    crawl_delay_s: float | None


class RobotsBook:
    """The rules of hosts, parsed once in a process. Of several threads that need one host's, one reads them."""

    MOST = 5_000

    def __init__(self) -> None:
        self._rules: dict[str, RobotsRules] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def rules(self, host: str, url: str, stored: str | None) -> tuple[RobotsRules | Refused, Robots | None]:
        """Return the rules of `host`, read from `stored` text, else from memory, else from the host itself.

        The second value is what was read from the host now, to be stored.
        """
        with self._lock:
            if len(self._rules) > self.MOST:
                self._rules.clear()
                self._locks.clear()
            lock = self._locks.setdefault(host, threading.Lock())
        with lock:
            known = self._rules.get(host)
            if known is not None and (stored is None or stored == known.text):
                return known, None
            if stored is not None:
                rules = self._rules[host] = RobotsRules.parse(stored)
                return rules, None
            read = _read_robots(url)
            if isinstance(read, Refused):
                return read, None
            self._rules[host] = read
            return read, Robots(read.text, read.crawl_delay(PRODUCT))


def _read_robots(url: str) -> RobotsRules | Refused:
    """The robots.txt of the host of `url`: a 4xx allows all, a host that does not answer is not called.

    RFC 9309, section 2.3.1.
    """
    parts = urlsplit(url)
    try:
        response = _fetch(f"{parts.scheme}://{parts.netloc}/robots.txt", MAX_ROBOTS_BYTES, ROBOTS_TIMEOUT_S)
    except FetchError as error:
        if error.problem == FetchProblem.TOO_BIG or (error.status is not None and error.status < 500):
            return RobotsRules.parse("")
        return _refused(error)
    return RobotsRules.parse(response.content)


def call(
    url: str,
    *,
    host: str,
    robots: str | None,
    book: RobotsBook,
    max_bytes: int,
    etag: str = "",
    last_modified: str = "",
) -> tuple[Called | Refused, Robots | None]:
    """Call `url` if its host's robots.txt allows it; never raises for what the network does.

    Args:
        host: its `rules.host_key`.
        robots: the stored robots.txt of the host, or None when it has to be read (again).
        max_bytes: the largest answer taken, unpacked.

    Returns the outcome, and the robots.txt when it was read on the way.
    """
    rules, read = book.rules(host, url, robots)
    if isinstance(rules, Refused):
        return rules, None
    if not rules.allowed(url, PRODUCT):
        return Refused(Problem.ROBOTS, "robots.txt", permanent=True), read
    try:
        response = _fetch(url, max_bytes, TIMEOUT_S, etag=etag, last_modified=last_modified)
    except FetchError as error:
        return _refused(error), read
    called = Called(
        url=response.final_url,
        content=response.content,
        content_type=response.content_type,
        etag=response.etag or "",
        last_modified=response.last_modified or "",
        unchanged=response.not_modified,
    )
    return called, read


def leads_inside(url: str) -> bool:
    """Whether an address names a private place by its own letters, and would be refused at every call."""
    try:
        check_target(url, allow_private=settings.FETCH_ALLOWED_HOSTS)
    except FetchError as error:
        return error.problem == FetchProblem.REFUSED_ADDRESS
    return False


def refuse_inside(url: str) -> None:
    """Refuse such an address where a person enters it. Raises ActionError at the field `url`."""
    if leads_inside(url):
        raise ActionError(
            _("This address leads into a private network. An administrator can open it (KENTONGAN_FETCH_ALLOWED)."),
            field="url",
        )


def _fetch(url: str, max_bytes: int, timeout_s: float, *, etag: str = "", last_modified: str = "") -> Response:
    return fetch(
        url,
        user_agent=settings.FETCH_USER_AGENT,
        max_bytes=max_bytes,
        timeout_s=timeout_s,
        etag=etag or None,
        last_modified=last_modified or None,
        allow_private=settings.FETCH_ALLOWED_HOSTS,
        accept=ACCEPT,
    )


def _refused(error: FetchError) -> Refused:
    problem = _PROBLEMS.get(error.problem, Problem.ODD_ANSWER)
    if error.status is not None:
        problem = _STATUS.get(error.status, Problem.SERVER_ERROR if error.status >= 500 else Problem.ODD_ANSWER)
    wait = timedelta(seconds=min(error.retry_after or 0, 86_400))
    return Refused(problem, error.message, permanent=error.permanent, retry_after=wait)
