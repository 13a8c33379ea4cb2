"""The figures that the tables show: macro-F1 of labels, micro-F1 of spans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence


def f1_by_label(gold: Sequence[str], guessed: Sequence[str]) -> dict[str, float]:
    """F1 of each label that occurs in `gold`."""
    hits = Counter(g for g, p in zip(gold, guessed, strict=True) if g == p)
    golds, guesses = Counter(gold), Counter(guessed)
    return {label: 2 * hits[label] / (golds[label] + guesses[label]) for label in sorted(golds)}


def macro_f1(gold: Sequence[str], guessed: Sequence[str]) -> float:
    """Mean F1 over the labels that occur in `gold`."""
    figures = f1_by_label(gold, guessed)
    return sum(figures.values()) / len(figures)


def f1_table(gold: Sequence[str], guessed: Sequence[str]) -> str:
    """`macro-F1 0.800 (negative 0.81 ...)`."""
    parts = " ".join(f"{label} {figure:.2f}" for label, figure in f1_by_label(gold, guessed).items())
    return f"macro-F1 {macro_f1(gold, guessed):.3f} ({parts}), n {len(gold)}"


Span = tuple[int, int, str]


def spans(tags: Sequence[str]) -> set[Span]:
    """(start, end, type) of BIO tags; a stray I- opens a span, as conlleval reads it."""
    found: set[Span] = set()
    start, kind = 0, ""
    for i, tag in enumerate([*tags, "O"]):
        place, _, new = tag.partition("-")
        if kind and (place != "I" or new != kind):
            found.add((start, i, kind))
            kind = ""
        if place != "O" and not kind:
            start, kind = i, new
    return found


def span_f1(gold: Sequence[set[Span]], guessed: Sequence[set[Span]]) -> dict[str, float]:
    """Micro-F1 over exact spans (`micro`), F1 a type, and their mean (`macro`)."""
    figures: dict[str, float] = {}
    kinds = sorted({span[2] for row in gold for span in row})
    for name in ["micro", *kinds]:
        hits = golds = guesses = 0
        for truth, guess in zip(gold, guessed, strict=True):
            mine = {s for s in truth if name in ("micro", s[2])}
            theirs = {s for s in guess if name in ("micro", s[2])}
            hits, golds, guesses = hits + len(mine & theirs), golds + len(mine), guesses + len(theirs)
        figures[name] = 2 * hits / max(golds + guesses, 1)
    figures["macro"] = sum(figures[kind] for kind in kinds) / len(kinds)
    return figures
