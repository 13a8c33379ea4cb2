"""Speed of `match`: many queries made from the corpus, article by article, beside peers.

    python -m bench.match [--only 10000|100000|units] [--articles N]

Three sets of queries: 10,000 and 100,000 as offices write them, and 968 units x 200, in which every unit's queries name
the unit or its place. Peers, each in its best mode:

- tantivy: 500 articles indexed in memory (one segment), then every query run on them. Batches of 500 are its terms, not
  ours: an article waits for 499 others. NEAR is checked in Python on what holds both words.
- sets + Python: queries filed under the rarest word each alternative cannot lack, trees walked over sets of words.
- ahocorasick_rs + Python: the same, the words found by an automaton over all filed words.
- SQLite FTS5: the article indexed in memory, every query run on it.

All must agree on a sample before anything is timed, and the rounds are interleaved. Times are CPU time of the process.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import sqlite3
import sys
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path
from statistics import median

from kentongan.engine.match.matcher import Matcher
from kentongan.engine.match.plain import PlainMatcher
from kentongan.engine.match.query import And, Near, Not, Or, Phrase, Prefix, Query, Title, Word, parse
from kentongan.engine.match.terms import candidate_terms
from kentongan.engine.text.fold import words
from kentongan.engine.text.kernel import available
from kentongan.engine.types import Article

CORPUS = Path(os.environ.get("KENTONGAN_CORPUS", "../shared/data"))
SEED = 2026


def read_articles(limit: int) -> list[Article]:
    path = CORPUS / "news_clickid" / "articles.jsonl.gz"
    if not path.exists():
        sys.exit(f"bench/match: no corpus at {CORPUS}; set KENTONGAN_CORPUS")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    random.Random(SEED).shuffle(rows)
    return [Article(id=row["id"], title=row["title"], body=row["body"], outlet=row["outlet"]) for row in rows[:limit]]


class QueryMaker:
    """Queries as offices write them: names and topics from real texts, some alternatives, some exclusions."""

    def __init__(self, articles: list[Article], random_: random.Random) -> None:
        self.random = random_
        self.texts = [words(article.body) for article in articles if len(article.body) > 400]
        counts = Counter(word for text in self.texts for word in set(text))
        # What an office watches for is neither a stop word nor a misprint.
        self.topics = [w for w, n in counts.items() if 3 <= n <= len(self.texts) // 20 and len(w) > 3 and w.isalpha()]
        self.topic_set = set(self.topics)
        self.weights = list(accumulate(counts[word] ** 0.5 for word in self.topics))

    def topic(self) -> str:
        return self.random.choices(self.topics, cum_weights=self.weights)[0]

    def phrase(self) -> str:
        while True:
            text = self.random.choice(self.texts)
            at = self.random.randrange(len(text) - 3)
            piece = text[at : at + self.random.choice((2, 2, 3))]
            if self.topic_set.intersection(piece):
                return f'"{" ".join(piece)}"'

    def query(self) -> str:
        topic, phrase = self.topic, self.phrase
        made: list[Callable[[], str]] = [
            lambda: f"{topic()} {topic()}",
            phrase,
            lambda: f"{phrase()} AND ({topic()} OR {topic()} OR {topic()})",
            lambda: f"({phrase()} OR {topic()}) ({topic()} OR {topic()}) NOT {topic()}",
            lambda: f"{topic()} NEAR/5 {topic()}",
            lambda: f"{topic()[:6]}* {topic()}",
            lambda: f"title:{topic()}",
            lambda: f"({topic()} OR {phrase()}) BUKAN ({topic()} ATAU {phrase()})",
        ]
        return self.random.choice(made)()

    def units(self, count: int, each: int) -> list[str]:
        """The queries of `count` offices: `each` of them name it, its place, and what it watches for."""
        kinds = ("kantor wilayah", "lapas kelas", "rutan negara", "kantor imigrasi", "balai besar", "dinas kesehatan")
        places_ = self.random.choices(self.topics, cum_weights=self.weights, k=count)
        return [
            self.of_unit(place, f"{kinds[at % 6]} {place}") for at, place in enumerate(places_) for _ in range(each)
        ]

    def of_unit(self, place: str, name: str) -> str:
        topic = self.topic
        made: list[Callable[[], str]] = [
            lambda: f'"{name}" AND ({topic()} OR {topic()} OR {topic()})',
            lambda: f"{place} {topic()}",
            lambda: f"{place} NEAR/8 {topic()}",
            lambda: f'("{name}" OR {place}) {topic()} NOT {topic()}',
            lambda: f"title:{place} ({topic()} OR {self.phrase()})",
            lambda: f"{self.phrase()} ({topic()} OR {place})",
            lambda: f"{topic()[:6]}* {place} BUKAN {topic()}",
        ]
        return self.random.choice(made)()


def holds(tree: Query, title: list[str], body: list[str], found: set[str]) -> bool:  # noqa: PLR0911 - one return a node
    """The naive peer: one set for words, lists for what needs an order."""
    match tree:
        case Word(word):
            return word in found
        case And(parts):
            return all(holds(part, title, body, found) for part in parts)
        case Or(parts):
            return any(holds(part, title, body, found) for part in parts)
        case Not(part):
            return not holds(part, title, body, found)
        case Title(part):
            return holds(part, title, [], set(title))
        case Prefix(prefix):
            return any(word.startswith(prefix) for word in found)
        case Phrase(parts):
            return found.issuperset(parts) and any(
                tuple(field[at : at + len(parts)]) == parts for field in (title, body) for at in range(len(field))
            )
        case Near(left, right, distance):
            if not (holds(left, title, body, found) and holds(right, title, body, found)):
                return False
            return any(
                abs(i - j) <= distance + 1 and i != j
                for field in (title, body)
                for i in places(field, left)
                for j in places(field, right)
            )


def places(field: list[str], leaf: Word | Prefix) -> list[int]:
    if isinstance(leaf, Word):
        return [at for at, word in enumerate(field) if word == leaf.word]
    return [at for at, word in enumerate(field) if word.startswith(leaf.prefix)]


class SetsPeer:
    """Filed under the rarest word that each alternative of a query cannot lack; what is filed is walked as a tree."""

    name = "sets + Python"

    def __init__(self, queries: list[tuple[str, str]], counts: Counter[str]) -> None:
        self.filed: dict[str, list[tuple[str, Query]]] = {}
        self.always: list[tuple[str, Query]] = []
        self.order = {id_: at for at, (id_, _) in enumerate(queries)}
        for id_, text in queries:
            tree = parse(text)
            alternatives = candidate_terms(tree)
            anchors = {min(words_, key=lambda word: (counts[word], -len(word))) for words_ in alternatives or ()}
            for anchor in anchors:
                self.filed.setdefault(anchor, []).append((id_, tree))
            if not anchors:
                self.always.append((id_, tree))
        self.anchors = frozenset(self.filed)

    def touched(self, title: list[str], body: list[str], found: set[str]) -> set[str]:
        return found & self.anchors

    def match(self, article: Article) -> list[str]:
        title, body = words(article.title), words(article.body)
        found = {*title, *body}
        ids = {id_ for id_, tree in self.always if holds(tree, title, body, found)}
        for anchor in self.touched(title, body, found):
            ids.update(id_ for id_, tree in self.filed[anchor] if holds(tree, title, body, found))
        return sorted(ids, key=self.order.__getitem__)


class AutomatonPeer(SetsPeer):
    name = "ahocorasick_rs + Python"

    def __init__(self, queries: list[tuple[str, str]], counts: Counter[str]) -> None:
        from ahocorasick_rs import AhoCorasick

        super().__init__(queries, counts)
        self.patterns = list(self.filed)
        self.automaton = AhoCorasick([f" {word} " for word in self.patterns])

    def touched(self, title: list[str], body: list[str], found: set[str]) -> set[str]:
        text = f" {'  '.join(title)}  {'  '.join(body)} "
        return {self.patterns[number] for number, _, _ in self.automaton.find_matches_as_indexes(text)}


class TantivyPeer:
    """Every query run on batches of articles, each an index of one segment. A sign no query holds parts the fields."""

    name = "tantivy, batches of 500"
    batch = 500

    def __init__(self, queries: list[tuple[str, str]]) -> None:
        import tantivy

        self.tantivy = tantivy
        builder = tantivy.SchemaBuilder()
        for field in ("title", "all"):
            builder.add_text_field(field, tokenizer_name="whitespace")
        self.schema = builder.build()
        self.queries = []
        for id_, text in queries:
            tree = parse(text)
            query = tantivy.Query.const_score_query(self.ask(tree, "all"), 1.0)
            self.queries.append((id_, query, tree if has_near(tree) else None))

    def ask(self, tree: Query, field: str) -> object:  # noqa: PLR0911 - one return a node
        query, occur = self.tantivy.Query, self.tantivy.Occur
        match tree:
            case Word(word):
                return query.term_query(self.schema, field, word, index_option="basic")
            case Prefix(prefix):
                return query.regex_query(self.schema, field, prefix + ".*")
            case Phrase(parts):
                return query.phrase_query(self.schema, field, list(parts))
            case Near(left, right, _):
                return query.boolean_query([(occur.Must, self.ask(side, field)) for side in (left, right)])
            case Title(part):
                return self.ask(part, "title")
            case Or(parts):
                return query.boolean_query([(occur.Should, self.ask(part, field)) for part in parts])
            case And(parts):
                asked = [
                    (occur.MustNot, self.ask(part.part, field))
                    if isinstance(part, Not)
                    else (occur.Must, self.ask(part, field))
                    for part in parts
                ]
                return query.boolean_query(asked)
        raise ValueError(tree)

    def match_all(self, articles: list[Article]) -> list[list[str]]:
        index = self.tantivy.Index(self.schema)
        writer = index.writer(heap_size=50_000_000, num_threads=1)
        fields = []
        for article in articles:
            title, body = words(article.title), words(article.body)
            fields.append((title, body))
            joined = " ".join([*title, "|", *body])
            writer.add_document(self.tantivy.Document(title=" ".join(title), all=joined))
        writer.commit()
        index.reload()
        searcher = index.searcher()
        if searcher.num_segments != 1:
            sys.exit("bench/match: tantivy made more than one segment")
        found: list[list[str]] = [[] for _ in articles]
        for id_, query, tree in self.queries:
            for _, address in searcher.search(query, limit=len(articles), count=False).hits:
                title, body = fields[address.doc]
                if tree is None or holds(tree, title, body, {*title, *body}):
                    found[address.doc].append(id_)
        return found


def has_near(tree: Query) -> bool:
    match tree:
        case Near():
            return True
        case And(parts) | Or(parts):
            return any(map(has_near, parts))
        case Not(part) | Title(part):
            return has_near(part)
    return False


def fts_expression(tree: Query, column: str = "") -> str:  # noqa: PLR0911 - one return a node
    match tree:
        case Word(word):
            return f'{column}"{word}"'
        case Prefix(prefix):
            return f'{column}"{prefix}"*'
        case Phrase(parts):
            return f'{column}"{" ".join(parts)}"'
        case Near(left, right, distance):
            return f"{column}NEAR({fts_expression(left)} {fts_expression(right)}, {distance})"
        case Title(part):
            return fts_expression(part, "title:")
        case Or(parts):
            return f"({' OR '.join(fts_expression(part, column) for part in parts)})"
        case And(parts):
            wanted = [fts_expression(part, column) for part in parts if not isinstance(part, Not)]
            avoided = [fts_expression(part.part, column) for part in parts if isinstance(part, Not)]
            joined = f"({' AND '.join(wanted)})"
            return f"({joined} NOT ({' OR '.join(avoided)}))" if avoided else joined
    raise ValueError(tree)


class FtsPeer:
    name = f"SQLite FTS5 {sqlite3.sqlite_version}"

    def __init__(self, queries: list[tuple[str, str]]) -> None:
        self.expressions = [(id_, fts_expression(parse(query))) for id_, query in queries]
        self.base = sqlite3.connect(":memory:", isolation_level=None)
        self.base.execute("CREATE VIRTUAL TABLE article USING fts5(title, body)")

    def match(self, article: Article) -> list[str]:
        self.base.execute("DELETE FROM article")
        # Our own folding first: FTS5 has its own idea of letters.
        row = (" ".join(words(article.title)), " ".join(words(article.body)))
        self.base.execute("INSERT INTO article VALUES (?, ?)", row)
        ask = "SELECT 1 FROM article WHERE article MATCH ?"
        return [id_ for id_, expression in self.expressions if self.base.execute(ask, (expression,)).fetchone()]


def spent(work: Callable[[], object], articles: int) -> float:
    """Articles a CPU-second."""
    start = time.process_time()
    work()
    return articles / (time.process_time() - start)


def each(match: Callable[[Article], list[str]], articles: list[Article]) -> Callable[[], object]:
    def work() -> None:
        for article in articles:
            match(article)

    return work


def size_of(queries: list[tuple[str, str]]) -> float:
    """Bytes a query: what Python allocates beside the ids and texts themselves, and what the kernel does."""
    tracemalloc.start()
    matcher = Matcher(queries)
    python, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    inner = matcher._matcher
    return (python + (0 if isinstance(inner, PlainMatcher) else inner.bytes)) / len(queries)


def compare(label: str, queries: list[tuple[str, str]], articles: list[Article], counts: Counter[str]) -> None:
    start = time.process_time()
    matcher = Matcher(queries)
    built = time.process_time() - start
    sets, automaton, tantivy = SetsPeer(queries, counts), AutomatonPeer(queries, counts), TantivyPeer(queries)
    fts = FtsPeer(queries)
    few, batch, one = articles[:60], articles[: tantivy.batch], articles[:1]
    expected = [matcher.match(article) for article in batch]
    if tantivy.match_all(batch) != expected:
        sys.exit("bench/match: tantivy disagrees")
    for peer in (sets, automaton):
        if [peer.match(article) for article in few] != expected[: len(few)]:
            sys.exit(f"bench/match: {peer.name} disagrees")
    if fts.match(one[0]) != expected[0]:
        sys.exit("bench/match: FTS5 disagrees")
    each(matcher.match, articles[:700])()  # anchors are chosen anew after 512 articles
    runs = [
        ("kentongan", each(matcher.match, articles), len(articles)),
        (tantivy.name, lambda: tantivy.match_all(batch), len(batch)),
        (sets.name, each(sets.match, few), len(few)),
        (automaton.name, each(automaton.match, few), len(few)),
    ]
    rounds = [[spent(work, count) for _, work, count in runs] for _ in range(3)]
    rates = {name: median(row[at] for row in rounds) for at, (name, _, _) in enumerate(runs)}
    rates[fts.name] = spent(each(fts.match, one), 1)

    matched = sum(map(len, expected)) / len(expected)
    own, best = rates["kentongan"], max(rate for name, rate in rates.items() if name != "kentongan")
    print(
        f"\n{label}: {matched:.1f} match an article; all agree ({len(batch)} articles with tantivy, {len(few)}, FTS5 1)"
    )
    print(f"{'':32}{'articles / CPU-s':>18}{'times slower':>14}")
    for name, rate in rates.items():
        print(f"{name:32}{rate:>18,.1f}{own / rate:>14.1f}")
    print(f"{own / best:.1f} times the best peer; building {built:.2f} s", end="")
    changed = [change_cost(matcher, queries[start : start + 1000]) for start in (0, 3000, 6000)]
    print(f"; replacing a query {median(changed) * 1e6:,.0f} µs; {size_of(queries):,.0f} bytes a query")


def change_cost(matcher: Matcher, queries: list[tuple[str, str]]) -> float:
    """Seconds for removing a query and adding it again."""
    start = time.process_time()
    for id_, query in queries:
        matcher.remove(id_)
        matcher.add(id_, query)
    return (time.process_time() - start) / len(queries)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--only", choices=("10000", "100000", "units"))
    options.add_argument("--articles", type=int, default=3_000)
    chosen = options.parse_args()

    # Articles and the texts that queries are made of overlap, so that there is something to find; frequencies for the
    # peers' anchors come from all.
    corpus = read_articles(6_000)
    articles = corpus[: chosen.articles]
    counts = Counter(word for article in corpus for word in set(words(article.body)))
    maker = QueryMaker(corpus[:3_000], random.Random(SEED))
    size = sum(len(article.body) for article in articles) / len(articles)
    where = "in the kernel" if available() else "in Python (no kernel)"
    print(f"match {where}: {len(articles):,} articles of {size:,.0f} characters on average")
    sets: dict[str, tuple[str, Callable[[], list[str]]]] = {
        "10000": ("10,000 queries", lambda: [maker.query() for _ in range(10_000)]),
        "100000": ("100,000 queries", lambda: [maker.query() for _ in range(100_000)]),
        "units": ("968 units x 200 queries", lambda: maker.units(968, 200)),
    }
    for key, (label, make) in sets.items():
        if chosen.only in (None, key):
            compare(label, [(str(number), query) for number, query in enumerate(make())], articles, counts)


if __name__ == "__main__":
    main()
