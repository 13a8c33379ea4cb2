"""What people decided is not thrown away with an article that can be removed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.urls import reverse
from tests.factories.accounts import make_member, make_unit
from tests.factories.monitoring import OTHER, hear, make_article, watch

from kentongan.accounts.models import User
from kentongan.common import search
from kentongan.common.errors import ActionError
from kentongan.monitoring.actions import Change, move_article, triage, undo_triage
from kentongan.monitoring.models import Mention
from kentongan.monitoring.queries import is_decided
from kentongan.sources.actions import remove_article
from kentongan.sources.models import Article

pytestmark = pytest.mark.django_db


@pytest.fixture
def mention(now: datetime) -> Mention:
    unit = make_unit()
    watch(unit, "loket")
    article = make_article("Loket daring", "", entered_in=unit, entered_by=make_member(unit))
    return hear(article, make_article("Stadion penuh sesak", OTHER + " Loket penuh.", minutes=5), now=now)[0]


CHANGES: list[Callable[[User], Change]] = [
    lambda by: Change(relevance="relevant"),
    lambda by: Change(tone="negative"),
    lambda by: Change(note="Tanya redaksi"),
    lambda by: Change(add_tags=["penting"]),
    lambda by: Change(assign_to=by),
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_decision_holds_the_article(mention: Mention, now: datetime, change: Callable[[User], Change]) -> None:
    article = mention.article
    by = article.entered_by
    assert not is_decided(article.pk, lock=True)
    outcome = triage(picks={mention.pk: None}, change=change(by), by=by, now=now)
    assert is_decided(article.pk, lock=True)
    with pytest.raises(ActionError, match="decided"):
        remove_article(article=article, unit=mention.unit, by=by, now=now)
    undo_triage(undo=outcome.undo, by=by, now=now)
    assert not is_decided(article.pk)


def test_a_place_given_by_hand_holds_it_too(mention: Mention, now: datetime) -> None:
    article = mention.article
    other = Mention.objects.exclude(story=mention.story).get().story
    move_article(story=mention.story, article=article.pk, into=other, unit=mention.unit, by=article.entered_by, now=now)
    assert is_decided(article.pk)


def test_without_a_decision_mention_and_words_go_too(mention: Mention, now: datetime) -> None:
    article = mention.article
    remove_article(article=article, unit=mention.unit, by=article.entered_by, now=now)
    assert not Mention.objects.filter(pk=mention.pk).exists()
    assert article.pk not in {hit.id for hit in search.find(search.Search("loket"), 10)}
    assert Article.objects.count() == 1


def test_the_page_says_why_an_article_stays(mention: Mention, client: object, now: datetime) -> None:
    by = mention.article.entered_by
    triage(picks={mention.pk: None}, change=Change(tone="negative"), by=by, now=now)
    client.force_login(by)
    page = reverse("sources:article", args=[mention.article_id])
    assert "jadi tidak dapat dihapus" in (shown := client.get(page).content.decode()) or "so it stays" in shown
    assert client.post(reverse("sources:article-remove", args=[mention.article_id])).url == page
    assert Article.objects.filter(pk=mention.article_id).exists()
