"""Quality and speed of `claims` on real hoaxes, beside plain tf-idf of letters (scikit-learn).

    python bench/claims.py            the table; --quick leaves out 100,000 claims

Known claims are Komdigi's list (title and stemmed body); the texts are the same hoaxes as TurnBackHoax saw them
circulate. R@1 and R@5 are taken before and after silence. *Wrapped* puts the texts into made-up fact-checkers' frames
and chat chains. *Copies* asks for the texts themselves, wrapped, when they are known among the claims. *Silent* is the
share of texts without a match for which nothing is said: news, and the same claims with their entry taken out of the
list (the hard case: the same politicians and prizes remain).
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from sklearn.feature_extraction.text import TfidfVectorizer

from kentongan.engine.match.claims import ClaimIndex
from kentongan.engine.types import ClaimMatch

CORPUS = Path(os.environ.get("KENTONGAN_CORPUS", "../shared/data"))
SEED = 2026


def read(path: str) -> list[dict[str, Any]]:
    if not (CORPUS / path).exists():
        sys.exit(f"bench/claims: no {path} at {CORPUS}; set KENTONGAN_CORPUS")
    with gzip.open(CORPUS / path, "rt", encoding="utf-8", newline="") as file:
        return [json.loads(line) for line in file] if "jsonl" in path else list(csv.DictReader(file))


def wrapped(text: str, random_: random.Random) -> str:
    place, name = (
        random_.choice(["Facebook", "TikTok", "X"]),
        random_.choice(["Kabar Desa", "Info Kita 88", "Ibu Rima"]),
    )
    likes = f"{random_.randint(2, 90)}.{random_.randint(100, 999)}"
    frames = [
        (
            f"Akun {place} '{name}' pada Selasa (3/6/2025) mengunggah video [arsip] yang telah disukai {likes} kali. "
            f"Unggahan tersebut disertai narasi: '{text}'"
        ),
        (
            f'Beredar di media sosial {place} sebuah unggahan dari akun "{name}" dengan klaim sebagai berikut: “{text}”'
            f" Hingga artikel ini ditulis, unggahan tersebut telah mendapat {likes} tanda suka dan 312 komentar."
        ),
        f"[3/6/25 10.22] {name}: *Diteruskan berkali-kali*\nDari grup sebelah:\n{text}\nSebarkan ke semua grup!",
        f"{text}\n===================\nPenjelasan: Akun {place} {name} membagikan unggahan itu. Klaim itu tidak benar.",
    ]
    return random_.choice(frames)


def recalls(rank: Callable[[str], list[str]], texts: Iterable[str], gold: list[str]) -> tuple[float, float]:
    found = [rank(text) for text in texts]
    first = sum(answer[:1] == [right] for answer, right in zip(found, gold, strict=True)) / len(gold)
    five = sum(right in answer[:5] for answer, right in zip(found, gold, strict=True)) / len(gold)
    return first, five


def peer(known: list[tuple[str, str]]) -> Callable[[str], list[str]]:
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    matrix = letters.fit_transform([text for _, text in known])

    def rank(text: str) -> list[str]:
        scores = (matrix @ letters.transform([text]).T).toarray().ravel()
        return [known[at][0] for at in (-scores).argsort(kind="stable")[:5]]

    return rank


def silent(index: ClaimIndex, texts: list[str]) -> float:
    return sum(not index.find(text) for text in texts) / len(texts)


def same_text(found: list[ClaimMatch], chains: dict[str, str], text: str) -> bool:
    """Whether the first answer is the text itself; some texts stand in the set twice."""
    return bool(found) and chains.get(found[0].known) == text


def print_speed(known: list[tuple[str, str]], texts: list[str], *, size: int = 100_000) -> None:
    """Time over many claims: ours again and again, each time with half of the longer words made other words."""
    chance = random.Random(SEED)

    def other(text: str, ending: str) -> str:
        return " ".join(word + ending if len(word) > 5 and chance.random() < 0.5 else word for word in text.split(" "))

    turns = size // len(known) + 1
    many = [(f"{id_}+{turn}", other(text, chr(97 + turn % 26))) for turn in range(turns) for id_, text in known][:size]
    index = ClaimIndex(many)
    took = []
    for text in texts[:100]:
        start = time.process_time()
        index.find(text)
        took.append(time.process_time() - start)
    middle, slow = sorted(took)[len(took) // 2], sorted(took)[len(took) * 95 // 100]
    print(f"{len(index):,} claims: {middle * 1e3:.1f} ms of CPU a text, 95 of 100 within {slow * 1e3:.1f} ms")


def main() -> None:
    random_ = random.Random(SEED)
    rows = read("hoax_komdigi_titles/titles.csv.gz")
    known = [(row["id"], f"{row['clean_title']}\n{row['stemmed_body']}") for row in rows]
    titles = [(row["id"], row["clean_title"]) for row in rows]
    pairs = read("hoax_claim_matching/pairs.csv.gz")
    texts, gold = [row["claim_text"] for row in pairs], [row["komdigi_id"] for row in pairs]
    news = random_.sample(read("news_clickid/articles.jsonl.gz"), 400)

    start = time.process_time()
    index = ClaimIndex(known)
    built = time.process_time() - start
    start = time.process_time()
    for text in texts:
        index.find(text)
    each = (time.process_time() - start) / len(texts)

    def heard(text: str) -> list[str]:
        return [match.known for match in index.find(text)]

    print(f"claims: {len(known):,} known, {len(texts)} texts; {built:.1f} s to build, {each * 1e3:.1f} ms a text")
    print(f"{'':44}{'R@1':>8}{'R@5':>8}")
    wrapped_texts = [wrapped(text, random_) for text in texts]
    lines = [("tf-idf of letters 3-5, always speaking", peer(known), texts), ("kentongan", heard, texts)]
    lines.append(("kentongan, wrapped", heard, wrapped_texts))
    for name, rank, some in lines:
        print(f"{name:44}{'{:8.3f}{:8.3f}'.format(*recalls(rank, some, gold))}")

    print(f"silent on news {silent(index, [row['title'] + '. ' + row['body'][:400] for row in news]):.3f}", end="")
    removed = ClaimIndex([pair for pair in known if pair[0] not in set(gold)])
    print(f", on claims whose entry is missing {silent(removed, texts):.3f}")

    chains = [(f"text {number}", text) for number, text in enumerate(texts)]
    index = ClaimIndex(known + chains)
    copies = sum(same_text(index.find(text), dict(chains), texts[at]) for at, text in enumerate(wrapped_texts))
    print(f"second copies of a known message, wrapped: {copies / len(texts):.3f} recognised")

    index = ClaimIndex(known, threshold=0)
    print(f"{'kentongan, always speaking':44}{'{:8.3f}{:8.3f}'.format(*recalls(heard, texts, gold))}")
    print(f"{'the same, wrapped':44}{'{:8.3f}{:8.3f}'.format(*recalls(heard, wrapped_texts, gold))}")
    index = ClaimIndex(titles, threshold=0)
    print(f"{'the same, titles only':44}{'{:8.3f}{:8.3f}'.format(*recalls(heard, texts, gold))}")
    if "--quick" not in sys.argv:
        print_speed(known, texts)


if __name__ == "__main__":
    main()
