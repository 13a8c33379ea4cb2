"""Quality and speed of `reuse`, beside rensa and sets of shingles in Python.

    python -m bench.reuse [--originals N] [--keep 0.3]

Originals are articles of the corpus. *Rewritten*: of an original some sentences are kept, in order, and the others
replaced by sentences of a foreign article; *lifted*: two paragraphs (each a fifth of the sentences, side by side)
stand in a foreign article; the original must be found. *Foreign*: articles that are no original and share no pair in
`near_duplicate_pairs` with one; nothing must be found. Precision counts every find over all three, after removing
true pick-ups: pairs of `near_duplicate_pairs` (of the source and of the foreign article that carries it), and finds
that were read one by one (`TAKEN_OVER`). What was read and only quotes the same person counts as an error (`QUOTED`),
and so does what nobody has read.
Spans are checked on pairs judged by hand (`SPANS`). Peers:

- rensa (MinHash and LSH in Rust), as its documentation shows: sketches of a batch from lists of tokens (5-word
  shingles), then all queries at once. It answers candidates: no share, no spans. A threshold of 0.1, 64 bands of two,
  so that texts of which a third is kept have a chance (Jaccard is what it knows).
- a dict of tuples: exact.

Containment and spans are checked against plain sets before anything is timed; rounds are interleaved. Times are CPU
time.
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
from statistics import median
from typing import NamedTuple

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


class RensaPeer:
    name = "rensa, MinHash + LSH, no spans"
    perms, bands = 128, 64

    def __init__(self, originals: list[Article]) -> None:
        from rensa import RMinHash, RMinHashLSH

        self.sketch = RMinHash.from_token_sets
        self.lsh = RMinHashLSH(threshold=0.1, num_perm=self.perms, num_bands=self.bands)
        self.ids = [original.id for original in originals]
        self.lsh.insert_many(self.sketches(originals))

    def sketches(self, articles: list[Article]) -> object:
        return self.sketch([self.tokens(article) for article in articles], num_perm=self.perms, seed=42)

    @staticmethod
    def tokens(article: Article) -> list[str]:
        found = words(article.body)
        return [" ".join(found[at : at + 5]) for at in range(max(1, len(found) - 4))]

    def find_all(self, articles: list[Article]) -> list[set[str]]:
        return [{self.ids[key] for key in keys} for keys in self.lsh.query_all(self.sketches(articles))]


def lifted(original: Article, foreign: Article, random_: random.Random) -> Article:
    own, other = sentences(original.body), sentences(foreign.body)
    size = max(1, round(len(own) / 5))
    first = random_.randrange(max(1, len(own) - 2 * size))
    second = random_.randrange(first + size, max(first + size + 1, len(own) - size + 1))
    at, to = sorted(random_.choices(range(len(other) + 1), k=2))
    mixed = [*other[:at], *own[first : first + size], *other[at:to], *own[second : second + size], *other[to:]]
    return Article(id=f"lifted-{original.id}", title="", body=" ".join(mixed))


class Made(NamedTuple):
    """An article made of a source and of a foreign article that carries it."""

    source: str
    carrier: str
    article: Article


# Finds (article, original) beside the pairs of `near_duplicate_pairs`, read one by one: in these the writer's own words
# stand in both, a release's, an earlier article's of the same newsroom ...
TAKEN_OVER = {
    ("fimela-00053", "fimela-00047"), ("kapanlagi-00529", "kapanlagi-00524"), ("kompas-00194", "kompas-00741"),
    ("kompas-00762", "kompas-00793"), ("kompas-00783", "kompas-01446"), ("kompas-00954", "kompas-00925"),
    ("kompas-01329", "tribunnews-00900"), ("okezone-04397", "okezone-01852"), ("sindonews-01271", "sindonews-01881"),
    ("sindonews-01619", "sindonews-01772"), ("sindonews-02327", "sindonews-02318"),
    ("sindonews-02327", "sindonews-03466"), ("tempo-00991", "tempo-03614"), ("tempo-01307", "tempo-01093"),
    ("tempo-01309", "tempo-01559"), ("tempo-03456", "tempo-01622"), ("tribunnews-00009", "tribunnews-00052"),
}  # fmt: skip
# ... and in these two writers quote the same words of somebody.
QUOTED = {
    ("fimela-00050", "kapanlagi-00366"), ("kompas-00783", "okezone-04177"), ("sindonews-01583", "kompas-00367"),
    ("sindonews-03065", "okezone-01787"), ("tribunnews-00428", "tribunnews-00651"),
    ("tribunnews-00636", "tribunnews-00497"),
}  # fmt: skip


def rate(work: Callable[[list[Article]], object], articles: list[Article]) -> float:
    start = time.process_time()
    work(articles)
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


# Pairs of the corpus (article, original) whose spans were read by hand: what stands in both, word for word, and nothing
# else of five words or more. (article_start, article_end, original_start, original_end)
SPANS: dict[tuple[str, str], tuple[tuple[int, int, int, int], ...]] = {
    ("okezone-02170", "sindonews-02224"): (
        (473, 604, 1200, 1331),
        (628, 726, 624, 722),
        (742, 856, 740, 854),
        (857, 893, 862, 898),
    ),
    ("sindonews-01948", "sindonews-02225"): ((272, 445, 629, 802), (448, 609, 817, 978)),
    ("okezone-02034", "okezone-03561"): ((0, 279, 859, 1138), (280, 643, 1150, 1512)),
    ("sindonews-01929", "sindonews-02020"): (
        (57, 99, 53, 95),
        (325, 441, 259, 375),
        (853, 959, 127, 233),
        (1001, 1231, 378, 608),
        (1233, 1519, 652, 938),
    ),
    ("kompas-00210", "tribunnews-00579"): ((40, 165, 280, 405), (176, 495, 436, 755), (509, 950, 759, 1200)),
}


def check_spans(articles: list[Article]) -> int:
    by_id = {article.id: article for article in articles}
    for (id_, original), spans in SPANS.items():
        (found,) = ReuseIndex([by_id[original]]).find(by_id[id_])
        if found.spans != spans:
            sys.exit(f"bench/reuse: the spans of {original} in {id_} are not those read by hand: {found.spans}")
    return len(SPANS)


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
    made = []
    for source in sources:
        carrier = random_.choice(foreign)
        made.append(Made(source.id, carrier.id, rewritten(source, carrier, chosen.keep, random_)))
    long = [source for source in sources if len(sentences(source.body)) >= 10]
    taken = []
    for source in long:
        carrier = random_.choice(foreign)
        taken.append(Made(source.id, carrier.id, lifted(source, carrier, random_)))

    start = time.process_time()
    index = ReuseIndex(originals)
    built = time.process_time() - start
    sets, rensa = SetsPeer(originals), RensaPeer(originals)
    check(index, sets, [one.article for one in made[:100] + taken[:100]] + foreign[:100], by_id)

    print(f"reuse: {len(originals):,} originals; spans and containment agree with plain sets; ", end="")
    print(f"spans of {check_spans(articles)} pairs as read by hand")
    report(
        "kentongan",
        lambda some: [{reuse.original for reuse in index.find(one)} for one in some],
        made=made,
        taken=taken,
        foreign=foreign,
        pairs=pairs,
    )
    report("rensa", rensa.find_all, made=made, taken=taken, foreign=foreign, pairs=pairs)
    few, others = foreign[:300], [one.article for one in made[:300]]
    runs: dict[str, Callable[[list[Article]], object]] = {
        "kentongan, with spans": lambda some: [index.find(article) for article in some],
        rensa.name: rensa.find_all,
        f"{sets.name}, no spans": lambda some: [sets.find(article) for article in some],
    }
    rounds = [{name: (rate(work, few), rate(work, others)) for name, work in runs.items()} for _ in range(5)]
    rates = {name: tuple(median(row[name][kind] for row in rounds) for kind in (0, 1)) for name in runs}
    own = rates["kentongan, with spans"]
    print(f"{'articles / CPU-s':32}{'foreign':>12}{'rewritten':>12}{'times slower':>20}")
    for name, (alone, mixed) in rates.items():
        print(f"{name:32}{alone:>12,.0f}{mixed:>12,.0f}{own[0] / alone:>12.1f}{own[1] / mixed:>8.1f}")
    print(f"building {built:.1f} s")
    fold_copies(articles, pairs)


def report(
    name: str,
    find: Callable[[list[Article]], list[set[str]]],
    *,
    made: list[Made],
    taken: list[Made],
    foreign: list[Article],
    pairs: dict[str, dict[str, float]],
) -> None:
    """Recall of both kinds, and precision over all that was found."""
    right = 0
    recalls, others = [], []
    for some in (made, taken):
        answers = find([one.article for one in some])
        hits = sum(one.source in found for one, found in zip(some, answers, strict=True))
        recalls.append(hits / len(some))
        right += hits
        for one, found in zip(some, answers, strict=True):
            known = {one.source, *pairs[one.source], *pairs[one.carrier]}
            others += [((one.carrier, other), (one.source, other)) for other in found - known]
    answers = find(foreign)
    alone = sum(not found for found in answers) / len(foreign)
    others += [((article.id, other),) for article, found in zip(foreign, answers, strict=True) for other in found]
    pick_ups = sum(not TAKEN_OVER.isdisjoint(one) for one in others)
    quoted = sum(TAKEN_OVER.isdisjoint(one) and not QUOTED.isdisjoint(one) for one in others)
    wrong = len(others) - pick_ups
    print(
        f"{name}: recall rewritten {recalls[0]:.3f} ({len(made)}), two paragraphs {recalls[1]:.3f} ({len(taken)}); ",
        end="",
    )
    print(f"foreign left alone {alone:.3f} ({len(foreign)})")
    print(f"    precision {right / max(1, right + wrong):.3f}: {wrong} wrong, ", end="")
    print(f"of which {quoted} quote the same person and {wrong - quoted} are unread; ", end="")
    print(f"{pick_ups} true pick-ups removed, {right / max(1, right + len(others)):.3f} with them")


if __name__ == "__main__":
    main()
