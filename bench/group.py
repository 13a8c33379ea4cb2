"""Grouping articles into stories: quality on labelled events, and speed, beside named peers.

    python bench/group.py              the table (about three minutes)
    python bench/group.py --quick      kentongan's scores only
    python bench/group.py --speed      kentongan's speed with 50,000 articles in the window only
    python bench/group.py --table      make src/kentongan/engine/text/commonness.txt anew

Needs the shared corpus (KENTONGAN_CORPUS, default ../shared/data) and, for the peers, scikit-learn (extra `bench`).
Quality: B-cubed (Bagga and Baldwin, ACL 1998), adjusted Rand index (Hubert and Arabie, 1985) and pairwise F1 over the
265 unambiguous articles of gold_events_clickid; "whole day" feeds all articles of that day and scores the same 265.
The three days of training/story_events.csv (1,000 articles, 845 unambiguous) were labelled blind, before anything was
chosen by them, by one language model: by them the settings were chosen; the gold day only measures.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import itertools
import json
import os
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import numpy as np
from sklearn.cluster import AgglomerativeClustering
from sklearn.feature_extraction.text import TfidfVectorizer

from kentongan.engine.group.grouper import StoryGrouper
from kentongan.engine.text import commonness
from kentongan.engine.text.fold import words
from kentongan.engine.text.stem import stems
from kentongan.engine.types import Article

CORPUS = Path(os.environ.get("KENTONGAN_CORPUS", Path(__file__).parents[2] / "shared" / "data"))
WIB = timezone(timedelta(hours=7))
GOLD_DAY = "2019-09-16"

OWN_LABELS = Path(__file__).with_name("training") / "story_events.csv"

Grouping = dict[str, str]  # article -> story


# --- data ------------------------------------------------------------------------------------------------------------


def json_lines(path: str) -> Iterator[dict[str, str]]:
    with gzip.open(CORPUS / path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def clickid() -> list[Article]:
    """All CLICK-ID articles in order of time; those without a time come at midnight."""
    rows = json_lines("news_clickid/articles.jsonl.gz")
    articles = [
        Article(
            id=row["id"],
            outlet=row["outlet"],
            title=row["title"],
            body=row["body"],
            published=datetime.fromisoformat(f"{row['date']}T{row['time'] or '00:00'}").replace(tzinfo=WIB),
        )
        for row in rows
    ]
    return sorted(articles, key=lambda article: (str(article.published), article.id))


def gold() -> tuple[Grouping, set[str]]:
    """The events of the unambiguous articles, and the ids of all labelled ones."""
    with gzip.open(CORPUS / "gold_events_clickid/events.csv.gz", "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["id"]: row["event"] for row in rows if row["ambiguous"] != "yes"}, {row["id"] for row in rows}


def own_labels() -> dict[str, tuple[Grouping, set[str]]]:
    """By day: the events of the unambiguous articles that we labelled, and the ids of all labelled ones."""
    with OWN_LABELS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    days = sorted({row["day"] for row in rows})
    return {
        day: (
            {row["id"]: row["event"] for row in rows if row["day"] == day and row["ambiguous"] != "yes"},
            {row["id"] for row in rows if row["day"] == day},
        )
        for day in days
    }


# --- scores ----------------------------------------------------------------------------------------------------------


def scores(truth: Grouping, found: Grouping) -> dict[str, float]:
    """B-cubed precision, recall, F1, adjusted Rand index, pairwise F1 over the articles of `truth`."""
    events = Counter(truth.values())
    stories = Counter(found[article] for article in truth)
    both = Counter((event, found[article]) for article, event in truth.items())
    precision = sum(count**2 / stories[story] for (_, story), count in both.items()) / len(truth)
    recall = sum(count**2 / events[event] for (event, _), count in both.items()) / len(truth)
    same_both, same_event, same_story = (_pairs(counts) for counts in (both, events, stories))
    expected = same_event * same_story / _pairs(Counter(all=len(truth)))
    return {
        "P": precision,
        "R": recall,
        "B3": 2 * precision * recall / (precision + recall),
        "ARI": (same_both - expected) / ((same_event + same_story) / 2 - expected),
        "pair": 2 * same_both / (same_event + same_story),
    }


def _pairs(counts: Counter[object] | Counter[str] | Counter[tuple[str, str]]) -> float:
    return sum(count * (count - 1) / 2 for count in counts.values())


# --- ours and the peers ----------------------------------------------------------------------------------------------


def kentongan(articles: list[Article]) -> Grouping:
    return follow(StoryGrouper(), articles)


def follow(grouper: StoryGrouper, articles: list[Article]) -> Grouping:
    found: Grouping = {}
    for article in articles:
        placement = grouper.add(article)
        for ended, lives_on in placement.merged:
            found = {id_: lives_on if story == ended else story for id_, story in found.items()}
        found[article.id] = placement.story
    return found


def make_table(path: Path) -> None:
    """Count in how many articles each stem stands: class A articles, the day of the gold labels left out."""
    counts: Counter[str] = Counter()
    articles = [article for article in clickid() if f"{article.published:%Y-%m-%d}" != GOLD_DAY]
    articles += [
        Article(id=row["id"], title=row["title"], body=row["body"])
        for row in json_lines("news_category_detik/train.jsonl.gz")
    ]
    for article in articles:
        counts.update(set(stems(words(f"{article.title} {article.body}"))))
    kept = sorted((stem for stem, count in counts.items() if count >= 12), key=lambda stem: (-counts[stem], stem))
    header = "# In how many articles a stem stands. Made by bench/group.py --table; sources: see commonness.py.\n"
    path.write_text(
        header + f"articles {len(articles)}\n" + "".join(f"{stem} {counts[stem]}\n" for stem in kept), encoding="utf-8"
    )


def jaccard(articles: list[Article], *, alike: float = 0.2) -> Grouping:
    """Peer: one pass, the story of the most alike earlier article by Jaccard of the word sets (single link)."""
    seen: list[tuple[set[str], str]] = []
    found: Grouping = {}
    for article in articles:
        own = set(words(f"{article.title} {article.body}"))
        likeness, story = max(
            ((len(own & other) / (len(own | other) or 1), story) for other, story in seen), default=(0.0, "")
        )
        found[article.id] = story if likeness >= alike else article.id
        seen.append((own, found[article.id]))
    return found


def tfidf_one_pass(articles: list[Article], *, alike: float = 0.5) -> Grouping:
    """Peer: scikit-learn's TF-IDF fitted on the whole stream beforehand, one pass to the nearest story centroid."""
    vectors = TfidfVectorizer(sublinear_tf=True).fit_transform(_texts(articles))
    cosines = (vectors @ vectors.T).toarray()
    story_of = np.zeros(len(articles), dtype=np.intp)
    squares: list[float] = []  # by story: the squared length of the sum of its vectors
    for number in range(len(articles)):
        sums = np.bincount(story_of[:number], weights=cosines[number, :number], minlength=len(squares))
        likeness = sums / np.sqrt(squares) if squares else np.zeros(0)
        best = int(likeness.argmax()) if squares else 0
        if squares and likeness[best] >= alike:
            squares[best] += 2 * sums[best] + 1
        else:
            best = len(squares)
            squares.append(1.0)
        story_of[number] = best
    return {article.id: str(story) for article, story in zip(articles, story_of, strict=True)}


def tfidf_agglomerative(articles: list[Article], *, distance: float = 0.7) -> Grouping:
    """Peer, in batch (sees the future): scikit-learn's TF-IDF and average-link agglomerative clustering."""
    vectors = TfidfVectorizer(sublinear_tf=True).fit_transform(_texts(articles))
    distances = np.clip(1 - (vectors @ vectors.T).toarray(), 0, None)
    model = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=distance
    )
    return {article.id: str(label) for article, label in zip(articles, model.fit_predict(distances), strict=True)}


def _texts(articles: list[Article]) -> list[str]:
    return [f"{article.title} {article.title} {article.title} {article.body}" for article in articles]


def at_its_best(
    group: Callable[..., Grouping], option: str, values: list[float], articles: list[Article], truth: Grouping
) -> Callable[[list[Article]], Grouping]:
    """The peer with the setting that scores best on these very labels: an advantage ours does not have here."""
    best = max(values, key=lambda value: scores(truth, group(articles, **{option: value}))["B3"])
    print(f"  ({group.__name__}: its best on the labels is {option} = {best:.2f})", file=sys.stderr)
    return lambda stream: group(stream, **{option: best})


def print_pairs(found: Grouping) -> None:
    """How many judged pairs of near-duplicates lie in one story, both fed with everything else in order."""
    with (CORPUS / "near_duplicate_pairs/news_clickid_judged.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if {row["a"], row["b"]} <= found.keys()]
    print("\njudged near-duplicate pairs that lie in one story (all CLICK-ID articles, in order)")
    for judgement in sorted({row["judgement"] for row in rows}):
        pairs = [row for row in rows if row["judgement"] == judgement]
        joined = sum(found[row["a"]] == found[row["b"]] for row in pairs)
        print(f"  {judgement:12}{joined:3} of {len(pairs)}")


def print_speed(articles: list[Article], *, live: int = 50_000, measured: int = 1_000) -> None:
    """Articles per CPU-second, and memory, when the window holds `live` articles."""
    grouper = StoryGrouper(window=timedelta(days=3650))
    stream = itertools.islice(made_longer(articles), live + measured)
    for article in itertools.islice(stream, live):
        grouper.add(article)
    last = list(stream)
    began = time.process_time()
    for article in last:
        grouper.add(article)
    speed = measured / (time.process_time() - began)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nkentongan, {live:,} articles in the window: {speed:.0f} articles/CPU-s, process peak {memory:.0f} MB")


def made_longer(articles: list[Article]) -> Iterator[Article]:
    """The articles again and again; each time with half of their long words made other words: new stories."""
    yield from articles
    for turn in itertools.count():
        chance = random.Random(turn)
        ending = f"{chr(97 + turn % 26)}{chr(97 + turn // 26)}"

        def other(text: str, chance: random.Random = chance, ending: str = ending) -> str:
            parts = text.split(" ")
            return " ".join(part + ending if len(part) > 5 and chance.random() < 0.5 else part for part in parts)

        for article in articles:
            yield replace(article, id=f"{article.id}+{turn}", title=other(article.title), body=other(article.body))


def titles_alone(articles: list[Article]) -> list[Article]:
    return [replace(article, body="") for article in articles]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="kentongan's scores only")
    parser.add_argument("--table", action="store_true", help="count the words of the background anew")
    parser.add_argument("--speed", action="store_true", help="kentongan's speed with a full window only")
    options = parser.parse_args()
    if options.table:
        make_table(Path(commonness.__file__).with_name("commonness.txt"))
        return
    articles = clickid()
    if options.speed:
        print_speed(articles)
        return
    truth, labelled = gold()
    alone = [article for article in articles if article.id in labelled]
    day = [article for article in articles if f"{article.published:%Y-%m-%d}" == GOLD_DAY]
    print(f"{'grouping':34}{'fed':>20}{'B3 F1':>8}{'ARI':>8}{'pair F1':>9}{'articles/CPU-s':>16}")
    print_scores("kentongan", kentongan, {"alone": alone, "whole day": day, "titles alone": titles_alone(alone)}, truth)
    for day_, (own_truth, own_labelled) in own_labels().items():
        own = [article for article in articles if article.id in own_labelled]
        print_scores("kentongan", kentongan, {day_: own, f"{day_} titles": titles_alone(own)}, own_truth)
    if options.quick:
        return
    steps = [step / 50 for step in range(3, 45)]
    peers = {
        "TF-IDF one pass (scikit-learn)": at_its_best(tfidf_one_pass, "alike", steps, alone, truth),
        "TF-IDF agglomerative, in batch": at_its_best(tfidf_agglomerative, "distance", steps, alone, truth),
        "Jaccard of words, one pass": at_its_best(jaccard, "alike", steps[:25], alone, truth),
    }
    for name, group in peers.items():
        print_scores(name, group, {"alone": alone, "whole day": day}, truth)
    print_pairs(kentongan(articles))
    print_speed(articles)


def print_scores(
    name: str, group: Callable[[list[Article]], Grouping], fed: dict[str, list[Article]], truth: Grouping
) -> None:
    for what, stream in fed.items():
        began = time.process_time()
        found = group(stream)
        speed = len(stream) / (time.process_time() - began)
        figures = scores(truth, found)
        numbers = f"{figures['B3']:8.3f}{figures['ARI']:8.3f}{figures['pair']:9.3f}{speed:16.0f}"
        print(f"{name:34}{what:>20}{numbers}", flush=True)


if __name__ == "__main__":
    main()
