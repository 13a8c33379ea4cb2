from __future__ import annotations

import csv
import io
import json
import threading
import urllib.request
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import feedparser
import pytest

from kentongan.project.replay import Replay, read_site, sources_csv

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)  # 12.00 WIB
ROWS = [
    {
        "id": "a",
        "outlet": "Kabar Serayu",
        "title": "Pagi",
        "date": "2019-09-16",
        "time": "07:30",
        "body": "Isi satu.,,,Isi dua.",
    },
    {"id": "b", "outlet": "Kabar Serayu", "title": "Sore", "date": "2019-09-16", "time": "18:00", "body": "Isi."},
    {"id": "c", "host": "warta.example", "title": "Lain hari", "published": "2019-09-17T01:00:00Z", "summary": "Isi."},
    {"id": "a", "outlet": "Kabar Serayu", "title": "Pagi", "date": "2019-09-16", "time": "07:30", "body": "Isi satu."},
    {"id": "d", "outlet": "Kabar Serayu", "title": "Tanpa tanggal"},
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lines = [json.dumps(row) for row in ROWS] + ["bukan json", '["juga bukan"]']
    (tmp_path / "articles.jsonl").write_text("\n".join(lines), encoding="utf-8")
    feed = (
        "<rss><channel><item><title>x</title><pubDate>Mon, 16 Sep 2019 07:00:00 +0700</pubDate></item></channel></rss>"
    )
    (tmp_path / "lama.xml").write_text(feed, encoding="utf-8")
    return tmp_path


def test_the_fullest_day_becomes_today_and_later_hours_yesterday(folder: Path) -> None:
    site = read_site(folder, now=NOON, day=None, every_day=False, live=False)

    times = {story.title: story.at.isoformat() for story in site.stories["kabar-serayu"]}
    assert times == {"Pagi": "2026-11-24T07:30:00+07:00", "Sore": "2026-11-23T18:00:00+07:00"}


def test_live_keeps_what_has_not_come_yet_out_of_the_feed(folder: Path) -> None:
    site = read_site(folder, now=NOON, day=date(2019, 9, 16), every_day=False, live=True)

    assert [story.title for story in site.feed_items("kabar-serayu", NOON)] == ["Pagi"]


def test_every_day_may_become_one(folder: Path) -> None:
    site = read_site(folder, now=NOON, day=None, every_day=True, live=False)

    assert sorted(site.stories) == ["kabar-serayu", "warta-example"]


def test_captured_feeds_are_of_today(folder: Path) -> None:
    site = read_site(folder, now=NOON, day=None, every_day=False, live=False)

    assert b"24 Nov 2026 07:00:00 +0700" in site.feeds["/tangkapan/lama.xml"]


@pytest.fixture
def server(folder: Path) -> Iterator[Replay]:
    # The server itself reads the clock, as a web server does.
    now = datetime.now(UTC)
    server = Replay(("127.0.0.1", 0), read_site(folder, now=now, day=None, every_day=False, live=False))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.loopback
def test_a_feed_leads_to_its_pages(server: Replay) -> None:
    with urllib.request.urlopen(f"{server.base}/kabar-serayu/rss.xml") as answer:
        feed = feedparser.parse(answer.read())
        etag = answer.headers["ETag"]
    link = {entry.title: entry.link for entry in feed.entries}
    with urllib.request.urlopen(link["Pagi"]) as answer:
        page = answer.read().decode()

    assert sorted(link) == ["Pagi", "Sore"]
    assert "<p>Isi satu.</p><p>Isi dua.</p>" in page
    request = urllib.request.Request(f"{server.base}/kabar-serayu/rss.xml", headers={"If-None-Match": etag})
    with pytest.raises(urllib.error.HTTPError) as unchanged:
        urllib.request.urlopen(request)
    assert unchanged.value.code == 304
    unchanged.value.close()


@pytest.mark.loopback
def test_what_is_not_there_is_not_found(server: Replay) -> None:
    with pytest.raises(urllib.error.HTTPError) as missing:
        urllib.request.urlopen(f"{server.base}/kabar-serayu/berita/tidak-ada.html")
    assert missing.value.code == 404
    missing.value.close()


def test_the_import_file_names_every_feed(folder: Path) -> None:
    site = read_site(folder, now=NOON, day=None, every_day=False, live=False)

    assert sources_csv(site, "http://x").splitlines() == [
        "outlet,url,kind",
        "Kabar Serayu,http://x/kabar-serayu/rss.xml,online",
        "Lama,http://x/tangkapan/lama.xml,online",
    ]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("www.cnbcindonesia.com", "cnbcindonesia.com"),
        ("Ameera.Republika.co.id", "ameera.republika.co.id"),
        ("Antara News, Bali", "Antara News, Bali"),
        ("kompas", "Kompas"),
        ("antara-news_bali", "Antara News Bali"),
        ("iNews", "iNews"),
    ],
)
def test_outlets_are_called_as_people_read_them(tmp_path: Path, written: str, name: str) -> None:
    row = {"id": "a", "host": written, "title": "Pagi", "date": "2019-09-16", "body": "Isi."}
    (tmp_path / "a.jsonl").write_text(json.dumps(row), encoding="utf-8")
    site = read_site(tmp_path, now=NOON, day=None, every_day=False, live=False)

    (line,) = csv.DictReader(io.StringIO(sources_csv(site, "http://x")))
    assert line["outlet"] == name
    assert line["url"] == f"http://x/{next(iter(site.stories))}/rss.xml"
