"""A worker for the test that kills it: fetches and reads for ever, and writes down each announcement beside its rows.

Called with the number of hours its clock runs ahead, so that leases of the one killed before it have run out.
"""

from __future__ import annotations

import os
import sys
from datetime import datetime, timedelta

os.environ["DJANGO_SETTINGS_MODULE"] = "kentongan.project.settings"

import django

django.setup()

# Only now, for models need the settings.
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from kentongan.sources.actions import Fetching, Reading  # noqa: E402
from kentongan.sources.models import Article, Outlet, Source  # noqa: E402
from kentongan.sources.signals import articles_ready  # noqa: E402

AHEAD = timedelta(hours=int(sys.argv[1]))
FEEDS = sys.argv[2:]


def clock() -> datetime:
    return timezone.now() + AHEAD


def prepare() -> None:
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE announced (article INTEGER PRIMARY KEY)")  # a second announcement would fail
    outlet = Outlet.objects.create(name="Kabar Serayu", slug="kabar-serayu", created_at=clock())
    Source.objects.bulk_create(
        Source(outlet=outlet, url=url, next_fetch_at=clock(), created_at=clock()) for url in FEEDS
    )


def note(articles: list[Article], **_: object) -> None:
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO announced VALUES (%s)", [[article.pk] for article in articles])


if FEEDS:
    prepare()
articles_ready.connect(note)
fetching, reading = Fetching(threads=6), Reading(threads=6)
while True:
    fetching.run(clock=clock, budget_s=0.2)
    reading.run(clock=clock, budget_s=0.2)
