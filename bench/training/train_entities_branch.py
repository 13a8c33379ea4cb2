"""Tier B's names: the upper layers of the body tuned on IDNer-News-2k and NERGrit (class A), a head a register.

A word is read by its first piece. The branch is measured alone and stacked with tier A's field (both trained without
dev and valid), whose emissions and the branch's logarithms of chances are added and decoded together.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from bench.training.branches import Branch, States, states_of, train
from bench.training.corpus import Sentence, idner, nergrit
from bench.training.scores import span_f1, spans
from bench.training.train_entities import PENALTY, buckets_of, fit
from torch.nn import functional

from kentongan.engine.assess.crf import LABELS, decode
from kentongan.engine.assess.names import LONGEST
from kentongan.engine.encoder.body import load_body
from kentongan.engine.encoder.branch import save_branch
from kentongan.engine.encoder.pieces import Pieces
from kentongan.engine.encoder.place import WEIGHTS

DEPTH, TOP = 6, 10
K = len(LABELS)
# A share of nothing, nearly: the field's bans must hold all the same.
SHARES = (1e-4, 0.15, 0.3, 0.5, 0.7, 1.0)
AIMS = ("micro", "macro")


class Names:
    """The four parts, their pieces and lower-layer states."""

    def __init__(self, scratch: Path) -> None:
        parts = [idner("train"), nergrit("train"), idner("dev"), nergrit("valid")]
        self.sentences: list[Sentence] = [sentence for part in parts for sentence in part]
        ends = np.cumsum([len(part) for part in parts])
        self.parts = [list(range(end - len(part), end)) for part, end in zip(parts, ends, strict=True)]
        self.register = np.zeros(len(self.sentences), np.int64)
        for k, part in enumerate(self.parts):
            self.register[part] = k % 2
        pieces = Pieces(load_body().table)
        rows, self.firsts = [], []
        for tokens, _ in self.sentences:
            row, firsts = [pieces.begin], []
            for word in pieces.of_words(tokens):
                if len(row) + len(word) > LONGEST - 1:
                    break
                firsts.append(len(row))
                row.extend(word)
            rows.append([*row, pieces.end])
            self.firsts.append(firsts)
        self.y = [np.array([LABELS.index(tag) for tag in tags]) for _, tags in self.sentences]
        self.states: States = states_of(rows, DEPTH, scratch / f"entities-{DEPTH}.npy")
        self.sizes = [self.states.size(i) for i in range(len(rows))]


def logits(branch: Branch, data: Names, places: Sequence[int]) -> torch.Tensor:
    """Words of all the texts x labels, each read in its register."""
    x, held = data.states.batch(places)
    out = branch(x, held)
    rows = np.concatenate([np.full(len(data.firsts[i]), row) for row, i in enumerate(places)])
    columns = np.concatenate([data.firsts[i] for i in places])
    words = functional.dropout(out[torch.from_numpy(rows), torch.from_numpy(columns)], 0.1, branch.training)
    both = branch.head(words).view(-1, 2, K)
    register = data.register[np.asarray(places)][rows]
    return both[torch.arange(len(rows)), torch.from_numpy(register)]


def emissions(branch: Branch, data: Names, places: Sequence[int]) -> list[np.ndarray]:
    """Logarithms of chances, words x labels of each text; a word that was cut off counts as no name."""
    found = []
    with torch.no_grad():
        for i in places:
            chances = functional.log_softmax(logits(branch, data, [i]), -1).numpy()
            whole = np.full((len(data.y[i]), K), -9.0, np.float32)
            whole[:, 0] = 0
            whole[: len(chances)] = chances
            found.append(whole)
    return found


def field_emissions(model: tuple[np.ndarray, np.ndarray, np.ndarray], data: Names, places: Sequence[int]) -> np.ndarray:
    tables = model[0]
    sentences = [data.sentences[i] for i in places]
    sizes = [len(tokens) for tokens, _ in sentences]
    registers = np.repeat(data.register[np.asarray(places)], sizes)
    return tables[registers[:, None], buckets_of(sentences)].sum(axis=1)


def measure(
    data: Names, places: Sequence[int], total: np.ndarray, transitions: np.ndarray, start: np.ndarray
) -> dict[str, float]:
    """Span F1 of what the emissions decode to."""
    sizes = [len(data.y[i]) for i in places]
    labels = decode(total.astype(np.float32), sizes, transitions, start)
    ends = np.cumsum(sizes)
    guesses = [spans([LABELS[k] for k in labels[e - s : e]]) for s, e in zip(sizes, ends, strict=True)]
    return span_f1([spans(data.sentences[i][1]) for i in places], guesses)


def told(figures: dict[str, float]) -> str:
    return " ".join(f"{name} {figure:.3f}" for name, figure in figures.items())


def compare(branch: Branch, data: Names) -> float:
    """Print figures on dev and valid: field, branch, stacked. Returns how much the field counts.

    The share is one number, chosen on one set and measured on the other; what ships has the share best for both.
    """
    learned = [[data.sentences[i] for i in part] for part in data.parts[:2]]
    model = fit(learned, penalty=PENALTY, rounds=60)
    transitions, start = model[1].copy(), model[2].copy()
    forbid(transitions, start)
    figures: list[dict[float, dict[str, float]]] = []
    for places in data.parts[2:]:
        ours, field = np.concatenate(emissions(branch, data, places)), field_emissions(model, data, places)
        figures.append(
            {share: measure(data, places, ours + share * field, share * transitions, share * start) for share in SHARES}
        )
        figures[-1][np.inf] = measure(data, places, field, transitions, start)
    best = [max(SHARES, key=lambda share: part[share][kind]) for part, kind in zip(figures, AIMS, strict=True)]
    for name, part, other in zip(("IDNer-News-2k dev", "NERGrit valid"), figures, best[::-1], strict=True):
        print(f"{name}, field: {told(part[np.inf])}")
        print(f"{name}, branch: {told(part[SHARES[0]])}")
        print(f"{name}, stacked (share {other} chosen on the other set): {told(part[other])}")
        print("  by share:", {share: round(part[share]["micro"], 3) for share in SHARES}, flush=True)
    return max(SHARES, key=lambda share: sum(part[share][kind] for part, kind in zip(figures, AIMS, strict=True)))


def forbid(transitions: np.ndarray, start: np.ndarray) -> None:
    """I-X may only follow B-X or I-X."""
    for k, label in enumerate(LABELS):
        if label.startswith("I-"):
            start[k] = -1e9
            for before, other in enumerate(LABELS):
                if other[2:] != label[2:]:
                    transitions[before, k] = -1e9


def save(branch: Branch, share: float, folder: Path) -> None:
    """Write the branch, a head a register, and the share of the field."""
    head = branch.head.weight.detach().numpy().reshape(2, K, -1).transpose(0, 2, 1)
    offset = branch.head.bias.detach().numpy().reshape(2, K)
    save_branch(
        "entities",
        load_body(),
        depth=DEPTH,
        layers=branch.parts(),
        tables={"head": head, "offset": offset},
        about={"field_share": share},
        folder=folder,
    )


def main(scratch: Path, *, epochs: float = 4, rate: float = 2e-4, batch: int = 16) -> None:
    """Train on the training parts, measure on dev and valid, then go on with all; write weights/entities.npz."""
    torch.set_num_threads(1)
    torch.manual_seed(0)
    data = Names(scratch)
    branch = Branch(DEPTH, TOP, 2 * K)

    def loss(branch: Branch, places: list[int]) -> torch.Tensor:
        y = torch.from_numpy(np.concatenate([data.y[i][: len(data.firsts[i])] for i in places]))
        return functional.cross_entropy(logits(branch, data, places), y)

    def learn(parts: list[list[int]], name: str, epochs: float, scale: float) -> None:
        places = [place for part in parts for place in part]
        train(
            branch,
            loss,
            data.sizes,
            lambda _: list(places),
            epochs=epochs,
            rate=rate * scale,
            head_rate=2e-3 * scale,
            batch=batch,
            file=scratch / f"entities-{name}.pt",
        )

    learn(data.parts[:2], "fold", epochs, 1)
    share = compare(branch, data)
    # Kept apart: bench.language measures this one, which has not seen dev and valid.
    save(branch, share, scratch)
    learn(data.parts, "all", 1, 0.25)
    save(branch, share, WEIGHTS)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.gettempdir()))
