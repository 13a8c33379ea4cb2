"""Which articles are read for who says what, and the sheet they are read from. `python -m bench.training.draw_quotes DIR`

Drawn and split before any label and before the rules of `assess/quotes.py` were touched: the order of the articles is
that of SHA-1 over a seed and their ids, and no publisher of one part stands in the other but detik, whose two source
files are kept apart. Two strata: `random` articles with a pair of quotation marks or a word that leads speech in, and
`marks`, articles where a pair of marks holds no more than three words (titles, irony), which are rare else.

The sheet shows an article sentence by sentence, with a number before each sentence and each double quotation mark;
labels name these numbers (`D 3-4 Full Name`, `I 7 Full Name`), and `python -m bench.training.draw_quotes DIR SHEETS`
turns sheets of labels into the offsets that news_quotes.csv holds.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.training.corpus import articles_clickid, articles_detik, broken_paragraphs

SEED = "quotes-2026"
PART = {
    "test": {"kompas": (10, 2), "tribunnews": (9, 2), "kapanlagi": (2, 2), "detik": (13, 3)},
    "dev": {"okezone": (4, 1), "sindonews": (3, 1), "tempo": (3, 1), "detik-val": (3, 1)},
}
"""How many articles of each publisher: (random, marks)."""

SIZES = range(600, 3_200)
"""Characters of a body: whole articles, so that every speaker can be told, of a length a reader stays awake for."""

_SPEECH = re.compile(r"[\"“”]|\b(?:kata|ujar|tutur|menurut|mengatakan|menyebut|menyatakan|jelas)", re.IGNORECASE)
_SHORT = re.compile(r"[\"“]\w+(?: \w+){0,2}[\"”]")
_MARK = re.compile(r"[\"“”„«»]")
_SENTENCE = re.compile(r"\n+|(?<=[.!?][\"”])\s+|(?<=[.!?])\s+(?=[A-Z\"“(])")


class Drawn(NamedTuple):
    """An article to read."""

    part: str
    source: str
    id: str
    drawn: str
    body: str


def draw() -> list[Drawn]:
    """The articles, in order of publisher; the same ones every time."""
    pools: dict[str, list[tuple[str, str, str]]] = {}
    for row in articles_clickid():
        pools.setdefault(row["outlet"], []).append(("clickid", row["id"], broken_paragraphs(row["body"])))
    pools["detik"] = [("detik", row["id"], row["body"]) for row in articles_detik()]
    pools["detik-val"] = [("detik-val", row["id"], row["body"]) for row in articles_detik("val")]
    return [
        Drawn(part, *row[:2], stratum, row[2])
        for part, publishers in PART.items()
        for publisher, (random, marks) in publishers.items()
        for stratum, row in _of(pools[publisher], random, marks)
    ]


def _of(pool: Sequence[tuple[str, str, str]], random: int, marks: int) -> Iterator[tuple[str, tuple[str, str, str]]]:
    rows = sorted(
        (row for row in pool if len(row[2]) in SIZES and _SPEECH.search(row[2])),
        key=lambda row: hashlib.sha1(f"{SEED} {row[1]}".encode()).digest(),  # an order, not a secret
    )
    first = rows[:random]
    yield from (("random", row) for row in first)
    yield from (("marks", row) for row in [row for row in rows[random:] if _SHORT.search(row[2])][:marks])


def sentences(body: str) -> list[tuple[int, int]]:
    """Where the sentences of a sheet lie."""
    ends = [0, *(end for cut in _SENTENCE.finditer(body) for end in (cut.start(), cut.end())), len(body)]
    return [(start, end) for start, end in zip(ends[::2], ends[1::2], strict=True) if body[start:end].strip()]


def sheet(article: Drawn) -> str:
    """One article to be read, numbered."""
    marks = {mark.start(): number for number, mark in enumerate(_MARK.finditer(article.body))}
    lines = [f"## {article.id}"]
    for number, (start, end) in enumerate(sentences(article.body)):
        shown = "".join(f"{{{marks[at]}}}{article.body[at]}" if at in marks else article.body[at] for at in range(start, end))
        lines.append(f"{number}| {shown}")
    return "\n".join(lines)


def main() -> None:
    """Write the sheets, or read labels."""
    folder = Path(sys.argv[1])
    articles = draw()
    for name, order in (("first", "1"), ("second", "2")):
        rows = sorted(articles, key=lambda row: hashlib.sha1(f"{order} {row.id}".encode()).digest())
        (folder / f"{name}.txt").write_text("\n\n".join(map(sheet, rows)), encoding="utf-8")


if __name__ == "__main__":
    main()
