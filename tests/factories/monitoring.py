"""Made-up watch queries, arrivals and mentions."""

from __future__ import annotations

from datetime import datetime, timedelta

import factory
from tests.factories.sources import MORNING, ArticleFactory

from kentongan.accounts.models import Unit
from kentongan.monitoring.actions import absorb
from kentongan.monitoring.actions.ear import Ear
from kentongan.monitoring.models import Arrival, Mention, WatchQuery
from kentongan.sources.models import Article
from kentongan.sources.signals import articles_ready


class WatchQueryFactory(factory.django.DjangoModelFactory[WatchQuery]):
    class Meta:
        model = WatchQuery

    name = factory.Sequence(lambda n: f"Loket daring {n}")
    text = "loket daring"
    created_at = MORNING
    changed_at = MORNING


class MentionFactory(factory.django.DjangoModelFactory[Mention]):
    class Meta:
        model = Mention

    article = factory.SubFactory(ArticleFactory)
    outlet = factory.SelfAttribute("article.outlet")
    published_at = factory.SelfAttribute("article.published_at")
    seen_at = factory.SelfAttribute("article.seen_at")


LEDE = (
    "Loket daring terpadu terhenti selama tiga jam pada Senin pagi setelah pusat data di Tanjung Arang kehilangan "
    "pasokan listrik. Sedikitnya dua ribu pemohon pulang tanpa hasil, sementara petugas melayani secara manual di "
    "halaman kantor. Kepala dinas setempat meminta maaf dan menjanjikan perbaikan sebelum pekan berakhir."
)
OTHER = (
    "Pertandingan final sepak bola antarkampung berakhir imbang setelah perpanjangan waktu di lapangan Muara Damar. "
    "Penonton memenuhi tribun sejak siang, dan panitia membagikan air minum karena cuaca panas menyengat."
)


def make_article(title: str, body: str = LEDE, *, minutes: int = 0, **fields: object) -> Article:
    """Make an article published some minutes after MORNING."""
    at = MORNING + timedelta(minutes=minutes)
    return ArticleFactory(title=title, body=body, published_at=at, seen_at=at, ready_at=at, **fields)


def hear(*articles: Article, now: datetime, ear: Ear | None = None) -> list[Mention]:
    """Let articles arrive and be absorbed; return the new mentions."""
    articles_ready.send(sender=Article, articles=list(articles), now=now)
    arrivals = list(Arrival.objects.filter(article__in=articles))
    return absorb(arrivals=arrivals, ear=ear or Ear(), now=now)


def watch(unit: Unit, text: str = "loket daring", **fields: object) -> WatchQuery:
    return WatchQueryFactory(unit=unit, text=text, **fields)
