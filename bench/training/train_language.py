"""Language identification from NusaX (12 languages, class A) and, for Indonesian, CLICK-ID news (class A)."""

from __future__ import annotations

import random

from bench.training.corpus import LANGUAGES, articles_clickid, nusax
from bench.training.hashed import fit

SCALES = {"c1": 0.3, "c2": 0.6, "c3": 1.0, "c4": 1.0, "c5": 0.7, "w1": 1.6}
PIECES = 4  # of each text, beside the whole and its beginning: headlines and comments are short
NEWS = 1500  # Indonesian articles: headline, a piece of it, a piece of the text


def train() -> None:
    """Write weights/language.npz; `python -m bench.languages` measures it."""
    chance = random.Random(1)
    texts, labels, groups = [], [], []
    for language, code in LANGUAGES.items():
        for number, (text, _) in enumerate(nusax(language, "train")):  # the same number is the same text, translated
            pieces = [_piece(text, chance.choice([25, 40, 60]), chance) for _ in range(PIECES)]
            texts += [text, text[:40], *pieces]
            labels += [code] * (2 + PIECES)
            groups += [number] * (2 + PIECES)
    # Reviews are no news: without headlines and articles one headline in six passes for a regional language. More of
    # them, and the regional languages lose (5,000 each: 0.985 and 0.948 instead of 0.992 and 0.960).
    articles = [(row["title"], row["body"].replace(",", " ")) for row in articles_clickid() if len(row["body"]) > 400]
    for number, (title, body) in enumerate(chance.sample(articles, NEWS)):
        texts += [title, _piece(title, chance.choice([25, 40]), chance)]
        texts.append(_piece(body[:1500], chance.choice([25, 40, 80, 160]), chance))
        labels += ["id"] * 3
        groups += [1_000_000 + number] * 3
    model, _ = fit(
        texts,
        labels,
        classes=list(LANGUAGES.values()),
        bits=16,
        scales=SCALES,
        strength=0.2,
        folds=3,
        groups=groups,
    )
    model.save("language")


def _piece(text: str, size: int, chance: random.Random) -> str:
    """`size` characters of the text from the beginning of some word on; all of it when it is not longer."""
    start = chance.randrange(max(len(text) - size, 0) + 1)
    return text[text.rfind(" ", 0, start) + 1 :][:size]


if __name__ == "__main__":
    train()
