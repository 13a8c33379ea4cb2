"""How fast the pages of the heart answer over a big archive on SQLite. Fills a folder once, then measures warm.

    python bench/pages.py FOLDER [articles] [mentions] [units]      (1000000 300000 968)

Every page is asked 25 times through Django's test client, signed in as the head of the topmost unit (who owns the most
rows) and prints p50 and p95 of the whole answer: middleware, queries, template. The first four calls are not counted.
"""

from __future__ import annotations

import os
import random
import sys
import time
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

FOLDER = Path(sys.argv[1]).resolve()
_USUAL = ("1000000", "300000", "968")
ARTICLES, MENTIONS, UNITS = (int(value) for value in (*sys.argv[2:5], *_USUAL[len(sys.argv) - 2 :]))
os.environ["KENTONGAN_DATA"] = str(FOLDER)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kentongan.project.settings")
sys.path[:0] = [str(Path(__file__).resolve().parent.parent / "src")]

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import override_settings  # noqa: E402

from kentongan.accounts.choices import Role  # noqa: E402
from kentongan.accounts.models import Institution, Membership, Unit, User  # noqa: E402
from kentongan.common import search  # noqa: E402
from kentongan.monitoring.models import Look, Mention, Story, StoryMember, WatchQuery  # noqa: E402
from kentongan.sources.models import Article, Outlet  # noqa: E402

NOW = datetime.now(UTC).replace(microsecond=0)
DAYS = 90
WORDS = 70
PIECE = 5000


def fill() -> None:
    """Write the archive: Zipf-like texts, mentions denser towards the present, a third of them copies."""
    random.seed(5)
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    institution = Institution.objects.create(name="Kementerian Besar", slug="besar", created_at=NOW)
    root = Unit.objects.add_root({"name": "Biro Humas", "institution": institution})
    branches = [Unit.objects.add_child(root, {"name": f"Ditjen {n}", "institution": institution}) for n in range(30)]
    units = [root, *branches]
    while len(units) < UNITS:
        parent = branches[len(units) % 30]
        parent.refresh_from_db()
        units.append(Unit.objects.add_child(parent, {"name": f"Balai {len(units)}", "institution": institution}))
    head = User.objects.create_user("kepala@besar.example", "bench-1234567", name="Kepala Biro")
    Membership.objects.create(user=head, unit=root, role=Role.BUREAU_HEAD)
    Look.objects.create(user=head, unit=root, at=NOW - timedelta(hours=9), previous_at=NOW - timedelta(hours=9))
    outlets = Outlet.objects.bulk_create(
        [Outlet(name=f"Media {n}", slug=f"media-{n}", domain=f"m{n}.example", created_at=NOW) for n in range(800)]
    )
    query = WatchQuery.objects.create(unit=root, name="Kementerian", text="kementerian", created_at=NOW, changed_at=NOW)
    vocabulary = [_word(n) for n in range(60_000)]
    weights = list(accumulate(1 / (n + 8) for n in range(60_000)))
    pool = [" ".join(random.choices(vocabulary, cum_weights=weights, k=WORDS)) for _ in range(20_000)]
    started = time.monotonic()
    for start in range(0, ARTICLES, PIECE):
        _piece(range(start, min(start + PIECE, ARTICLES)), outlets, pool, started)
    _mentions(institution, units, query)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _word(number: int) -> str:
    syllables = ["ka", "ri", "ta", "mo", "su", "li", "pe", "na", "du", "ba", "ge", "ro", "fi", "ja", "le", "ha"]
    word = ""
    number += 37
    while number:
        number, rest = divmod(number, 16)
        word += syllables[rest]
    return word


def _piece(numbers: range, outlets: list[Outlet], pool: list[str], started: float) -> None:
    span = timedelta(days=DAYS)
    rows = []
    for number in numbers:
        at = NOW - span * (1 - (number + 1) / ARTICLES)
        body = f"{pool[number % len(pool)]} {pool[(number * 7 + 3) % len(pool)][:160]}"
        rows.append(
            Article(
                outlet=outlets[number % 800],
                url=f"https://m.example/{number}",
                url_key=str(number),
                title=body[:70],
                body=body,
                published_at=at,
                seen_at=at,
                ready_at=at,
                state="ready",
            )
        )
    with transaction.atomic():
        made = Article.objects.bulk_create(rows)
        search.add(search.Entry(row.pk, row.published_at, row.title, row.body, row.outlet_id) for row in made)
    if numbers.start % 100_000 == 0:
        print(f"{numbers.start} articles, {time.monotonic() - started:.0f} s", file=sys.stderr)


def _mentions(institution: Institution, units: list[Unit], query: WatchQuery) -> None:
    """Half of all mentions belong to the topmost unit, the rest to the others; stories of about forty."""
    stride = ARTICLES / MENTIONS
    story: Story | None = None
    stories: list[Story] = []
    for number in range(MENTIONS // 40 + 1):
        at = NOW - timedelta(days=DAYS) * (1 - number * 40 / MENTIONS)
        times = {"first_at": at, "last_at": at, "created_at": at}
        stories.append(Story(institution=institution, title=f"Perkara {number}", **times))
    stories = Story.objects.bulk_create(stories)
    for start in range(0, MENTIONS, PIECE):
        ids = [int(number * stride) + 1 for number in range(start, min(start + PIECE, MENTIONS))]
        rows, members = [], []
        for place, article in enumerate(Article.objects.filter(pk__in=ids).defer("body").order_by("pk")):
            number = start + place
            story = stories[number // 40 if number % 3 else max(0, number // 40 - 1)]
            unit = units[0] if number % 2 else units[random.randrange(1, len(units))]
            at, is_copy = article.published_at, number % 6 == 1 and len(rows) > 1 and rows[-2].original_id is None
            original = rows[-2].article_id if is_copy else None
            tone = ("negative", "neutral", "neutral", "positive")[number // 2 % 4]
            place_in = {"story": story, "article": article, "original_id": original, "published_at": at}
            rows.append(Mention(unit=unit, outlet_id=article.outlet_id, seen_at=at, tone=tone, **place_in))
            members.append(StoryMember(institution=institution, placed_at=at, **place_in))
        with transaction.atomic():
            made = Mention.objects.bulk_create(rows)
            StoryMember.objects.bulk_create(members, ignore_conflicts=True)
            through = Mention.queries.through
            through.objects.bulk_create([through(mention_id=row.pk, watchquery_id=query.pk) for row in made])


def measure() -> None:
    """Print p50 and p95 of every page."""
    client = Client()
    client.force_login(User.objects.get(email="kepala@besar.example"))
    unit = Unit.objects.get(path=Unit.objects.order_by("path").first().path)
    latest = Mention.objects.filter(unit=unit).order_by("-published_at")
    big, word, rare = latest[500].story_id, _word(0), _word(30_000)
    pages = {
        "Hari ini": "/",
        "Pantau, 24 hours": "/pantau/",
        "Pantau, 30 days": "/pantau/?period=30d",
        "Pantau, negative, 7 days": "/pantau/?tone=negative&period=7d",
        "Pantau, with 968 units below": "/pantau/?below=1",
        "Pantau, below, 30 days": "/pantau/?below=1&period=30d",
        "Pantau, words": f"/pantau/?q={word}&period=7d",
        "Pantau, new ones (polled)": f"/pantau/baru/?newest={latest[20].pk}",
        "Mention": f"/pantau/{latest[3].pk}/",
        "Cerita, 24 hours": "/cerita/",
        "Cerita, 7 days": "/cerita/?period=7d",
        "Story": f"/cerita/{big}/",
        "Cari, most frequent word": f"/cari/?q={word}",
        "Cari, two frequent words": f"/cari/?q={word}+{_word(2)}",
        "Cari, rare word": f"/cari/?q={rare}",
        "Cari, outlet and word": f"/cari/?q={word}&outlet=7",
        "Cari, word and tone": f"/cari/?q={word}&tone=negative",
        "Cari, phrase": f"/cari/?q=%22{word}+{_word(1)}%22",
        "Kueri": "/pengaturan/kueri/",
    }
    size = (FOLDER / "kentongan.sqlite3").stat().st_size / 1e9
    print(
        f"{Article.objects.count():,} articles, {Mention.objects.count():,} mentions, {Unit.objects.count()} units, "
        f"SQLite {size:.1f} GB"
    )
    print(f"{'page':<34}{'p50 ms':>8}{'p95 ms':>8}{'CPU p50':>9}{'CPU p95':>9}{'kB':>7}")
    for name, address in pages.items():
        times, work = [], []
        for _ in range(25):
            begin, busy = time.perf_counter(), time.process_time()
            answer = client.get(address)
            times.append(1000 * (time.perf_counter() - begin))
            work.append(1000 * (time.process_time() - busy))
        assert answer.status_code in {200, 404}, (address, answer.status_code)
        times, work = sorted(times[4:]), sorted(work[4:])
        note = "" if answer.status_code == 200 else "  (404)"
        middle, late = len(times) // 2, int(len(times) * 0.95)
        figures = f"{times[middle]:>8.0f}{times[late]:>8.0f}{work[middle]:>9.0f}{work[late]:>9.0f}"
        print(f"{name:<34}{figures}{len(answer.content) / 1000:>7.0f}{note}")
    begin = time.perf_counter()
    client.post("/pengaturan/kueri/coba/", {"text": f"{word} ATAU {rare}"})
    print(f"{'try-out of a frequent word':<34}{1000 * (time.perf_counter() - begin):>8.0f}")


if __name__ == "__main__":
    if not (FOLDER / "kentongan.sqlite3").exists() or not Mention.objects.exists():
        fill()
    with override_settings(
        ALLOWED_HOSTS=["*"],
        STORAGES={
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
    ):
        measure()
