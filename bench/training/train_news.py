"""Tone of news: logistic weights of the features of `assess/news.py`, from headlines labelled for this project.

The texts are class A headlines; the labels were given by a language model reading the headline alone, once (ids and
labels in news_headline_labels.csv and news_headline_test.csv). news_headline_blind.csv was drawn and labelled when the
lexicon was done and only measures. Class B sets measure and set one number.
"""

from __future__ import annotations

import json

import numpy as np
from bench.training.corpus import own_headline_labels
from bench.training.scores import f1_table
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from kentongan.engine.assess.linear import WEIGHTS
from kentongan.engine.assess.news import NAMES, news_features

CLASSES = ("negative", "neutral", "positive")


# Set on class B sets, where the labels of ours say nothing: how much less likely neutral is once somebody has asked
# about a subject in a headline that has a word of good or bad news and does not name it.
ASKED = 1.0


def train() -> None:
    """Write weights/news.json; print out-of-fold figures, then those of the shipped weights on the class B sets."""
    first, second = own_headline_labels("labels"), own_headline_labels("test")
    x, y = _rows(first + second)
    count = len(first)
    guessed = _fit(x[:count], y[:count]).predict(x[count:])
    print("news, trained on the first headlines, asked on the second:", _table(y[count:], guessed))
    chances = np.zeros((len(y), 3))
    for train_rows, test_rows in StratifiedKFold(5, shuffle=True, random_state=0).split(x, y):
        chances[test_rows] = _fit(x[train_rows], y[train_rows]).predict_proba(x[test_rows])
    print("news, own headlines 5-fold:", _table(y, chances.argmax(1)))
    print("calibration, own headlines:", calibration(chances, y))
    model = _fit(x, y)
    about = {
        "classes": CLASSES,
        "features": NAMES,
        "weights": model.coef_.round(4).tolist(),
        "offset": model.intercept_.round(4).tolist(),
        "asked": ASKED,
    }
    held = own_headline_labels("blind")
    x, y = _rows(held)
    chances = model.predict_proba(x)
    print("news, blind headlines:", _table(y, chances.argmax(1)), calibration(chances, y))
    (WEIGHTS / "news.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


def _rows(own: list[tuple[str, str, str]]) -> tuple[np.ndarray, np.ndarray]:
    rows = [news_features(title) for title, _, _ in own]
    return np.stack(rows), np.array([CLASSES.index(tone) for _, _, tone in own])


def calibration(chances: np.ndarray, y: np.ndarray) -> str:
    """How often the likeliest label is right, by the probability it was given; and the expected calibration error."""
    top, right = chances.max(1), chances.argmax(1) == y
    parts, error = [], 0.0
    for low, high in ((0.33, 0.5), (0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01)):
        inside = (top >= low) & (top < high)
        if inside.any():
            parts.append(f"{low:.1f}-{min(high, 1):.1f}: {right[inside].mean():.2f} of {inside.sum()}")
            error += inside.mean() * abs(right[inside].mean() - top[inside].mean())
    return f"ECE {error:.3f} (" + ", ".join(parts) + ")"


def _fit(x: np.ndarray, y: np.ndarray) -> LogisticRegression:
    return LogisticRegression(C=0.3, class_weight="balanced", max_iter=1000).fit(x, y)


def _table(gold: np.ndarray, guessed: np.ndarray) -> str:
    return f1_table([CLASSES[k] for k in gold], [CLASSES[k] for k in guessed])


if __name__ == "__main__":
    train()
