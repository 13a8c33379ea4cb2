"""From the wire to stored: sources and article pages over loopback HTTP, counted in wall and CPU time.

    python bench/fetch.py                      200 sources of 10 items, pages of about 40 kB
    python bench/fetch.py --sources 500 --items 20

A server process plays the outlets (invented Indonesian text inside a page with the usual machinery around it); this
process is the worker: feeds fetched, parsed, stored; pages fetched, extracted, stored, announced. CPU is this process's
own, all threads together, the server's left out. Afterwards it is checked that every item is there once and has its
text. A second round looks at the unchanged feeds again: with 304 answers, and without (one hash each).
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TEXT = (
    "warga loket daring antrean kementerian layanan pemohon kabupaten petugas pusat data pemeliharaan jadwal pulih "
    "pagi kantor dokumen permohonan kepala biro menjelaskan bahwa gangguan terjadi sejak subuh dan belum diumumkan "
    "kepada masyarakat yang menunggu di ruang tunggu sambil membawa berkas asli serta salinan kartu keluarga"
)
WORDS = TEXT.split()


def article(source: int, item: int, kilobytes: int) -> bytes:
    """An article page: about 350 words in paragraphs, menus, related links, and script up to `kilobytes`."""
    chance = random.Random(source * 100_003 + item)
    paragraphs = "".join(
        f"<p>{' '.join(chance.choices(WORDS, k=45)).capitalize()} nomor {source}-{item}.</p>" for _ in range(8)
    )
    menu = "".join(f'<li><a href="/kanal/{n}">Kanal {n}</a></li>' for n in range(25))
    related = "".join(f'<li><a href="/s{source}/{n}">Baca juga {n}</a></li>' for n in range(12))
    page = (
        f"<!doctype html><html lang=id><head><meta charset=utf-8><title>Berita {source}-{item} - Outlet</title>"
        f'<meta property="og:title" content="Berita {source}-{item}">'
        '<meta property="article:published_time" content="2026-11-24T05:41:00+07:00">'
        f"</head><body><nav><ul>{menu}</ul></nav>"
        f"<article><h1>Berita {source}-{item}</h1><div class=content>{paragraphs}</div></article>"
        f"<aside><ul>{related}</ul></aside><footer>Hak cipta</footer>"
    )
    filler = max(kilobytes * 1024 - len(page), 0)
    return f"{page}<script>{'var a=1;' * (filler // 8)}</script></body></html>".encode()


def feed(source: int, items: int, base: str) -> bytes:
    now = datetime.now(UTC)
    rows = "".join(
        f"<item><title>Berita {source}-{n}</title><link>{base}/s{source}/{n}</link>"
        f"<description>Ringkasan {n}</description>"
        f"<pubDate>{format_datetime(now - timedelta(minutes=n))}</pubDate></item>"
        for n in range(items)
    )
    channel = f"<channel><title>Outlet {source}</title>{rows}</channel>"
    return f'<?xml version="1.0"?><rss version="2.0">{channel}</rss>'.encode()


def serve(pipe: Any, sources: int, items: int, kilobytes: int) -> None:
    """Play the outlets. Feeds of even sources carry an ETag, those of odd ones do not."""
    kept: dict[str, bytes] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body, etag = kept.get(self.path), ""
            if body is None:
                self.send_error(404)
                return
            if self.path.endswith(".xml") and int(self.path[2:-4]) % 2 == 0:
                etag = '"1"'
            same = etag and self.headers.get("If-None-Match") == etag
            self.send_response(304 if same else 200)
            if etag:
                self.send_header("ETag", etag)
            self.send_header("Content-Length", "0" if same else str(len(body)))
            self.end_headers()
            if not same:
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    ThreadingHTTPServer.request_queue_size = 256
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    base = f"http://127.0.0.1:{server.server_address[1]}"
    for source in range(sources):
        kept[f"/s{source}.xml"] = feed(source, items, base)
        for item in range(items):
            kept[f"/s{source}/{item}"] = article(source, item, kilobytes)
    pipe.send(base)
    server.serve_forever()


def measured(work: Any, until: Any) -> tuple[float, float]:
    """Run `work` until `until` says so; return wall and CPU seconds."""
    wall, cpu = time.monotonic(), used()
    while not until():
        work()
    return time.monotonic() - wall, used() - cpu


def used() -> float:
    spent = resource.getrusage(resource.RUSAGE_SELF)
    return spent.ru_utime + spent.ru_stime


def line(what: str, count: int, wall: float, cpu: float) -> None:
    print(
        f"{what:44}{count:8,}{wall:9.1f} s{count / wall:10.1f} /s{cpu:9.1f} CPU-s{count / max(cpu, 1e-9):10.1f} /CPU-s"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=int, default=200)
    parser.add_argument("--items", type=int, default=10)
    parser.add_argument("--kilobytes", type=int, default=40)
    asked = parser.parse_args()
    mine, theirs = multiprocessing.Pipe()
    server = multiprocessing.Process(
        target=serve, args=(theirs, asked.sources, asked.items, asked.kilobytes), daemon=True
    )
    server.start()
    base = mine.recv()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "KENTONGAN_DATA": folder,
            "KENTONGAN_FETCH_ALLOWED": base.removeprefix("http://"),
            "DJANGO_SETTINGS_MODULE": "kentongan.project.settings",
            "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
        }
        try:
            return run(base, asked.sources, asked.items)
        finally:
            server.kill()


def run(base: str, sources: int, items: int) -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from kentongan.sources.actions import Fetching, Reading
    from kentongan.sources.models import Article, Outlet, Source

    call_command("migrate", verbosity=0)
    now, total = timezone.now(), sources * items
    outlets = Outlet.objects.bulk_create(
        Outlet(name=f"Outlet {n}", slug=f"outlet-{n}", created_at=now) for n in range(sources)
    )
    Source.objects.bulk_create(
        Source(outlet=outlets[n], url=f"{base}/s{n}.xml", next_fetch_at=now, created_at=now) for n in range(sources)
    )
    fetching, reading = Fetching(), Reading()
    print(f"{sources} sources, {items} items each, {total} articles; {os.cpu_count()} cores")
    fetch = measured(
        lambda: fetching.run(clock=timezone.now),
        lambda: not Source.objects.filter(last_success_at__isnull=True).exists(),
    )
    line("feeds fetched, parsed, items stored", sources, *fetch)
    line("  the same, counted in items", total, *fetch)
    read = measured(
        lambda: reading.run(clock=timezone.now), lambda: not Article.objects.filter(state="waiting").exists()
    )
    line("pages fetched, extracted, stored, announced", total, *read)
    line("both together", total, fetch[0] + read[0], fetch[1] + read[1])
    again = timezone.now()
    Source.objects.update(next_fetch_at=again)
    quiet = measured(
        lambda: fetching.run(clock=timezone.now),
        lambda: not Source.objects.filter(last_success_at__lt=again).exists(),
    )
    line("unchanged feeds looked at (half 304, half hash)", sources, *quiet)
    stored = Article.objects.count()
    whole = Article.objects.filter(state="ready").exclude(body="").count()
    keys = Article.objects.values("url_key").distinct().count()
    print(f"stored {stored:,} of {total:,}; with text {whole:,}; lost {total - stored}; doubled {stored - keys}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return 0 if stored == whole == keys == total else 1


if __name__ == "__main__":
    sys.exit(main())
