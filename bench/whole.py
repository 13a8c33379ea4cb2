"""The whole chain, HTML in to alertable mention, beside the best stack of peers.

    python -m bench.whole [--articles 1200] [--queries 10000] [--originals 10000]
    python -m bench.whole --processes 2      two chains at once beside one: wall clock and CPU time
    python -m bench.whole --soak 20          minutes of news without end: the slope of memory

Pages are real ones (`html_article_extraction`) in which a CLICK-ID article stands where the page's own text stood.
Each is read (`pipeline.read`), matched against 10,000 queries, compared with 10,000 other articles as releases, and
heard by an institution's `pipeline.Listener`, as the worker does: folded under what it copies, put into its story,
toned towards the institution. `quotes` is what the worker does besides. The institution is one that news names often,
so that tone has sentences to read.

Peers, each in its best mode, on the same texts and in the same rounds: trafilatura (fast) or resiliparse; tantivy in
batches or ahocorasick_rs + Python; rensa; TF-IDF vectors and cosines of scikit-learn; TF-IDF and a linear SVM of
reviews by scikit-learn. The best stack takes the quickest of each stage. Storing is measured by `bench.absorb`.

First the outcome is checked: the text is the article's, the queries that match are those that a naive walk and tantivy
find. Times are CPU time of the process, medians of rounds; a worker lives for days, so the chain has heard 2,000 other
articles before (the peers' vectors were fitted on 10,000), and the first rounds of both are not counted.
"""

from __future__ import annotations

import argparse
import csv
import gc
import gzip
import json
import multiprocessing
import os
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from bench.extract import pages as real_pages
from bench.match import AutomatonPeer, QueryMaker, TantivyPeer, holds
from selectolax.lexbor import LexborHTMLParser

from kentongan.engine import pipeline
from kentongan.engine.extract.templates import Templates
from kentongan.engine.match.matcher import Matcher
from kentongan.engine.match.query import parse
from kentongan.engine.match.reuse import ReuseIndex
from kentongan.engine.text.fold import words
from kentongan.engine.types import Article, Page

CORPUS = Path(os.environ.get("KENTONGAN_CORPUS", "../shared/data"))
NAMES = ("Kepolisian Negara Republik Indonesia", "Polri", "polisi")
ROUND, WARM, HEARD = 100, 2, 2_000
BATCH = 20  # pages read together, then heard; a worker reads 16 and hears up to 40 in one go
SEED = 2026
T = TypeVar("T")


class Clock:
    """CPU milliseconds by stage, a list of rounds each."""

    def __init__(self) -> None:
        self.rounds: dict[str, list[float]] = {}
        self._spent: Counter[str] = Counter()

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        begin = time.process_time()
        yield
        self._spent[stage] += time.process_time() - begin

    def timed(self, stage: str, work: Callable[..., T]) -> Callable[..., T]:
        """`work`, its time counted."""

        def timed(*given: Any, **named: Any) -> T:
            with self(stage):
                return work(*given, **named)

        return timed

    def end_round(self, articles: int) -> None:
        for stage, spent in self._spent.items():
            self.rounds.setdefault(stage, []).append(1000 * spent / articles)
        self._spent.clear()

    def quietest(self, stages: list[str]) -> float:
        """Milliseconds an article of the round in which all of these took least: what a busy machine hides."""
        return min(map(sum, zip(*(self.rounds[stage][WARM:] for stage in stages), strict=True)))

    def median(self, stage: str) -> float:
        """Milliseconds an article."""
        return statistics.median(self.rounds[stage][WARM:] or self.rounds[stage])


def read_corpus() -> list[Article]:
    """Articles in order of time."""
    path = CORPUS / "news_clickid" / "articles.jsonl.gz"
    if not path.exists():
        sys.exit(f"bench/whole: no corpus at {CORPUS}; set KENTONGAN_CORPUS")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    found = [Article(row["id"], row["title"], row["body"], row["outlet"], _when(row)) for row in rows]
    return sorted((article for article in found if len(article.body) > 100), key=lambda article: str(article.published))


def _when(row: dict[str, str]) -> datetime:
    try:
        return datetime.fromisoformat(f"{row['date']}T{row['time']}").replace(tzinfo=UTC)
    except ValueError:
        return datetime.fromisoformat(row["date"]).replace(tzinfo=UTC)


MARK = "\u2e28kentongan\u2e29"


def dresses(probe: Article) -> list[str]:
    """Real pages with a mark where their text stood: paragraphs of one parent, 500 characters or more.

    Pages of whose own text something is left are not taken: there a probe is not read alone.
    """
    made = []
    for html in [*real_pages("scrapinghub_html.tar.gz").values(), *real_pages("trafilatura_html.tar.gz").values()]:
        tree = LexborHTMLParser(html.decode("utf-8", "replace"))
        sizes: Counter[int] = Counter()
        paragraphs: dict[int, list[Any]] = {}
        for node in tree.css("p"):
            if node.parent is not None:
                sizes[node.parent.mem_id] += len(node.text())
                paragraphs.setdefault(node.parent.mem_id, []).append(node)
        if not sizes or max(sizes.values()) < 500:
            continue
        first, *others = paragraphs[sizes.most_common(1)[0][0]]
        for node in others:
            node.decompose()
        first.insert_before(MARK)
        first.decompose()
        made.append(tree.html or "")
    return [page for page in made if page.count(MARK) == 1 and 0.9 < length_read(page, probe) < 1.1]


def length_read(page: str, probe: Article) -> float:
    return len(pipeline.read(dress(page, probe)).text) / len(probe.body)


def dress(page: str, article: Article) -> bytes:
    parts = [part for part in article.body.split("\n\n") if part.strip()]
    escaped = (part.replace("&", "&amp;").replace("<", "&lt;") for part in parts)
    return page.replace(MARK, "".join(f"<p>{part}</p>" for part in escaped)).encode("utf-8", "replace")


class Chain:
    """What a worker holds, and what it does with one page after another."""

    def __init__(self, queries: list[tuple[str, str]], originals: list[Article]) -> None:
        self.matcher = Matcher(queries)
        self.releases = ReuseIndex(originals)
        self.listener = pipeline.Listener(NAMES)
        self.templates = Templates()

    def run(self, pages: list[bytes], articles: list[Article], clock: Clock) -> list[Article]:
        """Read some pages, then let each text go through: as the worker does, whose tasks these two are."""
        texts = []
        for page, article in zip(pages, articles, strict=True):
            with clock("extract"):
                read = pipeline.read(
                    page, url=f"https://{article.outlet}.example/{article.id}", templates=self.templates
                )
            texts.append(as_read(article, read))
        for text in texts:
            self.hear(text, clock)
        return texts

    def hear(self, text: Article, clock: Clock) -> None:
        with clock("match"):
            wanted = self.matcher.match(text)
        if not wanted:
            return
        with clock("reuse of releases"):
            self.releases.find(text)
        with clock("fold copies, group, tone"):
            self.listener.hear(text)
        with clock("quotes"):
            pipeline.quotes(text)


def as_read(article: Article, page: Page) -> Article:
    """The page's text under the article's title and time: the title of the page that lends its dress is not its own."""
    return replace(article, body=page.text)


class Peers:
    """The same stages by well-known libraries."""

    def __init__(self, queries: list[tuple[str, str]], originals: list[Article]) -> None:
        import numpy as np
        import trafilatura
        from bench.reuse import RensaPeer
        from resiliparse.extract.html2text import extract_plain_text
        from scipy.sparse import vstack
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.pipeline import make_pipeline
        from sklearn.svm import LinearSVC

        self.vstack = vstack
        counts = Counter(word for original in originals for word in set(words(original.body)))
        self.extractors: dict[str, Callable[[bytes], object]] = {
            "trafilatura, fast": lambda html: trafilatura.extract(html, fast=True, include_comments=False),
            "resiliparse": lambda html: extract_plain_text(html.decode("utf-8", "replace"), main_content=True),
        }
        self.tantivy, self.automaton = TantivyPeer(queries), AutomatonPeer(queries, counts)
        self.rensa = RensaPeer(originals)
        self.vectors = TfidfVectorizer(sublinear_tf=True, dtype=np.float32).fit([o.body for o in originals])
        self.window: Any = None
        reviews = [row for row in read_reviews() if len(row) == 2]
        self.tone = make_pipeline(TfidfVectorizer(sublinear_tf=True), LinearSVC())
        self.tone.fit([text for text, _ in reviews], [label for _, label in reviews])

    def run(self, pages: list[bytes], texts: list[Article], clock: Clock) -> None:
        for name, extract in self.extractors.items():
            with clock(f"extract: {name}"):
                for page in pages:
                    extract(page)
        with clock(f"match: {self.automaton.name}"):
            for text in texts:
                self.automaton.match(text)
        with clock("reuse: rensa"):
            self.rensa.find_all(texts)
        with clock("group: TF-IDF and cosine"):
            self.group(texts)
        with clock("tone: TF-IDF and SVM of reviews"):
            self.tone.predict([f"{text.title}\n\n{text.body}" for text in texts])

    def group(self, texts: list[Article]) -> list[int]:
        """The nearest earlier article of each, within a window of 5,000; batches, as sparse products like them."""
        new = self.vectors.transform([f"{text.title} {text.body}" for text in texts])
        self.window = new if self.window is None else self.vstack([self.window, new])[-5_000:]
        return (new @ self.window.T).argmax(axis=1).tolist()


def read_reviews() -> list[list[str]]:
    folder = CORPUS / "indonlu"
    found = sorted(folder.rglob("*smsa*/train*.tsv*")) or sorted(folder.rglob("*smsa*train*"))
    opener = gzip.open if found[0].suffix == ".gz" else open
    with opener(found[0], "rt", encoding="utf-8") as file:  # type: ignore[operator]
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


class Stream:
    """Articles to read, the queries and the releases they meet."""

    def __init__(self, articles: int, queries: int, originals: int) -> None:
        corpus = read_corpus()
        random_ = random.Random(SEED)
        maker = QueryMaker(random_.sample(corpus, 3_000), random_)
        self.queries = [(str(number), maker.query()) for number in range(queries)]
        chosen = set(random_.sample(range(len(corpus)), articles))
        self.articles = [article for at, article in enumerate(corpus) if at in chosen]
        others = [article for at, article in enumerate(corpus) if at not in chosen]
        self.originals = random_.sample(others, min(originals, len(others)))
        self.dresses = dresses(max(others[:200], key=lambda article: len(article.body)))
        self._random = random.Random(SEED + 1)

    def page(self, article: Article) -> bytes:
        return dress(self._random.choice(self.dresses), article)


def check(stream: Stream, pages: list[bytes], chain: Chain, peers: Peers) -> None:
    """Stops with a word where the outcome is not right; the chain keeps nothing of it."""
    pairs = list(zip(stream.articles, pages, strict=True))[: peers.tantivy.batch]
    texts = [as_read(article, pipeline.read(page)) for article, page in pairs]
    whole = sum(share_read(article, text) >= 0.95 for (article, _), text in zip(pairs, texts, strict=True)) / len(pairs)
    clock = Clock()
    with clock("match: tantivy"):
        found = peers.tantivy.match_all(texts)
    clock.end_round(len(texts))
    matched = [chain.matcher.match(text) for text in texts]
    if matched != found:
        sys.exit("bench/whole: tantivy disagrees")
    trees = [(id_, parse(query)) for id_, query in stream.queries]
    for text, ids in list(zip(texts, matched, strict=True))[:10]:
        title, body = words(text.title), words(text.body)
        if [id_ for id_, tree in trees if holds(tree, title, body, {*title, *body})] != ids:
            sys.exit("bench/whole: the naive walk disagrees")
    named = sum(any(name.lower() in text.body.lower() for name in NAMES) for text in texts) / len(texts)
    print(
        f"agreed: queries matched as tantivy and a naive walk find them; "
        f"{100 * whole:.0f} of 100 pages give 95 of 100 words of their article\n"
        f"{sum(map(len, pages)) / len(pages) / 1000:.0f} kB a page, "
        f"{sum(len(text.body) for text in texts) / len(texts):,.0f} characters of text, "
        f"{sum(map(len, matched)) / len(matched):.1f} queries an article; {100 * named:.0f} of 100 name the institution"
    )


def share_read(article: Article, text: Article) -> float:
    wanted, found = Counter(words(article.body)), Counter(words(text.body))
    return (wanted & found).total() / max(1, wanted.total())


def compare(stream: Stream) -> None:
    pages = [stream.page(article) for article in stream.articles]
    chain, peers = Chain(stream.queries, stream.originals), Peers(stream.queries, stream.originals)
    check(stream, pages, chain, peers)
    warm(chain, stream.originals[:HEARD], next(one.published for one in stream.articles if one.published))
    # What the peers hold is not walked through when the chain's garbage is collected, nor the other way round.
    gc.collect()
    gc.freeze()
    own, other, inner = Clock(), Clock(), Clock()
    listener = chain.listener
    listener._original = inner.timed("    fold copies", listener._original)  # type: ignore[method-assign]
    listener.grouper.add = inner.timed("    group", listener.grouper.add)  # type: ignore[method-assign]
    pipeline.tone = inner.timed("    tone", pipeline.tone)
    batch: list[Article] = []
    for start in range(0, len(pages) - ROUND + 1, ROUND):
        piece, articles = pages[start : start + ROUND], stream.articles[start : start + ROUND]
        texts = []
        for at in range(0, ROUND, BATCH):
            texts += chain.run(piece[at : at + BATCH], articles[at : at + BATCH], own)
        own.end_round(ROUND)
        inner.end_round(ROUND)
        peers.run(piece, texts, other)
        batch += texts
        if len(batch) >= peers.tantivy.batch:  # dearer in smaller batches: its time counts for the rounds it took
            with other("match: tantivy, batches of 500"):
                peers.tantivy.match_all(batch[: peers.tantivy.batch])
            spent = other._spent["match: tantivy, batches of 500"]
            other._spent["match: tantivy, batches of 500"] = spent * ROUND / peers.tantivy.batch
            batch.clear()
        other.end_round(ROUND)
    show(own, other, inner)


def warm(chain: Chain, before: list[Article], begins: datetime) -> None:
    """Let the chain hear other articles, the last of them right before the stream begins."""
    times = [article.published for article in before if article.published]
    earlier = max(times) - begins
    for article in sorted(before, key=lambda article: str(article.published)):
        past = replace(article, published=article.published and article.published - earlier)
        chain.listener.hear(past)
        pipeline.quotes(past)


def show(own: Clock, other: Clock, inner: Clock) -> None:
    print(f"\n{'ms of CPU an article':44}{'kentongan':>12}")
    for stage in own.rounds:
        print(f"{stage:44}{own.median(stage):>12.3f}")
        if stage.startswith("fold"):
            for part in inner.rounds:
                print(f"{part:44}{inner.median(part):>12.3f}")
    chain = sum(own.median(stage) for stage in own.rounds if stage != "quotes")
    total = chain + own.median("quotes")
    print(f"\n{'peer':44}{'ms':>12}")
    best: dict[str, float] = {}
    for stage, rounds in other.rounds.items():
        spent = statistics.median(rounds[WARM:] if len(rounds) > WARM + 2 else rounds)
        kind = stage.split(":")[0]
        best[kind] = min(best.get(kind, spent), spent)
        print(f"{stage:44}{spent:>12.3f}")
    peer = sum(best.values())
    slow = peer - best["extract"] + other.median("extract: trafilatura, fast")
    print(f"\n{'articles per CPU-second':44}{'':>12}")
    print(f"{'kentongan, HTML in to alertable mention':44}{1000 / chain:>12,.0f}")
    print(f"{'kentongan, with who is quoted':44}{1000 / total:>12,.0f}")
    quiet = [own.quietest([stage for stage in own.rounds if stage != "quotes"]), own.quietest([*own.rounds])]
    print(f"{'... both in the quietest round of 100':44}{1000 / quiet[0]:>12,.0f}{1000 / quiet[1]:>10,.0f}", end="")
    print(f" (load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores)")
    print(f"{'peers with trafilatura':44}{1000 / slow:>12,.0f}{slow / chain:>10.1f} times slower")
    print(f"{'peers, quickest of each stage':44}{1000 / peer:>12,.0f}{peer / chain:>10.1f} times slower")


# --- two processes ---------------------------------------------------------------------------------------------------


def several(stream: Stream, count: int) -> None:
    """`count` chains at once, each with its own pages, beside one alone; all made before, so that memory is warm."""
    pages = [stream.page(article) for article in stream.articles]
    context = multiprocessing.get_context("fork")
    alone, together = [], []
    for _ in range(3):
        alone.append(_at_once(context, 1, stream, pages))
        together.append(_at_once(context, count, stream, pages))
    wall = count * statistics.median(row[0] for row in alone) / statistics.median(row[0] for row in together)
    spent = count * statistics.median(row[1] for row in alone) / statistics.median(row[1] for row in together)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {len(pages)} pages a process, medians of 3 rounds")
    print(f"{'one alone':20}{statistics.median(row[0] for row in alone):>8.2f} s by the clock", end="")
    print(f"{statistics.median(row[1] for row in alone):>8.2f} s of CPU a process")
    print(f"{f'{count} at once':20}{statistics.median(row[0] for row in together):>8.2f} s by the clock", end="")
    print(f"{statistics.median(row[1] for row in together):>8.2f} s of CPU a process")
    print(f"{wall:.2f} times one by the clock; {spent:.2f} times by CPU time (without what others on the machine take)")


def _at_once(context: Any, count: int, stream: Stream, pages: list[bytes]) -> tuple[float, float]:
    """Seconds until all are done, and CPU seconds of each on average."""
    ready, answers = context.Barrier(count + 1), context.SimpleQueue()
    workers = [
        context.Process(target=_work, args=(ready, answers, stream, pages[at:] + pages[:at], at)) for at in range(count)
    ]
    for worker in workers:
        worker.start()
    ready.wait()
    begin = time.monotonic()
    spent = [answers.get() for _ in workers]
    passed = time.monotonic() - begin
    for worker in workers:
        worker.join()
    return passed, sum(spent) / count


def _work(ready: Any, answers: Any, stream: Stream, pages: list[bytes], at: int) -> None:
    chain, clock = Chain(stream.queries, stream.originals), Clock()
    articles = stream.articles[at:] + stream.articles[:at]
    pipeline.tone(articles[0], NAMES[0])
    pipeline.quotes(articles[0])
    gc.collect()
    ready.wait()
    begin = time.process_time()
    for first in range(0, len(pages), BATCH):
        chain.run(pages[first : first + BATCH], articles[first : first + BATCH], clock)
    answers.put(time.process_time() - begin)


# --- soak ------------------------------------------------------------------------------------------------------------


def soak(stream: Stream, minutes: float) -> None:
    """News without end: the corpus again and again, 30 days later each time, with new words in each article.

    It is heard twice before the clock starts, without pages: the windows and the bounded caches of words are full then.
    """
    corpus = read_corpus()
    chain, clock, random_ = Chain(stream.queries, stream.originals), Clock(), random.Random(SEED)
    for lap in (0, 1):
        for article in corpus:
            chain.hear(renewed(article, lap, random_), clock)
    begin, seen, cpu = time.monotonic(), 0, time.process_time()
    samples: list[tuple[float, float]] = []
    while time.monotonic() - begin < 60 * minutes:
        articles = []
        for _ in range(BATCH):
            lap, at = divmod(seen + 2 * len(corpus), len(corpus))
            articles.append(renewed(corpus[at], lap, random_))
            seen += 1
        chain.run([stream.page(article) for article in articles], articles, clock)
        samples.append((time.monotonic() - begin, resident()))
    half = samples[len(samples) // 2 :]
    slope, _ = statistics.linear_regression([at / 3600 for at, _ in half], [size for _, size in half])
    cpu = time.process_time() - cpu
    print(f"{seen:,} articles ({seen / len(corpus):.1f} times the corpus) in {minutes:.0f} minutes, {cpu:.0f} s of CPU")
    for at, size in samples[:: max(1, len(samples) // 12)]:
        print(f"    {at / 60:5.1f} min {size:8.1f} MB")
    print(f"memory {samples[-1][1]:.1f} MB; slope over the second half {slope:+.2f} MB an hour", end="")
    print(f" = {slope / 3600 * (half[-1][0] - half[0][0]):+.2f} MB in that half")


def renewed(article: Article, lap: int, random_: random.Random) -> Article:
    """The article as news of another month: later, and about people never heard of."""
    names = [
        "".join(random_.choice("bdgjklmnprst") + random_.choice("aiueo") for _ in range(4)).title() for _ in range(3)
    ]
    parts = article.body.split(". ")
    for name in names:
        parts.insert(random_.randrange(len(parts) + 1), f"Pak {name} hadir di sana")
    when = (article.published or datetime(2019, 9, 1, tzinfo=UTC)) + timedelta(days=30 * lap)
    return replace(article, id=f"{article.id}-{lap}", body=". ".join(parts), published=when)


def resident() -> float:
    """MB of memory that are this process's."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, default=1_200)
    options.add_argument("--queries", type=int, default=10_000)
    options.add_argument("--originals", type=int, default=10_000)
    options.add_argument("--processes", type=int, default=0)
    options.add_argument("--soak", type=float, default=0)
    chosen = options.parse_args()
    stream = Stream(chosen.articles, chosen.queries, chosen.originals)
    if chosen.soak:
        soak(stream, chosen.soak)
    elif chosen.processes:
        several(stream, chosen.processes)
    else:
        compare(stream)


if __name__ == "__main__":
    main()
