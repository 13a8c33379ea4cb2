"""The one door for every kind of source."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from kentongan.engine.collect import collect
from kentongan.engine.collect.feed import MAX_FEED_BYTES, TOO_BIG

DATA = Path(__file__).parents[2] / "data"


@pytest.mark.parametrize(
    ("kind", "file", "count"),
    [("feed", "feeds/serayu.xml", 3), ("sitemap", "feeds/sitemap-news.xml", 2), ("index", "pages/indeks.html", 2)],
)
def test_reads_each_kind(kind: str, file: str, count: int) -> None:
    feed = collect((DATA / file).read_bytes(), url="https://serayu.example/x", content_type="", kind=kind)
    assert (len(feed.items), feed.error) == (count, None)


def test_the_wrong_kind_is_an_error_in_words_not_a_crash() -> None:
    for kind, file in [("feed", "pages/indeks.html"), ("sitemap", "feeds/serayu.xml"), ("index", "feeds/feed.json")]:
        feed = collect((DATA / file).read_bytes(), url="https://serayu.example/x", content_type="", kind=kind)
        assert feed.error
        assert feed.items == ()


def test_a_packed_feed_is_unpacked_and_a_packed_bomb_is_not() -> None:
    content = (DATA / "feeds" / "serayu.xml").read_bytes()
    assert len(collect(gzip.compress(content), url="https://x.example/", kind="feed").items) == 3
    assert collect(gzip.compress(b" " * (MAX_FEED_BYTES + 1)), url="https://x.example/", kind="feed").error == TOO_BIG


def test_an_unknown_kind_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="radio"):
        collect(b"", url="https://x.example/", kind="radio")
