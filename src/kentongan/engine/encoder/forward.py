"""Runs texts through the layers of the body with numpy: batches of like length, one matrix product a layer and part.

The arithmetic is that of BERT (Devlin et al. 2019), post-norm; GELU by its logistic-tanh form (Hendrycks and Gimpel
2016), with which the branches were trained too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from kentongan.engine.encoder.body import Body, Floats, Parts

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

BATCH_TOKENS: Final = 2048
"""Tokens, padding counted, that go through together: the widest layer then takes 12 MB."""


def batches(lengths: Sequence[int], size: int = BATCH_TOKENS) -> Iterator[list[int]]:
    """Places of texts in groups of like length, longest first, each of at most `size` tokens with its padding."""
    order = sorted(range(len(lengths)), key=lambda place: -lengths[place])
    at = 0
    while at < len(order):
        count = max(1, size // max(1, lengths[order[at]]))
        yield order[at : at + count]
        at += count


def padded(rows: Sequence[Sequence[int]]) -> tuple[Ints, Mask]:
    """Texts x longest: the pieces, and where there are any."""
    longest = max(map(len, rows))
    numbers = np.zeros((len(rows), longest), np.int64)
    held = np.zeros((len(rows), longest), np.bool_)
    for i, row in enumerate(rows):
        numbers[i, : len(row)] = row
        held[i, : len(row)] = True
    return numbers, held


def embed(body: Body, numbers: Ints) -> Floats:
    """What goes into the first layer: texts x longest x hidden."""
    count, longest = numbers.shape
    words = body.words(numbers.ravel()).reshape(count, longest, body.hidden)
    return normed(words + body.place[:longest], *body.norm, body.epsilon)


def run_layer(x: Floats, held: Mask, parts: Parts, heads: int, epsilon: float) -> Floats:
    """One layer. `x` is texts x longest x hidden, `held` tells the pieces from padding."""
    count, longest, hidden = x.shape
    flat = x.reshape(-1, hidden)
    width = hidden // heads

    def split(name: str) -> Floats:
        product = flat @ parts[f"{name}.w"] + parts[f"{name}.b"]
        return product.reshape(count, longest, heads, width).transpose(0, 2, 1, 3)

    query, key, value = split("q"), split("k"), split("v")
    scores: Floats = query @ key.transpose(0, 1, 3, 2)
    scores *= np.float32(width**-0.5)
    if not held.all():
        scores += np.where(held, np.float32(0), np.float32(-1e9))[:, None, None, :]
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=-1, keepdims=True)
    seen: Floats = (scores @ value).transpose(0, 2, 1, 3).reshape(-1, hidden)
    flat = normed(seen @ parts["ao.w"] + parts["ao.b"] + flat, parts["aln.w"], parts["aln.b"], epsilon)
    inner = flat @ parts["fi.w"] + parts["fi.b"]
    out = gelu(inner) @ parts["fo.w"] + parts["fo.b"]
    return normed(out + flat, parts["oln.w"], parts["oln.b"], epsilon).reshape(x.shape)


def gelu(x: Floats) -> Floats:
    """x times the normal distribution function of x, by tanh, written as a logistic function."""
    inner = x * x
    inner *= np.float32(-2 * 0.7978845608 * 0.044715)
    inner += np.float32(-2 * 0.7978845608)
    inner *= x
    np.exp(np.minimum(inner, np.float32(80), out=inner), out=inner)
    inner += 1
    np.divide(x, inner, out=inner)
    return inner


def normed(x: Floats, scale: Floats, shift: Floats, epsilon: float) -> Floats:
    """Layer normalisation over the last axis."""
    x = x - x.mean(axis=-1, keepdims=True, dtype=np.float32)
    spread = np.einsum("...i,...i->...", x, x) / np.float32(x.shape[-1])
    x *= (1 / np.sqrt(spread + np.float32(epsilon)))[..., None]
    x *= scale
    x += shift
    return x


def means(states: Floats, held: Mask) -> Floats:
    """The mean state of each text: texts x hidden."""
    total: Floats = np.einsum("tph,tp->th", states, held.astype(np.float32))
    counts: Floats = held.sum(axis=1, dtype=np.float32)
    total /= counts[:, None]
    return total
