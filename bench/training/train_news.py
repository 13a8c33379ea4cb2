"""Tone of news: logistic weights of the features of `assess/news.py`, from headlines labelled for this project.

The texts are class A headlines; the labels were given by a language model reading the headline alone, once
(news_headline_labels.csv holds ids and labels). Class B sets only measure.
"""

from __future__ import annotations

import json

import numpy as np
from bench.training.corpus import headlines_pilpres, news_detik, own_headline_labels
from bench.training.scores import f1_table
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from kentongan.engine.assess.linear import WEIGHTS
from kentongan.engine.assess.news import NAMES, news_features

CLASSES = ("negative", "neutral", "positive")


def train() -> None:
    """Write weights/news.json; print out-of-fold figures and those on the class B sets."""
    own = own_headline_labels()
    rows = [news_features(title, "", article=False) for title, _, _ in own]
    x, y = np.stack(rows), np.array([CLASSES.index(tone) for _, _, tone in own])
    guessed = np.zeros(len(y), int)
    for train_rows, test_rows in StratifiedKFold(5, shuffle=True, random_state=0).split(x, y):
        guessed[test_rows] = _fit(x[train_rows], y[train_rows]).predict(x[test_rows])
    print("news, own headlines 5-fold:", _table(y, guessed))
    model = _fit(x, y)
    about = {
        "classes": CLASSES,
        "features": NAMES,
        "weights": model.coef_.round(4).tolist(),
        "offset": model.intercept_.round(4).tolist(),
    }
    (WEIGHTS / "news.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    held = headlines_pilpres()
    x = np.stack([news_features(text, candidate, article=False) for text, candidate, _ in held])
    print("news, pilpres headlines:", _table([CLASSES.index(tone) for _, _, tone in held], model.predict(x)))
    articles = news_detik()
    x = np.stack([news_features(text, "", article=True) for text, _ in articles])
    print("news, detik articles:", _table([CLASSES.index(tone) for _, tone in articles], model.predict(x)))


def _fit(x: np.ndarray, y: np.ndarray) -> LogisticRegression:
    return LogisticRegression(C=0.3, class_weight="balanced", max_iter=1000).fit(x, y)


def _table(gold: np.ndarray, guessed: np.ndarray) -> str:
    return f1_table([CLASSES[k] for k in gold], [CLASSES[k] for k in guessed])


if __name__ == "__main__":
    train()
