"""Articles over several pages, read one call at a time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.factories.sources import ArticleFactory

from kentongan.sources.actions import Reading, reading
from kentongan.sources.choices import ArticleState, Problem
from kentongan.sources.models import Article, ArticlePart, Host
from kentongan.sources.queries import missing_parts
from kentongan.sources.signals import articles_ready

pytestmark = [pytest.mark.django_db, pytest.mark.loopback]

NOW = datetime(2026, 11, 23, 23, 12, tzinfo=UTC)
NAMES = ("Loket daring", "Jembatan gantung", "Pasar induk", "Puskesmas keliling")


def wait(url: str, **fields: Any) -> Article:
    waiting = {"state": ArticleState.WAITING, "ready_at": None, "body": "", "next_try_at": NOW, "seen_at": NOW}
    return ArticleFactory(url=url, title="Kabar dari Serayu", **{**waiting, **fields})


def read(now: datetime = NOW) -> int:
    return Reading(threads=4).run(clock=lambda: now, budget_s=20)


def in_parts(web: Any, links: list[str], path: str = "/a", *, count: int = 3) -> str:
    """Serve an article of `count` pages at `path`, `path?page=2` ... that each name `links`."""
    for number, name in enumerate(NAMES[:count], 1):
        web.article(path if number == 1 else f"{path}?page={number}", name, links=links)
    return str(web.url(path))


def said(article: Article) -> list[str]:
    """Which pages' words stand in the text, in their order; each of them must stand there once."""
    found = [name for name in NAMES if name in article.body]
    assert all(
        article.body.count(f"{name}. Warga menunggu di kantor layanan sejak pukul 6 pagi") == 1 for name in found
    )
    return sorted(found, key=article.body.index)


def test_the_pages_are_joined_into_one_article_announced_once(web: Any) -> None:
    told: list[Article] = []

    def hear(articles: list[Article], **_: Any) -> None:
        told.extend(articles)

    articles_ready.connect(hear)
    article = wait(in_parts(web, ["?page=2", "?page=3", "?page=2"]))
    assert read() == 1
    articles_ready.disconnect(hear)
    article.refresh_from_db()
    assert said(article) == list(NAMES[:3])
    assert (article.state, article.problem, [one.pk for one in told]) == (ArticleState.READY, "", [article.pk])
    assert web.calls == {"/robots.txt": 1, "/a": 1, "/a?page=2": 1, "/a?page=3": 1}
    assert Article.objects.count() == 1


def test_pages_named_one_by_one_are_followed(web: Any) -> None:
    web.article("/a", NAMES[0], links=["/a/2"])
    web.article("/a/2", NAMES[1], links=["/a", "/a/3"])
    web.article("/a/3", NAMES[2], links=["/a/2"])
    article = wait(web.url("/a"))
    assert read() == 1
    article.refresh_from_db()
    assert said(article) == list(NAMES[:3])


def test_one_page_with_all_of_it_spares_the_others(web: Any) -> None:
    url = in_parts(web, ["?page=2", "?page=all"])
    whole = b"".join(
        web.pages[path][2].partition(b"<article>")[2].partition(b"</article>")[0] for path in ("/a", "/a?page=2")
    )
    web.page("/a?page=all", b"<html><body><article>" + whole + b"</article></body></html>")
    article = wait(url)
    assert read() == 1
    article.refresh_from_db()
    assert said(article) == list(NAMES[:2])
    assert web.calls["/a?page=2"] == 0
    assert list(article.parts.values_list("number", flat=True)) == [ArticlePart.WHOLE]


def test_where_that_page_fails_the_others_are_read(web: Any) -> None:
    article = wait(in_parts(web, ["?page=2", "?page=all"]))
    web.page("/a?page=all", "", status=404)
    assert read() == 1
    article.refresh_from_db()
    assert (said(article), article.problem) == (list(NAMES[:2]), "")


def test_a_missing_page_is_said_and_the_rest_stands(web: Any) -> None:
    article = wait(in_parts(web, ["?page=2", "?page=3"]))
    web.page("/a?page=2", "", status=410)
    assert read() == 1
    article.refresh_from_db()
    assert (article.state, said(article), article.problem) == (ArticleState.READY, [NAMES[0], NAMES[2]], Problem.PART)
    assert missing_parts(article) == [("2", Problem.GONE.label)]


def test_a_host_in_trouble_is_asked_once_more_and_then_left_alone(web: Any) -> None:
    article = wait(in_parts(web, ["?page=2", "?page=3"]))
    web.page("/a?page=2", "", status=503)
    assert read() == 0
    assert read(NOW + timedelta(seconds=31)) == 1
    article.refresh_from_db()
    assert (said(article), missing_parts(article)) == ([NAMES[0]], [("2, 3", Problem.SERVER_ERROR.label)])
    assert (web.calls["/a?page=2"], web.calls["/a?page=3"]) == (2, 0)


def test_an_address_too_long_to_keep_is_no_page(web: Any) -> None:
    path = "/" + "a" * (1_998 - len(web.url("/")))
    article = wait(web.article(path, NAMES[0], links=["?page=2"]))
    assert read() == 1
    article.refresh_from_db()
    assert (article.state, article.problem, article.parts.count()) == (ArticleState.READY, "", 0)
    assert web.calls[path] == 1


def test_pages_of_comments_end_the_reading_and_leave_no_trace(web: Any) -> None:
    article = wait(web.article("/a", NAMES[0], links=["?page=2", "?page=3"]))  # every number shows the same article
    assert read() == 1
    article.refresh_from_db()
    assert (said(article), article.problem, web.calls["/a?page=3"]) == ([NAMES[0]], "", 0)


def test_a_page_that_leads_to_another_host_is_not_taken(web: Any, settings: Any) -> None:
    elsewhere = web.article("/b", NAMES[1]).replace("127.0.0.1", "localhost")
    settings.FETCH_ALLOWED_HOSTS |= {web.host.replace("127.0.0.1", "localhost")}
    article = wait(in_parts(web, ["?page=2"]))
    web.page("/a?page=2", "", status=302, location=elsewhere)
    assert read() == 1
    article.refresh_from_db()
    assert (said(article), missing_parts(article)) == ([NAMES[0]], [("2", Problem.ELSEWHERE.label)])
    assert web.calls["/b"] == 1


def test_each_page_waits_for_its_turn_at_the_host(web: Any) -> None:
    Host.objects.create(name=web.host, pause_s=1.0, robots_read_at=NOW)
    article = wait(web.url("/a"), body="Halaman pertama sudah terbaca.")
    ArticlePart.objects.create(article=article, number=2, url=web.url("/a/2"))
    ArticlePart.objects.create(article=article, number=3, url=web.url("/a/3"))
    wait(web.url("/b"), published_at=NOW)
    assert [(wanted.number, wanted.url, delay) for wanted, delay in reading.take_waiting(now=NOW, limit=9)] == [
        (1, web.url("/b"), 0.0), (2, web.url("/a/2"), 1.0),
    ]  # fmt: skip


def test_a_host_that_wants_long_pauses_does_not_keep_the_article_waiting(web: Any) -> None:
    article = wait(in_parts(web, ["?page=2", "?page=3", "?page=4"], count=4))
    web.page("/robots.txt", "User-agent: *\nCrawl-delay: 30\n")
    assert read() == 0
    assert list(article.parts.values_list("number", "problem")) == [(2, ""), (3, ""), (4, Problem.TOO_MANY)]


def test_a_worker_that_died_at_a_later_page_leaves_that_page_to_the_next(web: Any) -> None:
    article = wait(in_parts(web, ["?page=2", "?page=3"]))
    wanted, _ = reading.take_waiting(now=NOW, limit=1)[0]
    assert reading.keep_all([reading.read_page(wanted, Reading(threads=1).book)], now=NOW) == 0
    reading.take_waiting(now=NOW, limit=1)  # and then nothing: killed
    assert read(NOW + timedelta(seconds=91)) == 1
    article.refresh_from_db()
    assert said(article) == list(NAMES[:3])
    assert web.calls["/a"] == 1


def test_a_page_that_kills_the_worker_costs_only_itself(web: Any) -> None:
    article = wait(web.url("/a"), body="Halaman pertama sudah terbaca.", tries=6)
    ArticlePart.objects.create(article=article, number=2, url=web.url("/a/2"))
    assert reading.give_up_on_crashed(now=NOW) == 1
    article.refresh_from_db()
    assert (article.state, missing_parts(article)) == (ArticleState.READY, [("2", Problem.CRASHED.label)])
