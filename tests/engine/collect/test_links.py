"""Articles found on index pages."""

from __future__ import annotations

import gzip
import os
import time
from datetime import datetime
from pathlib import Path

import pytest

from kentongan.engine.collect.links import NO_LINKS, NOT_HTML, TOO_BIG, find_links, parse_index
from kentongan.engine.collect.tree import MAX_PAGE_BYTES
from kentongan.engine.text.dates import WIB

DATA = Path(__file__).parents[2] / "data" / "pages"
URL = "https://www.serayu.example/indeks"


def test_finds_the_articles_and_their_times() -> None:
    feed = parse_index((DATA / "indeks.html").read_bytes(), url=URL)
    assert (feed.title, feed.error) == ("Indeks Berita Kabar Serayu", None)
    assert [(item.link, item.title, item.published) for item in feed.items] == [
        (
            "https://serayu.example/berita/101/jalan-rusak-lima-desa-diperbaiki",
            "Jalan Rusak di Lima Desa Diperbaiki Bulan Ini",
            datetime(2024, 10, 9, 15, 22, tzinfo=WIB),
        ),
        (
            "https://news.serayu.example/2024/10/09/harga-beras-turun-di-lima-pasar",
            "Harga Beras Turun di Lima Pasar Kabupaten",
            datetime(2024, 10, 9, 8, tzinfo=WIB),
        ),
    ]


def test_scores_what_is_no_article_lower() -> None:
    scores = {link.url: link.score for link in find_links((DATA / "indeks.html").read_bytes(), url=URL)}
    article = scores["https://serayu.example/berita/101/jalan-rusak-lima-desa-diperbaiki"]
    assert all(score < article for url, score in scores.items() if "/berita/101" not in url and "2024/10" not in url)
    assert "https://lain.example/berita/5/kabar-dari-outlet-lain-hari-ini" not in scores


@pytest.mark.parametrize(
    ("content", "error"),
    [(b"", NOT_HTML), (b"<html><body><p>Sepi</p></body></html>", NO_LINKS), (b" " * (MAX_PAGE_BYTES + 1), TOO_BIG)],
    ids=["empty", "no links", "too big"],
)
def test_says_in_plain_words_when_there_is_nothing(content: bytes, error: str) -> None:
    assert parse_index(content, url=URL).error == error


@pytest.mark.whole
@pytest.mark.parametrize(
    "piece", [b"<div>", b"<a href=/x-y-z-w-v>", b"<div><a href='/a-b-c-d-e/%d'>", b"<ul><li>", b"<"]
)
def test_hostile_nesting_costs_bounded_time(piece: bytes) -> None:
    started = time.process_time()
    find_links(piece * (300_000 // len(piece)), url=URL)
    assert time.process_time() - started < 10


@pytest.mark.corpus
def test_finds_all_twenty_articles_of_a_real_index() -> None:
    root = Path(os.environ.get("KENTONGAN_CORPUS", Path(__file__).parents[3].parent / "shared" / "data"))
    path = root / "html_article_extraction" / "detik_index_2024.html.gz"
    if not path.exists():
        pytest.skip(f"no shared data at {root}")
    feed = parse_index(gzip.decompress(path.read_bytes()), url="https://news.detik.com/indeks")
    assert len(feed.items) == 20
    assert all(item.published and item.published.date().isoformat() == "2024-10-04" for item in feed.items)
    assert all(len(item.title) > 25 for item in feed.items)
