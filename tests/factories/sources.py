"""Made-up outlets, sources and articles."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import factory

from kentongan.sources.choices import ArticleState
from kentongan.sources.models import Article, Outlet, Source
from kentongan.sources.rules import url_key

MORNING = datetime(2026, 11, 23, 22, 41, tzinfo=UTC)  # 05.41 WIB on 24 November


class OutletFactory(factory.django.DjangoModelFactory[Outlet]):
    class Meta:
        model = Outlet

    name = factory.Sequence(lambda n: f"Kabar Serayu {n}")
    slug = factory.Sequence(lambda n: f"kabar-serayu-{n}")
    domain = factory.Sequence(lambda n: f"serayu{n}.example")
    created_at = MORNING


class SourceFactory(factory.django.DjangoModelFactory[Source]):
    class Meta:
        model = Source

    outlet = factory.SubFactory(OutletFactory)
    url = factory.Sequence(lambda n: f"https://serayu{n}.example/rss")
    created_at = MORNING - timedelta(days=30)


class ArticleFactory(factory.django.DjangoModelFactory[Article]):
    class Meta:
        model = Article

    outlet = factory.SubFactory(OutletFactory)
    url = factory.Sequence(lambda n: f"https://serayu.example/berita/{n}")
    url_key = factory.LazyAttribute(lambda o: url_key(o.url))
    title = factory.Sequence(lambda n: f"Loket daring terpadu terhenti tiga jam ({n})")
    body = "Loket daring terpadu terhenti selama tiga jam pada Senin. Warga meminta penjelasan kementerian."
    published_at = MORNING
    seen_at = MORNING
    ready_at = MORNING
    state = ArticleState.READY
