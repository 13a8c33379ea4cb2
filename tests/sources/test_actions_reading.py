"""Reading the pages that articles wait for."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from tests.factories.sources import ArticleFactory

from kentongan.sources.actions import Reading, reading
from kentongan.sources.choices import ArticleState, Problem
from kentongan.sources.models import Article, Host
from kentongan.sources.signals import articles_ready

pytestmark = [pytest.mark.django_db, pytest.mark.loopback]

NOW = datetime(2026, 11, 23, 23, 12, tzinfo=UTC)


def wait(url: str, **fields: Any) -> Article:
    return ArticleFactory(
        url=url,
        **{"state": ArticleState.WAITING, "ready_at": None, "body": "", "next_try_at": NOW, "seen_at": NOW, **fields},
    )


def read(now: datetime = NOW) -> int:
    return Reading(threads=4).run(clock=lambda: now, budget_s=20)


@pytest.fixture
def heard() -> Any:
    articles: list[Article] = []

    def hear(articles: list[Article], **_: Any) -> None:
        told.extend(articles)

    told = articles
    articles_ready.connect(hear)
    yield told
    articles_ready.disconnect(hear)


def test_a_page_becomes_text_and_is_announced(web: Any, heard: list[Article]) -> None:
    article = wait(web.article("/a", "Loket daring terhenti"))
    assert read() == 1
    article.refresh_from_db()
    assert (article.state, article.ready_at, article.problem, article.tries) == (ArticleState.READY, NOW, "", 1)
    assert article.body.startswith("Loket daring terhenti. Warga menunggu")
    assert (article.leased_until, article.next_try_at) == (None, None)
    assert [one.pk for one in heard] == [article.pk]


def test_what_the_feed_did_not_say_comes_from_the_page(web: Any) -> None:
    article = wait(
        web.article("/loket-daring-terhenti", "Loket Daring Terhenti Tiga Jam"),
        title="Loket daring terhenti",
        published_at=NOW,
        published_known=False,
    )
    read()
    article.refresh_from_db()
    assert article.title == "Loket Daring Terhenti Tiga Jam"
    assert (article.published_at, article.published_known) == (datetime(2026, 11, 23, 22, 41, tzinfo=UTC), True)


def test_the_words_of_the_feed_go_before_the_page(web: Any) -> None:
    article = wait(web.article("/a", "Judul halaman"), title="Judul umpan", published_at=NOW - timedelta(hours=1))
    read()
    article.refresh_from_db()
    assert (article.title, article.published_at) == ("Judul umpan", NOW - timedelta(hours=1))


def test_three_tries_then_ready_without_text(web: Any, heard: list[Article]) -> None:
    article = wait(web.page("/a", "", status=500))
    assert read(NOW) == 0
    assert read(NOW + timedelta(seconds=20)) == 0  # not yet time
    assert read(NOW + timedelta(seconds=31)) == 0
    assert not heard
    assert read(NOW + timedelta(seconds=200)) == 1
    article.refresh_from_db()
    assert (article.state, article.problem, article.body, article.tries) == (
        ArticleState.READY,
        Problem.SERVER_ERROR,
        "",
        3,
    )
    assert web.calls["/a"] == 3
    assert [one.pk for one in heard] == [article.pk]


def test_a_page_that_is_gone_or_without_text_is_given_up_at_once(web: Any) -> None:
    gone, bare = wait(web.url("/tidak-ada")), wait(web.page("/b", "<html><body></body></html>"))
    picture = wait(web.page("/c", b"\x89PNG\r\n\x1a\n", content_type="image/png"))
    assert read() == 3
    assert dict(Article.objects.values_list("pk", "problem")) == {
        gone.pk: Problem.GONE, bare.pk: Problem.NO_TEXT, picture.pk: Problem.NO_TEXT,
    }  # fmt: skip


def test_the_newest_are_read_first(web: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    old = wait(web.article("/lama", "Berita lama"), published_at=NOW - timedelta(days=2))
    new = wait(web.article("/baru", "Berita baru"), published_at=NOW)
    assert [wanted.pk for wanted, _ in reading.take_waiting(now=NOW, limit=1)] == [new.pk]
    assert [wanted.pk for wanted, _ in reading.take_waiting(now=NOW, limit=1)] == [old.pk]


def test_pages_of_one_host_wait_for_their_turn(web: Any) -> None:
    Host.objects.create(name=web.host, pause_s=1.0, robots_read_at=NOW)
    for number in range(9):
        wait(web.article(f"/{number}", f"Berita {number}"))
    taken = reading.take_waiting(now=NOW, limit=9)
    assert [delay for _, delay in taken] == [0, 1, 2]
    later = sorted(Article.objects.filter(leased_until=None).values_list("next_try_at", flat=True))
    assert later == [NOW + timedelta(seconds=n) for n in (3, 4, 5, 6, 7, 8)]


def test_a_slow_host_does_not_take_the_whole_crew(web: Any) -> None:
    Host.objects.create(name=web.host, pause_s=1.0, robots_read_at=NOW)
    article = wait(web.article("/a", "Berita"))
    assert reading.take_waiting(now=NOW, limit=9, under_way=Counter({web.host: 3})) == []
    article.refresh_from_db()
    assert (article.next_try_at, article.tries, article.leased_until) == (NOW + timedelta(seconds=4), 0, None)


def test_a_host_that_does_not_answer_is_left_alone_for_a_while(web: Any, settings: Any) -> None:
    settings.FETCH_ALLOWED_HOSTS = frozenset({"127.0.0.0/8"})
    dead = "http://127.0.0.1:9/"
    wait(dead + "1")
    assert read() == 0
    host = Host.objects.get()
    assert (host.name, host.free_at) == ("127.0.0.1:9", NOW + timedelta(seconds=30))
    other = wait(dead + "2")
    assert reading.take_waiting(now=NOW + timedelta(seconds=1), limit=9) == []
    other.refresh_from_db()
    assert other.next_try_at == NOW + timedelta(seconds=30)


def test_a_page_that_kills_the_worker_is_let_go(web: Any) -> None:
    article = wait(web.article("/a", "Halaman beracun"), tries=6, leased_until=NOW - timedelta(seconds=1))
    assert reading.give_up_on_crashed(now=NOW) == 1
    article.refresh_from_db()
    assert (article.state, article.problem) == (ArticleState.READY, Problem.CRASHED)
    assert not web.calls


def test_a_worker_that_died_leaves_its_articles_to_the_next(web: Any) -> None:
    article = wait(web.article("/a", "Loket daring"))
    reading.take_waiting(now=NOW, limit=5)  # and then nothing: killed
    assert read(NOW + timedelta(seconds=60)) == 0
    assert read(NOW + timedelta(seconds=91)) == 1
    article.refresh_from_db()
    assert article.state == ArticleState.READY


def test_a_row_that_cannot_be_stored_costs_only_itself(web: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = wait(web.article("/buruk", "Berita buruk")), wait(web.article("/baik", "Berita baik"))
    save = Article.save

    def full(self: Article, *args: Any, **values: Any) -> None:
        if self.pk == bad.pk:
            raise DatabaseError("database or disk is full")
        save(self, *args, **values)

    monkeypatch.setattr(Article, "save", full)
    assert read() == 1
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (good.state, bad.state, bad.problem) == (ArticleState.READY, ArticleState.WAITING, Problem.STORAGE)
    assert bad.next_try_at > NOW


def test_a_private_address_is_not_read(web: Any) -> None:
    article = wait("http://169.254.169.254/latest/meta-data")
    assert read() == 1
    article.refresh_from_db()
    assert (article.problem, article.body) == (Problem.PRIVATE, "")
