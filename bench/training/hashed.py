"""Training of the hashed linear models with scikit-learn; what runs later needs numpy alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold
from sklearn.svm import LinearSVC

from kentongan.engine.assess.linear import HashedLinear, features


def matrix(texts: Sequence[str], bits: int, scales: dict[str, float]) -> sp.csr_matrix:
    """The rows that `hashing.sums` multiplies with the table: same n-grams, same scaling."""
    total = sp.csr_matrix((len(texts), 1 << bits))
    for kind, found in features(texts, bits, scales).items():
        good = (found.buckets > 0) & (found.owner < len(texts))
        cells = (np.ones(int(good.sum())), (found.owner[good], found.buckets[good]))
        counts = sp.csr_matrix(cells, shape=total.shape)
        norm = scales[kind] / np.sqrt(np.maximum(np.asarray(counts.sum(axis=1)).ravel(), 1))
        total = total + sp.diags(norm) @ counts
    return total.tocsr()


def fit(
    texts: Sequence[str],
    labels: Sequence[str],
    *,
    classes: Sequence[str],
    bits: int,
    scales: dict[str, float],
    strength: float,
    folds: int = 5,
    seed: int = 0,
    measured: int | None = None,
    groups: Sequence[int] | None = None,
) -> tuple[HashedLinear, np.ndarray]:
    """A balanced linear SVM with calibrated probabilities, and the labels it gave out of fold.

    Only the first `measured` texts (all of them when None) are predicted out of fold and calibrate; the rest always
    train. Texts of one number in `groups` (pieces or translations of one text) stay in one fold.
    """
    rows = matrix(texts, bits, scales)
    y = np.array([classes.index(label) for label in labels])
    count = len(texts) if measured is None else measured
    rest = np.arange(count, len(texts))
    scores = np.zeros((count, len(classes)))
    kind = StratifiedKFold if groups is None else StratifiedGroupKFold
    parts = kind(folds, shuffle=True, random_state=seed).split(np.zeros(count), y[:count], groups)
    for train, test in parts:
        chosen = np.concatenate([train, rest])
        scores[test] = _both(_svm(strength).fit(rows[chosen], y[chosen]).decision_function(rows[test]))
    platt = LogisticRegression(C=10, max_iter=500).fit(scores, y[:count])
    calibration = np.column_stack([platt.coef_, platt.intercept_])
    if len(classes) == 2:
        calibration = np.concatenate([-calibration, calibration]) / 2
    model = _svm(strength).fit(rows, y)
    return (
        HashedLinear(
            classes=tuple(classes),
            bits=bits,
            scales=scales,
            table=_both(model.coef_[0]).astype(np.float32) if len(classes) == 2 else model.coef_.T.astype(np.float32),
            bias=_both(model.intercept_).ravel() if len(classes) == 2 else model.intercept_,
            calibration=calibration,
        ),
        platt.predict_proba(scores),
    )


def _svm(strength: float) -> LinearSVC:
    return LinearSVC(C=strength, class_weight="balanced", max_iter=3000)


def _both(decision: np.ndarray) -> np.ndarray:
    """A column a class: scikit-learn gives one column when there are two classes."""
    return np.column_stack([-decision, decision]) if decision.ndim == 1 else decision
