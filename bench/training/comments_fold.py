"""The comments that tier B learns from, and the tenth of them that it never sees: shared by training and measuring."""

from __future__ import annotations

import numpy as np
from bench.training import corpus
from bench.training.corpus import nusax, smsa
from bench.training.hashed import fit
from bench.training.train_comments import CLASSES, SCALES
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from kentongan.engine.assess.linear import HashedLinear, calibrated, softmax

LANGUAGES = ("javanese", "sundanese")


class CommentSets:
    """All texts in one list, and the places of each part in it.

    `test` is a tenth of SmSA's train and valid (every other text of one fold of five); `learn` the rest, without texts
    that stand in `test` too; `regional` NusaX train in LANGUAGES; `held` NusaX valid by language.
    """

    def __init__(self) -> None:
        ours = smsa("train") + smsa("valid")
        regional = [row for name in LANGUAGES for row in nusax(name, "train")]
        held = [row for name in LANGUAGES for row in nusax(name, "valid")]
        self.rows = ours + regional + held
        self.texts = [text for text, _ in self.rows]
        self.y = np.array([CLASSES.index(tone) for _, tone in self.rows])
        self.regional = list(range(len(ours), len(ours) + len(regional)))
        first = len(ours) + len(regional)
        size = len(held) // len(LANGUAGES)
        self.held = {name: list(range(first + size * k, first + size * (k + 1))) for k, name in enumerate(LANGUAGES)}
        folds = StratifiedKFold(5, shuffle=True, random_state=0).split(np.zeros(len(ours)), self.y[: len(ours)])
        _, fold = next(iter(folds))
        self.test: list[int] = fold[1::2].tolist()
        seen = {self.texts[i] for i in self.test}
        self.learn = [i for i in range(len(ours)) if self.texts[i] not in seen]

    def plain_model(self) -> HashedLinear:
        """Tier A's model as it would be without what is held back."""
        names = [name for name in corpus.LANGUAGES if name not in ("indonesian", "english")]
        rows = [self.rows[i] for i in self.learn] + [row for name in names for row in nusax(name, "train")]
        texts, labels = [text for text, _ in rows], [tone for _, tone in rows]
        learned = len(self.learn)
        model, _ = fit(texts, labels, classes=CLASSES, bits=18, scales=SCALES, strength=0.25, folds=3, measured=learned)
        return model


def pool(both: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Classes x (inputs + 1): how the branch's logits and tier A's logarithms of chances make one probability."""
    found = LogisticRegression(C=1.0, max_iter=1000).fit(both, y)
    return np.column_stack([found.coef_, found.intercept_])


def pooled_in_halves(both: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Chances of texts, each half pooled as the other half taught."""
    pooled = np.zeros((len(y), len(CLASSES)))
    for learn, test in StratifiedKFold(2, shuffle=True, random_state=0).split(both, y):
        pooled[test] = softmax(calibrated(both[test], pool(both[learn], y[learn])))
    return pooled
