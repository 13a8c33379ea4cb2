"""What this room does when something happens upstream."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver

from kentongan.common import search
from kentongan.monitoring.actions import note_arrivals
from kentongan.sources.models import Article
from kentongan.sources.signals import articles_ready


@receiver(articles_ready, dispatch_uid="monitoring.note_arrivals")
def on_articles_ready(*, articles: list[Article], now: datetime, **_: Any) -> None:
    """Let the articles wait to be matched, and make them findable, in the transaction that stored them."""
    note_arrivals(articles=articles)
    search.add(entry_of(article) for article in articles)


@receiver(pre_delete, sender=Article, dispatch_uid="monitoring.forget_text")
def on_article_deleted(*, instance: Article, **_: Any) -> None:
    """Take a deleted article's words out of the index."""
    search.remove([entry_of(instance)])


def entry_of(article: Article) -> search.Entry:
    return search.Entry(article.pk, article.published_at, article.title, article.body, article.outlet_id)
