"""A web on 127.0.0.1 for the tests of this room."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.sax.saxutils import escape

import pytest

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Web:
    """A loopback server whose pages are set by the test; `calls` counts what was asked for."""

    server: ThreadingHTTPServer
    pages: dict[str, Answer | Callable[[dict[str, str]], Answer]] = field(default_factory=dict)
    calls: Counter[str] = field(default_factory=Counter)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server.server_address[1]}"

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def page(self, path: str, content: str | bytes, *, status: int = 200, **headers: str) -> str:
        body = content.encode() if isinstance(content, str) else content
        self.pages[path] = (status, {name.replace("_", "-"): value for name, value in headers.items()}, body)
        return self.url(path)

    def feed(self, path: str, items: list[tuple[str, str, datetime | None]], *, content: str = "") -> str:
        """Serve RSS with `(title, link, published)` items."""
        rows = "".join(
            f"<item><title>{escape(title)}</title><link>{escape(link)}</link>"
            f"<description>Ringkasan {escape(title)}</description>"
            + (f"<pubDate>{format_datetime(at)}</pubDate>" if at else "")
            + (f"<content:encoded><![CDATA[{content}]]></content:encoded>" if content else "")
            + "</item>"
            for title, link, at in items
        )
        return self.page(
            path,
            '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
            f"<channel><title>Kabar Serayu</title>{rows}</channel></rss>",
            content_type="application/rss+xml",
        )

    def article(
        self, path: str, title: str, published: str = "2026-11-24T05:41:00+07:00", *, links: Sequence[str] = ()
    ) -> str:
        """Serve an article page with enough text to be found, and `links` to its further pages below it."""
        pages = "".join(f'<a href="{link}">{number}</a>' for number, link in enumerate(links, 1))
        text = "".join(
            f"<p>{title}. Warga menunggu di kantor layanan sejak pukul {hour} pagi, dan petugas menjelaskan loket "
            "daring terpadu berhenti selama tiga jam karena pemeliharaan pusat data.</p>"
            for hour in range(6, 12)
        )
        return self.page(
            path,
            f"<!doctype html><html lang=id><head><title>{title} - Kabar Serayu</title>"
            f'<meta property="og:title" content="{title}">'
            f'<meta property="article:published_time" content="{published}"></head>'
            f"<body><article><h1>{title}</h1>{text}</article><div class=paging>{pages}</div></body></html>",
            content_type="text/html; charset=utf-8",
        )


def _handler(web_of: Callable[[], Web]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            web = web_of()
            path = self.path
            web.calls[path] += 1
            web.headers[path] = {name.lower(): value for name, value in self.headers.items()}
            answer = web.pages.get(path) or web.pages.get(path.partition("?")[0], (404, {}, b""))
            if callable(answer):
                answer = answer(web.headers[path])
            status, headers, body = answer
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if body == b"endless":
                self.end_headers()
                self._drip()
                return
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _drip(self) -> None:
            try:
                while True:
                    self.wfile.write(b"x" * 65_536)
                    time.sleep(0)
            except OSError:
                pass

        def log_message(self, *_: object) -> None:
            pass

    return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def handle_error(self, *_: object) -> None:
        pass  # a caller that goes away early is what some tests are about


@pytest.fixture
def web(settings: object) -> Iterator[Web]:
    """A loopback web that may be called."""
    holder: list[Web] = []
    server = _Server(("127.0.0.1", 0), _handler(lambda: holder[0]))
    holder.append(Web(server))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    settings.FETCH_ALLOWED_HOSTS = frozenset({holder[0].host})
    yield holder[0]
    server.shutdown()
    server.server_close()
    thread.join()
