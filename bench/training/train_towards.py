"""Tone of news towards a named institution: a linear SVM over the features of `assess/aim.py`.

Sentences of class A articles, each read twice by language models that did not see each other's labels
(news_towards.csv: ids, offsets, institution, both labels; `third` decides where the two differ in the test), and
made-up ones (`made_towards`) that count little. Both labels train, half each. Rows drawn as `asked` and `wavers`
were chosen where a model of the day wavered, those drawn as `headline` are headlines alone: they were read once,
train and do not calibrate. Calibrated out of fold, headlines whole, weighted to PRIOR. The test (other publishers;
drawn and labelled before anything was trained) only measures.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from bench.training.corpus import Pair, own_pairs
from bench.training.made_towards import made
from bench.training.scores import f1_table
from bench.training.train_news import CLASSES, calibration
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.svm import LinearSVC

from kentongan.engine.assess.aim import BITS, AimedTone, sentence_features

# Shares of the labels that an office meets: an assumption (docs/models.md). Of sentences drawn at random 8, 87 and 5 of
# 100; an office reads what its own searches find, which prefer articles about it.
PRIOR = (0.15, 0.67, 0.18)
MADE = 0.15  # what a made-up sentence counts beside a real one
PUBLISHERS = ("okezone", "sindonews", "tempo")  # whose articles train
_STRENGTH = 0.3
CHOSEN = frozenset({"asked", "wavers", "headline"})  # drawn with an eye on a model, or no sentence of an article
_RARE = {0: 3.0, 1: 1.0, 2: 3.0}


class _Fitted(NamedTuple):
    table: np.ndarray
    bias: np.ndarray


def train() -> None:
    """Write weights/towards.npz; print figures out of fold and on the test."""
    pairs = own_pairs("train")
    x = matrix([(pair.title, pair.sentence, pair.target) for pair in pairs])
    extra = made(4)
    invented = matrix([("", sentence, target) for sentence, target, _ in extra])
    labels = [np.array([CLASSES.index(label) for label in row]) for row in zip(*(p.labels for p in pairs), strict=True)]
    guesses = np.array([CLASSES.index(label) for *_, label in extra])
    scores = np.zeros((len(pairs), 3))
    for fit, ask in GroupKFold(5).split(x, labels[0], [pair.title for pair in pairs]):
        scores[ask] = _scores(_fit(x[fit], [y[fit] for y in labels], invented, guesses), x[ask])
    drawn = np.array([pair.drawn not in CHOSEN for pair in pairs])
    platt = _platt(scores[drawn], [y[drawn] for y in labels])
    chances = platt.predict_proba(scores[drawn])
    print("towards, 5-fold:", _table(labels[0][drawn], chances), calibration(chances, labels[0][drawn]))
    fitted = _fit(x, labels, invented, guesses)
    AimedTone(CLASSES, fitted.table, fitted.bias, np.column_stack([platt.coef_, platt.intercept_])).save()
    test = own_pairs("test")
    rows = [sentence_features(pair.title, pair.sentence, pair.target) for pair in test]
    chances, gold = AimedTone.load().probabilities(rows), np.array([CLASSES.index(pair.gold) for pair in test])
    print("towards, test:", _table(gold, chances), calibration(chances, gold))


class Fold(NamedTuple):
    """Places of pairs: those of one publisher, and those of others under none of its headlines."""

    ask: list[int]
    fit: list[int]


class HeldOut(NamedTuple):
    """By publisher what to fit and to ask, and what this model says of each pair without its publisher."""

    folds: dict[str, Fold]
    scores: np.ndarray


def held_out(pairs: Sequence[Pair]) -> HeldOut:
    """Leave each publisher of articles out of the training once."""
    x = matrix([(pair.title, pair.sentence, pair.target) for pair in pairs])
    extra = made(4)
    invented = matrix([("", sentence, target) for sentence, target, _ in extra])
    guesses = np.array([CLASSES.index(label) for *_, label in extra])
    labels = [np.array([CLASSES.index(label) for label in row]) for row in zip(*(p.labels for p in pairs), strict=True)]
    folds, scores = {}, np.zeros((len(pairs), len(CLASSES)))
    for publisher in PUBLISHERS:
        ask = [place for place, pair in enumerate(pairs) if pair.publisher == publisher]
        titles = {pairs[place].title for place in ask}
        fit = [place for place, pair in enumerate(pairs) if pair.title not in titles and pair.publisher != publisher]
        folds[publisher] = Fold(ask, fit)
        scores[ask] = _scores(_fit(x[fit], [y[fit] for y in labels], invented, guesses), x[ask])
    return HeldOut(folds, scores)


def matrix(rows: Sequence[tuple[str, str, str]]) -> sp.csr_matrix:
    """(headline, sentence, institution) x buckets."""
    found = [sentence_features(*row) for row in rows]
    ends = np.cumsum([0, *(len(row.buckets) for row in found)])
    cells = (np.concatenate([row.weights for row in found]), np.concatenate([row.buckets for row in found]), ends)
    return sp.csr_matrix(cells, shape=(len(rows), 1 << BITS))


def _fit(x: sp.csr_matrix, labels: Sequence[np.ndarray], invented: sp.csr_matrix, guesses: np.ndarray) -> _Fitted:
    first, second = labels
    differ = first != second
    rows = sp.vstack([x, x[differ], invented])
    weights = np.concatenate([np.where(differ, 0.5, 1), np.full(differ.sum(), 0.5), np.full(len(guesses), MADE)])
    model = LinearSVC(C=_STRENGTH, class_weight=_RARE, max_iter=1000, random_state=0)
    model.fit(rows, np.concatenate([first, second[differ], guesses]), weights)
    return _Fitted(model.coef_.T.astype(np.float32), model.intercept_)


def _scores(fitted: _Fitted, x: sp.csr_matrix) -> np.ndarray:
    return np.asarray(x @ fitted.table) + fitted.bias


def _platt(scores: np.ndarray, labels: Sequence[np.ndarray]) -> LogisticRegression:
    y = np.concatenate(labels)
    weights = np.array(PRIOR) / np.bincount(y, minlength=3) * len(y)
    return LogisticRegression(C=10, max_iter=500).fit(np.vstack([scores] * len(labels)), y, sample_weight=weights[y])


def _table(gold: np.ndarray, chances: np.ndarray) -> str:
    return f1_table([CLASSES[k] for k in gold], [CLASSES[k] for k in chances.argmax(1)])


if __name__ == "__main__":
    train()
