"""`kentongan replay DIR`: captured feeds and the articles of JSONL corpora, served as if they were published today.

So the whole system runs on real input without the internet. Every `*.jsonl[.gz]` under DIR becomes outlets with one
feed and one HTML page an article; every feed file (`*.xml`, `*.rss`, `*.atom`, also inside `*.tar.gz`) is served with
its times shifted. Articles keep their time of day: those whose time has come carry today's date, the rest yesterday's.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import html
import io
import json
import re
import sys
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from textwrap import shorten
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from kentongan.project.shell import say

WIB = ZoneInfo("Asia/Jakarta")
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", re.IGNORECASE)
LIVE_FEED = 60  # items a feed holds in live mode, as outlets do
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Story:
    """One article to serve. `at` is its shifted time."""

    outlet: str
    path: str
    title: str
    body: str
    at: datetime


@dataclass(frozen=True)
class Site:
    """All that one replay serves."""

    stories: dict[str, list[Story]]  # outlet -> newest first
    pages: dict[str, Story]  # path -> article
    feeds: dict[str, bytes]  # path -> captured feed, times shifted
    live: bool
    names: dict[str, str]  # outlet -> its name as people read it

    def feed_items(self, outlet: str, now: datetime) -> list[Story]:
        out = [story for story in self.stories[outlet] if story.at <= now]
        return out[:LIVE_FEED] if self.live else out


# --- reading the folder ----------------------------------------------------------------------------------------------


def read_site(folder: Path, *, now: datetime, day: date | None, every_day: bool, live: bool) -> Site:
    """Read all corpora and feeds under `folder` and shift them to the present.

    Args:
        folder: where the files lie; also a single file.
        now: the present, aware.
        day: the day to replay; None takes the fullest.
        every_day: put the articles of all days into the one day.
        live: today only: an article appears when its time of day comes.
    """
    rows = [row for path in _files(folder, ".jsonl", ".jsonl.gz") for row in _rows(path)]
    if not every_day and rows:
        counts = Counter(at.astimezone(WIB).date() for _row, at in rows)
        day = day or counts.most_common(1)[0][0]
        rows = [(row, at) for row, at in rows if at.astimezone(WIB).date() == day]
    stories: dict[str, list[Story]] = defaultdict(list)
    pages: dict[str, Story] = {}
    names: dict[str, str] = {}
    for row, at in rows:
        story = _story(row, _shift(at, now=now, live=live))
        names.setdefault(story.outlet, _name(_outlet(row)))
        # The same text may stand twice in a corpus: one page, one feed item.
        if story.path not in pages:
            pages[story.path] = story
            stories[story.outlet].append(story)
    for own in stories.values():
        own.sort(key=lambda story: story.at, reverse=True)
    return Site(stories=dict(stories), pages=pages, feeds=dict(_captured(folder, now)), live=live, names=names)


def _files(folder: Path, *endings: str) -> Iterator[Path]:
    paths = [folder] if folder.is_file() else sorted(folder.rglob("*"))
    return (path for path in paths if path.is_file() and path.name.endswith(endings))


def _rows(path: Path) -> Iterator[tuple[dict[str, str], datetime]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", errors="replace") as file:
        for line in file:
            try:
                row = json.loads(line)
            except ValueError:
                continue
            at = _time(row) if isinstance(row, dict) else None
            if at is not None and row.get("title"):
                yield row, at


def _time(row: dict[str, str]) -> datetime | None:
    """Return the article's own time: `published` (ISO 8601, UTC unless it says) or `date` with `time` in WIB."""
    try:
        if row.get("published"):
            at = datetime.fromisoformat(str(row["published"]))
            return at if at.tzinfo else at.replace(tzinfo=UTC)
        if row.get("date"):
            clock = time.fromisoformat(str(row.get("time") or "12:00"))
            return datetime.combine(date.fromisoformat(str(row["date"])), clock, WIB)
    except ValueError:
        return None
    return None


def _shift(at: datetime, *, now: datetime, live: bool) -> datetime:
    """Move `at` to today, keeping its time of day in WIB; to yesterday when that has not come yet (unless live)."""
    local = at.astimezone(WIB)
    moved = datetime.combine(now.astimezone(WIB).date(), local.timetz().replace(tzinfo=None), WIB)
    return moved if live or moved <= now else moved - DAY


def _story(row: dict[str, str], at: datetime) -> Story:
    outlet = _slug(_outlet(row))
    key = str(row.get("url") or row.get("id") or row["title"])
    digest = hashlib.sha256(key.encode()).hexdigest()[:10]
    body = str(row.get("body") or row.get("summary") or row.get("description") or "")
    path = f"/{outlet}/berita/{_slug(row['title'])[:60]}-{digest}.html"
    return Story(outlet=outlet, path=path, title=str(row["title"]), body=_paragraphs(body), at=at)


def _outlet(row: dict[str, str]) -> str:
    return str(row.get("outlet") or row.get("host") or row.get("media") or "koran")


def _name(text: str) -> str:
    """Return an outlet's name as people read it: a host without `www.`, a name as written, a bare word capital."""
    name = " ".join(text.split()).strip(" -")
    if _HOST.fullmatch(name):
        return name.lower().removeprefix("www.")
    words = re.sub(r"[-_ ]+", " ", name)
    return words.title() if name.islower() else name


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "x"


def _paragraphs(body: str) -> str:
    """Part a scraped body into paragraphs: some corpora joined text nodes with commas."""
    return re.sub(r"(?<=[.!?\"”])\s*,[\s,]*(?=[A-Z“\"(\[])", "\n\n", body).strip(" ,\n")


def _captured(folder: Path, now: datetime) -> Iterator[tuple[str, bytes]]:
    for path in _files(folder, ".xml", ".rss", ".atom"):
        yield f"/tangkapan/{path.name}", _shift_feed(path.read_bytes(), now)
    for path in _files(folder, ".tar.gz"):
        with tarfile.open(path, "r:gz") as archive:
            for member in archive:
                file = archive.extractfile(member) if member.isfile() else None
                if file is not None and member.name.endswith((".xml", ".rss", ".atom")):
                    yield f"/tangkapan/{Path(member.name).name}", _shift_feed(file.read(), now)


_TIMES = re.compile(rb"(<(pubDate|published|updated|dc:date|lastBuildDate)>)([^<]{8,40})(</\2>)")


def _shift_feed(content: bytes, now: datetime) -> bytes:
    """Move the times of a captured feed by whole days, so that its newest item is of today or yesterday."""
    known = [at for match in _TIMES.finditer(content) if (at := _feed_time(match[3].decode("ascii", "replace")))]
    if not known:
        return content
    days = (now - max(known)).days

    def moved(match: re.Match[bytes]) -> bytes:
        at = _feed_time(match[3].decode("ascii", "replace"))
        if at is None:
            return match[0]
        shifted = at + timedelta(days=days)
        text = format_datetime(shifted) if b"," in match[3] else shifted.isoformat()
        return match[1] + text.encode() + match[4]

    return _TIMES.sub(moved, content)


def _feed_time(text: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(text) if "," in text else datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


# --- serving it ------------------------------------------------------------------------------------------------------


class Replay(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, address: tuple[str, int], site: Site) -> None:
        super().__init__(address, _Handler)
        self.site = site

    def handle_error(self, request: object, client_address: object) -> None:
        """A reader that hangs up is no news; anything else is told as usual."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    @property
    def base(self) -> str:
        host = str(self.server_address[0])
        return f"http://{self.server_name if host == '0.0.0.0' else host}:{self.server_port}"  # noqa: S104 - compared only


class _Handler(BaseHTTPRequestHandler):
    server: Replay
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        answer = self._answer(path)
        if answer is None:
            self._send(404, "text/plain; charset=utf-8", b"no such page")
            return
        media_type, content = answer
        etag = '"' + hashlib.sha256(content).hexdigest()[:20] + '"'
        if self.headers.get("If-None-Match") == etag:
            self._send(304, media_type, b"", etag)
        else:
            self._send(200, media_type, content, etag)

    def _answer(self, path: str) -> tuple[str, bytes] | None:
        site, base = self.server.site, self.server.base
        if path == "/robots.txt":
            return "text/plain", b"User-agent: *\nAllow: /\n"
        if path == "/":
            return "text/html; charset=utf-8", _index(site, base).encode()
        if path == "/sources.csv":
            return "text/csv; charset=utf-8", sources_csv(site, base).encode()
        if path in site.feeds:
            return "application/rss+xml", site.feeds[path]
        outlet, _slash, rest = path.strip("/").partition("/")
        now = datetime.now(UTC)
        if outlet in site.stories and rest == "rss.xml":
            return "application/rss+xml; charset=utf-8", _rss(site, outlet, base, now).encode()
        story = site.pages.get(path)
        return ("text/html; charset=utf-8", _page(site, story).encode()) if story and story.at <= now else None

    def _send(self, status: int, media_type: str, content: bytes, etag: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(content)))
        if etag:
            self.send_header("ETag", etag)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Stay quiet: thousands of pages are read in a minute."""


def sources_csv(site: Site, base: str) -> str:
    """Return the import file for the screen Media: one feed an outlet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("outlet", "url", "kind"))
    writer.writerows((site.names[outlet], f"{base}/{outlet}/rss.xml", "online") for outlet in sorted(site.stories))
    writer.writerows((_name(Path(path).stem), base + path, "online") for path in sorted(site.feeds))
    return out.getvalue()


def _index(site: Site, base: str) -> str:
    lines = "".join(
        f'<li><a href="/{outlet}/rss.xml">{html.escape(site.names[outlet])}</a> {len(stories)}</li>'
        for outlet, stories in sorted(site.stories.items())
    )
    captured = "".join(f'<li><a href="{path}">{html.escape(path)}</a></li>' for path in sorted(site.feeds))
    return (
        '<!doctype html><html lang="id"><meta charset="utf-8"><title>Replay</title><h1>Replay</h1>'
        f'<p><a href="/sources.csv">{base}/sources.csv</a></p><ul>{lines}{captured}</ul></html>'
    )


def _rss(site: Site, outlet: str, base: str, now: datetime) -> str:
    items = "".join(
        f"<item><title>{html.escape(story.title)}</title><link>{base}{story.path}</link>"
        f'<guid isPermaLink="true">{base}{story.path}</guid><pubDate>{format_datetime(story.at)}</pubDate>'
        f"<description>{html.escape(shorten(story.body, 200, placeholder=' ...'))}</description></item>"
        for story in site.feed_items(outlet, now)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>{html.escape(site.names[outlet])}</title><link>{base}/{outlet}/</link><description/>{items}</channel></rss>"
    )


def _page(site: Site, story: Story) -> str:
    """Return an article page as outlets make them: head data, menus, the text, and much that is not the text."""
    others = [other for other in site.stories[story.outlet][:12] if other.path != story.path]
    links = "".join(f'<li><a href="{other.path}">{html.escape(other.title)}</a></li>' for other in others[:6])
    paragraphs = [f"<p>{html.escape(text)}</p>" for text in story.body.split("\n\n") if text.strip()]
    if len(paragraphs) > 3 and others:
        paragraphs.insert(
            2, f'<p><strong>Baca juga: <a href="{others[0].path}">{html.escape(others[0].title)}</a></strong></p>'
        )
    title, at = html.escape(story.title), story.at.isoformat()
    outlet = html.escape(site.names[story.outlet])
    return f"""<!doctype html><html lang="id"><head><meta charset="utf-8"><title>{title} - {outlet}</title>
<meta property="og:title" content="{title}"><meta property="og:type" content="article">
<meta property="article:published_time" content="{at}"><link rel="canonical" href="{story.path}">
</head><body><nav><ul><li><a href="/">Beranda</a></li><li><a href="/">Nasional</a></li><li><a href="/">Ekonomi</a></li>
<li><a href="/">Olahraga</a></li></ul></nav><main><article><h1>{title}</h1>
<div class="meta"><time datetime="{at}">{at}</time></div>
<div class="article-content">{"".join(paragraphs)}</div></article>
<aside><h2>Berita terkait</h2><ul>{links}</ul></aside></main>
<footer><p>Pedoman Media Siber. Tentang kami. Redaksi. Kontak.</p></footer></body></html>"""


def replay(folder: Path, *, host: str, port: int, day: str | None, every_day: bool, live: bool) -> int:
    """Serve until stopped; returns the exit status."""
    if not folder.exists():
        say(f"kentongan: {folder} is not there")
        return 2
    try:
        chosen = date.fromisoformat(day) if day else None
    except ValueError:
        say(f"kentongan: --day {day}: write it as 2019-09-16")
        return 2
    site = read_site(folder, now=datetime.now(UTC), day=chosen, every_day=every_day, live=live)
    if not site.pages and not site.feeds:
        say(f"kentongan: no articles (*.jsonl, *.jsonl.gz) and no feeds (*.xml, *.rss, *.tar.gz) under {folder}")
        return 2
    try:
        server = Replay((host, port), site)
    except OSError as error:
        say(f"kentongan: port {port} cannot be used ({error.strerror}); choose another with --port")
        return 1
    outlets = f"{len(site.pages)} articles of {len(site.stories)} outlets, {len(site.feeds)} captured feeds"
    say(f"{outlets}: {server.base}/   (Ctrl-C stops)")
    say(f"curl -O {server.base}/sources.csv   then choose that file under Media, Import a list")
    allowed = server.base.removeprefix("http://")
    say(f"start the house with KENTONGAN_FETCH_ALLOWED={allowed}: else it fetches nothing from here")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        sys.stderr.write("\n")
    finally:
        server.server_close()
    return 0
