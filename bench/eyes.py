"""What a press office would see of one day: stories, tones and names drawn by lot, printed for a person to judge.

    python -m bench.eyes 2019-09-11 [--stories 100] [--tones 100] [--names 100] [--seed 1]

The day goes through what the product does with it: `kentongan replay` serves its pages over HTTP, the engine reads
them, matches the office's queries, hears the mentions in order of time (`engine/pipeline.py`) and finds the names. The
office is that of a State Secretariat, whose queries take in most of national politics. Lots are drawn by SHA-1 of seed
and id: the same seed, the same lots. What was read so, and what it showed, stands in docs/models.md. Nothing is
written: the texts belong to their outlets.

- stories: those of two texts or more (S), every title with its hour and outlet, and as many texts that stand alone (A);
  indented the three texts elsewhere that are most like them (by scikit-learn's TF-IDF), to see what is missing.
- tones: mentions that name the institution, with the sentences that do.
- names: each `<<so>>` with 60 characters around it; other names found there stand in [brackets].
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import threading
import urllib.request
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import TypeVar

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from kentongan.engine import pipeline
from kentongan.engine.assess.entities import find_entities
from kentongan.engine.assess.subjects import pattern_of
from kentongan.engine.extract.templates import Templates
from kentongan.engine.match.matcher import Matcher
from kentongan.engine.text.sentences import sentences
from kentongan.engine.types import Article, Entity, Tone
from kentongan.project.replay import Replay, read_site

CORPUS = Path(os.environ.get("KENTONGAN_CORPUS", Path(__file__).parents[2] / "shared" / "data"))
WIB = timezone(timedelta(hours=7))
NAMES = (
    "Kementerian Sekretariat Negara", "Setneg", "Mensesneg", "Istana Negara", "Istana Kepresidenan", "Istana Merdeka",
    "Presiden Joko Widodo", "Presiden Jokowi", "Jokowi",
)  # fmt: skip
QUERIES = (
    ("Presiden", '"Presiden Joko Widodo" OR jokowi OR istana OR mensesneg OR setneg OR "sekretariat negara"'),
    ("Kabinet", "menteri OR menko OR kementerian OR wapres"),
    ("Lembaga negara", 'kpk OR dpr OR mpr OR polri OR tni OR "mahkamah konstitusi"'),
    ("Bencana", 'karhutla OR "kabut asap" OR gempa OR banjir OR kekeringan'),
    ("Daerah", "gubernur OR bupati OR (pemerintah NEAR/5 daerah)"),
)
AROUND = 60

Key = TypeVar("Key")


@dataclass(frozen=True)
class Day:
    """The office's mentions of one day in order of time, their stories, and their tones towards the office."""

    mentions: dict[str, Article]
    stories: dict[str, list[str]]
    tones: dict[str, Tone]


def hear(day: date) -> Day:
    """Replay the day and hear it as the product does."""
    matcher, listener = Matcher(QUERIES), pipeline.Listener(NAMES)
    mentions: dict[str, Article] = {}
    tones: dict[str, Tone] = {}
    for article in _replayed(day):
        if matcher.match(article):
            mentions[article.id] = article
            tones[article.id] = listener.hear(article).tone
    stories: dict[str, list[str]] = defaultdict(list)
    for id_ in mentions:
        stories[listener.story_of(id_) or id_].append(id_)
    return Day(mentions, dict(stories), tones)


def _replayed(day: date) -> Iterator[Article]:
    evening = datetime.combine(day, time(23, 59, 59), WIB)
    site = read_site(CORPUS / "news_clickid" / "articles.jsonl.gz", now=evening, day=day, every_day=False, live=False)
    templates: dict[str, Templates] = defaultdict(Templates)
    with _served(Replay(("127.0.0.1", 0), site)) as base:
        for story in sorted(site.pages.values(), key=lambda story: (story.at, story.path)):
            with urllib.request.urlopen(base + story.path) as answer:
                page = pipeline.read(answer.read(), url=base + story.path, templates=templates[story.outlet])
            yield Article(story.path, story.title, page.text, story.outlet, story.at)


@contextmanager
def _served(server: Replay) -> Iterator[str]:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def drawn(keys: Iterable[Key], count: int, seed: int) -> list[Key]:
    """`count` of the keys by lot."""
    return sorted(keys, key=lambda key: hashlib.sha1(f"{seed}:{key}".encode()).digest())[:count]


# --- what is printed -------------------------------------------------------------------------------------------------


def print_stories(day: Day, count: int, seed: int) -> None:
    """Stories of two texts or more, then as many texts that stand alone, with what lies near them elsewhere."""
    several = [story for story, members in day.stories.items() if len(members) > 1]
    single = [story for story, members in day.stories.items() if len(members) == 1]
    print(
        f"\n# STORIES: {len(day.mentions)} mentions, {len(several)} stories of two texts or more, {len(single)} alone"
    )
    near = _Nearness(day)
    for letter, kind in (("S", several), ("A", single)):
        for number, story in enumerate(drawn(kind, count, seed), 1):
            print(f"\n{letter}{number}")
            for id_ in day.stories[story]:
                print(f"  {_line(day.mentions[id_])}")
            near.show(day.stories[story])


class _Nearness:
    """How like texts are by another measure than ours: what a story misses must not be asked of who made it."""

    def __init__(self, day: Day) -> None:
        self._articles = list(day.mentions.values())
        self._places = {id_: i for i, id_ in enumerate(day.mentions)}
        self._sizes = {id_: len(members) for members in day.stories.values() for id_ in members}
        texts = [f"{article.title} {article.title} {article.body[:4000]}" for article in self._articles]
        vectors = TfidfVectorizer(sublinear_tf=True).fit_transform(texts)
        self._alike = (vectors @ vectors.T).toarray()

    def show(self, members: Sequence[str], most: int = 3) -> None:
        """Print the texts outside that are on average most like the members, with the size of their story."""
        places = [self._places[id_] for id_ in members]
        nearness = self._alike[places].mean(axis=0)
        nearness[places] = 0
        for i in np.argsort(-nearness)[:most]:
            article = self._articles[i]
            print(f"      ~{nearness[i]:.2f} (of {self._sizes[article.id]}) {_line(article)}")


def _line(article: Article) -> str:
    return f"{article.published:%H:%M} {article.outlet[:9]:9} {article.title}"


def print_tones(day: Day, count: int, seed: int) -> None:
    """Tones of mentions that name the institution, with the sentences that name it."""
    pattern = pattern_of(", ".join(NAMES))
    assert pattern is not None
    naming = [id_ for id_, article in day.mentions.items() if pattern.search(f"{article.title} {article.body}".lower())]
    print(f"\n# TONES towards {NAMES[0]} and {NAMES[-1]}: {len(naming)} mentions name it")
    for number, id_ in enumerate(drawn(naming, count, seed), 1):
        article, tone = day.mentions[id_], day.tones[id_]
        unsure = " UNSURE" if tone.unsure else ""
        print(f"\nT{number} {tone.tone.upper()} {tone.score:.2f}{unsure} | {_line(article)}")
        about = [part for part in sentences(article.body) if pattern.search(part.lower())]
        for text in about[:8]:
            print(f"    - {' '.join(text.split())}")


def print_names(day: Day, count: int, seed: int) -> None:
    """Names with what stands around them."""
    found = {id_: find_entities(article.body) for id_, article in day.mentions.items()}
    every = [(id_, i) for id_, names in found.items() for i in range(len(names))]
    print(f"\n# NAMES: {len(every)} in {len(found)} texts")
    for number, (id_, i) in enumerate(drawn(every, count, seed), 1):
        own = found[id_][i]
        print(f"N{number} {own.type} {own.text!r} | {_around(day.mentions[id_].body, own, found[id_])}")


def _around(body: str, own: Entity, names: Sequence[Entity]) -> str:
    first, last = max(own.start - AROUND, 0), own.end + AROUND
    out, at = [], first
    for name in names:
        if name.end <= first or name.start >= last:
            continue
        marks = "<<>>" if name is own else f"[{name.type} ]"
        half = len(marks) // 2 if name is own else len(marks) - 1
        # The first and the last name may reach out of the window: they are printed whole.
        out += [body[at : name.start], marks[:half], body[name.start : name.end], marks[half:]]
        at = name.end
    out.append(body[at:last])
    return re.sub(r"\s*\n\s*", " ¶ ", "".join(out))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("day", type=date.fromisoformat)
    parser.add_argument("--stories", type=int, default=100)
    parser.add_argument("--tones", type=int, default=100)
    parser.add_argument("--names", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if not CORPUS.is_dir():
        print(f"skipped: no corpus at {CORPUS}")
        return
    day = hear(options.day)
    if options.stories:
        print_stories(day, options.stories, options.seed)
    if options.tones:
        print_tones(day, options.tones, options.seed)
    if options.names:
        print_names(day, options.names, options.seed)


if __name__ == "__main__":
    main()
