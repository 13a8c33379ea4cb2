"""Quality and speed of `reuse`, beside sets of shingles in Python.

    python bench/reuse.py [--originals N] [--keep 0.3]

Originals are articles of the corpus. *Rewritten*: of an original some sentences are kept, in order, and the others
replaced by sentences of a foreign article; the original must be found. *Foreign*: articles that are no original and
share no pair in `near_duplicate_pairs` with one; nothing must be found. Containment is checked against plain sets
before anything is timed. Times are CPU time.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import random
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from kentongan.engine.match.copies import CopyIndex
from kentongan.engine.match.reuse import ReuseIndex
from kentongan.engine.text.fold import words
from kentongan.engine.types import Article

CORPUS = Path(os.environ.get("KENTONGAN_CORPUS", "../shared/data"))
SEED = 2026


def read_articles() -> list[Article]:
    path = CORPUS / "news_clickid" / "articles.jsonl.gz"
    if not path.exists():
        sys.exit(f"bench/reuse: no corpus at {CORPUS}; set KENTONGAN_CORPUS")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    random.Random(SEED).shuffle(rows)
    return [Article(id=row["id"], title=row["title"], body=row["body"]) for row in rows if len(row["body"]) > 100]


def read_pairs() -> dict[str, dict[str, float]]:
    pairs: dict[str, dict[str, float]] = defaultdict(dict)
    with gzip.open(CORPUS / "near_duplicate_pairs" / "news_clickid_pairs.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            pairs[row["a"]][row["b"]] = pairs[row["b"]][row["a"]] = float(row["containment5"])
    return pairs


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])[\s,]+", text) if len(part.split()) >= 3]


def rewritten(original: Article, foreign: Article, keep: float, random_: random.Random) -> Article:
    own, other = sentences(original.body), sentences(foreign.body)
    kept = set(random_.sample(range(len(own)), max(1, round(keep * len(own)))))
    mixed = [own[at] if at in kept else other[at] for at in range(len(own)) if at in kept or at < len(other)]
    return Article(id=f"rewritten-{original.id}", title="", body=" ".join(mixed))


class SetsPeer:
    """Every shingle a tuple of words in a dict of sets: exact, and what one would write first."""

    name = "dict of tuples"

    def __init__(self, originals: list[Article]) -> None:
        self.holders: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self.sizes: dict[str, int] = {}
        for original in originals:
            shingles = self.shingles(original)
            self.sizes[original.id] = len(shingles)
            for shingle in shingles:
                self.holders[shingle].append(original.id)

    @staticmethod
    def shingles(article: Article) -> set[tuple[str, ...]]:
        found = words(article.body)
        return set(zip(*(found[start:] for start in range(5)), strict=False))

    def find(self, article: Article) -> dict[str, float]:
        counts: dict[str, int] = defaultdict(int)
        for shingle in self.shingles(article):
            for id_ in self.holders.get(shingle, ()):
                counts[id_] += 1
        return {id_: count / self.sizes[id_] for id_, count in counts.items()}


def rate(work: Callable[[Article], object], articles: list[Article]) -> float:
    start = time.process_time()
    for article in articles:
        work(article)
    return len(articles) / (time.process_time() - start)


def check(index: ReuseIndex, peer: SetsPeer, articles: list[Article], originals: dict[str, Article]) -> None:
    for article in articles:
        plain = peer.find(article)
        for reuse in index.find(article):
            if abs(plain[reuse.original] - reuse.containment) > 1e-9:
                sys.exit(f"bench/reuse: containment of {reuse.original} in {article.id} differs from plain sets")
            for start, end, own_start, own_end in reuse.spans:
                own = originals[reuse.original].body[own_start:own_end]
                if words(article.body[start:end]) != words(own):
                    sys.exit(f"bench/reuse: a span of {reuse.original} in {article.id} is not the same text")


def fold_copies(articles: list[Article], pairs: dict[str, dict[str, float]]) -> None:
    """The day's articles one by one: each asked for, then added; the oldest forgotten beyond the window."""
    index, window, folded = CopyIndex(), 8_000, {}
    start = time.process_time()
    for at, article in enumerate(articles):
        if found := index.find(article):
            folded[article.id] = found[0].original
        index.add(article)
        if at >= window:
            index.remove(articles[at - window].id)
    spent = time.process_time() - start
    known = sum(original in pairs[id_] for id_, original in folded.items())
    print(f"folding copies, window of {window:,}: {len(articles) / spent:,.0f} articles / CPU-s; ", end="")
    print(f"{len(folded)} copies, {known} of them pairs of near_duplicate_pairs")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--originals", type=int, default=10_000)
    options.add_argument("--keep", type=float, default=0.3)
    chosen = options.parse_args()
    articles, pairs, random_ = read_articles(), read_pairs(), random.Random(SEED)
    originals, rest = articles[: chosen.originals], articles[chosen.originals :][:1500]
    by_id = {original.id: original for original in originals}
    foreign = [article for article in rest if not (pairs[article.id].keys() & by_id.keys())]
    usable = [original for original in originals if len(sentences(original.body)) >= 3]
    sources = random_.sample(usable, min(1500, len(usable)))
    made = [(source.id, rewritten(source, random_.choice(foreign), chosen.keep, random_)) for source in sources]

    start = time.process_time()
    index = ReuseIndex(originals)
    built = time.process_time() - start
    peer = SetsPeer(originals)
    check(index, peer, [article for _, article in made[:100]] + foreign[:100], by_id)

    answers = [(id_, {reuse.original for reuse in index.find(article)}) for id_, article in made]
    recall = sum(id_ in found for id_, found in answers) / len(answers)
    near = sum(bool(found - {id_} - pairs[id_].keys()) for id_, found in answers) / len(answers)
    alone = sum(not index.find(article) for article in foreign) / len(foreign)
    print(f"reuse: {len(originals):,} originals; spans and containment agree with plain sets")
    print(f"recall, {chosen.keep:.0%} of the sentences kept ({len(made)}): {recall:.3f}   ", end="")
    print(f"beside it an original that is no near-duplicate: {near:.3f}")
    print(f"foreign articles left alone ({len(foreign)}): {alone:.3f}")
    print(f"{'articles / CPU-s':24}{'foreign':>12}{'rewritten':>12}")
    for name, find in (("kentongan, with spans", index.find), (f"{peer.name}, none", peer.find)):
        rates = [rate(find, some) for some in (foreign, [article for _, article in made])]
        print(f"{name:24}{rates[0]:>12,.0f}{rates[1]:>12,.0f}")
    print(f"building {built:.1f} s")
    fold_copies(articles, pairs)


if __name__ == "__main__":
    main()
