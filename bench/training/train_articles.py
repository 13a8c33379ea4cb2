"""Tone of articles where nobody asks: logistic weights of the features of `assess/news.py`.

The labelled headlines of `train_news`, read with their bodies. Towards an institution: `train_towards`.
"""

from __future__ import annotations

import json

import numpy as np
from bench.training.corpus import own_headline_articles
from bench.training.scores import f1_table
from bench.training.train_news import CLASSES, calibration
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from kentongan.engine.assess import news
from kentongan.engine.assess.linear import WEIGHTS
from kentongan.engine.assess.news import news_features

# Where the subject is never named, its share in the news is small; a choice, not measured.
ABSENT = 0.5
# Articles that nobody asks about: what the mean over their sentences (`train_towards`, no institution) counts, and what
# praise and blame gain. Chosen on the class B articles among equals by the articles of our own headlines (0.71).
SHARED = 0.5
_OFFSETS = np.array([1.8, 0.0, 1.6])
# Plain news: chosen by its shares on 500 random articles and by the class B articles.
_PLAIN = {0: 1.3, 1: 1.0, 2: 2.0}


def train() -> None:
    """Write weights/articles.json and print out-of-fold figures."""
    plain = _plain()
    plain[:, -1] += _OFFSETS
    about = {
        "classes": CLASSES,
        "features": news.NAMES,
        "plain": plain.round(4).tolist(),
        "shared": SHARED,
        "absent": ABSENT,
    }
    (WEIGHTS / "articles.json").write_text(json.dumps(about) + "\n", encoding="utf-8")


def _plain() -> np.ndarray:
    rows = own_headline_articles("labels") + own_headline_articles("test")
    x = np.stack([news_features(text) for text, _ in rows])
    y = np.array([CLASSES.index(tone) for _, tone in rows])
    chances = np.zeros((len(y), 3))
    for fit, ask in StratifiedKFold(5, shuffle=True, random_state=0).split(x, y):
        chances[ask] = _fit(x[fit], y[fit], 0.1, _PLAIN).predict_proba(x[ask])
    print("articles, no subject, 5-fold:", _table(y, chances), calibration(chances, y))
    model = _fit(x, y, 0.1, _PLAIN)
    return np.column_stack([model.coef_, model.intercept_])


def _fit(x: np.ndarray, y: np.ndarray, looseness: float, weights: dict[int, float]) -> LogisticRegression:
    return LogisticRegression(C=looseness, class_weight=weights, max_iter=3000).fit(x, y)


def _table(y: np.ndarray, chances: np.ndarray) -> str:
    return f1_table([CLASSES[k] for k in y], [CLASSES[k] for k in chances.argmax(1)])


if __name__ == "__main__":
    train()
