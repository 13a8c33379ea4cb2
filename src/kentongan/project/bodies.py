"""Bodies of requests are taken in whole before the house works on them, and only so many at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from tempfile import TemporaryFile
from threading import Lock
from typing import IO, Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest

from kentongan.common.limits import address_of

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
CHUNK = 64 * 1024
IN_MEMORY = 1024 * 1024  # a larger one waits on the disk
TRY_AGAIN_S = "5"
SAID = "Terlalu banyak kiriman yang belum selesai dari alamat ini. Coba lagi sebentar lagi.\n"


class WholeBodies:
    """A WSGI application that reads each body to its end before it asks the one behind it.

    Who sends a byte a minute holds a thread for as long, and nothing here can take it back. So no more than `MOST`
    threads wait in this way, and `MOST_EACH` for one address (a household or an office behind one): the others keep
    answering. One too many is told to come again (503 with Retry-After), which the sheet's autosave does by itself.
    """

    MOST = 16  # of the web process's 24 threads (`project/serve.py`)
    MOST_EACH = 8

    def __init__(self, application: Application) -> None:
        self._application = application
        self._waiting: Counter[str] = Counter()
        self._lock = Lock()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        length = _length(environ)
        if length:
            address = address_of(WSGIRequest(environ))
            if not self._enter(address):
                return _come_again(start_response)
            try:
                taken = environ["wsgi.input"] = _taken(environ["wsgi.input"], length)
            finally:
                self._leave(address)
            return _Answer(self._application(environ, start_response), taken)
        return self._application(environ, start_response)

    def _enter(self, address: str) -> bool:
        with self._lock:
            if self._waiting.total() >= self.MOST or self._waiting[address] >= self.MOST_EACH:
                return False
            self._waiting[address] += 1
            return True

    def _leave(self, address: str) -> None:
        with self._lock:
            self._waiting[address] -= 1
            if not self._waiting[address]:
                del self._waiting[address]


class _Answer:
    """An answer that lets go of the body it was made from when the server is done with it (PEP 3333, `close`)."""

    def __init__(self, answer: Iterable[bytes], taken: IO[bytes]) -> None:
        self._answer, self._taken = answer, taken

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._answer)

    def close(self) -> None:
        try:
            if close := getattr(self._answer, "close", None):
                close()
        finally:
            self._taken.close()


def _length(environ: Environ) -> int:
    """The bytes to take in; 0 where there are none, or more than `BodyLimitMiddleware` lets anybody send."""
    said = environ.get("CONTENT_LENGTH") or "0"
    length = int(said) if said.isdecimal() and len(said) <= 15 else 0
    return length if length <= settings.BODY_MAX_BYTES else 0


def _taken(stream: IO[bytes], length: int) -> IO[bytes]:
    taken: IO[bytes] = BytesIO() if length <= IN_MEMORY else TemporaryFile()  # noqa: SIM115 - closed with the answer
    while length:
        chunk = stream.read(min(CHUNK, length))
        if not chunk:
            break  # broken off: what is missing is found missing where it is read
        taken.write(chunk)
        length -= len(chunk)
    taken.seek(0)
    return taken


def _come_again(start_response: Callable[..., Any]) -> Iterable[bytes]:
    body = SAID.encode()
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body))),
        ("Retry-After", TRY_AGAIN_S), ("Cache-Control", "no-store"),
    ]  # fmt: skip
    start_response("503 Service Unavailable", headers)
    return [body]
