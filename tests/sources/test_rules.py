"""When two addresses are one, how often to look, when to give up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.sources import rules

SEEN = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
PLAIN = "https://serayu.example/berita/loket-daring"


@pytest.mark.parametrize(
    "other",
    [
        "http://serayu.example/berita/loket-daring",
        "https://www.serayu.example/berita/loket-daring/",
        "https://m.serayu.example/berita/loket-daring",
        "https://amp.serayu.example/berita/loket-daring/amp/",
        "HTTPS://Serayu.Example:443/berita//loket-daring#komentar",
        "https://serayu.example:443/berita/loket%2Ddaring?utm_source=x&utm_medium=y&fbclid=1",
        "https://serayu.example/berita/loket-daring?page=all",
        "https://sekar:rahasia@serayu.example/berita/loket-daring",
        "  https://serayu.example/berita/loket-daring\n",
    ],
)
def test_one_article_under_many_addresses(other: str) -> None:
    assert rules.normalise_url(other) == PLAIN
    assert rules.url_key(other) == rules.url_key(PLAIN)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("https://a.example/?p=1", "https://a.example/?p=2"),
        ("https://a.example/berita?id=1&page=2", "https://a.example/berita?id=1"),
        ("https://a.example/x", "https://a.example:8080/x"),
        ("https://nasional.a.example/x", "https://daerah.a.example/x"),
        ("https://a.example/%E9", "https://a.example/%E8"),
        ("https://a.example/Berita", "https://a.example/berita"),
    ],
)
def test_different_articles_stay_different(one: str, two: str) -> None:
    assert rules.url_key(one) != rules.url_key(two)


def test_the_order_of_a_query_does_not_matter() -> None:
    assert rules.normalise_url("https://a.example/?b=2&a=1") == rules.normalise_url("https://a.example/?a=1&b=2")


@pytest.mark.parametrize(
    "odd", ["", "  ", "bukan alamat", "mailto:a@b.example", "https://[::1", "https://x:99999/", "//a/b"]
)
def test_what_is_no_address_is_left_alone(odd: str) -> None:
    assert rules.normalise_url(odd) == odd.strip()
    assert len(rules.url_key(odd)) == 40


@given(st.text())
def test_normalising_any_text_twice_changes_nothing(text: str) -> None:
    once = rules.normalise_url(text)
    assert rules.normalise_url(once) == once


LETTERS = st.text(st.sampled_from("aMé%2F/.-_~ ?#&=+wwm.amp:@\\…。"), max_size=30)


@given(
    st.sampled_from(["http", "HTTPS"]),
    st.sampled_from(
        ["a.example", "www.m.a.example", "AMP.a.example:80", "bücher.example。", "127.0.0.1:8000", "[::1]:443"]
    ),
    LETTERS,
    LETTERS,
)
def test_normalising_any_address_twice_changes_nothing(scheme: str, host: str, path: str, query: str) -> None:
    once = rules.normalise_url(f"{scheme}://{host}/{path}?{query}")
    assert rules.normalise_url(once) == once


def test_a_time_in_the_future_is_cut_to_when_we_saw_it() -> None:
    assert rules.published(SEEN + timedelta(minutes=20), SEEN) == (SEEN, True)
    assert rules.published(SEEN + timedelta(days=400), SEEN) == (SEEN, False)
    assert rules.published(None, SEEN) == (SEEN, False)
    assert rules.published(datetime(1970, 1, 1, tzinfo=UTC), SEEN) == (SEEN, False)
    assert rules.published(SEEN - timedelta(hours=2), SEEN) == (SEEN - timedelta(hours=2), True)


def test_new_items_quicken_and_silence_slows() -> None:
    assert rules.next_interval(300, new=3, per_day=0, fast_s=45) == 150
    assert rules.next_interval(50, new=1, per_day=900, fast_s=45) == 45
    assert rules.next_interval(300, new=0, per_day=0, fast_s=45) == 375


def test_a_busy_source_is_never_left_for_long_however_quiet_the_night() -> None:
    interval = 45
    for _ in range(200):
        interval = rules.next_interval(interval, new=0, per_day=200, fast_s=45)
    assert interval == 216


@given(st.floats(0, 1e9), st.integers(0, 5000), st.floats(0, 1e6), st.integers(5, 3600))
def test_the_pause_stays_between_the_floor_and_a_day(interval: float, new: int, per_day: float, fast: int) -> None:
    assert fast <= rules.next_interval(interval, new=new, per_day=per_day, fast_s=fast) <= 86_400


def test_back_off_doubles_and_ends() -> None:
    assert rules.back_off(1, permanent=False, jitter=0.5) == timedelta(seconds=60)
    assert rules.back_off(3, permanent=False, jitter=0.5) == timedelta(seconds=240)
    assert rules.back_off(99, permanent=False, jitter=1) == timedelta(hours=6 * 1.2)
    assert rules.back_off(1, permanent=True, jitter=0.5) == timedelta(hours=1)
    assert rules.back_off(0, permanent=True, jitter=0) == timedelta(seconds=2880)


def test_a_page_is_called_again_after_half_a_minute_then_two() -> None:
    assert [rules.page_retry(n).total_seconds() for n in (0, 1, 2)] == [30, 30, 120]


def test_silence_is_measured_against_what_is_usual() -> None:
    assert rules.is_silent(20, SEEN - timedelta(hours=13), SEEN)
    assert not rules.is_silent(20, SEEN - timedelta(hours=8), SEEN)
    assert not rules.is_silent(0.3, SEEN - timedelta(days=9), SEEN)
    assert not rules.is_silent(20, None, SEEN)


def test_delay_follows_slowly() -> None:
    assert rules.smoothed_delay(None, [60, 30, 90]) == 60
    assert rules.smoothed_delay(100, [600]) == pytest.approx(200)
    assert rules.smoothed_delay(100, []) == 100


def test_a_title_from_an_address() -> None:
    assert rules.title_from_url("https://a.example/2026/11/loket-daring-terhenti-123.html") == "Loket daring terhenti"
    assert rules.title_from_url("https://a.example/") == "https://a.example/"


def test_hosts() -> None:
    assert rules.host_key("http://Serayu.example:80/rss") == "serayu.example"
    assert rules.host_key("http://127.0.0.1:8123/rss") == "127.0.0.1:8123"
    assert rules.host_key("https://[::1") == ""
    assert rules.site_of("https://www.serayu.example/x") == "serayu.example"
    assert rules.site_of("serayu") == ""
