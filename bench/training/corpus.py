"""Where the training and measuring data lies, read into plain lists. Class B sets only measure."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
CORPUS = Path(os.environ.get("KENTONGAN_CORPUS", ROOT.parent / "shared" / "data"))

LANGUAGES = {
    "indonesian": "id",
    "english": "en",
    "javanese": "jv",
    "sundanese": "su",
    "acehnese": "ace",
    "balinese": "ban",
    "banjarese": "bjn",
    "buginese": "bug",
    "madurese": "mad",
    "minangkabau": "min",
    "ngaju": "nij",
    "toba_batak": "bbc",
}

# "...selesai.,Warga", "... selesai. ,,,Warga"; but not "S.H., M.H."
_JOINED = re.compile(r"(?:(?<=[.!?])|(?<=[.!?][\"”]))(?:[ \xa0]+,[ ,\xa0]*|,(?:,[ ,]*)?)(?=[A-Z“(\xa0-]|\"\S)")

Sentence = tuple[list[str], list[str]]  # tokens, tags (BIO)


def _open(name: str) -> Iterator[str]:
    with gzip.open(CORPUS / name, "rt", encoding="utf-8", errors="replace", newline="") as file:
        yield from file


def smsa(part: str) -> list[tuple[str, str]]:
    """(text, tone) of IndoNLU SmSA; `part` is train or valid. Class A."""
    rows = [line.rstrip("\r\n").rsplit("\t", 1) for line in _open(f"indonlu/smsa_{part}.tsv.gz")]
    return [(row[0], row[1]) for row in rows if len(row) == 2]


def nusax(language: str, part: str) -> list[tuple[str, str]]:
    """(text, tone) of NusaX in one of LANGUAGES. Class A."""
    return [(row["text"], row["label"]) for row in csv.DictReader(_open(f"nusax_senti/{language}_{part}.csv.gz"))]


def articles_clickid() -> Iterator[dict[str, str]]:
    """CLICK-ID articles. Class A (CC BY 4.0)."""
    return (json.loads(line) for line in _open("news_clickid/articles.jsonl.gz"))


def articles_detik(part: str = "train") -> list[dict[str, str]]:
    """detik articles of 2026; `part` is the source's own, train or val. Class A (MIT)."""
    return [json.loads(line) for line in _open(f"news_category_detik/{part}.jsonl.gz")]


def broken_paragraphs(body: str) -> str:
    """A CLICK-ID body with its paragraphs broken where commas joined them; every offset stays."""
    return _JOINED.sub(lambda found: "\n".ljust(len(found.group())), body)


def headlines_clickid() -> list[dict[str, str]]:
    """CLICK-ID clickbait headlines, 9 outlets. Class A (CC BY 4.0)."""
    return list(csv.DictReader(_open("news_clickid/clickbait_headlines.csv.gz")))


def own_headline_labels(part: str = "labels") -> list[tuple[str, str, str]]:
    """(headline, lead, tone) labelled for this project: the file holds ids and labels, class A sets the texts.

    `part` is labels or test (both read while the lexicon grew; both train) or blind (drawn after it; only measures).
    """
    labels = csv.DictReader((Path(__file__).parent / f"news_headline_{part}.csv").open(encoding="utf-8"))
    texts: dict[tuple[str, str], tuple[str, str]] = {}
    texts |= {("clickid", row["id"]): (row["title"].strip(), row["body"][:600]) for row in articles_clickid()}
    texts |= {("detik", row["id"]): (row["title"].strip(), row["body"][:600]) for row in articles_detik()}
    for row in headlines_clickid():
        texts["clickbait", _digest(row["title"])] = (row["title"].strip(), "")
    return [(*texts[row["source"], row["id"]], row["label"]) for row in labels]


def own_article_labels(part: str) -> list[tuple[str, str, str, str]]:
    """(article, institution, tone towards it, how drawn) labelled for this project; headline on the first line.

    `part` is train or measure (other outlets; drawn and labelled before anything was trained; only measures).
    """
    texts = _own_texts()
    labels = csv.DictReader((Path(__file__).parent / f"news_article_{part}.csv").open(encoding="utf-8"))
    return [
        (texts[row["source"], row["id"]], row["institution"], row["label"], row.get("drawn", "random"))
        for row in labels
    ]


def _digest(title: str) -> str:
    return hashlib.sha1(title.encode()).hexdigest()[:12]  # an id, not a secret


class Pair(NamedTuple):
    """A sentence of an article, the institution it is read for, and what two readers called its tone."""

    article: str
    title: str
    sentence: str
    target: str
    drawn: str
    labels: tuple[str, str]
    gold: str
    publisher: str


def own_pairs(part: str) -> list[Pair]:
    """Sentences labelled for this project (news_towards.csv holds ids, offsets and labels); `part` is train or test.

    A headline that was read alone is its own sentence.
    """
    headlines = {_digest(row["title"]): row for row in headlines_clickid()}
    texts = _own_texts() | {("clickbait", key): row["title"].strip() for key, row in headlines.items()}
    pairs = []
    for row in csv.DictReader((Path(__file__).parent / "news_towards.csv").open(encoding="utf-8")):
        if row["split"] == part and row["first"]:
            title, _, body = texts[row["source"], row["id"]].partition("\n\n")
            sentence = body[int(row["start"]) : int(row["end"])] or title
            labels = (row["first"], row["second"] or row["first"])
            gold = row["third"] or row["first"]
            publisher = row["source"]
            if publisher == "clickid":
                publisher = row["id"].partition("-")[0]
            elif publisher == "clickbait":
                publisher = headlines[row["id"]]["outlet"].lower()
            pairs.append(Pair(row["id"], title, sentence, row["target"], row["drawn"], labels, gold, publisher))
    return pairs


class QuoteRead(NamedTuple):
    """Speech a reader found: offsets of the words (direct) or of the sentence (indirect), who says it ("": untold)."""

    start: int
    end: int
    speaker: str
    direct: bool


class QuotedArticle(NamedTuple):
    """An article read for who says what: twice, and as settled (`gold`)."""

    id: str
    body: str
    readings: dict[str, list[QuoteRead]]


def own_quotes(part: str) -> list[QuotedArticle]:
    """Articles read for this project (news_quotes.csv holds ids and offsets); `part` is dev, or test: only measures."""
    texts = {("clickid", row["id"]): broken_paragraphs(row["body"]) for row in articles_clickid()}
    for source, name in (("detik", "train"), ("detik-val", "val")):
        texts |= {(source, row["id"]): row["body"] for row in articles_detik(name)}
    articles: dict[str, QuotedArticle] = {}
    for row in csv.DictReader((Path(__file__).parent / "news_quotes.csv").open(encoding="utf-8")):
        if row["part"] != part:
            continue
        body = texts[row["source"], row["id"]]
        article = articles.setdefault(
            row["id"], QuotedArticle(row["id"], body, {"first": [], "second": [], "gold": []})
        )
        if row["reading"]:
            speaker = body[int(row["speaker_start"]) : int(row["speaker_end"])]
            found = QuoteRead(int(row["start"]), int(row["end"]), speaker, row["kind"] == "direct")
            article.readings[row["reading"]].append(found)
    return list(articles.values())


def own_headline_articles(part: str = "labels") -> list[tuple[str, str]]:
    """(article, tone) of those `own_headline_labels` that have a body; the label was given by the headline."""
    texts = _own_texts()
    labels = csv.DictReader((Path(__file__).parent / f"news_headline_{part}.csv").open(encoding="utf-8"))
    return [(texts[key], row["label"]) for row in labels if (key := (row["source"], row["id"])) in texts]


def _own_texts() -> dict[tuple[str, str], str]:
    rows = {("clickid", row["id"]): row for row in articles_clickid()} | {
        ("detik", r["id"]): r for r in articles_detik()
    }
    return {key: f"{row['title'].strip()}\n\n{row['body']}" for key, row in rows.items()}


def news_detik() -> list[tuple[str, str]]:
    """(article, tone). Class B: measures only."""
    rows = [json.loads(line) for line in _open("news_sentiment_detik/articles_train.jsonl.gz")]
    return [(row["text"], row["label"]) for row in rows]


def headlines_pilpres() -> list[tuple[str, str, str]]:
    """(headline, candidate, tone). Class B: measures only."""
    rows = csv.DictReader(_open("headline_sentiment_pilpres/headlines.csv.gz"))
    return [(row["text"], row["candidate"], row["label"]) for row in rows]


def conll(name: str, rename: dict[str, str]) -> list[Sentence]:
    """Sentences of a CoNLL file: first column token, last column tag; tag types not in `rename` become O."""
    sentences: list[Sentence] = []
    tokens: list[str] = []
    tags: list[str] = []
    for line in [*_open(name), "\n"]:
        columns = line.split()
        if len(columns) >= 2:
            place, _, kind = columns[-1].partition("-")
            tokens.append(columns[0])
            tags.append(f"{place}-{rename[kind]}" if kind in rename else "O")
        elif tokens:
            sentences.append((tokens, tags))
            tokens, tags = [], []
    return sentences


_IDNER = {"PER": "PER", "ORG": "ORG", "LOC": "LOC"}
_NERGRIT = {"PERSON": "PER", "ORGANISATION": "ORG", "PLACE": "LOC"}


def idner(part: str) -> list[Sentence]:
    """IDNer-News-2k, part train or dev. Class A (MIT)."""
    return conll(f"idner_news_2k/{part}.txt.gz", _IDNER)


def nergrit(part: str) -> list[Sentence]:
    """IndoNLU NERGrit, part train or valid. Class A."""
    return conll(f"indonlu/nergrit_{part}.txt.gz", _NERGRIT)
