"""The whole chain, HTML in to toned mention stored, with 10,000 watch queries of 968 units, on real articles.

    python -m bench.absorb [--queries 10000] [--articles 1500]

CLICK-ID articles are written as outlets' pages (`kentongan replay`), extracted, stored with their words indexed,
matched, folded, grouped, toned and written as mentions into SQLite. First the outcome is checked:
every article is stored once, nothing waits, and a sample's mentions are exactly what walking every query's tree over
the stored text gives. Times are CPU seconds of this process.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import django

CORPUS = Path(os.environ.get("KENTONGAN_CORPUS", "../shared/data")) / "news_clickid"
PIECE = 40
T = TypeVar("T")
FOLDER = tempfile.TemporaryDirectory(prefix="kentongan-absorb-")
os.environ["KENTONGAN_DATA"] = FOLDER.name
os.environ["DJANGO_SETTINGS_MODULE"] = "kentongan.project.settings"
django.setup()

from bench.match import QueryMaker, holds  # noqa: E402 - after setup
from django.core.management import call_command  # noqa: E402 - after setup
from django.db import transaction  # noqa: E402 - after setup

from kentongan.accounts.models import Institution, Unit  # noqa: E402 - after setup
from kentongan.engine import pipeline  # noqa: E402 - after setup
from kentongan.engine.match.query import parse  # noqa: E402 - after setup
from kentongan.engine.text.fold import words  # noqa: E402 - after setup
from kentongan.engine.types import Article as Text  # noqa: E402 - after setup
from kentongan.monitoring.models import Arrival, Mention, Quote, Story, StoryMember, WatchQuery  # noqa: E402 - after setup
from kentongan.monitoring.tasks import absorb_arrivals  # noqa: E402 - after setup
from kentongan.project.replay import _page, read_site  # noqa: E402 - after setup
from kentongan.sources.models import Article, Outlet  # noqa: E402 - after setup
from kentongan.sources.rules import url_key  # noqa: E402 - after setup
from kentongan.sources.signals import articles_ready  # noqa: E402 - after setup


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--queries", type=int, default=10_000)
    parser.add_argument("--articles", type=int, default=1_500)
    options = parser.parse_args()
    if not CORPUS.is_dir():
        print(f"skipped: no corpus at {CORPUS}")
        return 0
    call_command("migrate", verbosity=0)
    with FOLDER:
        return _run(options.queries, options.articles)


class Clock:
    """CPU seconds by step."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    def __call__(self, step: str, work: Callable[[], T]) -> T:
        begin = time.process_time()
        result = work()
        self.spent[step] = self.spent.get(step, 0) + time.process_time() - begin
        return result


def _run(queries: int, articles: int) -> int:
    now = datetime.now(UTC)
    site = read_site(CORPUS / "articles.jsonl.gz", now=now, day=None, every_day=True, live=False)
    stories = random.Random(3).sample(list(site.pages.values()), articles)
    stories.sort(key=lambda story: story.at)
    pages = [_page(site, story).encode() for story in stories]
    outlets = {name: Outlet.objects.create(name=name, slug=name, created_at=now) for name in site.stories}
    name = "Kementerian Dalam Negeri"
    institution = Institution.objects.create(name=name, short_name="Kemendagri", slug="k", created_at=now)
    root = Unit.objects.add_root({"name": "Biro Humas", "institution": institution})
    offices = ({"name": f"Kantor {n}", "institution": institution} for n in range(967))
    units = [root, *(Unit.objects.add_child(root, office) for office in offices)]
    maker = QueryMaker([Text(id=str(n), title=s.title, body=s.body) for n, s in enumerate(stories)], random.Random(1))
    WatchQuery.objects.bulk_create(
        WatchQuery(unit=units[n % 968], name=f"q{n}", text=maker.query(), created_at=now, changed_at=now)
        for n in range(queries)
    )
    clock = Clock()
    absorb_arrivals.func()
    for start in range(0, len(pages), PIECE):
        read = clock("extract", lambda start=start: [pipeline.read(page) for page in pages[start : start + PIECE]])
        rows = [
            Article(
                outlet=outlets[story.outlet],
                url=f"https://r.example{story.path}",
                url_key=url_key(story.path),
                title=page.title or story.title,
                body=page.text,
                published_at=story.at,
                seen_at=now,
                ready_at=now,
                state="ready",
            )
            for page, story in zip(read, stories[start : start + PIECE], strict=True)
        ]

        def store(rows: list[Article] = rows) -> None:
            with transaction.atomic():
                articles_ready.send(sender=Article, articles=Article.objects.bulk_create(rows), now=now)

        clock("store and index", store)
        clock("match, fold, group, tone, quote, write", absorb_arrivals.func)
    wrong = _disagreements(now)
    if Arrival.objects.exists() or Article.objects.count() != articles or wrong:
        print(f"NOT RIGHT: {Arrival.objects.count()} wait, {Article.objects.count()} stored, {wrong} mentions differ")
        return 1
    print(f"agreed: {articles} articles stored once, none waits, mentions of a sample as a walk over every query gives")
    copies = StoryMember.objects.filter(original__isnull=False).count()
    print(
        f"{Mention.objects.count():,} mentions of {StoryMember.objects.count():,} articles in "
        f"{Story.objects.count():,} stories, {copies} copies, {Quote.objects.count():,} quotes; {queries:,} queries"
    )
    total = sum(clock.spent.values())
    for step, seconds in clock.spent.items():
        print(f"{step:<42}{1000 * seconds / articles:>8.2f} ms an article")
    per = f"{1000 * total / articles:>8.2f} ms an article = {articles / total:.0f} articles per CPU-second"
    print(f"{'whole chain':<42}{per}")
    return 0


def _disagreements(now: datetime) -> int:
    """How many of a sample's mentions are not what the naive walk says."""
    trees = [(unit, parse(text)) for unit, text in WatchQuery.objects.values_list("unit_id", "text")]
    wrong = 0
    for article in Article.objects.order_by("?")[:12]:
        title, body = words(article.title), words(article.body)
        found = {*title, *body}
        wanted = {unit for unit, tree in trees if holds(tree, title, body, found)}
        wrong += len(wanted ^ set(Mention.objects.filter(article=article).values_list("unit_id", flat=True)))
    return wrong


if __name__ == "__main__":
    sys.exit(main())
