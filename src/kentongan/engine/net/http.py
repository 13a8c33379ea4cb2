"""The one way out over HTTP: polite, bounded, and closed towards private addresses.

`fetch` resolves a name, refuses unless every address is public, connects to the address it checked (a second look-up
could answer differently), checks each redirect the same way, and bounds size (unpacked too) and total time.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from http.client import HTTPException
from ipaddress import ip_address
from typing import Final
from urllib.parse import urljoin

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import DecodeError, HTTPError, LocationParseError, NameResolutionError
from urllib3.exceptions import SSLError as PoolSSLError
from urllib3.exceptions import TimeoutError as PoolTimeoutError
from urllib3.response import BaseHTTPResponse
from urllib3.util import Timeout, Url, parse_url

from kentongan.engine.net.address import Address, AllowList, is_public, resolve

MAX_REDIRECTS: Final = 5
MAX_URL: Final = 4_096
MAX_ADDRESSES: Final = 3  # a dead first address (IPv6 without a route) costs one try, a long list not more than three
CONNECT_TIMEOUT: Final = 10.0
SILENCE_TIMEOUT: Final = 20.0
_CHUNK: Final = 65_536

# Where web servers live. Anything else is more likely a probe of another service than an outlet.
PORTS: Final = frozenset({80, 443, 8000, 8008, 8080, 8081, 8088, 8443, 8888})
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_TRY_AGAIN: Final = frozenset({408, 421, 423, 425, 429})


class FetchProblem(StrEnum):
    """Why nothing came back; the product has a sentence for each."""

    BAD_URL = "bad_url"
    DNS = "dns"
    REFUSED_ADDRESS = "refused_address"
    CONNECTION = "connection"
    TLS = "tls"
    TIMEOUT = "timeout"
    TOO_BIG = "too_big"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    HTTP_STATUS = "http_status"
    ROBOTS = "robots"


class FetchError(Exception):
    """Nothing usable came back.

    `permanent` tells whether trying the same address again later is pointless; `status` is the HTTP status where there
    was one; `retry_after` the seconds the server asked to wait, where it named a number.
    """

    def __init__(
        self,
        problem: FetchProblem,
        message: str,
        *,
        permanent: bool = False,
        status: int | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(message)
        self.problem = problem
        self.message = message
        self.permanent = permanent
        self.status = status
        self.retry_after = retry_after

    @property
    def code(self) -> str:
        """The problem as a word, for storing."""
        return self.problem.value


@dataclass(frozen=True, slots=True)
class Response:
    """What came back. `headers` have names in small letters; `elapsed` is in seconds, redirects included.

    `moved` is true when every redirect on the way was permanent (301, 308): the caller may store `final_url`.
    """

    final_url: str
    status: int
    headers: Mapping[str, str]
    content: bytes
    elapsed: float
    moved: bool = False

    @property
    def not_modified(self) -> bool:
        """The server says that what the caller already has is still right (304); `content` is empty."""
        return self.status == 304

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "")

    @property
    def etag(self) -> str | None:
        return self.headers.get("etag")

    @property
    def last_modified(self) -> str | None:
        return self.headers.get("last-modified")


def fetch(
    url: str,
    *,
    user_agent: str,
    max_bytes: int,
    timeout_s: float,
    etag: str | None = None,
    last_modified: str | None = None,
    allow_private: Iterable[str] = frozenset(),
    accept: str = "*/*",
) -> Response:
    """GET one URL and return what it says; `etag` and `last_modified` make the request conditional.

    `max_bytes` bounds the body after unpacking, `timeout_s` everything from the first look-up to the last byte.
    `allow_private` opens named private places (`AllowList`); to redirects the same list applies.
    Raises FetchError for everything else than a 2xx or 304 answer that came whole.
    """
    started = time.monotonic()
    deadline = started + timeout_s
    allowed = AllowList(allow_private)
    headers = _request_headers(user_agent, accept, etag, last_modified)
    moved = True
    for hop in range(MAX_REDIRECTS + 1):
        status, answer, content, target = _one_hop(url, headers, allowed, deadline, max_bytes)
        if status not in _REDIRECTS or target is None:
            _check_status(status, answer)
            return Response(url, status, answer, content, time.monotonic() - started, moved=moved and hop > 0)
        moved = moved and status in {301, 308}
        url = target
    raise FetchError(FetchProblem.TOO_MANY_REDIRECTS, f"The address redirects more than {MAX_REDIRECTS} times.")


def post_json(
    url: str,
    body: bytes,
    *,
    headers: Mapping[str, str],
    user_agent: str,
    max_bytes: int,
    timeout_s: float,
    allow_private: Iterable[str] = frozenset(),
) -> Response:
    """POST `body`, JSON already, to one URL and return what it says; `headers` are added, a signature for instance.

    Redirects are not followed: a signed message goes to the address that was agreed on and to no other.
    Limits as in `fetch`. Raises FetchError for everything else than a 2xx answer that came whole.
    """
    started = time.monotonic()
    sent = _request_headers(user_agent, "*/*", None, None) | {"Content-Type": "application/json"} | dict(headers)
    status, answer, content, target = _one_hop(
        url, sent, AllowList(allow_private), started + timeout_s, max_bytes, body=body
    )
    if target is not None:
        raise FetchError(
            FetchProblem.HTTP_STATUS, f"The address redirects to {target[:200]}.", permanent=True, status=status
        )
    _check_status(status, answer)
    return Response(url, status, answer, content, time.monotonic() - started)


# --- one request -----------------------------------------------------------------------------------------------------


def _one_hop(
    url: str,
    headers: dict[str, str],
    allowed: AllowList,
    deadline: float,
    max_bytes: int,
    *,
    body: bytes | None = None,
) -> tuple[int, dict[str, str], bytes, str | None]:
    target = _parse(url)
    host, port = _host(target), _port(target)
    addresses = _checked_addresses(host, port, allowed)
    connection = _connect(target, host, port, addresses, deadline)
    guard = _Guard(connection, deadline)
    try:
        with guard:
            return _exchange(connection, target, headers, deadline, max_bytes, body=body)
    except FetchError:
        raise
    except (PoolTimeoutError, TimeoutError):
        raise _timeout() from None
    except (ssl.SSLError, PoolSSLError) as error:
        raise _timeout() if guard.fired else _tls(error) from None
    except DecodeError:
        raise FetchError(FetchProblem.CONNECTION, "The answer is packed wrongly and cannot be read.") from None
    except (HTTPError, HTTPException, OSError, ValueError, AttributeError) as error:
        # AttributeError and ValueError: what http.client says when the guard closes the socket under its hands.
        raise _timeout() if guard.fired else _broken(error) from None
    finally:
        connection.close()


def _exchange(
    connection: HTTPConnection,
    target: Url,
    headers: dict[str, str],
    deadline: float,
    max_bytes: int,
    *,
    body: bytes | None,
) -> tuple[int, dict[str, str], bytes, str | None]:
    connection.request(
        "GET" if body is None else "POST",
        target.request_uri,
        body=body,
        headers=headers | {"Host": target.netloc or ""},
        preload_content=False,
        decode_content=True,
    )
    response = connection.getresponse()
    try:
        answer = {name.lower(): value for name, value in response.headers.items()}
        location = answer.get("location")
        if response.status in _REDIRECTS and location:
            return response.status, answer, b"", _redirect_target(target.url, location)
        content = _read(response, deadline, max_bytes) if 200 <= response.status < 300 else b""
        return response.status, answer, content, None
    finally:
        response.close()


def _read(response: BaseHTTPResponse, deadline: float, max_bytes: int) -> bytes:
    declared = response.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > max_bytes:
        raise _too_big()
    body = bytearray()
    while True:
        if time.monotonic() > deadline:
            raise _timeout()
        # read1, not read: read waits until the whole amount is there, and a drop a second would keep it waiting.
        chunk = response.read1(min(_CHUNK, max_bytes + 1 - len(body)))
        if not chunk:
            return bytes(body)
        body += chunk
        if len(body) > max_bytes:
            raise _too_big()


def _request_headers(user_agent: str, accept: str, etag: str | None, last_modified: str | None) -> dict[str, str]:
    headers = {
        "User-Agent": user_agent,
        "Accept": accept,
        "Accept-Encoding": "gzip, deflate, br",
        "Accept-Language": "id, en;q=0.5",
        "Connection": "close",
    }
    if etag:
        headers["If-None-Match"] = etag
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    # A stored validator comes from a stranger's server: a line break in it must not become another header.
    return {name: "".join(char for char in value if char.isprintable()) for name, value in headers.items()}


def _check_status(status: int, headers: Mapping[str, str]) -> None:
    if 200 <= status < 300 or status == 304:
        return
    wait = headers.get("retry-after", "")
    raise FetchError(
        FetchProblem.HTTP_STATUS,
        f"The server answers with status {status}.",
        permanent=400 <= status < 500 and status not in _TRY_AGAIN,
        status=status,
        retry_after=min(int(wait), 7 * 86_400) if wait.isdigit() and len(wait) < 12 else None,
    )


# --- where to --------------------------------------------------------------------------------------------------------


def _parse(url: str) -> Url:
    if len(url) > MAX_URL or any(char.isspace() or not char.isprintable() for char in url):
        raise _bad_url("The address is too long or holds spaces or control characters.")
    try:
        target = parse_url(url)
    except (LocationParseError, UnicodeError, ValueError):
        raise _bad_url("The address cannot be read.") from None
    if target.scheme not in {"http", "https"}:
        raise _bad_url("Only http and https addresses can be fetched.")
    if not target.host or target.auth is not None:
        raise _bad_url("The address names no host, or holds a user name.")
    return target


def check_target(url: str, *, allow_private: Iterable[str] = frozenset()) -> None:
    """Refuse an address when it is entered, for what its own letters say: no name is looked up, nothing is called.

    Raises FetchError as `fetch` would: BAD_URL for what is no web address, REFUSED_ADDRESS for `localhost` or an IP
    address that is private or has a port of no web server, unless `allow_private` opens it.
    """
    target = _parse(url)
    host = _host(target)
    local = host.lower() == "localhost" or host.lower().endswith(".localhost")
    try:
        address = ip_address("127.0.0.1" if local else host.partition("%")[0])
    except ValueError:
        return  # a name: where it leads is known when it is called
    _check_addresses(host, _port(target), [address], AllowList(allow_private))


def _port(target: Url) -> int:
    return target.port or (443 if target.scheme == "https" else 80)


def _host(target: Url) -> str:
    return (target.host or "").strip("[]").rstrip(".")


def _redirect_target(url: str, location: str) -> str:
    with suppress(UnicodeError):
        # Servers send raw UTF-8 in Location, which http.client reads as latin-1.
        location = location.encode("latin-1").decode("utf-8")
    try:
        return urljoin(url, location.strip().replace(" ", "%20")).partition("#")[0]
    except ValueError:
        raise _bad_url("The address redirects to one that cannot be read.") from None


def _checked_addresses(host: str, port: int, allowed: AllowList) -> list[Address]:
    try:
        addresses = resolve(host, port)
    except (OSError, UnicodeError):
        raise FetchError(FetchProblem.DNS, "The host name cannot be found.") from None
    if not addresses:
        raise FetchError(FetchProblem.DNS, "The host name has no address.")
    _check_addresses(host, port, addresses, allowed)
    return addresses


def _check_addresses(host: str, port: int, addresses: list[Address], allowed: AllowList) -> None:
    opened = [allowed.covers(host, port, address) for address in addresses]
    if all(opened):
        return
    if not all(is_open or is_public(address) for is_open, address in zip(opened, addresses, strict=True)):
        raise FetchError(FetchProblem.REFUSED_ADDRESS, "The address leads into a private network.", permanent=True)
    if port not in PORTS:
        raise FetchError(FetchProblem.REFUSED_ADDRESS, f"Port {port} is not one of a web server.", permanent=True)


@lru_cache(maxsize=1)
def _tls_context() -> ssl.SSLContext:
    return ssl.create_default_context()


def _connect(target: Url, host: str, port: int, addresses: list[Address], deadline: float) -> HTTPConnection:
    """A connection to the first address that answers; the name stays in the TLS handshake and in the Host header."""
    problem: FetchError | None = None
    for address in addresses[:MAX_ADDRESSES]:
        left = deadline - time.monotonic()
        if left <= 0:
            raise _timeout()
        wait = Timeout(connect=min(CONNECT_TIMEOUT, left), read=min(SILENCE_TIMEOUT, left))
        connection = _connection(target.scheme == "https", str(address), port, host, wait)
        try:
            connection.connect()
        except (PoolTimeoutError, TimeoutError):
            problem = _timeout()
        except (ssl.SSLError, PoolSSLError) as error:
            problem = _tls(error)
        except NameResolutionError:
            problem = FetchError(FetchProblem.DNS, "The host name cannot be found.")
        except (HTTPError, OSError) as error:
            problem = _broken(error)
        else:
            return connection
        connection.close()
    raise problem or FetchError(FetchProblem.CONNECTION, "No connection to the server.")


def _connection(secure: bool, address: str, port: int, host: str, wait: Timeout) -> HTTPConnection:
    if not secure:
        return HTTPConnection(address, port, timeout=wait.connect_timeout)
    return HTTPSConnection(
        address,
        port,
        timeout=wait.connect_timeout,
        ssl_context=_tls_context(),
        server_hostname=host,
        assert_hostname=host,
    )


class _Guard:
    """Cuts the connection at the deadline, whatever http.client waits for; it sets no limit to slow headers."""

    def __init__(self, connection: HTTPConnection, deadline: float) -> None:
        self.fired = False
        self._socket = connection.sock
        if self._socket is not None:
            self._socket.settimeout(min(SILENCE_TIMEOUT, max(0.1, deadline - time.monotonic())))
        self._timer = threading.Timer(max(0.0, deadline - time.monotonic()), self._cut)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def _cut(self) -> None:
        self.fired = True
        try:
            if self._socket is not None:
                # The plain socket's shutdown: it wakes the reader, and leaves TLS objects to the thread that uses them.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
        except OSError:
            pass


# --- the errors, each with its sentence ------------------------------------------------------------------------------


def _bad_url(message: str) -> FetchError:
    return FetchError(FetchProblem.BAD_URL, message, permanent=True)


def _timeout() -> FetchError:
    return FetchError(FetchProblem.TIMEOUT, "The server took too long to answer.")


def _too_big() -> FetchError:
    return FetchError(FetchProblem.TOO_BIG, "The answer is too big.", permanent=True)


def _tls(error: Exception) -> FetchError:
    return FetchError(FetchProblem.TLS, f"No secure connection to the server: {error}")


def _broken(error: Exception) -> FetchError:
    return FetchError(FetchProblem.CONNECTION, f"The connection to the server broke: {error}")
