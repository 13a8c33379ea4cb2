"""The light head on the tone of news: four numbers learned from what an office's people decided.

The shipped model reads a text; the head says how this office reads what it says: a sharpness on the logarithms of its
chances and an offset for each tone (Platt scaling for many classes, drawn towards the shipped model). Twenty decisions
hardly move it, five hundred move it most of the way, and it can never learn more than "you call too many negative".
Nothing of the shipped model changes, so that taking the head off gives the shipped words back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from kentongan.engine.assess.linear import softmax
from kentongan.engine.types import ToneLabel

Floats = npt.NDArray[np.float64]

LABELS: Final = (ToneLabel.NEGATIVE, ToneLabel.NEUTRAL, ToneLabel.POSITIVE)
"""The order of chances and offsets."""

STIFF: Final = 20.0
"""How strongly the head is drawn to the shipped model: the precision of a normal prior on each number.

A decision bends the loss by a quarter at most, so that twenty of them move an offset by about a sixth of the way, and
500 by four fifths.
"""

LEAST: Final = 30
"""Below so many measuring texts no gain is told."""

FOLDS: Final = 10
_SURE = 1.645  # standard errors a gain must have: one in twenty useless heads would pass
_STEPS = 40  # of Newton's method; it needs five or six
_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class ToneHead:
    """What is put on the logarithms of the shipped chances: times `sharpness`, plus an offset for each label."""

    sharpness: float = 1.0
    negative: float = 0.0
    neutral: float = 0.0
    positive: float = 0.0

    def chances(self, shipped: Floats) -> Floats:
        """Return the chances with the head on; rows of LABELS in, rows of LABELS out."""
        offsets = np.array([self.negative, self.neutral, self.positive])
        return softmax(self.sharpness * np.log(shipped + _TINY) + offsets)


@dataclass(frozen=True, slots=True)
class Judged:
    """A text as the shipped model sees it (chances in the order of LABELS), and the tone a person gave it.

    `weight` is how much of a decision it is. `measures` marks texts by which the head is judged: those drawn at random
    where there are any, for people correct what is wrong more often than they confirm what is right.
    """

    chances: tuple[float, float, float]
    tone: ToneLabel
    weight: float = 1.0
    measures: bool = True


@dataclass(frozen=True, slots=True)
class Score:
    """How right a set of answers is: share of texts, macro-F1 over the tones that occur, mean log loss (nats)."""

    right: float
    macro_f1: float
    loss: float


@dataclass(frozen=True, slots=True)
class Refit:
    """A head, what it learned from, and what it does to texts it has not seen (`FOLDS`-fold).

    `helps` is True when the loss falls by more than chance would let it and more texts are right.
    """

    head: ToneHead
    texts: int
    measured: int
    before: Score
    after: Score
    helps: bool


def refit(rows: Sequence[Judged]) -> Refit:
    """Learn a head from judged texts and measure it out of fold. A text must stand in `rows` once.

    Deterministic; thousands of rows take some hundredths of a second. Without rows the head is the shipped one.
    """
    chances = np.array([row.chances for row in rows], dtype=np.float64).reshape(len(rows), len(LABELS))
    tones = np.array([LABELS.index(row.tone) for row in rows], dtype=np.intp)
    weights = np.array([row.weight for row in rows], dtype=np.float64)
    asked = np.flatnonzero([row.measures for row in rows])
    unseen = chances.copy()
    for fold in range(FOLDS):
        held = asked[fold::FOLDS]
        if not len(held):
            continue
        kept = np.ones(len(rows), dtype=bool)
        kept[held] = False
        unseen[held] = _learn(chances[kept], tones[kept], weights[kept]).chances(chances[held])
    before, after = _score(chances[asked], tones[asked]), _score(unseen[asked], tones[asked])
    helps = len(asked) >= LEAST and _falls(chances[asked], unseen[asked], tones[asked]) and after.right > before.right
    return Refit(_learn(chances, tones, weights), len(rows), len(asked), before, after, helps)


def _learn(chances: Floats, tones: npt.NDArray[np.intp], weights: Floats) -> ToneHead:
    """Minimise the weighted log loss plus the prior, which is convex: Newton's method with halved steps."""
    logs = np.log(chances + _TINY)
    values, start = np.array([1.0, 0.0, 0.0, 0.0]), np.array([1.0, 0.0, 0.0, 0.0])
    hit = np.eye(len(LABELS))[tones]

    def cost(at: Floats) -> float:
        found = softmax(at[0] * logs + at[1:]) if len(logs) else logs
        losses = -np.log((found * hit).sum(axis=1) + _TINY)
        return float((weights * losses).sum() + STIFF / 2 * ((at - start) ** 2).sum())

    here = cost(values)
    for _ in range(_STEPS if len(logs) else 0):
        found = softmax(values[0] * logs + values[1:])
        miss = weights[:, None] * (found - hit)
        slope = np.concatenate([[(miss * logs).sum()], miss.sum(axis=0)]) + STIFF * (values - start)
        step = np.linalg.solve(_bend(found, logs, weights), slope)
        size = 1.0
        while size > _TINY and cost(values - size * step) > here:
            size /= 2
        values = values - size * step
        fallen, here = here - cost(values), cost(values)
        if fallen < _TINY:
            break
    # A sharpness below nought would turn the model's words around: nothing that this head may learn.
    return ToneHead(max(float(values[0]), 0.1), *(float(value) for value in values[1:]))


def _bend(found: Floats, logs: Floats, weights: Floats) -> Floats:
    """The second derivative: the prior's and, for each text, that of the log loss in sharpness and offsets."""
    size = len(LABELS)
    columns = np.concatenate([logs[:, :, None], np.broadcast_to(np.eye(size), (len(logs), size, size))], axis=2)
    spread = found[:, :, None] * np.eye(size) - found[:, :, None] * found[:, None, :]
    bent: Floats = np.einsum("n,nij,nia,njb->ab", weights, spread, columns, columns, optimize=True)
    return bent + STIFF * np.eye(size + 1)


def _falls(before: Floats, after: Floats, tones: npt.NDArray[np.intp]) -> bool:
    gains = _losses(before, tones) - _losses(after, tones)
    return bool(gains.mean() > _SURE * gains.std(ddof=1) / np.sqrt(len(gains)) and gains.mean() > _TINY)


def _losses(chances: Floats, tones: npt.NDArray[np.intp]) -> Floats:
    losses: Floats = -np.log(chances[np.arange(len(tones)), tones] + _TINY)
    return losses


def _score(chances: Floats, tones: npt.NDArray[np.intp]) -> Score:
    if not len(tones):
        return Score(0.0, 0.0, 0.0)
    said = chances.argmax(axis=1)
    f1 = []
    for label in range(len(LABELS)):
        both = int(((said == label) & (tones == label)).sum())
        either = int((said == label).sum() + (tones == label).sum())
        if (tones == label).any():
            f1.append(2 * both / either)
    return Score(float((said == tones).mean()), float(np.mean(f1)), float(_losses(chances, tones).mean()))
