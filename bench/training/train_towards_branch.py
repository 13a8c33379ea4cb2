"""Tier B's tone of news towards a named institution: the upper layers tuned on the pairs of news_towards.csv.

The layers begin as those of the comments branch. Both readers' labels train, half each; two of five neutral sentences
are drawn an epoch, rare tones weigh the root of their rarity, made-up sentences half. To pool it with tier A both are
trained three times without one publisher and its headlines, and the pool is fitted on what they say of that one,
weighted to PRIOR; sentences chosen with an eye on a model train and do not calibrate, as in `train_towards`.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from bench.training.branches import PARTS, Branch, States, states_of, train
from bench.training.corpus import Pair, own_pairs
from bench.training.made_towards import made
from bench.training.scores import f1_table
from bench.training.train_news import CLASSES, calibration
from bench.training.train_towards import CHOSEN, PRIOR, HeldOut, held_out
from sklearn.linear_model import LogisticRegression
from torch.nn import functional

from kentongan.engine.assess.aim import AimedTone, sentence_features
from kentongan.engine.assess.aimed import BRANCH, load_aimed
from kentongan.engine.assess.linear import calibrated, softmax
from kentongan.engine.assess.subjects import Kind
from kentongan.engine.assess.told import Marked, Told, marked
from kentongan.engine.encoder.body import load_body
from kentongan.engine.encoder.branch import Branch as Shipped
from kentongan.engine.encoder.branch import save_branch
from kentongan.engine.encoder.pieces import Pieces

DEPTH, TOP = 6, 9
EPOCHS = 6.0
RATE, HEAD_RATE = 1e-4, 1e-3
NEUTRAL = 0.4  # of the neutral sentences, drawn anew each epoch
MADE = 0.3  # of the made-up ones; each weighs half
NEUTRAL_CLASS = CLASSES.index("neutral")
_PLACES = 5  # begin and ends, headline, sentence, names in either


class Head(torch.nn.Module):
    """What the task adds: vectors for the places and the kinds of institutions, and the linear function."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.place = torch.nn.Parameter(torch.zeros(_PLACES, hidden))
        self.kind = torch.nn.Parameter(torch.zeros(len(Kind), hidden))
        self.linear = torch.nn.Linear(3 * hidden, len(CLASSES))
        torch.nn.init.normal_(self.linear.weight, std=0.02)
        torch.nn.init.zeros_(self.linear.bias)

    def marks(self) -> torch.Tensor:
        """The table `mark` of the branch: what is added to a piece by its mark (`told.py`)."""
        names = [self.place[place] + kind for kind in self.kind for place in (3, 4)]
        return torch.stack([*self.place[:3], *names])


class AimedBranch(Branch):
    """The upper layers, begun as those of the comments branch, with the head."""

    head: Head  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__(DEPTH, TOP, len(CLASSES))
        body = load_body()
        self.head = Head(body.hidden)  # type: ignore[assignment]
        with torch.no_grad():
            for mine, theirs in zip(self.layers, Shipped.load("comments", body).layers, strict=True):
                for name in PARTS:
                    mine[name.replace(".", "_")].copy_(torch.from_numpy(theirs[name]))


class Sentences:
    """All sentences of a list, with their lower-layer states."""

    def __init__(self, told: Sequence[Told], file: Path) -> None:
        pieces = Pieces(load_body().table)
        self.rows: list[Marked] = [marked(pieces, sentence) for sentence in told]
        self.states: States = states_of([row.pieces for row in self.rows], DEPTH, file)
        self.sizes = [len(row.pieces) for row in self.rows]

    def logits(self, branch: AimedBranch, places: Sequence[int]) -> torch.Tensor:
        """Texts x classes; in 16 bits where the processor has them."""
        x, held = self.states.batch(places)
        marks = torch.zeros(held.shape, dtype=torch.long)
        for row, place in enumerate(places):
            marks[row, : self.sizes[place]] = torch.tensor(self.rows[place].marks)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states = branch(x + branch.head.marks()[marks], held).float()
        sentence, names = (marks > 0) & (marks % 2 == 0), marks > 2
        parts = (held, _first(sentence, held), _first(names & sentence, names, sentence, held))
        means = [(states * part[..., None]).sum(1) / part.sum(1, keepdim=True) for part in parts]
        pooled: torch.Tensor = branch.head.linear(functional.dropout(torch.cat(means, 1), 0.1, branch.training))
        return pooled

    def guess(self, branch: AimedBranch, places: Sequence[int]) -> np.ndarray:
        """Logits of many texts."""
        found = np.zeros((len(places), len(CLASSES)))
        order = np.argsort([self.sizes[place] for place in places])
        with torch.no_grad():
            for at in range(0, len(order), 64):
                rows = order[at : at + 64]
                found[rows] = self.logits(branch, [places[row] for row in rows]).numpy()
        return found


def _first(*masks: torch.Tensor) -> torch.Tensor:
    found = masks[-1]
    for mask in reversed(masks[:-1]):
        found = torch.where(mask.any(1, keepdim=True), mask, found)
    return found


class Lesson(NamedTuple):
    """What trains: shares of the labels (texts x classes) and how much a text counts."""

    shares: np.ndarray
    weights: np.ndarray

    @classmethod
    def of(cls, pairs: Sequence[Pair], invented: Sequence[str]) -> Lesson:
        """Both readers' labels of pairs, half each, then those of made-up sentences."""
        labels = [pair.labels for pair in pairs] + [(label, label) for label in invented]
        shares = np.zeros((len(labels), len(CLASSES)), np.float32)
        for row, both in enumerate(labels):
            for label in both:
                shares[row, CLASSES.index(label)] += 0.5
        return cls(shares, np.repeat(np.float32([1, 0.5]), [len(pairs), len(invented)]))


def drawn(lesson: Lesson, real: Sequence[int], invented: Sequence[int], order: random.Random) -> list[int]:
    """An epoch's texts: a share of the neutral and of the made-up ones, all others."""
    plain = [place for place in real if lesson.shares[place, NEUTRAL_CLASS] == 1]
    told = [place for place in real if lesson.shares[place, NEUTRAL_CLASS] < 1]
    return [
        *told,
        *order.sample(plain, int(len(plain) * NEUTRAL)),
        *order.sample(list(invented), int(len(invented) * MADE)),
    ]


def learn(texts: Sentences, lesson: Lesson, real: Sequence[int], invented: Sequence[int], file: Path) -> AimedBranch:
    """A branch trained on some of the texts; its state is kept in `file`."""
    torch.manual_seed(0)
    branch = AimedBranch()
    counts = lesson.shares[drawn(lesson, real, invented, random.Random(1))].sum(0)
    rare = torch.tensor(np.sqrt(counts.max() / counts))

    def loss(branch: Branch, places: list[int]) -> torch.Tensor:
        said = functional.log_softmax(texts.logits(branch, places), 1)  # type: ignore[arg-type]
        shares = torch.from_numpy(lesson.shares[places]) * 0.95 + 0.05 / len(CLASSES)
        count = torch.from_numpy(lesson.weights[places])
        total: torch.Tensor = (-(shares * rare * said).sum(1) * count).sum()
        return total / ((shares * rare).sum(1) * count).sum()

    train(
        branch,
        loss,
        texts.sizes,
        lambda order: drawn(lesson, real, invented, order),
        epochs=EPOCHS,
        rate=RATE,
        head_rate=HEAD_RATE,
        batch=16,
        file=file,
    )
    return branch


def pool(both: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Classes x (inputs + 1), fitted to labels that are as common as PRIOR says."""
    weights = np.array(PRIOR) / np.bincount(y, minlength=len(CLASSES)) * len(y)
    found = LogisticRegression(C=10, max_iter=1000).fit(both, y, sample_weight=weights[y])
    return np.column_stack([found.coef_, found.intercept_])


def main(scratch: Path) -> None:
    """Train without each publisher, fit the pool, train on all, write weights/towards.npz; print figures."""
    torch.set_num_threads(1)
    pairs, extra = own_pairs("train"), made(4)
    told = [Told(pair.title, pair.sentence, pair.target) for pair in pairs]
    texts = Sentences([*told, *(Told("", sentence, target) for sentence, target, _ in extra)], scratch / "towards.npy")
    lesson = Lesson.of(pairs, [label for *_, label in extra])
    invented = range(len(pairs), len(pairs) + len(extra))
    held: HeldOut = held_out(pairs)
    own = np.zeros((len(pairs), len(CLASSES)))
    for publisher, fold in held.folds.items():
        branch = learn(texts, lesson, fold.fit, invented, scratch / f"towards-{publisher}.pt")
        own[fold.ask] = texts.guess(branch, fold.ask)
    y = np.array([CLASSES.index(pair.labels[0]) for pair in pairs])
    measured = [place for fold in held.folds.values() for place in fold.ask if pairs[place].drawn not in CHOSEN]
    both = np.column_stack([own, np.log(softmax(calibrated(held.scores, AimedTone.load().calibration)) + 1e-9)])
    pooled = np.zeros_like(own)
    for fold in held.folds.values():  # the pool is fitted without the publisher it is asked about
        others = [place for place in measured if place not in set(fold.ask)]
        pooled[fold.ask] = softmax(calibrated(both[fold.ask], pool(both[others], y[others])))
    for name, found in (("tier A", both[:, len(CLASSES) :]), ("branch", own), ("pooled", pooled)):
        print(f"towards, a publisher left out, {name}:", _table(y[measured], found[measured]), flush=True)
    print("towards, pooled:", calibration(pooled[measured], y[measured]))
    branch = learn(texts, lesson, range(len(pairs)), invented, scratch / "towards-all.pt")
    save(branch, pool(both[measured], y[measured]))
    ask_test()


def save(branch: AimedBranch, weights_of_pool: np.ndarray) -> None:
    """Write the branch, its tables, and the pool with tier A."""
    head = branch.head
    tables = {
        "mark": head.marks().detach().numpy(),
        "head": head.linear.weight.detach().numpy().T,
        "offset": head.linear.bias.detach().numpy(),
        "pool": weights_of_pool,
    }
    save_branch(BRANCH, load_body(), depth=DEPTH, layers=branch.parts(), tables=tables, about={"classes": CLASSES})


def ask_test() -> None:
    """Print what ships says of the test."""
    test = own_pairs("test")
    rows = [sentence_features(pair.title, pair.sentence, pair.target) for pair in test]
    chances = load_aimed().probabilities([Told(pair.title, pair.sentence, pair.target) for pair in test], rows)
    gold = np.array([CLASSES.index(pair.gold) for pair in test])
    print("towards, test:", _table(gold, chances), calibration(chances, gold))


def _table(gold: np.ndarray, found: np.ndarray) -> str:
    return f1_table([CLASSES[k] for k in gold], [CLASSES[k] for k in found.argmax(1)])


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.gettempdir()))
