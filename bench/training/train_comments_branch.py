"""Tier B's tone of comments: the upper layers of the body tuned on SmSA and NusaX's Javanese and Sundanese (class A).

A tenth of SmSA's train and valid is held back: it measures, and teaches how the branch and the tier A model pool.
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
from bench.training.branches import Branch, States, states_of, train
from bench.training.comments_fold import CommentSets, pool, pooled_in_halves
from bench.training.scores import f1_table
from bench.training.train_comments import CLASSES
from torch.nn import functional

from kentongan.engine.assess.comments import LONGEST
from kentongan.engine.assess.linear import HashedLinear, calibrated
from kentongan.engine.encoder.body import load_body
from kentongan.engine.encoder.branch import save_branch
from kentongan.engine.encoder.pieces import Pieces

DEPTH, TOP = 6, 9
ROUNDS = ((1.5, 1e-4, 1e-3), (1.0, 6e-5, 3e-4))  # epochs, rate of the layers, rate of the head
POSITIVE = CLASSES.index("positive")


def rows_of(texts: list[str], longest: int = LONGEST) -> list[list[int]]:
    """Texts as the branch reads them: begin, pieces, end."""
    pieces = Pieces(load_body().table)
    return [[pieces.begin, *pieces.of(text, longest - 2), pieces.end] for text in texts]


class Comments(CommentSets):
    """The sets and their lower-layer states."""

    def __init__(self, scratch: Path) -> None:
        super().__init__()
        self.states: States = states_of(rows_of(self.texts), DEPTH, scratch / f"comments-{DEPTH}.npy")
        self.sizes = [self.states.size(i) for i in range(len(self.rows))]

    def drawn(self, places: list[int], order: random.Random) -> list[int]:
        """An epoch's texts: every other positive one is left out, for they are more than half of all."""
        common = [i for i in places if self.y[i] == POSITIVE]
        left_out = set(order.sample(common, len(common) // 2))
        return [i for i in places if i not in left_out]

    def weights(self) -> torch.Tensor:
        """Rare tones count more, by the square root of how rare they are among what is drawn."""
        counts = np.bincount(self.y[self.learn]) / np.array([1, 1, 2])
        return torch.tensor(np.sqrt(counts.max() / counts), dtype=torch.float32)


def logits(branch: Branch, states: States, places: list[int]) -> torch.Tensor:
    """Texts x tones."""
    x, held = states.batch(places)
    out = branch(x, held)
    mean = (out * held[..., None]).sum(1) / held.sum(1, keepdim=True)
    return branch.head(functional.dropout(mean, 0.1, branch.training))


def guess(branch: Branch, data: Comments, places: list[int]) -> np.ndarray:
    """Logits of many texts."""
    found = np.zeros((len(places), len(CLASSES)))
    order = np.argsort([data.sizes[i] for i in places])
    with torch.no_grad():
        for at in range(0, len(order), 64):
            rows = order[at : at + 64]
            found[rows] = logits(branch, data.states, [places[i] for i in rows]).numpy()
    return found


def told(data: Comments, places: list[int], found: np.ndarray) -> str:
    gold = [CLASSES[k] for k in data.y[places]]
    return f1_table(gold, [CLASSES[k] for k in found.argmax(1)])


def measure(data: Comments, branch: Branch, plain: HashedLinear) -> np.ndarray:
    """Print the figures of what was held back and of NusaX valid; returns the pool that ships."""
    y = data.y[data.test]
    own = guess(branch, data, data.test)
    other = np.log(plain.probabilities([data.texts[i] for i in data.test]) + 1e-9)
    both = np.column_stack([own, other])
    pooled = pooled_in_halves(both, y)
    for name, found in (("tier A", other), ("branch", own), ("pooled", pooled)):
        print(f"SmSA, a tenth held back, {name}:", told(data, data.test, found), flush=True)
    print(reliability(pooled, y), flush=True)
    weights = pool(both, y)
    for name, places in data.held.items():
        own = guess(branch, data, places)
        other = np.log(plain.probabilities([data.texts[i] for i in places]) + 1e-9)
        print(f"NusaX {name} valid, tier A:", told(data, places, other), flush=True)
        print(f"NusaX {name} valid, branch:", told(data, places, own), flush=True)
        pooled = calibrated(np.column_stack([own, other]), weights)
        print(f"NusaX {name} valid, pooled:", told(data, places, pooled), flush=True)
    return weights


def reliability(chances: np.ndarray, y: np.ndarray) -> str:
    """How often the likeliest tone is right, by how sure the answer is."""
    score, right = chances.max(1), chances.argmax(1) == y
    parts = []
    for low, high in ((0, 0.6), (0.6, 0.8), (0.8, 0.9), (0.9, 0.97), (0.97, 1.01)):
        inside = (score >= low) & (score < high)
        if inside.any():
            parts.append(f"{low:.2f}: {right[inside].mean():.3f} of {inside.sum()} (said {score[inside].mean():.3f})")
    return "right by score: " + ", ".join(parts)


def main(scratch: Path, *, batch: int = 16) -> None:
    """Train in two rounds, measure on what was held back, write weights/comments.npz."""
    torch.set_num_threads(1)
    torch.manual_seed(0)
    data = Comments(scratch)
    weights = data.weights()
    branch = Branch(DEPTH, TOP, len(CLASSES))

    def loss(branch: Branch, places: list[int]) -> torch.Tensor:
        y = torch.from_numpy(data.y[places])
        return functional.cross_entropy(logits(branch, data.states, places), y, weight=weights, label_smoothing=0.05)

    # Javanese and Sundanese twice: they are few.
    learn = data.learn + data.regional * 2
    for number, (epochs, rate, head_rate) in enumerate(ROUNDS):
        train(
            branch,
            loss,
            data.sizes,
            lambda order: data.drawn(learn, order),
            epochs=epochs,
            rate=rate,
            head_rate=head_rate,
            batch=batch,
            file=scratch / f"comments-{number}.pt",
            seed=number,
        )
    save(branch, measure(data, branch, data.plain_model()))


def save(branch: Branch, weights_of_pool: np.ndarray) -> None:
    """Write the branch, its head, and the pool with tier A."""
    tables = {
        "head": branch.head.weight.detach().numpy().T,
        "offset": branch.head.bias.detach().numpy(),
        "pool": weights_of_pool,
    }
    save_branch("comments", load_body(), depth=DEPTH, layers=branch.parts(), tables=tables, about={"classes": CLASSES})


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.gettempdir()))
