"""Pages at scale: a million articles, 300,000 mentions and 968 units on SQLite, asked for as a browser would.

    python bench/scale.py [FOLDER] [--articles N] [--requests N] [--only PART] [--queries PART]

FOLDER keeps the filled database for the next run (about 2 GB; without it a temporary one is made and deleted).
Everything else follows from `--articles`: 30 mentions, 4 stories and 20 audit entries for each hundred, 400 outlets,
and 968 units in four levels as in an Indonesian ministry. The matter is invented; its words follow Zipf's law, so
that there are words that stand in every article and words that stand in a dozen.

Each page is asked for by a bureau head of the root unit and by an operator of a unit at the bottom, through all
middleware, with a database connection of its own each time, as the server does it. Prints one line a page; exits 1
when a page's p95 is over 150 ms or its first load over 100 kB (HTML, CSS, JS and fonts as they travel, no pictures).
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import random
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import django
import numpy as np
import time_machine

BUDGET_MS = 150
BUDGET_BYTES = 100_000
SEED = 2026
OUTLETS = 400
LEVELS = (20, 147, 800)  # with the root: 968 units
DAYS = 730
RATE_DAYS = 120  # the archive grew: a day holds 1/e of what a day 120 days later holds
FREQUENT = "layanan"
RARE = "kalimburan"
STORY_OF_MANY = 500
Strings = list[str]


# --- Invented matter -------------------------------------------------------------------------------------------------


class Words:
    """Invented Indonesian: 30,000 words of Zipf's frequency, in sentences that articles share."""

    COMMON = (
        "yang di dan untuk dengan pada ini dari tidak dalam akan layanan kementerian daerah warga kantor pelayanan",
        "petugas masyarakat program anggaran pemohon loket daring gangguan perbaikan informasi pejabat kepala dinas",
    )

    def __init__(self, random_: random.Random) -> None:
        syllables = [c + v for c in "bcdghjklmnprstwy" for v in "aiueo"] + [
            c + v + e for c in "bdgklmnprst" for v in "aiuo" for e in "nrstkm"
        ]
        made: dict[str, None] = dict.fromkeys(" ".join(self.COMMON).split())
        while len(made) < 30_000:
            made["".join(random_.choices(syllables, k=random_.choice((2, 2, 3, 3, 4))))] = None
        self.words = list(made)
        self.weights = np.cumsum([1 / (rank + 4) for rank in range(len(self.words))]).tolist()
        self.random = random_

    def line(self, count: int) -> str:
        return " ".join(self.random.choices(self.words, cum_weights=self.weights, k=count))

    def name(self) -> str:
        return " ".join(word.capitalize() for word in self.random.choices(self.words[200:], k=2))


@dataclass
class Text:
    """Pieces that articles are put together from, each beside its stems as the index holds them."""

    halves: Strings
    half_stems: Strings
    sentences: Strings
    sentence_stems: Strings


def _text(words: Words) -> Text:
    from kentongan.engine.text.fold import words as folded
    from kentongan.engine.text.stem import stems

    halves = [words.line(4).capitalize() for _ in range(20_000)]
    sentences = [words.line(12).capitalize() + "." for _ in range(60_000)]
    return Text(
        halves,
        [" ".join(stems(folded(half))) for half in halves],
        sentences,
        [" ".join(stems(folded(sentence))) for sentence in sentences],
    )


# --- Filling ---------------------------------------------------------------------------------------------------------


class Filler:
    """Writes rows as SQLite takes them fastest: big transactions, indexes made afterwards, no journal."""

    def __init__(self, articles: int, now: datetime) -> None:
        from django.db import connection

        self.articles, self.now = articles, now
        self.random, self.chance = random.Random(SEED), np.random.default_rng(SEED)
        connection.ensure_connection()
        self.db: sqlite3.Connection = connection.connection
        self.words = Words(self.random)
        self.began = time.perf_counter()

    def say(self, what: str) -> None:
        print(f"  {time.perf_counter() - self.began:6.1f} s  {what}", file=sys.stderr, flush=True)

    def insert(self, model: Any, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Insert rows; columns that are not named hold their field's default."""
        from django.db import connection

        table = model._meta.db_table
        named, fixed = [], []
        for field in model._meta.concrete_fields:
            if field.column in columns or field.primary_key:
                continue
            named.append(field.column)
            fixed.append(field.get_db_prep_save(field.get_default(), connection))
        names = [f'"{name}"' for name in (*columns, *named)]
        marks = ", ".join(["?"] * len(names))
        sql = f'INSERT INTO "{table}" ({", ".join(names)}) VALUES ({marks})'
        with self.without_indexes(table):
            self.db.execute("BEGIN")
            self.db.executemany(sql, ((*row, *fixed) for row in rows))
            self.db.execute("COMMIT")

    @contextmanager
    def without_indexes(self, table: str) -> Iterator[None]:
        found = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL"
        made = self.db.execute(found, [table]).fetchall()
        for name, _sql in made:
            self.db.execute(f'DROP INDEX "{name}"')
        yield
        for _name, sql in made:
            self.db.execute(sql)

    def fill(self) -> dict[str, Any]:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-2000000", "foreign_keys=OFF"):
            self.db.execute(f"PRAGMA {pragma}")
        units = self.units()
        self.outlets()
        self.write_articles()
        stories = self.write_mentions(units)
        self.audit(units)
        return {"articles": self.articles, "now": self.now.isoformat(), **units.people, **stories}

    # units and people

    def units(self) -> Units:
        from kentongan.accounts.choices import Role
        from kentongan.accounts.models import Institution, Membership, Unit, User

        paths, numbers = [path_of(1)], [len(LEVELS) and LEVELS[0]]
        level = [paths[0]]
        children: dict[str, int] = {}
        for count in LEVELS:
            below = []
            for number in range(count):
                parent = level[number % len(level)]
                children[parent] = children.get(parent, 0) + 1
                below.append(parent + path_of(children[parent]))
            paths += below
            level = below
        paths.sort()
        numbers = [children.get(path, 0) for path in paths]
        ids = list(range(1, len(paths) + 1))
        founded = db_time(self.now - timedelta(days=DAYS))
        self.insert(
            Institution, ["id", "name", "slug", "created_at"],
            [(1, "Kementerian Pelayanan Publik", "kpp", founded)],
        )  # fmt: skip
        names = [f"Unit {self.words.name()}" if path != paths[0] else "Biro Humas" for path in paths]
        self.insert(
            Unit, ["id", "path", "depth", "numchild", "institution_id", "name", "code"],
            ((pk, path, len(path) // 4, number, 1, name, f"U{pk}")
             for pk, path, number, name in zip(ids, paths, numbers, names, strict=True)),
        )  # fmt: skip
        holders = [1, 2, *range(3, 3 + 2 * len(ids))]
        units = [1, ids[-1], *(ids[place // 2] for place in range(2 * len(ids)))]
        roles = [Role.BUREAU_HEAD, Role.UNIT_OPERATOR, *[Role.PR_OFFICER, Role.STAFF] * len(ids)]
        self.insert(
            User, ["id", "email", "name", "password", "date_joined"],
            ((pk, f"orang{pk}@kpp.example", self.words.name(), "!", founded) for pk in holders),
        )  # fmt: skip
        self.insert(
            Membership, ["id", "user_id", "unit_id", "role"],
            ((pk, pk, unit, str(role)) for pk, unit, role in zip(holders, units, roles, strict=True)),
        )  # fmt: skip
        self.say(f"{len(ids)} units, {len(holders)} people")
        return Units(np.array(ids), leaf=ids[-1], people={"head": 1, "operator": 2, "leaf": ids[-1]})

    def outlets(self) -> None:
        from kentongan.sources.models import Outlet, Source, SourceDay

        kinds = ["online"] * 7 + ["print", "tv", "radio"]
        founded = db_time(self.now - timedelta(days=DAYS))
        self.insert(
            Outlet, ["id", "name", "slug", "kind", "domain", "created_at"],
            ((pk, self.words.name(), f"media-{pk}", kinds[pk % 10], f"media{pk}.example", founded)
             for pk in range(1, OUTLETS + 1)),
        )  # fmt: skip
        sources = range(1, 3 * OUTLETS + 1)
        soon, just = db_time(self.now + timedelta(minutes=3)), db_time(self.now - timedelta(minutes=2))
        self.insert(
            Source, ["id", "outlet_id", "url", "next_fetch_at", "last_success_at", "last_new_at", "failures",
                     "failing_since", "problem", "delay_s", "created_at"],
            ((pk, (pk - 1) % OUTLETS + 1, f"https://media{pk}.example/{pk}.xml", soon, just,
              db_time(self.now - timedelta(days=5)) if pk % 97 == 0 else just,
              3 if pk % 50 == 0 else 0, just if pk % 50 == 0 else None, "no_answer" if pk % 50 == 0 else "", 240.0,
              founded) for pk in sources),
        )  # fmt: skip
        today = self.now.date()
        self.insert(
            SourceDay, ["source_id", "day", "items"],
            ((pk, (today - timedelta(days=back)).isoformat(), 9 + (pk * back) % 17)
             for pk in sources for back in range(120)),
        )  # fmt: skip
        self.say(f"{OUTLETS} outlets, {len(sources)} sources")

    # articles and their index

    def write_articles(self) -> None:
        from kentongan.common.search import TABLE, mark_of
        from kentongan.sources.models import Article

        count = self.articles
        text = _text(self.words)
        ages = self.chance.exponential(RATE_DAYS, count * 2)
        ages = np.sort(ages[ages < DAYS][:count])[::-1] * 86400
        self.seconds = (int(self.now.timestamp()) - ages).astype(np.int64)
        self.times = times_of(self.seconds)
        share = 1 / np.arange(3, OUTLETS + 3)
        self.outlet = self.chance.choice(OUTLETS, count, p=share / share.sum()) + 1
        self.halves = self.chance.integers(0, len(text.halves), (count, 2))
        picked = self.chance.integers(0, len(text.sentences), (count, 7))
        rare = set(self.chance.choice(count, min(12, count), replace=False).tolist())
        self.titles = [f"{text.halves[a]} {text.halves[b].lower()}" for a, b in self.halves.tolist()]
        outlets, rows = self.outlet.tolist(), picked.tolist()

        def articles() -> Iterator[tuple[Any, ...]]:
            for place in range(count):
                pk, time_ = place + 1, self.times[place]
                a, b, c, d, e, f, g = (text.sentences[i] for i in rows[place])
                body = f"{a} {b}\n\n{c} {d} {e}\n\n{f} {g}"
                title = self.titles[place]
                if place in rare:
                    title = self.titles[place] = f"{title} {RARE}"
                yield (
                    pk, outlets[place], outlets[place], f"https://media{outlets[place]}.example/berita/{pk}/x",
                    hashlib.sha1(str(pk).encode()).hexdigest(), title, a, time_, time_, time_, "ready", body,
                )  # fmt: skip

        columns = ["id", "outlet_id", "source_id", "url", "url_key", "title", "summary", "published_at", "seen_at",
                   "ready_at", "state", "body"]  # fmt: skip
        self.insert(Article, columns, articles())
        self.say(f"{count} articles")

        def index() -> Iterator[tuple[Any, ...]]:
            halves, seconds = self.halves.tolist(), self.seconds.tolist()
            for place in range(count):
                mark = mark_of(place + 1, datetime.fromtimestamp(seconds[place], UTC))
                title = f"{text.half_stems[halves[place][0]]} {text.half_stems[halves[place][1]]}"
                body = " ".join(text.sentence_stems[i] for i in rows[place])
                yield mark, f"{title} {self.rare_stem}" if place in rare else title, body, f"o{outlets[place]}"

        from kentongan.engine.text.stem import stem

        self.rare_stem = stem(RARE)
        entries = index()
        while piece := list(islice(entries, 50_000)):
            self.db.execute("BEGIN")
            self.db.executemany(f"INSERT INTO {TABLE} (rowid, title, body, outlet) VALUES (?, ?, ?, ?)", piece)
            self.db.execute("COMMIT")
        self.say("search index")
        self.phrase = " ".join(text.sentences[self._read_often(picked)].rstrip(".").lower().split()[3:6])

    def _read_often(self, picked: Any) -> int:
        return int(np.bincount(picked[:, 0]).argmax())

    # stories and mentions

    def write_mentions(self, units: Units) -> dict[str, Any]:
        from kentongan.monitoring.models import Look, Mention, Quote, Story, StoryMember, Tag, WatchQuery

        chance, count = self.chance, self.articles
        pool = np.sort(chance.choice(count, count // 4, replace=False))
        story_of, first_of, copy, stories = self._stories(pool, count // 25)
        sizes = np.bincount(story_of, minlength=stories)
        # Whom each text concerns: the root a fifth of all, each big story included; the rest as Zipf has it.
        total = count * 3 // 10
        big = np.flatnonzero(sizes[story_of] >= STORY_OF_MANY)
        others = np.setdiff1d(np.arange(len(pool)), big)
        roots = np.sort(np.concatenate([big, chance.choice(others, max(0, total // 5 - len(big)), replace=False)]))
        rest = units.ids[units.ids != units.ids[0]]
        weight = 1 / (chance.permutation(len(rest)) + 20.0)
        weight[-1] = weight.max()  # the operator works in a unit that is spoken of
        pairs = np.unique(
            np.column_stack([
                chance.choice(rest, int((total - len(roots)) * 1.01), p=weight / weight.sum()),
                chance.integers(0, len(pool), int((total - len(roots)) * 1.01)),
            ]),
            axis=0,
        )  # fmt: skip
        pairs = pairs[np.sort(chance.permutation(len(pairs))[: total - len(roots)])]
        both = np.concatenate([np.column_stack([np.full(len(roots), units.ids[0]), roots]), pairs])
        both = both[np.argsort(both[:, 1], kind="stable")]

        titles, times = self.titles, self.times
        places = pool.tolist()
        lasts = np.zeros(stories, np.int64)
        np.maximum.at(lasts, story_of, pool)
        self.insert(
            Story, ["id", "institution_id", "title", "first_at", "last_at", "created_at"],
            ((number + 1, 1, titles[first], times[first], times[last], times[first])
             for number, (first, last) in enumerate(zip(pool[first_of].tolist(), lasts.tolist(), strict=True))),
        )  # fmt: skip
        heads = pool[first_of[story_of]].tolist()
        shares = chance.uniform(0.3, 1, len(pool)).tolist()
        copies = copy.tolist()
        self.insert(
            StoryMember, ["institution_id", "story_id", "article_id", "original_id", "similarity", "published_at",
                          "placed_at"],
            ((1, story + 1, place + 1, head + 1 if copied else None, share if copied else None, times[place],
              times[place])
             for place, story, head, copied, share in
             zip(places, story_of.tolist(), heads, copies, shares, strict=True)),
        )  # fmt: skip
        self.insert(
            Quote, ["article_id", "speaker", "text", "start", "end"],
            ((place + 1, self.words.name(), self.words.line(14), 10, 90) for place in places[::3]),
        )  # fmt: skip
        self.say(f"{stories} stories of {len(pool)} texts")

        asks = units.ids.repeat(2).tolist()
        asked = db_time(self.now - timedelta(days=DAYS))
        self.insert(
            WatchQuery, ["id", "unit_id", "name", "text", "created_at", "changed_at", "backfilled_at"],
            ((pk, unit, f"Kueri {pk}", f"{FREQUENT} OR loket OR petugas", asked, asked, asked)
             for pk, unit in enumerate(asks, 1)),
        )  # fmt: skip
        self.insert(Tag, ["id", "unit_id", "name"], ((pk, 1, f"label {pk}") for pk in range(1, 21)))
        tones = np.array(["positive", "neutral", "negative"])[chance.choice(3, len(both), p=[0.2, 0.55, 0.25])].tolist()
        judged = np.array(["new", "relevant", "irrelevant"])[chance.choice(3, len(both), p=[0.85, 0.1, 0.05])].tolist()
        outlets = self.outlet.tolist()
        stories_list, heads_in = story_of.tolist(), {}

        def mentions() -> Iterator[tuple[Any, ...]]:
            for pk, ((unit, member), tone, word) in enumerate(zip(both.tolist(), tones, judged, strict=True), 1):
                place, story = places[member], stories_list[member]
                original = None
                if copies[member] or place == heads[member]:
                    head = heads_in.setdefault((unit, story), place)
                    original = head + 1 if head != place else None
                yield (
                    pk, unit, place + 1, outlets[place], story + 1, original, times[place], times[place], word, tone,
                    tone, 3 if pk % 40 == 0 and unit == 1 else None,
                )  # fmt: skip

        self.insert(
            Mention, ["id", "unit_id", "article_id", "outlet_id", "story_id", "original_id", "published_at", "seen_at",
                      "relevance", "tone", "tone_machine", "assigned_to_id"], mentions(),
        )  # fmt: skip
        self.insert(
            Mention.queries.through, ["mention_id", "watchquery_id"],
            ((pk, unit * 2 - pk % 2) for pk, (unit, _member) in enumerate(both.tolist(), 1)),
        )  # fmt: skip
        self.insert(
            Mention.tags.through, ["mention_id", "tag_id"],
            ((pk, pk % 20 + 1) for pk, (unit, _member) in enumerate(both.tolist(), 1) if unit == 1 and pk % 5 == 0),
        )  # fmt: skip
        look, before = db_time(self.now - timedelta(seconds=20)), db_time(self.now - timedelta(hours=13))
        self.insert(
            Look, ["user_id", "unit_id", "at", "previous_at"],
            [(1, 1, look, before), (2, units.leaf, look, before)],
        )  # fmt: skip
        self.say(f"{len(both)} mentions")
        mine = np.bincount(story_of[both[both[:, 0] == 1][:, 1]], minlength=stories)
        recent = self.seconds[lasts] > self.seconds[-1] - 86_400
        return {
            "story": int(np.where(recent, 0, mine).argmax()) + 1,
            "recent_story": int(np.where(recent, mine, 0).argmax()) + 1,
            "leaf_story": int(story_of[both[both[:, 0] == units.leaf][-1][1]]) + 1,
            "phrase": self.phrase,
        }

    def _stories(self, pool: Any, stories: int) -> tuple[Any, Any, Any, int]:
        """Share the texts out among stories: their sizes of a long tail, a dozen of 500 and more, days apart."""
        chance = self.chance
        sizes = np.minimum(chance.zipf(1.75, stories), 120)
        many = 12 if len(pool) > 50_000 else 1
        sizes[:many] = chance.integers(STORY_OF_MANY, STORY_OF_MANY * 2, many)
        while sizes.sum() != len(pool):
            spare = len(pool) - int(sizes.sum())
            some = chance.choice(np.arange(many, stories), min(abs(spare), stories - many), replace=False)
            sizes[some] = np.maximum(sizes[some] + np.sign(spare), 1)
        end = float(self.seconds[-1])
        start = self.seconds[chance.choice(pool, stories)].astype(float)
        start[: max(1, many // 4)] = end - 20 * 3600  # some of the big ones are in the news now
        story_of = np.repeat(np.arange(stories), sizes)
        wanted = start[story_of] + chance.exponential(30 * 3600, len(story_of))
        late = wanted > end
        wanted[late] = start[story_of][late] + chance.uniform(0, 1, late.sum()) * (end - start[story_of][late])
        story_of = story_of[np.argsort(wanted, kind="stable")]  # text number k goes to the k-th wish in time
        first_of = np.full(stories, len(pool))
        np.minimum.at(first_of, story_of, np.arange(len(pool)))
        copy = chance.uniform(0, 1, len(pool)) < 0.3
        copy[first_of] = False
        return story_of, first_of, copy, stories

    # the record

    def audit(self, units: Units) -> None:
        from kentongan.audit.models import Entry
        from kentongan.audit.rules import GENESIS, entry_hash

        count = self.articles // 5
        actors = self.chance.integers(1, 1900, count).tolist()
        concerned = units.ids[self.chance.integers(0, len(units.ids), count)].tolist()
        acts = ["monitoring.mention_judged", "monitoring.query_changed", "accounts.role_given"]

        def entries() -> Iterator[tuple[Any, ...]]:
            previous = GENESIS
            for place in range(count):
                at = self.now - timedelta(seconds=(count - place) * 300)
                content = {
                    "at": at, "action": acts[place % 3], "actor_id": actors[place], "unit_id": concerned[place],
                    "target_type": "monitoring.mention", "target_id": str(place), "data": {"tone": "neutral"},
                }  # fmt: skip
                hash_ = entry_hash(previous=previous, **content)
                yield (place + 1, db_time(at), *list(content.values())[1:6], '{"tone": "neutral"}', previous, hash_)
                previous = hash_

        columns = ["id", "at", "action", "actor_id", "unit_id", "target_type", "target_id", "data", "previous", "hash"]
        self.insert(Entry, columns, entries())
        self.say(f"{count} audit entries")


@dataclass
class Units:
    """The units' ids (the root first), the one at the bottom, and who works where."""

    ids: Any
    leaf: int
    people: dict[str, int]


def path_of(number: int) -> str:
    """Return a step of a treebeard path."""
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[digit] + digits
    return digits.rjust(4, "0")


def db_time(at: datetime) -> str:
    """Return a time as Django writes it to SQLite."""
    return str(at.astimezone(UTC).replace(tzinfo=None))


def times_of(seconds: Any) -> Strings:
    return [text.replace("T", " ") for text in np.datetime_as_string(seconds.astype("datetime64[s]")).tolist()]


def write_briefs(now: datetime) -> int:
    """Prepare a brief as the product does, and let older ones stand beside it; returns its id."""
    from kentongan.accounts.models import Unit, User
    from kentongan.reports.actions import prepare_brief
    from kentongan.reports.models import Brief

    unit, head = Unit.objects.get(pk=1), User.objects.get(pk=1)
    day: date = now.astimezone(unit.zone).date()
    Brief.objects.bulk_create(
        Brief(unit=unit, day=day - timedelta(days=back), sequence=400 - back, number=f"L-{back}", state="sent",
              since=now - timedelta(days=back + 1), until=now - timedelta(days=back), prepared_at=now)
        for back in range(1, 400)
    )  # fmt: skip
    return prepare_brief(unit=unit, day=day, now=now, by=head).pk


# --- Asking ----------------------------------------------------------------------------------------------------------


@dataclass
class Line:
    """What one page took: milliseconds (of CPU: what they would be on an idle machine), queries, bytes of its gzipped
    HTML, bytes of its whole first load."""

    page: str
    median: float
    p95: float
    cpu: float
    queries: int
    html: int
    first: int

    @property
    def over(self) -> str:
        slow = ["slow"] if self.p95 > BUDGET_MS else []
        return ", ".join(slow + (["heavy"] if self.first > BUDGET_BYTES else []))


def pages(kept: dict[str, Any], who: str) -> list[tuple[str, str, dict[str, str]]]:
    """Return name, address and headers of each page."""
    from kentongan.monitoring.models import Mention

    unit = 1 if who == "head" else kept["leaf"]
    mention = Mention.objects.filter(unit=unit).order_by("-published_at")[3]
    story = kept["story"] if who == "head" else kept["leaf_story"]
    htmx = {"HX-Request": "true"}
    phrase = kept["phrase"].replace(" ", "+")
    found = [
        ("home", "/", {}),
        ("stream", "/pantau/", {}),
        ("stream, below", "/pantau/?below=1", {}),
        ("stream, negative", "/pantau/?tone=negative", {}),
        ("stream, negative, below", "/pantau/?tone=negative&below=1", {}),
        ("stream, a word", f"/pantau/?q={FREQUENT}&period=7d", {}),
        ("stream, one query", f"/pantau/?query={unit * 2}&period=7d", {}),
        ("stream, 30 days", "/pantau/?period=30d", {}),
        ("stream, 90 days", "/pantau/?period=90d", {}),
        ("stream, 90 days, below", "/pantau/?period=90d&below=1", {}),
        ("stream, live counter", "/pantau/baru/?below=1&newest=5", htmx),
        ("stream, filters", "/pantau/saring/", htmx),
        ("mention pane", f"/pantau/{mention.pk}/", htmx),
        ("mention page", f"/pantau/{mention.pk}/", {}),
        ("stories", "/cerita/", {}),
        ("stories, 30 days", "/cerita/?period=30d", {}),
        ("stories, 90 days", "/cerita/?period=90d", {}),
        ("story", f"/cerita/{story}/", {}),
        ("search, empty", "/cari/", {}),
        ("search, rare word", f"/cari/?q={RARE}", {}),
        ("search, frequent word", f"/cari/?q={FREQUENT}", {}),
        ("search, phrase", f"/cari/?q=%22{phrase}%22", {}),
        ("search, two words", "/cari/?q=gangguan+AND+loket", {}),
        ("search, best first", f"/cari/?q={FREQUENT}&order=fit", {}),
        ("search, tone", f"/cari/?q={FREQUENT}&tone=negative", {}),
        ("search, outlet", f"/cari/?q={FREQUENT}&outlet=350", {}),
        ("outlets", "/media/", {}),
        ("outlets, silent", "/media/diam/", {}),
        ("outlet", "/media/2/", {}),
        ("article", f"/artikel/{mention.article_id}/", {}),
        ("settings", "/pengaturan/", {}),
        ("units", "/pengaturan/unit/", {}),
        ("units, found", "/pengaturan/unit/?q=unit", {}),
        ("people", "/pengaturan/orang/", {}),
        ("people, below", "/pengaturan/orang/?bawah=1", {}),
        ("watch queries", "/pengaturan/kueri/", {}),
        ("briefs", "/laporan/", {}),
        ("audit", "/jejak/", {}),
        ("audit, one act", "/jejak/?tindakan=accounts.role_given", {}),
        ("audit, rare act", "/jejak/?tindakan=accounts.units_imported", {}),
    ]
    if who == "head":
        found += [
            ("story in the news", f"/cerita/{kept['recent_story']}/", {}),
            ("brief", f"/laporan/{kept['brief']}/", {}),
            ("health", "/sehat/", {}),
        ]
    return found


def signed_in(kept: dict[str, Any], who: str) -> Any:
    """Return a browser that one of the two is signed in with."""
    from django.test import Client

    from kentongan.accounts.models import User

    client = Client(headers={"accept-encoding": "gzip", "host": "localhost"})
    client.force_login(User.objects.get(pk=kept[who]), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def measure(
    client: Any, kept: dict[str, Any], who: str, requests: int, *, only: str = "", among: Sequence[str] = ()
) -> list[Line]:
    """Ask for every page `requests` times, warm."""
    from django.db import connection, reset_queries

    from kentongan.project.memory import settle

    settle()  # as the web process does when it starts
    lines = []
    for name, url, headers in pages(kept, who):
        if only not in f"{who}: {name}" or (among and name not in among):
            continue
        connection.force_debug_cursor = True
        reset_queries()
        response = client.get(url, headers=headers)
        queries = len(connection.queries)
        connection.force_debug_cursor = False
        if response.status_code != 200:
            print(f"{who}: {name}: {url} answered {response.status_code}", file=sys.stderr)
            lines.append(Line(f"{who}: {name} ({response.status_code})", 9999, 9999, 9999, queries, 0, 0))
            continue
        times, cpu = [], []
        for number in range(requests + 3):
            connection.close()  # as after every request in the server
            started, worked = time.perf_counter(), time.process_time()
            response = client.get(url, headers=headers)
            if number >= 3:  # warm
                times.append((time.perf_counter() - started) * 1000)
                cpu.append((time.process_time() - worked) * 1000)
        html = gzip.decompress(response.content) if response.has_header("Content-Encoding") else response.content
        first = len(response.content) + statics_of(html.decode(), client) if not headers else 0
        size = len(response.content)
        lines.append(Line(f"{who}: {name}", statistics.median(times), _p95(times), _p95(cpu), queries, size, first))
        print(f"  {lines[-1]}", file=sys.stderr, flush=True) if only else None
    return lines


def _p95(times: Sequence[float]) -> float:
    return sorted(times)[int(len(times) * 0.95 - 1e-9)]


def statics_of(html: str, client: Any) -> int:
    """Return the bytes of all styles, scripts and fonts a page makes a browser fetch: gzipped, fonts as they are.

    Two faces are asked for by every page; the serif for running text only where there is such text.
    """
    names = set(re.findall(r'<link[^>]+href="(/static/[^"]+\.(?:css|woff2|svg))"', html))
    names |= set(re.findall(r'<script[^>]+src="(/static/[^"]+)"', html))
    if re.search(r'class="[^"]*\b(reading|passage|lead-public)\b', html):
        names.add("/static/fonts/kentongan-serif-400.woff2")
    return sum(_weight(name) for name in names)


def _weight(url: str) -> int:
    from django.conf import settings

    path = Path(settings.STATIC_ROOT) / url.removeprefix("/static/")
    packed = path.with_name(path.name + ".gz")
    return (packed if packed.exists() else path).stat().st_size


WRITER = """
import sqlite3, sys, time
db = sqlite3.connect(sys.argv[1], timeout=60, isolation_level=None)
while True:
    db.execute("BEGIN IMMEDIATE")
    for _ in range(10):
        db.execute("UPDATE monitoring_mention SET version = version + 1 WHERE id % 997 = 1 AND unit_id = 1")
        time.sleep(0.05)
    db.execute("COMMIT")
    time.sleep(0.002)
"""
WHILE_WRITING = ("home", "stream", "mention page", "story", "search, frequent word")


@contextmanager
def writing() -> Iterator[None]:
    """Let another process write nearly all the time, half a second a transaction, as the absorbing of a busy hour."""
    from django.conf import settings

    name = str(settings.DATABASES["default"]["NAME"])
    process = subprocess.Popen([sys.executable, "-c", WRITER, name])
    try:
        time.sleep(1)
        yield
    finally:
        process.kill()
        process.wait()


def record_cost(count: int = 200) -> float:
    """Return the milliseconds it takes to append one entry to the record, each in a transaction of its own."""
    from django.utils import timezone

    from kentongan.audit.actions import record

    started = time.perf_counter()
    for _ in range(count):
        record(action="bench.noted", by=None, now=timezone.now(), unit_id=1)
    return (time.perf_counter() - started) * 1000 / count


def table(lines: Iterable[Line]) -> None:
    print(f"{'page':40} {'median ms':>9} {'p95 ms':>8} {'p95 CPU':>8} {'queries':>8} {'HTML kB':>8} {'first kB':>8}")
    for line in lines:
        print(
            f"{line.page:40} {line.median:9.1f} {line.p95:8.1f} {line.cpu:8.1f} {line.queries:8}"
            f" {line.html / 1000:8.1f} {line.first / 1000:8.1f}  {line.over}"
        )


def explain(kept: dict[str, Any], part: str) -> None:
    """Print the statements of the pages whose name holds `part`, each with its time and plan."""
    from django.db import connection, reset_queries
    from django.test import Client

    from kentongan.accounts.models import User

    for who in ("head", "operator"):
        client = Client(headers={"host": "localhost"})
        client.force_login(
            User.objects.get(pk=kept[who]), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        for name, url, headers in pages(kept, who):
            if part not in f"{who}: {name}":
                continue
            client.get(url, headers=headers)
            connection.force_debug_cursor = True
            reset_queries()
            client.get(url, headers=headers)
            asked = list(connection.queries)
            connection.force_debug_cursor = False
            print(f"=== {who}: {name}: {url}")
            for query in asked:
                print(f"{float(query['time']) * 1000:7.1f} ms  {query['sql'][:3000]}")
                if float(query["time"]) > 0.004 and query["sql"].lstrip().startswith("SELECT"):
                    with connection.cursor() as cursor:
                        cursor.execute("EXPLAIN QUERY PLAN " + query["sql"].replace("%", "%%"))
                        for row in cursor.fetchall():
                            print(f"            {row[3]}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--requests", type=int, default=30)
    parser.add_argument("--only", default="", help="measure only the pages whose name holds this")
    parser.add_argument("--queries", default="", help="print the statements of the pages whose name holds this")
    asked = parser.parse_args()
    folder = asked.folder or Path(tempfile.mkdtemp(prefix="kentongan-scale-"))
    try:
        return _run(folder, asked)
    finally:
        if asked.folder is None:
            shutil.rmtree(folder)


def _run(folder: Path, asked: argparse.Namespace) -> int:
    os.environ["KENTONGAN_DATA"] = str(folder)
    os.environ["KENTONGAN_DEBUG"] = "no"
    os.environ["DJANGO_SETTINGS_MODULE"] = "kentongan.project.settings"
    from kentongan.project.words import build_locale

    build_locale(folder / "built" / "locale")
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from kentongan.project.prepare import build_statics

    note = folder / "scale.json"
    call_command("migrate", verbosity=0)  # not `prepare_data`: it backs up before an upgrade
    call_command("createcachetable", verbosity=0)
    build_statics()
    if not note.exists():
        print("filling", file=sys.stderr)
        now = datetime.now(UTC).replace(microsecond=0)
        kept = Filler(asked.articles, now).fill()
        connection.close()
        kept["brief"] = write_briefs(now)
        note.write_text(json.dumps(kept), encoding="utf-8")
    kept = json.loads(note.read_text(encoding="utf-8"))
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    connection.close()
    with time_machine.travel(datetime.fromisoformat(kept["now"]) + timedelta(seconds=5)):
        if asked.queries:
            explain(kept, asked.queries)
            return 0
        clients = {who: signed_in(kept, who) for who in ("head", "operator")}  # before anybody else writes
        lines = [
            line
            for who, client in clients.items()
            for line in measure(client, kept, who, asked.requests, only=asked.only)
        ]
        print(f"{kept['articles']} articles, {size / 1e9:.1f} GB, {asked.requests} requests a page, SQLite "
              f"{sqlite3.sqlite_version}, {os.cpu_count()} CPUs, load {os.getloadavg()[0]:.1f}")  # fmt: skip
        table(lines)
        sys.stdout.flush()
        with writing():
            disturbed = measure(clients["head"], kept, "head", asked.requests, only=asked.only, among=WHILE_WRITING)
        appended = record_cost()
    print("\nwhile another process writes nearly all the time:")
    table(disturbed)
    print(f"\none more entry in the record of {kept['articles'] // 5}: {appended:.1f} ms")
    return 1 if any(line.over for line in lines + disturbed) else 0


if __name__ == "__main__":
    sys.exit(main())
