"""Which articles are read for who says what, and the sheets for it. `python -m bench.training.draw_quotes DIR`

Drawn and split before any label and before the rules of `assess/quotes.py` were touched: the order of the articles is
that of SHA-1 over a seed and their ids, and no publisher of one part stands in the other but detik, whose two source
files are kept apart. Two strata: `random` articles with a pair of quotation marks or a word that leads speech in, and
`marks`, articles where a pair of marks holds no more than three words (titles, irony), which are rare else.

The sheet shows an article sentence by sentence, with a number before each sentence and each double quotation mark;
labels name these numbers (`D 3-4 Full Name`, `I 7 Full Name`), and `python -m bench.training.draw_quotes DIR FIRST
SECOND GOLD` turns three files of labels into the offsets that news_quotes.csv holds.
"""

from __future__ import annotations

import csv
import hashlib
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.training.corpus import articles_clickid, articles_detik, broken_paragraphs

SEED = "quotes-2026"
PART = {
    "test": {"kompas": (10, 2, 5), "tribunnews": (9, 2, 4), "kapanlagi": (2, 2, 0), "detik": (13, 3, 7)},
    "dev2": {"kompas": (0, 0, 10), "tribunnews": (0, 0, 8), "kapanlagi": (0, 0, 1), "detik": (0, 0, 16)},
    "check": {"kompas": (0, 0, 5), "tribunnews": (0, 0, 3), "detik": (0, 0, 8)},
    "dev": {"okezone": (4, 1, 0), "sindonews": (3, 1, 0), "tempo": (3, 1, 0), "detik-val": (3, 1, 0)},
}
"""How many articles of each publisher: at random, with marks, and at random again, for there were too few."""

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
    drawn: list[Drawn] = []
    for part, publishers in PART.items():
        for publisher, counts in publishers.items():
            taken = {article.id for article in drawn}
            pool = [row for row in pools[publisher] if row[1] not in taken]
            drawn += [Drawn(part, *row[:2], stratum, row[2]) for stratum, row in _of(pool, *counts)]
    return drawn


def _of(
    pool: Sequence[tuple[str, str, str]], random: int, marks: int, more: int
) -> Iterator[tuple[str, tuple[str, str, str]]]:
    rows = sorted(
        (row for row in pool if len(row[2]) in SIZES and _SPEECH.search(row[2])),
        key=lambda row: hashlib.sha1(f"{SEED} {row[1]}".encode()).digest(),  # an order, not a secret
    )
    marked = [row for row in rows[random:] if _SHORT.search(row[2])][:marks]
    later = [row for row in rows[random:] if row not in marked][:more]
    yield from (("random", row) for row in rows[:random])
    yield from (("marks", row) for row in marked)
    yield from (("more", row) for row in later)


def sentences(body: str) -> list[tuple[int, int]]:
    """Where the sentences of a sheet lie."""
    ends = [0, *(end for cut in _SENTENCE.finditer(body) for end in (cut.start(), cut.end())), len(body)]
    return [(start, end) for start, end in zip(ends[::2], ends[1::2], strict=True) if body[start:end].strip()]


def sheet(article: Drawn) -> str:
    """One article to be read, numbered."""
    marks = {mark.start(): number for number, mark in enumerate(_MARK.finditer(article.body))}
    lines = [f"## {article.id}"]
    for number, (start, end) in enumerate(sentences(article.body)):
        shown = "".join(
            f"{{{marks[at]}}}{article.body[at]}" if at in marks else article.body[at] for at in range(start, end)
        )
        lines.append(f"{number}| {shown}")
    return "\n".join(lines)


class Label(NamedTuple):
    """What a reader found in an article: offsets of the words and of the speaker's name; (0, 0) where none is told."""

    kind: str
    start: int
    end: int
    speaker_start: int
    speaker_end: int


def labels(article: Drawn, lines: Sequence[str]) -> list[Label]:
    """A reader's lines for one article as offsets.

    `D 3-4 Name`: direct, between marks 3 and 4 (or, `D 3-s7 Name`, from mark 3 to the end of sentence 7 where no mark
    closes); `I 7 Name`: sentence 7 reports; `I 7:Dia menilai|Name`: the part of it that begins so. `?`: nobody is told.
    Raises ValueError for a line that is none of these, or a name the article does not hold.
    """
    return [_label(article.body, line) for line in lines]


def _label(body: str, line: str) -> Label:
    kind, rest = line.split(" ", 1)
    if kind == "D":
        place, name = rest.split(" ", 1)
        opened, closed = place.split("-")
        marks = [mark.start() for mark in _MARK.finditer(body)]
        end = sentences(body)[int(closed[1:])][1] if closed[0] == "s" else marks[int(closed)]
        return Label("direct", *_trimmed(body, marks[int(opened)] + 1, end), *_named(body, name))
    if kind != "I":
        raise ValueError(line)
    number, _, name = rest.partition(" ")
    fragment = ""
    if ":" in number:
        number, _, part = rest.partition(":")
        fragment, _, name = part.partition("|")
    start, end = sentences(body)[int(number)]
    return Label("indirect", *_trimmed(body, body.index(fragment, start, end), end), *_named(body, name))


def _trimmed(body: str, start: int, end: int) -> tuple[int, int]:
    words = body[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def _named(body: str, name: str) -> tuple[int, int]:
    return (0, 0) if name == "?" else (at := body.index(name), at + len(name))


def read_sheet(file: Path) -> dict[str, list[str]]:
    """Lines of a reader's labels by article."""
    found: dict[str, list[str]] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            found[line[3:]] = []
        elif line:
            found[list(found)[-1]].append(line)
    return found


def main() -> None:
    """Write the sheets; with files of labels (first, second, settled), write news_quotes.csv."""
    folder = Path(sys.argv[1])
    articles = draw()
    for name, order in (("first", "1"), ("second", "2")):
        rows = sorted(articles, key=lambda row: hashlib.sha1(f"{order} {row.id}".encode()).digest())
        (folder / f"{name}.txt").write_text("\n\n".join(map(sheet, rows)), encoding="utf-8")
    read = {name: read_sheet(Path(file)) for name, file in zip(("first", "second", "gold"), sys.argv[2:], strict=False)}
    if not read:
        return
    with (Path(__file__).parent / "news_quotes.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["part", "source", "id", "drawn", "reading", *Label._fields])
        for article in articles:
            out.writerow([*article[:4], "", "article", 0, len(article.body), 0, 0])
            for reading, sheets in read.items():
                found = labels(article, sheets.get(article.id, []))
                out.writerows([*article[:4], reading, *label] for label in sorted(found))


if __name__ == "__main__":
    main()
