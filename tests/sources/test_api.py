"""The read API: pages by key, bounded, and no error of ours on any input."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from ninja.testing import TestClient
from tests.factories.accounts import make_unit
from tests.factories.sources import ArticleFactory, OutletFactory

from kentongan.accounts.models import ApiToken
from kentongan.common.secrets import token_hash
from kentongan.sources.api import router
from kentongan.sources.choices import ArticleState
from kentongan.sources.models import Article

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 23, 12, tzinfo=UTC)
CLIENT = TestClient(router)


@pytest.fixture
def ask(at_now: datetime) -> Any:
    raw = "ktg_rahasia"
    ApiToken.objects.create(
        unit=make_unit(), name="uji", token_hash=token_hash(raw), created_at=NOW, expires_at=NOW + timedelta(days=1)
    )

    def get(path: str, **query: Any) -> Any:
        address = f"{path}?{urlencode(query)}" if query else path
        return CLIENT.get(address, headers={"Authorization": f"Bearer {raw}"})

    return get


def test_without_a_key_nothing_is_read(db: None) -> None:
    for path in ("/outlets", "/articles", "/articles/1"):
        assert CLIENT.get(path).status_code == 401


def test_outlets_come_page_by_page(ask: Any) -> None:
    outlets = [OutletFactory() for _ in range(5)]
    first = ask("/outlets", limit=3).json()
    second = ask("/outlets", limit=3, after=first["next_after"]).json()
    assert [row["id"] for row in first["items"] + second["items"]] == [outlet.pk for outlet in outlets]
    assert second["next_after"] is None


def test_articles_come_newest_first_page_by_page(ask: Any) -> None:
    for number in range(7):
        ArticleFactory(published_at=NOW - timedelta(minutes=number // 2))
    ArticleFactory(state=ArticleState.WAITING)
    seen, after = [], ""
    while after is not None:
        page = ask("/articles", limit=3, after=after).json()
        seen += [row["id"] for row in page["items"]]
        after = page["next_after"]
    ready = Article.objects.filter(state=ArticleState.READY).order_by("-published_at", "-pk")
    assert seen == [article.pk for article in ready]
    assert "body" not in page["items"][0]


def test_articles_of_one_outlet_and_one_time(ask: Any) -> None:
    one, two = ArticleFactory(published_at=NOW), ArticleFactory(published_at=NOW - timedelta(days=3))
    assert [row["id"] for row in ask("/articles", outlet=one.outlet_id).json()["items"]] == [one.pk]
    assert [row["id"] for row in ask("/articles", until="2026-11-22T00:00:00+07:00").json()["items"]] == [two.pk]
    assert [row["id"] for row in ask("/articles", since="2026-11-23T00:00:00").json()["items"]] == [one.pk]


def test_one_article_has_its_text(ask: Any) -> None:
    article = ArticleFactory()
    assert ask(f"/articles/{article.pk}").json()["body"] == article.body
    assert ask("/articles/0").status_code == 404
    assert ask(f"/articles/{10**30}").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        {"limit": -5}, {"limit": 10**30}, {"limit": "x"}, {"after": "9" * 17 + "-" + "9" * 18}, {"after": "-"},
        {"after": "²-³"}, {"after": "x" * 41}, {"after": "\0"}, {"outlet": -1}, {"outlet": 10**30}, {"outlet": "a"},
        {"since": "0001-01-01T00:00:00+14:00"}, {"until": "9999-12-31T23:59:59-14:00"}, {"since": "kemarin"},
        {"since": "0001-01-01T00:00:00"}, {"until": "1e400"}, {"since": "-1"},
    ],
)  # fmt: skip
def test_odd_questions_get_a_clear_answer(ask: Any, query: dict[str, Any]) -> None:
    ArticleFactory()
    assert ask("/articles", **query).status_code in {200, 422}
    paged = {name: value for name, value in query.items() if name in {"after", "limit"}}
    assert ask("/outlets", **paged).status_code in {200, 422}
