"""Tone of articles: logistic weights for those that name the institution that asks, and for all others.

Named: class A articles of okezone, sindonews and tempo, each with one institution that it names
(news_article_train.csv: ids, institution, label). `random` rows were drawn at random among such articles, `telling`
ones by a first model among those it did not think neutral; slopes learn from all, temperature and offsets from the
random ones, out of fold, weighted to PRIOR. Others: the labelled headlines of `train_news`, read with their bodies.
news_article_measure.csv (kompas, tribunnews, detik) only measures. How the labels were given: docs/models.md.
"""

from __future__ import annotations

import json

import numpy as np
from bench.training.corpus import own_article_labels, own_headline_articles
from bench.training.scores import f1_table
from bench.training.train_news import CLASSES, calibration
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from kentongan.engine.assess import news, towards
from kentongan.engine.assess.linear import WEIGHTS, softmax
from kentongan.engine.assess.news import news_features
from kentongan.engine.assess.towards import read_towards

# Shares of the labels that an office meets. Of articles drawn at random 7, 83 and 10 of 100; an office that reads what
# its own searches find, which prefer articles about it, meets more of both ends. An assumption, not a measurement.
PRIOR = (0.15, 0.67, 0.18)
# Where the subject is never named, its share in the news is small; a choice, not measured.
ABSENT = 0.5
_RARE = {0: 2.0, 1: 1.0, 2: 2.0}
# Plain news: chosen by its shares on 500 random articles and by the class B articles.
_PLAIN = {0: 1.3, 1: 1.0, 2: 2.0}


def train() -> None:
    """Write weights/articles.json and print out-of-fold figures."""
    named, plain = _named(), _plain()
    about = {
        "classes": CLASSES,
        "features": {"named": towards.NAMES, "plain": news.NAMES},
        "named": named.round(4).tolist(),
        "plain": plain.round(4).tolist(),
        "absent": ABSENT,
    }
    (WEIGHTS / "articles.json").write_text(json.dumps(about) + "\n", encoding="utf-8")


def _named() -> np.ndarray:
    rows = [(read_towards(text, name), tone, drawn) for text, name, tone, drawn in own_article_labels("train")]
    rows = [row for row in rows if row[0].named]
    x, y = np.stack([row[0].features for row in rows]), np.array([CLASSES.index(row[1]) for row in rows])
    plainly = np.array([row[2] == "random" for row in rows])
    logits = np.zeros((len(y), 3))
    for fit, ask in StratifiedKFold(10, shuffle=True, random_state=0).split(x, y):
        logits[ask] = _fit(x[fit], y[fit], 0.5, _RARE).decision_function(x[ask])
    heat, offset = _temper(logits[plainly], y[plainly])
    chances = softmax(logits * heat + offset)[plainly]
    print("articles, named, 10-fold, the random ones:", _table(y[plainly], chances), calibration(chances, y[plainly]))
    model = _fit(x, y, 0.5, _RARE)
    return np.column_stack([model.coef_ * heat, model.intercept_ * heat + offset])


def _temper(logits: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    """Temperature and offsets that make `logits` probabilities, as if the labels came in shares of PRIOR."""
    weight = (np.array(PRIOR) / [(y == k).mean() for k in range(3)])[y]

    def loss(values: np.ndarray) -> float:
        chances = softmax(logits * values[0] + np.array([values[1], 0, values[2]]))
        return float(-(weight * np.log(chances[np.arange(len(y)), y])).sum())

    found = minimize(loss, [1.0, 0.0, 0.0], method="Nelder-Mead").x
    return float(found[0]), np.array([found[1], 0.0, found[2]])


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
