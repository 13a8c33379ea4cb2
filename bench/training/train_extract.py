"""Trains the network that tells an article's blocks from the rest of its page (`engine/extract/weights/blocks.npz`).

    python -m bench.training.train_extract             cross-validated figures, then the weights (about 40 CPU-seconds)

Data: the pages of `html_article_extraction` with open licences (scrapinghub: MIT; trafilatura: Apache-2.0). A block of
a scrapinghub page is of the article when half its 4-word shingles stand in the gold body. Trafilatura's gold names a
few pieces a page; what it does not name is labelled by trafilatura itself, at half the weight. Folds are parted by
host, so that no outlet is on both sides.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from bench.extract import gold, harmonic, pages, shingles
from numpy.typing import NDArray
from selectolax.lexbor import LexborHTMLParser

from kentongan.engine.extract.blocks import Blocks, read_blocks
from kentongan.engine.extract.clutter import clean_lines
from kentongan.engine.extract.content import WEIGHTS, choose, spread
from kentongan.engine.extract.decode import decode_html
from kentongan.engine.extract.features import features
from kentongan.engine.extract.second import read_by_trafilatura

FOLDS = 4
SEEDS = (1, 2, 3)
HIDDEN = 24
EPOCHS = 14
Array = NDArray[np.float32]


@dataclass
class Sample:
    """One page: its blocks, their labels and weights, and how it is scored."""

    url: str
    blocks: Blocks
    rows: Array
    labels: Array
    weights: Array
    body: str | None = None
    pieces: dict[str, Any] | None = None

    @property
    def fold(self) -> int:
        host = urlsplit(self.url).hostname or self.url
        return hashlib.sha1(host.encode()).digest()[-1] % FOLDS


def samples() -> list[Sample]:
    out = []
    files = pages("scrapinghub_html.tar.gz")
    for name, row in gold("scrapinghub_ground_truth.json.gz").items():
        out.append(sample(row["url"], files[f"{name}.html"], row["articleBody"], None))
    files = pages("trafilatura_html.tar.gz")
    for url, row in gold("trafilatura_evaldata.json.gz").items():
        html = files[row["file"]]
        out.append(sample(url, html, read_by_trafilatura(decode_html(html)), row))
    return [one for one in out if len(one.blocks)]


def sample(url: str, html: bytes, body: str, pieces: dict[str, Any] | None) -> Sample:
    blocks = read_blocks(LexborHTMLParser(decode_html(html)).body)
    labels, trust = label(blocks, body, sure=pieces is None)
    if pieces is not None:
        for place, text in enumerate(blocks.texts):
            inside = any(piece in text for piece in pieces["with"])
            if inside or any(piece in text for piece in pieces["without"]):
                labels[place], trust[place] = float(inside), 3.0
    sizes = blocks.chars.astype(np.float32)
    weights = trust * np.sqrt(np.minimum(sizes, 400) / 20) * (8 / np.sqrt(max(1, len(blocks))))
    rows = features(blocks) if len(blocks) else np.zeros((0, 1), np.float32)
    return Sample(url, blocks, rows, labels, weights, None if pieces else body, pieces)


def label(blocks: Blocks, body: str, *, sure: bool) -> tuple[Array, Array]:
    """Labels (0 or 1) and how far each is to be trusted. Short blocks follow what stands around them."""
    known = set(shingles(body))
    words = " " + " ".join(re.findall(r"\w+", body)) + " "
    labels = np.zeros(len(blocks), np.float32)
    trust = np.full(len(blocks), 1.0 if sure else 0.5, np.float32)
    short = []
    for place, text in enumerate(blocks.texts):
        own = re.findall(r"\w+", text)
        if len(own) >= 4:
            parts = list(shingles(text))
            labels[place] = sum(part in known for part in parts) >= len(parts) / 2
        else:
            trust[place] = 0.1
            if own and f" {' '.join(own)} " in words:
                short.append(place)
    long = labels.copy()
    for place in short:
        labels[place] = float(not sure or long[max(0, place - 1) : place + 2].any())
    return labels, trust


def train(chosen: list[Sample], seed: int) -> list[Array]:
    """One hidden layer, Adam with falling steps, inputs dropped at random; the scaling is folded into the weights."""
    rows = np.concatenate([one.rows for one in chosen])
    labels = np.concatenate([one.labels for one in chosen])
    weights = np.concatenate([one.weights for one in chosen])
    weights /= weights.mean()
    random = np.random.default_rng(seed)
    count, width = rows.shape
    mean, scale = rows.mean(0), rows.std(0) + 0.05
    rows = (rows - mean) / scale
    layers: list[Array] = [
        random.normal(0, 1 / np.sqrt(width), (width, HIDDEN)).astype(np.float32), np.zeros(HIDDEN, np.float32),
        random.normal(0, 1 / np.sqrt(HIDDEN), HIDDEN).astype(np.float32), np.zeros(1, np.float32),
    ]  # fmt: skip
    first, second = [np.zeros_like(layer) for layer in layers], [np.zeros_like(layer) for layer in layers]
    batch, step = 512, 0
    steps = EPOCHS * (count // batch + 1)
    for _ in range(EPOCHS):
        order = random.permutation(count)
        for start in range(0, count, batch):
            picked = order[start : start + batch]
            seen = rows[picked] * (random.random((len(picked), width), dtype=np.float32) > 0.1) / 0.9
            inner = seen @ layers[0] + layers[1]
            active = np.maximum(inner, 0)
            error = (spread(active @ layers[2] + layers[3]) - labels[picked]) * weights[picked] / len(picked)
            back = np.outer(error, layers[2]) * (inner > 0)
            slopes = [
                seen.T @ back + 3e-4 * layers[0],
                back.sum(0),
                active.T @ error + 3e-4 * layers[2],
                error.sum(keepdims=True),
            ]
            step += 1
            rate = 3e-3 * (1 - step / (steps + 1))
            for at, slope in enumerate(slopes):
                first[at] = 0.9 * first[at] + 0.1 * slope
                second[at] = 0.999 * second[at] + 0.001 * slope * slope
                layers[at] = layers[at] - rate * (first[at] / (1 - 0.9**step)) / (
                    np.sqrt(second[at] / (1 - 0.999**step)) + 1e-8
                )
    folded = (layers[0].T / scale).T
    return [folded, layers[1] - mean @ folded, layers[2], layers[3]]


def together(nets: list[list[Array]]) -> list[Array]:
    """Several networks as one: hidden layers side by side, the mean of their answers."""
    return [
        np.concatenate([net[0] for net in nets], 1), np.concatenate([net[1] for net in nets]),
        np.concatenate([net[2] for net in nets]) / len(nets), np.mean([net[3] for net in nets], 0),
    ]  # fmt: skip


def answer(net: list[Array], rows: Array) -> Array:
    return spread(np.maximum(rows @ net[0] + net[1], 0) @ net[2] + net[3])


def score(chosen: list[Sample], texts: list[str]) -> tuple[float, float]:
    """F1 on scrapinghub's pages and on trafilatura's, as in `bench/extract.py`."""
    precisions, recalls = [], []
    hit = missed = wrong = 0
    for one, text in zip(chosen, texts, strict=True):
        if one.pieces is not None:
            inside = sum(piece in text for piece in one.pieces["with"])
            hit, missed = hit + inside, missed + len(one.pieces["with"]) - inside
            wrong += sum(piece in text for piece in one.pieces["without"])
        else:
            wanted, got = shingles(one.body or ""), shingles(text)
            shared = (wanted & got).total()
            precisions += [shared / got.total()] if got else []
            recalls.append(shared / wanted.total() if wanted else 1.0)
    return (
        harmonic(sum(precisions) / len(precisions), sum(recalls) / len(recalls)),
        harmonic(hit / (hit + wrong), hit / (hit + missed)),
    )


def read(net: list[Array], one: Sample) -> str:
    kept = choose(one.blocks, answer(net, one.rows))
    return clean_lines("\n\n".join(text for text, keep in zip(one.blocks.texts, kept, strict=True) if keep))


def main() -> None:
    all_pages = samples()
    print(f"{len(all_pages)} pages, {sum(len(one.blocks) for one in all_pages)} blocks")
    texts = [""] * len(all_pages)
    for fold in range(FOLDS):
        known = [one for one in all_pages if one.fold != fold]
        net = together([train(known, seed) for seed in SEEDS])
        for place, one in enumerate(all_pages):
            if one.fold == fold:
                texts[place] = read(net, one)
    print(
        "unseen pages ({} folds by host): scrapinghub {:.4f}, trafilatura's set {:.4f}".format(
            FOLDS, *score(all_pages, texts)
        )
    )
    net = together([train(all_pages, seed) for seed in SEEDS])
    print(
        "pages trained on: scrapinghub {:.4f}, trafilatura's set {:.4f}".format(
            *score(all_pages, [read(net, one) for one in all_pages])
        )
    )
    WEIGHTS.parent.mkdir(exist_ok=True)
    names = ("first", "first_bias", "second", "second_bias")
    np.savez_compressed(
        WEIGHTS,
        **{
            name: layer.astype(np.float16 if layer.ndim == 2 else np.float32)
            for name, layer in zip(names, net, strict=True)
        },
    )
    print(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
