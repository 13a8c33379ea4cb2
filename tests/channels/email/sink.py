"""A real SMTP server on loopback that can be told to misbehave."""
# ruff: noqa: N802 - aiosmtpd finds its hooks by these names

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


@dataclass
class Sink:
    """What it answers, and what it took: (address, message bytes)."""

    rcpt: dict[str, str] = field(default_factory=dict)
    data: str = "250 OK taken"
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    async def handle_EHLO(self, server: Any, session: Any, envelope: Any, hostname: str, responses: Any) -> Any:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        answer = self.rcpt.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.data.startswith("250"):
            self.taken.extend((address, envelope.content) for address in envelope.rcpt_tos)
        return self.data


def accept_any(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> bool:
    return bool(data.login == b"humas" and data.password == b"rahasia dinas")


@contextmanager
def smtp_sink(**options: Any) -> Iterator[Sink]:
    sink = Sink()

    class Here(Controller):
        def factory(self) -> SMTP:
            return SMTP(self.handler, **self.SMTP_kwargs)

    controller = Here(sink, hostname="127.0.0.1", port=0, **options)
    # aiosmtpd probes its own port at the start; port 0 needs the number the system chose.
    controller.port = free_port()
    controller.start()
    sink.port, sink.connections = controller.port, 0
    try:
        yield sink
    finally:
        controller.stop()


@contextmanager
def rude_server(script: list[bytes | None]) -> Iterator[int]:
    """A server that answers each line with the next of `script`, and hangs up at None."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(10)

    def serve() -> None:
        with suppress(OSError), listener.accept()[0] as line:
            file = line.makefile("rb")
            for answer in script:
                if answer is None:
                    return
                line.sendall(answer)
                if not file.readline():
                    return
                if answer.startswith(b"354"):
                    while file.readline() not in {b".\r\n", b""}:
                        pass

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()
        thread.join(5)


def free_port() -> int:
    """Return a port at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
