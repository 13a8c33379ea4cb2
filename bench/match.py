"""Speed of `match`: 10,000 queries made from the corpus, article by article, beside naive peers.

    python bench/match.py [--queries N] [--articles N]

Peers: every query's tree walked over the article's word set (sets + Python), and SQLite FTS5 (the article indexed in
memory, every query run on it). All must agree on a sample before anything is timed. Times are CPU time.
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
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from kentongan.engine.match.matcher import Matcher
from kentongan.engine.match.query import And, Near, Not, Or, Phrase, Prefix, Query, Title, Word, parse
from kentongan.engine.text.fold import words
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
        self.weights = [counts[word] ** 0.5 for word in self.topics]

    def topic(self) -> str:
        return self.random.choices(self.topics, self.weights)[0]

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


class NaivePeer:
    name = "tree walk over sets"

    def __init__(self, queries: list[tuple[str, str]]) -> None:
        self.trees = [(id_, parse(query)) for id_, query in queries]

    def match(self, article: Article) -> list[str]:
        title, body = words(article.title), words(article.body)
        found = {*title, *body}
        return [id_ for id_, tree in self.trees if holds(tree, title, body, found)]


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


def rate(match: Callable[[Article], list[str]], articles: list[Article]) -> float:
    start = time.process_time()
    for article in articles:
        match(article)
    return len(articles) / (time.process_time() - start)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--queries", type=int, default=10_000)
    options.add_argument("--articles", type=int, default=4_000)
    options.add_argument("--peer-articles", type=int, default=12)
    chosen = options.parse_args()

    articles = read_articles(chosen.articles)
    maker = QueryMaker(read_articles(3_000), random.Random(SEED))
    queries = [(str(number), maker.query()) for number in range(chosen.queries)]

    start = time.process_time()
    matcher = Matcher(queries)
    built = time.process_time() - start
    peers = [NaivePeer(queries), FtsPeer(queries)]
    sample = articles[: chosen.peer_articles]
    for article in sample:
        expected = matcher.match(article)
        for peer in peers:
            if peer.match(article) != expected:
                sys.exit(f"bench/match: {peer.name} disagrees on {article.id}")
    cold = rate(matcher.match, articles)
    rounds = sorted(rate(matcher.match, articles) for _ in range(3))
    peer_rates = [(peer.name, rate(peer.match, sample)) for peer in peers]

    start = time.process_time()
    for id_, query in queries[:1000]:
        matcher.remove(id_)
        matcher.add(id_, query)
    change = (time.process_time() - start) / 1000
    matched = sum(len(matcher.match(article)) for article in articles) / len(articles)

    size = sum(len(article.body) for article in articles) / len(articles)
    print(f"match: {len(queries):,} queries, {len(articles):,} articles of {size:,.0f} characters on average")
    print(f"       {matched:.1f} queries match an article; all agree on {len(sample)} articles")
    print(f"{'':32}{'articles / CPU-s':>18}{'times slower':>14}")
    print(f"{'kentongan, warm (median of 3)':32}{rounds[1]:>18,.0f}{1:>14.1f}")
    print(f"{'kentongan, first round':32}{cold:>18,.0f}{rounds[1] / cold:>14.1f}")
    for name, found in peer_rates:
        print(f"{name:32}{found:>18,.1f}{rounds[1] / found:>14.1f}")
    print(f"building {built:.2f} s; replacing a query {change * 1e6:,.0f} µs")


if __name__ == "__main__":
    main()
