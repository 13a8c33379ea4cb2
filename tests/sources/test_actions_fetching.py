"""Looking at sources over a loopback web: what comes in, once, whatever goes wrong beside it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from tests.factories.sources import ArticleFactory, OutletFactory, SourceFactory

from kentongan.sources.actions import Fetching, fetching
from kentongan.sources.actions.calling import RobotsBook
from kentongan.sources.choices import ArticleState, Problem
from kentongan.sources.models import Article, Host, Source, SourceDay
from kentongan.sources.signals import articles_ready

pytestmark = [pytest.mark.django_db, pytest.mark.loopback]

NOW = datetime(2026, 11, 23, 23, 12, tzinfo=UTC)


def watch(url: str, **fields: Any) -> Source:
    return SourceFactory(
        url=url, next_fetch_at=NOW - timedelta(seconds=1), created_at=NOW - timedelta(days=3), **fields
    )


def look(now: datetime = NOW) -> int:
    return Fetching(threads=8).run(clock=lambda: now, budget_s=20)


def test_new_items_wait_for_their_page(web: Any) -> None:
    source = watch(web.feed("/rss", [("Loket terhenti", web.url("/a"), NOW - timedelta(minutes=3))]))
    assert look() == 1
    article = Article.objects.get()
    assert (article.title, article.state, article.source, article.outlet) == (
        "Loket terhenti",
        ArticleState.WAITING,
        source,
        source.outlet,
    )
    assert article.published_at == NOW - timedelta(minutes=3)
    assert article.summary == "Ringkasan Loket terhenti"
    source.refresh_from_db()
    assert (source.last_success_at, source.failures, source.leased_until, source.problem) == (NOW, 0, None, "")
    assert source.next_fetch_at > NOW
    assert SourceDay.objects.get(source=source).items == 1


def test_an_entry_that_carries_its_text_is_ready_at_once_and_announced(web: Any) -> None:
    heard: list[Any] = []

    def hear(articles: list[Article], **_: Any) -> None:
        heard.extend(articles)

    articles_ready.connect(hear)
    try:
        watch(
            web.feed(
                "/rss", [("Loket terhenti", web.url("/a"), NOW)], content="<p>" + "Kalimat panjang. " * 80 + "</p>"
            )
        )
        look()
    finally:
        articles_ready.disconnect(hear)
    article = Article.objects.get()
    assert article.state == ArticleState.READY
    assert article.body.startswith("Kalimat panjang.")
    assert [one.pk for one in heard] == [article.pk]


def test_looking_again_adds_nothing(web: Any) -> None:
    source = watch(web.feed("/rss", [("Satu", web.url("/1"), NOW), ("Dua", web.url("/2"), NOW)]))
    look()
    Source.objects.update(next_fetch_at=NOW, content_hash="")
    look()
    assert Article.objects.count() == 2
    assert SourceDay.objects.get(source=source).items == 2


def test_what_has_not_changed_is_not_read_again(web: Any) -> None:
    watch(web.feed("/rss", [("Satu", web.url("/1"), NOW)]))
    look()
    Source.objects.update(next_fetch_at=NOW)
    (due, _), *_rest = fetching.take_due(now=NOW, limit=1)
    seen = fetching.look_at(due, RobotsBook())
    assert (seen.feed, seen.refused, seen.content_hash) == (None, None, due.source.content_hash)


def test_what_nobody_could_read_is_refused_and_stops_nothing(web: Any) -> None:
    rows = (
        ("&l9;", ""), ("Klik di sini", "javascript:alert(1)"), ("Data", "data:text/html,x"),
        ("&l9;", web.url("/loket-daring-terhenti")), ("Harga beras", web.url("/1")), ("Suhu 5 & 6", ""),
    )  # fmt: skip
    items = "".join(f"<item><title>{title}</title><link>{link}</link></item>" for title, link in rows)
    source = watch(web.page("/rss", f"<rss version='2.0'><channel><title>Kabar</title>{items}</channel></rss>"))
    look()
    source.refresh_from_db()
    titles = set(Article.objects.values_list("title", flat=True))
    assert titles == {"Loket daring terhenti", "Harga beras", "Suhu 5 & 6"}
    assert (source.problem, source.problem_detail) == ("", fetching.LEFT_OUT.format(3))
    Source.objects.update(next_fetch_at=NOW)
    look()  # unchanged: what was left out still is
    source.refresh_from_db()
    assert source.problem_detail == fetching.LEFT_OUT.format(3)


def test_one_article_under_two_addresses_comes_in_once(web: Any) -> None:
    ArticleFactory(url=web.url("/satu"))
    watch(
        web.feed(
            "/rss",
            [
                ("Satu", web.url("/satu?utm_source=rss"), NOW),
                ("Dua", web.url("/dua/"), NOW),
                ("Dua", web.url("/dua?fbclid=x#top"), NOW),
            ],
        )
    )
    look()
    assert Article.objects.filter(title="Dua").count() == 1
    assert Article.objects.count() == 2


def test_an_unchanged_feed_is_not_read_again(web: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    source = watch(web.feed("/rss", [("Satu", web.url("/1"), NOW)]))
    look()
    Source.objects.update(next_fetch_at=NOW)
    monkeypatch.setattr(fetching, "collect", None)  # reading would fail
    assert look() == 1
    source.refresh_from_db()
    assert source.failures == 0


def test_a_conditional_call_is_answered_with_304(web: Any) -> None:
    url = web.feed("/rss", [("Satu", web.url("/1"), NOW)])
    body = web.pages["/rss"][2]
    web.pages["/rss"] = lambda headers: (
        (304, {}, b"") if headers.get("if-none-match") == '"v1"' else (200, {"etag": '"v1"'}, body)
    )
    source = watch(url)
    look()
    Source.objects.update(next_fetch_at=NOW)
    look()
    source.refresh_from_db()
    assert web.headers["/rss"]["if-none-match"] == '"v1"'
    assert (source.etag, source.failures, source.last_success_at) == ('"v1"', 0, NOW)


def test_broken_sources_stop_nobody(web: Any) -> None:
    good = watch(web.feed("/rss", [("Satu", web.url("/1"), NOW)]))
    gone = watch(web.url("/tidak-ada"))
    page = watch(web.page("/html", "<!doctype html><html><body>Bukan umpan</body></html>", content_type="text/html"))
    error = watch(web.page("/500", "", status=500))
    private = watch("http://127.0.0.1:1/rss")
    inward = watch(web.page("/pindah", "", status=302, location="http://10.0.0.1/rss"))
    endless = watch(web.page("/tanpa-akhir", b"endless"))
    bomb = watch(web.page("/bom", '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">]><r>&a;</r>'))
    assert look() == 8
    problems = dict(Source.objects.values_list("pk", "problem"))
    assert problems == {
        good.pk: "", gone.pk: Problem.GONE, page.pk: Problem.NO_FEED, error.pk: Problem.SERVER_ERROR,
        private.pk: Problem.PRIVATE, inward.pk: Problem.PRIVATE, endless.pk: Problem.TOO_BIG, bomb.pk: Problem.NO_FEED,
    }  # fmt: skip
    assert Article.objects.count() == 1
    failed = Source.objects.get(pk=error.pk)
    assert (failed.failures, failed.failing_since, failed.leased_until) == (1, NOW, None)
    assert NOW + timedelta(seconds=40) < failed.next_fetch_at < NOW + timedelta(seconds=80)


def test_a_source_that_recovers_says_so(web: Any) -> None:
    url = web.feed("/rss", [("Satu", web.url("/1"), NOW)])
    source = watch(url, failures=3, failing_since=NOW - timedelta(hours=1), problem=Problem.NO_ANSWER)
    look()
    source.refresh_from_db()
    assert (source.failures, source.failing_since, source.problem) == (0, None, "")


def test_robots_are_obeyed_and_kept(web: Any) -> None:
    web.page("/robots.txt", "User-agent: *\nDisallow: /rahasia\nCrawl-delay: 7")
    open_, closed = watch(web.feed("/rss", [])), watch(web.feed("/rahasia/rss", [("Satu", web.url("/1"), NOW)]))
    look()
    problems = dict(Source.objects.values_list("pk", "problem"))
    assert problems == {open_.pk: "", closed.pk: Problem.ROBOTS}
    host = Host.objects.get()
    assert (host.name, host.pause_s, host.robots_read_at) == (web.host, 7.0, NOW)
    assert web.calls["/robots.txt"] == 1
    Source.objects.update(next_fetch_at=NOW, failures=0)
    look()
    assert web.calls["/robots.txt"] == 1


def test_a_busy_host_is_not_called_before_its_pause_is_over(web: Any) -> None:
    Host.objects.create(name=web.host, pause_s=30, free_at=NOW + timedelta(seconds=20))
    source = watch(web.feed("/rss", []))
    assert look() == 0
    source.refresh_from_db()
    assert (source.next_fetch_at, source.leased_until) == (NOW + timedelta(seconds=20), None)
    assert not web.calls


def test_wrong_times_are_put_right(web: Any) -> None:
    watch(
        web.feed(
            "/rss",
            [
                ("Nanti", web.url("/nanti"), NOW + timedelta(minutes=30)),
                ("Jauh", web.url("/jauh"), NOW + timedelta(days=3000)),
                ("Tanpa", web.url("/tanpa"), None),
            ],
        )
    )
    look()
    times = {article.title: (article.published_at, article.published_known) for article in Article.objects.all()}
    assert times == {"Nanti": (NOW, True), "Jauh": (NOW, False), "Tanpa": (NOW, False)}


def test_a_lease_that_passed_on_writes_nothing(web: Any) -> None:
    watch(web.feed("/rss", [("Satu", web.url("/1"), NOW)]))
    ((taken, _delay),) = fetching.take_due(now=NOW, limit=5)
    seen = fetching.look_at(taken, fetching.RobotsBook())
    Source.objects.update(leased_until=NOW + timedelta(hours=1))
    assert fetching.keep(seen, now=NOW) == 0
    assert not Article.objects.exists()


def test_a_full_disk_is_told_and_stops_no_other(web: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = watch(web.feed("/bad", [("Satu", web.url("/1"), NOW)]))
    good = watch(web.feed("/good", [("Dua", web.url("/2"), NOW)]))
    store = fetching.store_items

    def full(*, source: Source, **values: Any) -> Any:
        if source.pk == bad.pk:
            raise DatabaseError("database or disk is full")
        return store(source=source, **values)

    monkeypatch.setattr(fetching, "store_items", full)
    look()
    bad.refresh_from_db()
    assert (bad.problem, bad.problem_detail) == (Problem.STORAGE, "database or disk is full")
    assert bad.content_hash == ""  # so that the next look reads it again
    assert list(Article.objects.values_list("source", flat=True)) == [good.pk]


def test_paused_sources_and_outlets_are_left_alone(web: Any) -> None:
    watch(web.feed("/1", []), is_active=False)
    watch(web.feed("/2", []), outlet=OutletFactory(is_active=False))
    assert look() == 0
    assert not web.calls


def test_the_delay_is_measured_after_the_first_look(web: Any) -> None:
    source = watch(web.feed("/rss", [("Satu", web.url("/1"), NOW - timedelta(hours=5))]))
    look()
    source.refresh_from_db()
    assert source.delay_s is None
    web.feed("/rss", [("Dua", web.url("/2"), NOW)])
    Source.objects.update(next_fetch_at=NOW)
    look(NOW + timedelta(seconds=50))
    source.refresh_from_db()
    assert source.delay_s == pytest.approx(50)
    assert source.last_new_at == NOW + timedelta(seconds=50)


def test_many_sources_are_looked_at_in_one_pass(web: Any) -> None:
    for number in range(60):
        watch(web.feed(f"/rss/{number}", [(f"Berita {number}", web.url(f"/{number}"), NOW)]))
    assert look() == 60
    assert Article.objects.count() == 60


def test_sitemaps_and_index_pages_are_sources_too(web: Any) -> None:
    sitemap = watch(
        web.page(
            "/peta.xml",
            '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
            'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
            f"<url><loc>{web.url('/peta/berita-satu')}</loc><news:news><news:publication_date>2026-11-24T06:00:00+07:00"
            "</news:publication_date><news:title>Berita satu</news:title></news:news></url>"
            f"<url><loc>{web.url('/tentang-kami')}</loc></url></urlset>",
            content_type="application/xml",
        ),
        kind="sitemap",
    )
    links = "".join(
        f'<li><h2><a href="/berita/2026/11/24/{n}0001/loket-daring-{n}">Loket daring terpadu terhenti {n}</a></h2></li>'
        for n in range(1, 6)
    )
    index = watch(web.page("/", f"<html><body><ul>{links}</ul></body></html>", content_type="text/html"), kind="index")
    look()
    assert dict(Source.objects.values_list("pk", "problem")) == {sitemap.pk: "", index.pk: ""}
    assert list(Article.objects.filter(source=sitemap).values_list("title", flat=True)) == ["Berita satu"]
    assert Article.objects.filter(source=index, published_known=False).count() == 5


def test_an_endless_archive_is_not_taken_for_news(web: Any) -> None:
    rows = "".join(f"<url><loc>{web.url(f'/arsip/{n}')}</loc></url>" for n in range(50))
    page = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'
    source = watch(web.page("/sitemap.xml", page), kind="sitemap")
    look()
    source.refresh_from_db()
    assert source.problem == Problem.NO_FEED
    assert not Article.objects.exists()
