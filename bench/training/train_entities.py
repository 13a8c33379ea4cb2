"""The name finder's weights: a CRF trained by L-BFGS on IDNer-News-2k and NERGrit (class A).

The two sets mark names by different rules (NERGrit's encyclopaedic sentences count schools as places, IDNer's news
does not), so every feature has a shared weight and one a register (Daume 2007, "Frustratingly easy domain adaptation");
a small classifier tells which register a text is in.

`python -m bench.training.train_entities` trains on the training parts and prints figures on dev and valid,
and writes weights/entities.npz; with `--ship` what is written was trained on dev and valid as well.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
from bench.training.corpus import Sentence, idner, nergrit
from bench.training.hashed import fit as fit_hashed
from bench.training.scores import span_f1, spans
from scipy.optimize import minimize

from kentongan.engine.assess.crf import BITS, LABELS, decode, feature_buckets
from kentongan.engine.assess.linear import WEIGHTS, HashedLinear
from kentongan.engine.assess.words import load_words

K = len(LABELS)


class Problem:
    """The negative log-likelihood of sentences, and its gradient; forward-backward runs over all of them in step."""

    def __init__(self, sets: Sequence[Sequence[Sentence]], penalty: float) -> None:
        marked = [(sentence, register) for register, part in enumerate(sets) for sentence in part]
        marked.sort(key=lambda pair: -len(pair[0][0]))
        sentences = [sentence for sentence, _ in marked]
        self.sizes = np.array([len(tokens) for tokens, _ in sentences])
        buckets = buckets_of(sentences)
        own = np.repeat([register + 1 for _, register in marked], self.sizes)[:, None] << BITS
        buckets = np.concatenate([buckets, buckets + own], axis=1)
        self.used, inverse = np.unique(buckets, return_inverse=True)
        n, width = buckets.shape
        self.x = sp.csr_matrix(
            (np.ones(n * width, np.float32), inverse.ravel(), np.arange(0, n * width + 1, width)),
            shape=(n, len(self.used)),
        )
        self.xt = self.x.T.tocsr()
        self.y = np.array([LABELS.index(tag) for _, tags in sentences for tag in tags])
        self.first = np.cumsum(self.sizes) - self.sizes
        self.penalty = penalty
        self.parameters = len(self.used) * K + K * K + K

    def split(self, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Emission weights, transitions, start."""
        cut = len(self.used) * K
        return theta[:cut].reshape(-1, K), theta[cut : cut + K * K].reshape(K, K), theta[cut + K * K :]

    def __call__(self, theta: np.ndarray) -> tuple[float, np.ndarray]:
        w, transitions, start = self.split(theta)
        emissions = self.x @ w
        peak = emissions.max(1, keepdims=True)
        e, m = np.exp(emissions - peak), np.exp(transitions)
        alpha, beta, scale = np.zeros_like(e), np.ones_like(e), np.ones(len(e))
        longest = self.sizes[0]
        rows = [self.first[: int(np.searchsorted(-self.sizes, -t, side="left"))] + t for t in range(longest)]
        now = e[rows[0]] * np.exp(start)
        for t in range(longest):
            if t:
                now = (alpha[rows[t] - 1] @ m) * e[rows[t]]
            scale[rows[t]] = now.sum(1)
            alpha[rows[t]] = now / scale[rows[t]][:, None]
        pairs = np.zeros((K, K))
        for t in range(longest - 1, 0, -1):
            r = rows[t]
            ahead = e[r] * beta[r] / scale[r][:, None]
            beta[r - 1] = ahead @ m.T
            pairs += alpha[r - 1].T @ ahead * m
        chance = alpha * beta
        y = self.y
        log_z = (np.log(scale) + peak[:, 0]).sum()
        inner = np.ones(len(y), bool)
        inner[self.first] = False
        at = np.flatnonzero(inner)
        gold = emissions[np.arange(len(y)), y].sum()
        gold += transitions[y[at - 1], y[at]].sum() + start[y[self.first]].sum()
        chance[np.arange(len(y)), y] -= 1
        np.add.at(pairs, (y[at - 1], y[at]), -1)
        gradient = np.concatenate([(self.xt @ chance).ravel(), pairs.ravel(), chance[self.first].sum(0)])
        gradient += self.penalty * theta
        return float(log_z - gold + self.penalty / 2 * theta @ theta), gradient


def buckets_of(sentences: Sequence[Sentence]) -> np.ndarray:
    """Feature buckets of all tokens."""
    words = [token for tokens, _ in sentences for token in tokens]
    return feature_buckets(load_words().matrix(words), [len(tokens) for tokens, _ in sentences])


Model = tuple[np.ndarray, np.ndarray, np.ndarray]


def fit(sets: Sequence[Sequence[Sentence]], *, penalty: float, rounds: int) -> Model:
    """Emission tables (registers x buckets x labels), transitions and start scores."""
    problem = Problem(sets, penalty)
    found = minimize(
        problem, np.zeros(problem.parameters), jac=True, method="L-BFGS-B", options={"maxiter": rounds, "maxcor": 6}
    )
    w, transitions, start = problem.split(found.x)
    table = np.zeros(((1 + len(sets)) << BITS, K), np.float32)
    table[problem.used] = w
    blocks = table.reshape(1 + len(sets), 1 << BITS, K)
    return blocks[1:] + blocks[:1], transitions.astype(np.float32), start.astype(np.float32)


def guess(model: Model, sentences: Sequence[Sentence], registers: Sequence[int]) -> list[list[str]]:
    """Tags for the sentences, each read in its register."""
    tables, transitions, start = model
    sizes = [len(tokens) for tokens, _ in sentences]
    emissions = tables[np.repeat(registers, sizes)[:, None], buckets_of(sentences)].sum(axis=1)
    labels = decode(emissions, sizes, transitions, start)
    ends = np.cumsum(sizes)
    return [[LABELS[k] for k in labels[end - size : end]] for size, end in zip(sizes, ends, strict=True)]


def measure(model: Model, sentences: Sequence[Sentence], registers: Sequence[int]) -> dict[str, float]:
    """Span F1 of the model on the sentences."""
    guesses = [spans(tags) for tags in guess(model, sentences, registers)]
    figures = span_f1([spans(tags) for _, tags in sentences], guesses)
    return {name: round(figure, 3) for name, figure in figures.items()}


def save(model: Model) -> None:
    """Round to 8 bits a weight; what rounds to nothing costs nothing."""
    tables, transitions, start = model
    step = float(np.abs(tables).max()) / 127
    np.savez_compressed(
        WEIGHTS / "entities.npz",
        table=np.round(tables / step).astype(np.int8),
        step=np.float32(step),
        transitions=transitions,
        start=start,
    )


def train_register(*, save: bool = True) -> HashedLinear:
    """News (IDNer) or encyclopaedia (NERGrit), told from single sentences; writes weights/register.npz if `save`."""
    texts = [
        (" ".join(tokens), name) for name, part in zip(REGISTERS, PARTS, strict=True) for tokens, _ in part("train")
    ]
    model, _ = fit_hashed(
        [text for text, _ in texts],
        [name for _, name in texts],
        classes=REGISTERS,
        bits=14,
        scales={"w1": 1.0, "w2": 0.5, "c4": 0.7},
        strength=0.3,
    )
    if save:
        model.save("register")
    return model


def main(*, ship: bool) -> None:
    """Train, measure and write the weights; `ship` trains what is written on dev and valid too."""
    register = train_register()
    held = [idner("dev"), nergrit("valid")]
    guessed = [register.probabilities([" ".join(t) for t, _ in part]).argmax(1) for part in held]
    for k, part in enumerate(guessed):
        print(f"register {REGISTERS[k]}: {np.mean(part == k):.3f} of {len(part)} held-back sentences right")
    began = time.monotonic()
    model = fit([part("train") for part in PARTS], penalty=PENALTY, rounds=ROUNDS)
    for k, part in enumerate(held):
        print(REGISTERS[k], "register known:", measure(model, part, [k] * len(part)))
        print(REGISTERS[k], "register told by the text:", measure(model, part, guessed[k]), flush=True)
    print(f"{time.monotonic() - began:.0f} s", flush=True)
    if ship:
        model = fit(
            [part("train") + more for part, more in zip(PARTS, held, strict=True)], penalty=PENALTY, rounds=ROUNDS
        )
    save(model)


REGISTERS = ("news", "encyclopaedia")
PARTS = (idner, nergrit)
PENALTY, ROUNDS = 0.7, 90

if __name__ == "__main__":
    main(ship="--ship" in sys.argv)
