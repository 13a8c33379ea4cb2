"""Reading: figures of outlets and sources, silence, pages of articles, the catalogue."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.factories.sources import ArticleFactory, OutletFactory, SourceFactory

from kentongan.sources import panels, queries
from kentongan.sources.choices import ArticleState, Problem
from kentongan.sources.models import Article, Source, SourceDay
from kentongan.sources.rules import clean_domain, clean_url

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 23, 12, tzinfo=UTC)


def give(source: Source, items: dict[int, int], errors: int = 0) -> Source:
    """Write down `items` by how many days ago they came."""
    for back, count in items.items():
        SourceDay.objects.create(source=source, day=(NOW - timedelta(days=back)).date(), items=count, errors=errors)
    return source


def test_figures_of_a_source() -> None:
    source = give(SourceFactory(delay_s=90, last_new_at=NOW), {0: 10, 1: 20, 3: 30, 30: 999}, errors=2)
    (row,) = queries.source_rows([source], now=NOW)
    assert row.slits == (0,) * 10 + (30, 0, 20, 10)
    assert (row.per_day, row.errors, row.silent, row.delay) == (15, 6, False, timedelta(seconds=90))
    assert row.days[-1] == (NOW.date(), 10)


def test_figures_of_an_outlet_are_those_of_its_sources() -> None:
    outlet = OutletFactory()
    give(SourceFactory(outlet=outlet, last_success_at=NOW), {0: 10})
    give(SourceFactory(outlet=outlet, last_success_at=NOW - timedelta(hours=1), failures=2, failing_since=NOW), {0: 5})
    late = SourceFactory(outlet=outlet, failures=1, failing_since=NOW - timedelta(hours=3))
    (row,) = queries.outlet_rows([outlet], now=NOW)
    assert (row.per_day, row.last_success_at, row.failing, row.paused) == (15, NOW, late, False)
    assert row.slits[-1] == 15


def test_an_outlet_without_sources_has_no_figures() -> None:
    (row,) = queries.outlet_rows([OutletFactory()], now=NOW)
    assert (row.per_day, row.last_success_at, row.delay, row.failing, row.silent, row.paused) == (
        0, None, None, None, False, False,
    )  # fmt: skip
    assert row.slits == (0,) * 14
    assert queries.outlet_rows([], now=NOW) == []


def test_only_the_usually_busy_are_called_silent() -> None:
    busy = give(SourceFactory(last_new_at=NOW - timedelta(days=2)), dict.fromkeys(range(2, 12), 20))
    give(SourceFactory(last_new_at=NOW - timedelta(hours=3)), dict.fromkeys(range(12), 20))
    give(SourceFactory(last_new_at=NOW - timedelta(days=5)), {5: 1, 12: 1})
    give(SourceFactory(last_new_at=NOW - timedelta(days=2), is_active=False), dict.fromkeys(range(2, 12), 20))
    give(SourceFactory(last_new_at=NOW - timedelta(days=2), failures=1), dict.fromkeys(range(2, 12), 20))
    assert queries.silent_sources(now=NOW) == [busy]
    assert [row.source for row in queries.silent_rows(now=NOW)] == [busy]


def test_the_first_answer_of_a_source_says_nothing_about_its_pace() -> None:
    young = give(SourceFactory(last_new_at=NOW - timedelta(days=2), created_at=NOW - timedelta(days=2)), {2: 200, 1: 0})
    give(SourceFactory(last_new_at=NOW - timedelta(hours=13), created_at=NOW), {0: 40})
    assert queries.silent_sources(now=NOW) == []
    assert [row.silent for row in queries.outlet_rows([young.outlet], now=NOW)] == [False]


def test_every_page_counts_the_same_silent_and_failing_sources() -> None:
    days = dict.fromkeys(range(2, 12), 20)
    silent = give(SourceFactory(last_new_at=NOW - timedelta(days=2)), days)
    closed = OutletFactory(is_active=False)
    give(SourceFactory(outlet=closed, last_new_at=NOW - timedelta(days=2)), days)
    failing = SourceFactory(failures=9, failing_since=NOW - timedelta(hours=2))
    before = NOW - timedelta(minutes=9)
    SourceFactory(failures=1, failing_since=NOW - timedelta(minutes=5), last_success_at=before)  # a hiccup

    health = queries.health(now=NOW)
    assert (health.silent, health.failing) == (1, 1)
    assert queries.silent_sources(now=NOW) == [silent]
    assert list(queries.failing_sources(now=NOW)) == [failing]
    rows = queries.outlet_rows(list(queries.outlets(now=NOW)), now=NOW)
    assert [row.outlet for row in rows if row.silent] == [silent.outlet]
    assert list(queries.outlets(trouble="silent", now=NOW)) == [silent.outlet]
    assert list(queries.outlets(trouble="failing", now=NOW)) == [failing.outlet]


def test_a_source_that_never_answered_is_in_trouble_from_its_first_try_on() -> None:
    minute = NOW - timedelta(minutes=1)
    never = SourceFactory(failures=1, failing_since=minute, last_success_at=None)
    SourceFactory(failures=1, failing_since=minute, last_success_at=NOW - timedelta(minutes=5))
    assert list(queries.failing_sources(now=NOW)) == [never]


def test_the_outlet_of_an_address_is_the_closest() -> None:
    whole, part = OutletFactory(domain="detik.example"), OutletFactory(domain="news.detik.example")
    assert queries.outlet_for("https://news.detik.example/x") == part
    assert queries.outlet_for("https://finance.detik.example/x") == whole
    assert queries.outlet_for("https://example/x") is None
    assert queries.outlet_for("bukan alamat") is None


def test_articles_are_paged_without_a_gap_when_new_ones_arrive() -> None:
    for number in range(10):
        ArticleFactory(published_at=NOW - timedelta(minutes=number // 4))
    first = list(queries.articles()[:4])
    ArticleFactory(published_at=NOW)
    place = queries.parse_after(queries.after_of(first[-1]))
    rest = list(queries.articles(after=place))
    assert len({article.pk for article in first + rest}) == 10


def test_waiting_articles_are_not_listed() -> None:
    ArticleFactory(state=ArticleState.WAITING)
    assert not queries.articles().exists()


@pytest.mark.parametrize("text", ["", "-", "1", "1-", "a-b", "1-2-3", "9" * 18 + "-1", "²-1", "-5-1"])
def test_a_place_that_is_none_is_the_beginning(text: str) -> None:
    assert queries.parse_after(text) is None


def test_a_waiting_page_is_found_by_its_own_index() -> None:
    plan = Article.objects.filter(state=ArticleState.WAITING).order_by("-published_at", "-pk").explain()
    assert "sources_article_waiting" in plan


def test_the_catalogue_holds_what_can_be_watched() -> None:
    entries = queries.catalogue()
    urls = [source.url for entry in entries for source in entry.sources]
    assert len(urls) == len(set(urls))
    assert len({entry.slug for entry in entries}) == len(entries) >= 40
    assert all(clean_url(url) == url for url in urls)
    assert all(clean_domain(entry.domain) == entry.domain and entry.sources for entry in entries)
    assert queries.ticked_slugs() == set()


def test_health_says_how_the_watching_does() -> None:
    (nothing,) = panels.health(NOW)
    assert nothing.state == "warn"
    SourceFactory(last_success_at=NOW, next_fetch_at=NOW)
    assert panels.health(NOW)[0].state == "good"
    failing = SourceFactory(failures=1, problem=Problem.GONE, failing_since=NOW - timedelta(hours=2), next_fetch_at=NOW)
    assert panels.health(NOW)[0].state == "warn"
    Source.objects.update(last_success_at=NOW - timedelta(hours=1))
    assert panels.health(NOW)[0].state == "bad"
    assert list(queries.failing_sources(now=NOW)) == [failing]


def test_what_is_missing_has_its_place(django_assert_max_num_queries: Any) -> None:
    user, unit = object(), object()
    assert panels.missing(user, unit, NOW) == []  # type: ignore[arg-type]
    give(SourceFactory(last_new_at=NOW - timedelta(days=2)), dict.fromkeys(range(2, 12), 20))
    SourceFactory(failures=1, failing_since=NOW - timedelta(hours=2))
    with django_assert_max_num_queries(4):
        assert len(panels.missing(user, unit, NOW)) == 2  # type: ignore[arg-type]
