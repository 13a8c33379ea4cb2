"""The sentences that stand for a story, beside lead-3. `python -m bench.lede` (corpus; extra `train`)

One article: 684 articles of detik (class B, so they only measure and set the six weights of the way) and the summaries
that people wrote of them; the weights were chosen on those with even numbers, so the others measure. Many: the
stories of three articles and more of two days of CLICK-ID on which nothing was chosen (class A; 10 and 14 September
2019, grouped as bench.keyphrases does); the last article is held back, and its title with its first sentence stands
for a summary.

Given are ROUGE-1 and ROUGE-2, F1, means over texts (Lin, "ROUGE: a package for automatic evaluation of summaries",
2004): words folded, not stemmed, no stop words left out, the three sentences as one text. Lead-3: the first three
sentences of the (first) article; of the medoid: of the article with the most telling title. Centrality: the three
sentences of the tops of all articles most like all others by TF-IDF (degree centrality; Erkan and Radev, LexRank,
2004). The difference to lead-3 is given with twice its standard error.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Sequence

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from bench.keyphrases import stories
from bench.training.corpus import CORPUS

from kentongan.engine.measure.lede import lede, most_telling
from kentongan.engine.text.fold import words
from kentongan.engine.text.sentences import sentences
from kentongan.engine.types import Article

TOP = 4_000
Way = Callable[[Sequence[Article]], list[str]]


def rouge(told: str, summary: str, size: int) -> float:
    """ROUGE-N, F1."""
    one, two = (
        Counter(zip(*[found[at:] for at in range(size)], strict=False)) for found in (words(told), words(summary))
    )
    return 2 * (one & two).total() / max(one.total() + two.total(), 1)


def ours(articles: Sequence[Article]) -> list[str]:
    return [sentence for _, sentence in lede(articles, limit=3).sentences]


def lead(articles: Sequence[Article]) -> list[str]:
    return sentences(articles[0].body)[:3]


def lead_of_medoid(articles: Sequence[Article]) -> list[str]:
    return sentences(articles[most_telling([article.title for article in articles])].body)[:3]


def centrality(articles: Sequence[Article]) -> list[str]:
    from sklearn.feature_extraction.text import TfidfVectorizer

    tops = [sentence for article in articles for sentence in sentences(article.body)[:8]]
    rows = TfidfVectorizer(token_pattern=r"[^\W_]+").fit_transform(tops or ["a"])
    likeness = (rows @ rows.T).sum(axis=1)
    best = sorted(range(len(tops)), key=lambda at: (-float(likeness[at, 0]), at))[:3]
    return [tops[at] for at in sorted(best)]


def summarised() -> list[tuple[list[Article], str]]:
    """The articles of odd numbers, each with its summary."""
    with gzip.open(CORPUS / "news_aspects_detik" / "articles.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [
        ([Article(id="1", title=row["title"], body=row["body"])], row["summary_human"])
        for row in rows
        if row["id"] % 2 and row["body"] and row["summary_human"]
    ]


def told_by_many() -> list[tuple[list[Article], str]]:
    """The stories without their last article, and the top of that one."""
    cases = []
    for story in (texts for texts in stories(TOP) if len(texts) > 2):
        parts = [text.partition(".\n") for text in story]
        articles = [Article(id=str(at), title=title, body=body) for at, (title, _, body) in enumerate(parts)]
        top = (sentences(articles[-1].body) or [""])[0]
        cases.append((articles[:-1], f"{articles[-1].title}. {top}"))
    return cases


def main() -> None:
    """Print the table."""
    if not CORPUS.exists():
        sys.exit(f"no corpus at {CORPUS}: set KENTONGAN_CORPUS")
    ways: dict[str, Way] = {
        "lead-3": lead,
        "lead-3 of the medoid": lead_of_medoid,
        "centrality": centrality,
        "Kentongan": ours,
    }
    print(f"{'':36}{'':24}{'texts':>6}{'words':>7}{'ROUGE-1':>9}{'ROUGE-2':>9}   more than lead-3")
    for kind, cases in (("summaries by people", summarised()), ("last articles of stories", told_by_many())):
        base: np.ndarray | None = None
        for name, way in ways.items():
            told = [" ".join(way(articles)) for articles, _ in cases]
            found = np.array(
                [[rouge(one, summary, size) for size in (1, 2)] for one, (_, summary) in zip(told, cases, strict=True)]
            )
            base = found if base is None else base
            more, spread = (found - base).mean(axis=0), 2 * (found - base).std(axis=0) / len(cases) ** 0.5
            length = np.mean([len(one.split()) for one in told])
            print(
                f"{kind:36}{name:24}{len(cases):6}{length:7.0f}{found[:, 0].mean():9.4f}{found[:, 1].mean():9.4f}"
                f"   {more[0]:+.4f} ({spread[0]:.4f}), {more[1]:+.4f} ({spread[1]:.4f})",
                flush=True,
            )


if __name__ == "__main__":
    main()
