"""How much one request may bring, and how many may come from one address."""

from __future__ import annotations

import ipaddress
from collections import OrderedDict, deque
from collections.abc import Callable
from threading import Lock

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpRequest, HttpResponse


class BodyLimitMiddleware:
    """Refuse a body that nothing here could want before a byte of it is read.

    Django bounds the fields of a form but no files: anybody, signed in or not, could fill the disk with one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or len(length) > 15 or int(length) > settings.BODY_MAX_BYTES:
            raise RequestDataTooBig("The body of this request is larger than any page takes.")
        return self.get_response(request)


class Window:
    """At most so many calls for a key in any `seconds` seconds, and how long to wait when there were more.

    Kept in this process's memory: counting costs no write, and several web processes count each for themselves. Who
    waits as told is let in again; nobody is locked out.
    """

    MOST_KEYS = 20_000  # of visitors at one time; the ones heard of longest ago are forgotten

    def __init__(self, seconds: float = 60.0) -> None:
        self._seconds = seconds
        self._calls: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def wait_for(self, key: str, most: int, at: float) -> float:
        """Note a call at the (monotonic) second `at`; return 0.0 when it may pass, else the seconds until one may.

        A call that may not pass is not counted.
        """
        with self._lock:
            calls = self._calls.setdefault(key, deque())
            self._calls.move_to_end(key)
            while len(self._calls) > self.MOST_KEYS:
                self._calls.popitem(last=False)
            while calls and calls[0] <= at - self._seconds:
                calls.popleft()
            if len(calls) >= most:
                return calls[0] + self._seconds - at
            calls.append(at)
            return 0.0

    def clear(self) -> None:
        with self._lock:
            self._calls.clear()


def address_of(request: HttpRequest) -> str:
    """Return the visitor's address as limits count it: of IPv6 the network, which is what one household gets.

    Who has none (a socket in the file system, a broken header) is counted together with all others who have none.
    """
    try:
        known = ipaddress.ip_address(str(get_adapter().get_client_ip(request)))
    except (PermissionDenied, ValueError):
        return ""
    if isinstance(known, ipaddress.IPv4Address):
        return str(known)
    if known.ipv4_mapped is not None:
        return str(known.ipv4_mapped)
    return str(ipaddress.ip_network((known, 64), strict=False).network_address)
