"""Language identification from NusaX (12 languages, class A) and, for Indonesian, CLICK-ID news (class A)."""

from __future__ import annotations

import random

import numpy as np
from bench.training.corpus import LANGUAGES, articles_clickid, nusax
from bench.training.hashed import fit

SCALES = {"c1": 0.3, "c2": 0.6, "c3": 1.0, "c4": 1.0, "w1": 1.0}


def train() -> None:
    """Write weights/language.npz and print how well it does on NusaX valid."""
    texts, labels = [], []
    for language, code in LANGUAGES.items():
        for text, _ in nusax(language, "train"):
            texts += [text, text[: 40 + len(text) % 17]]  # whole and short: headlines and comments are short
            labels += [code, code]
    chance = random.Random(5)
    news = [row["body"].replace(",", " ") for row in articles_clickid() if len(row["body"]) > 400]
    for body in chance.sample(news, 800):
        start = chance.randrange(300)
        texts.append(body[start : start + chance.choice([40, 80, 160])])
        labels.append("id")
    model, _ = fit(texts, labels, classes=list(LANGUAGES.values()), bits=16, scales=SCALES, strength=0.5, folds=3)
    model.save("language")
    model = model.load("language")
    for cut in (10_000, 40):
        right = {
            code: np.mean(
                [model.classes[k] == code for k in model.scores([t[:cut] for t, _ in nusax(name, "valid")]).argmax(1)]
            )
            for name, code in LANGUAGES.items()
        }
        print(f"language, NusaX valid, first {cut} characters: mean {np.mean(list(right.values())):.3f}", right)


if __name__ == "__main__":
    train()
