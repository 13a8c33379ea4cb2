"""Grouping articles into stories: quality on labelled events, and speed, beside named peers.

    python bench/group.py              the table (about two minutes)
    python bench/group.py --quick      without the speed at a full window and without the slow peers
    python bench/group.py --table      make src/kentongan/engine/text/commonness.txt anew

Needs the shared corpus (KENTONGAN_CORPUS, default ../shared/data) and, for the peers, scikit-learn (extra `bench`).
Quality: B-cubed (Bagga and Baldwin, ACL 1998), adjusted Rand index (Hubert and Arabie, 1985) and pairwise F1 over the
265 unambiguous articles of gold_events_clickid; "whole day" feeds all articles of that day and scores the same 265.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

from kentongan.engine.group.grouper import StoryGrouper
from kentongan.engine.text import commonness
from kentongan.engine.text.fold import words
from kentongan.engine.text.stem import stems
from kentongan.engine.types import Article

CORPUS = Path(os.environ.get("KENTONGAN_CORPUS", Path(__file__).parents[2] / "shared" / "data"))
WIB = timezone(timedelta(hours=7))
GOLD_DAY = "2019-09-16"

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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--table", action="store_true")
    options = parser.parse_args()
    if options.table:
        make_table(Path(commonness.__file__).with_name("commonness.txt"))
        return
    articles = clickid()
    truth, labelled = gold()
    alone = [article for article in articles if article.id in labelled]
    day = [article for article in articles if f"{article.published:%Y-%m-%d}" == GOLD_DAY]
    print(f"{'grouping':34}{'fed':>16}{'B3 F1':>8}{'ARI':>8}{'pair F1':>9}{'articles/CPU-s':>16}")
    groupers: dict[str, Callable[[list[Article]], Grouping]] = {"kentongan": kentongan}
    for name, group in groupers.items():
        for fed, stream in (("alone", alone), ("whole day", day), ("all, in order", articles)):
            began = time.process_time()
            found = group(stream)
            speed = len(stream) / (time.process_time() - began)
            figures = scores(truth, found)
            print(
                f"{name:34}{fed:>16}{figures['B3']:8.3f}{figures['ARI']:8.3f}{figures['pair']:9.3f}{speed:16.0f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
