"""From "published in the feed" to "a mention on the screen", with the default interval of a fast source.

    python -m bench.latency [--items 8]

A made-up feed gains one item at a time; the stream page (`/pantau/`) is asked over HTTP, signed in, until its title
is there.
"""

from __future__ import annotations

import argparse
import http.cookiejar
import random
import re
import statistics
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from bench.office import environment, make_office, running, wait_for

WORDS = ("warga", "kantor", "petugas", "pagi", "antrean", "berkas", "loket", "kota", "desa", "layanan", "izin", "biaya")


def _body(title: str) -> str:
    """Return a text of its own for every title: equal texts would be folded as copies of the first."""
    chance = random.Random(title)
    words = " ".join(chance.choice(WORDS) + chance.choice(("", "nya", "an")) for _word in range(250))
    return f"<p>Layanan publik berjalan lancar, kata menteri. {words}.</p>"


class Press(ThreadingHTTPServer):
    """One outlet: a feed and its pages. It has published often, so that its source counts as a fast one."""

    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        now = datetime.now(UTC)
        self.items = [(now - timedelta(seconds=50 * n), f"Layanan publik lama {n}") for n in range(60, 0, -1)]


class _Handler(BaseHTTPRequestHandler):
    server: Press

    def do_GET(self) -> None:
        base = f"http://127.0.0.1:{self.server.server_port}"
        if self.path == "/rss":
            items = "".join(
                f"<item><title>{title}</title><link>{base}/{title.replace(' ', '-')}</link>"
                f"<pubDate>{format_datetime(at)}</pubDate></item>"
                for at, title in reversed(self.server.items)
            )
            content = f"<rss version='2.0'><channel><title>Pers</title>{items}</channel></rss>"
        elif self.path == "/robots.txt":
            content = "User-agent: *\nAllow: /\n"
        else:
            title = urllib.parse.unquote(self.path).strip("/").replace("-", " ")
            article = f"<article><h1>{title}</h1>{_body(title)}</article>"
            content = f"<html><head><title>{title}</title></head><body>{article}</body></html>"
        body = content.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8" if "<html" in content else "application/rss+xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Quiet."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=8)
    parser.add_argument("--port", type=int, default=8661)
    options = parser.parse_args()
    press = Press(options.port)
    threading.Thread(target=press.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        data, allowed = Path(folder) / "data", f"127.0.0.1:{options.port}"
        (Path(folder) / "sources.csv").write_text(f"outlet,url,kind\nPers,http://{allowed}/rss,online\n")
        make_office(data, sources=str(Path(folder) / "sources.csv"), allowed=allowed)
        env, web = environment(data, allowed), options.port + 1
        with running("serve", "--port", str(web), env=env):
            wait_for(f"http://127.0.0.1:{web}/sehat/hidup/")
            browser = _sign_in(web)
            _wait_for_text(browser, web, press.items[-1][1], 120)
            seconds = _measure(press, browser, web, options.items)
    press.shutdown()
    print(f"{'items':24}{len(seconds):>8}")
    print(f"{'median, seconds':24}{statistics.median(seconds):>8.1f}")
    print(f"{'slowest, seconds':24}{max(seconds):>8.1f}   goal 60")
    return int(max(seconds) > 60)


def _measure(press: Press, browser: urllib.request.OpenerDirector, web: int, count: int) -> list[float]:
    chance, seconds = random.Random(3), []
    for number in range(count):
        # At any phase of the interval, not in step with it.
        time.sleep(chance.uniform(1, 20))
        title = f"Layanan publik baru {number}"
        press.items.append((datetime.now(UTC), title))
        began = time.monotonic()
        _wait_for_text(browser, web, title, 180)
        seconds.append(time.monotonic() - began)
        print(f"  {title}: {seconds[-1]:.1f} s", flush=True)
    return seconds


def _sign_in(web: int) -> urllib.request.OpenerDirector:
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    address = f"http://127.0.0.1:{web}/akun/login/"
    with browser.open(address) as answer:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.read().decode())
    assert token is not None
    form = {"csrfmiddlewaretoken": token[1], "login": "bench@kpp.example", "password": "kata-sandi-bench"}
    request = urllib.request.Request(address, urllib.parse.urlencode(form).encode(), headers={"Referer": address})
    browser.open(request).close()
    return browser


def _wait_for_text(browser: urllib.request.OpenerDirector, web: int, text: str, patience_s: float) -> None:
    until = time.monotonic() + patience_s
    while time.monotonic() < until:
        with browser.open(f"http://127.0.0.1:{web}/pantau/") as answer:
            if text in answer.read().decode():
                return
        time.sleep(0.5)
    raise TimeoutError(text)


if __name__ == "__main__":
    sys.exit(main())
