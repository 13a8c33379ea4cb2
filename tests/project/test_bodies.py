"""A slow body holds one thread of a few, never the house."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterable
from typing import Any

import pytest

from kentongan.project.bodies import IN_MEMORY, WholeBodies


def echo(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", [])
    return [environ["wsgi.input"].read()]


def asked(body: bytes = b"", *, stream: Any = None, address: str = "203.0.113.7", **more: str) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "POST", "PATH_INFO": "/", "SERVER_NAME": "x", "SERVER_PORT": "80",
        "REMOTE_ADDR": address, "CONTENT_LENGTH": str(len(body)), "wsgi.input": stream or io.BytesIO(body), **more,
    }  # fmt: skip


class Slow(io.BytesIO):
    """A body that comes when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.told = threading.Event(), threading.Event()

    def read(self, size: int | None = -1) -> bytes:
        self.asked.set()
        assert self.told.wait(10)
        return b"a" * (size or 0)


def status_of(application: WholeBodies, environ: dict[str, Any]) -> tuple[str, bytes]:
    said: list[str] = []
    answer = application(environ, lambda status, headers: said.append(status))
    body = b"".join(answer)
    if close := getattr(answer, "close", None):
        close()
    return said[0], body


@pytest.mark.parametrize("size", [0, 1, 100_000, IN_MEMORY + 1])
def test_a_body_arrives_whole(size: int) -> None:
    assert status_of(WholeBodies(echo), asked(b"k" * size)) == ("200 OK", b"k" * size)


def test_a_body_broken_off_ends_where_it_ended() -> None:
    cut = asked(stream=io.BytesIO(b"abc"), CONTENT_LENGTH="10")
    assert status_of(WholeBodies(echo), cut) == ("200 OK", b"abc")


@pytest.mark.parametrize("length", ["", "-1", "x", "9" * 14, "9" * 30])
def test_a_length_nobody_may_send_is_left_to_the_house(length: str) -> None:
    never = Slow()
    status_of(WholeBodies(lambda environ, start: start("413", []) or []), asked(stream=never, CONTENT_LENGTH=length))
    assert not never.asked.is_set()


def test_slow_bodies_leave_threads_for_others() -> None:
    application = WholeBodies(echo)
    slow = [Slow() for _ in range(WholeBodies.MOST_EACH)]
    got: list[tuple[str, bytes]] = []
    threads = [
        threading.Thread(target=lambda one=one: got.append(status_of(application, asked(b"aa", stream=one))))
        for one in slow
    ]
    for thread, one in zip(threads, slow, strict=True):
        thread.start()
        assert one.asked.wait(10)

    assert status_of(application, asked(b"more"))[0] == "503 Service Unavailable"
    assert status_of(application, asked()) == ("200 OK", b"")  # nothing to wait for
    assert status_of(application, asked(b"other", address="198.51.100.1")) == ("200 OK", b"other")

    for one in slow:
        one.told.set()
    for thread in threads:
        thread.join(10)
    assert got == [("200 OK", b"aa")] * len(slow)
    assert status_of(application, asked(b"again")) == ("200 OK", b"again")


def test_many_addresses_do_not_hold_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WholeBodies, "MOST", 1)
    application, slow = WholeBodies(echo), Slow()
    thread = threading.Thread(target=status_of, args=(application, asked(b"a", stream=slow, address="192.0.2.1")))
    thread.start()
    assert slow.asked.wait(10)
    assert status_of(application, asked(b"b", address="192.0.2.2"))[0] == "503 Service Unavailable"
    slow.told.set()
    thread.join(10)
