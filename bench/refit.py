"""What a light head gives an office that reads as the labellers did, and how long it takes.

    OMP_NUM_THREADS=1 python -m bench.refit      # needs the corpus

The labelled articles of `bench/training` stand for decisions. *agrees*: as labelled, by the guidelines of the
shipped model: little should be offered. *harsher*: an office that also calls negative the third of the neutral articles
which the shipped model holds for the likeliest to be so: that must be learned, and told on articles held back. Sizes
are drawn twenty times; figures are of 10 folds, as `assess/refit.py` makes them. Times are CPU seconds with reading.
"""

from __future__ import annotations

import random
import time
from statistics import median

from bench.training.corpus import own_article_labels

from kentongan.engine.assess.refit import LABELS, Judged, refit
from kentongan.engine.assess.tone import ToneInput, ToneKind, ToneModel
from kentongan.engine.types import ToneLabel

SIZES = (30, 100, 300, 500)
DRAWS = 20


def decided() -> tuple[list[Judged], float]:
    """The labelled articles as the shipped model sees them, and the CPU seconds of one reading."""
    rows = [row for part in ("measure", "train") for row in own_article_labels(part)]
    asked = [ToneInput(text, subject, ToneKind.ARTICLE) for text, subject, _tone, _drawn in rows]
    model = ToneModel.load("A")
    model.article_chances(asked[:5])
    started = time.process_time()
    chances = model.article_chances(asked)
    spent = (time.process_time() - started) / len(asked)
    return [
        Judged((float(row[0]), float(row[1]), float(row[2])), ToneLabel(tone))
        for row, (_text, _subject, tone, _drawn) in zip(chances, rows, strict=True)
    ], spent


def harsher(rows: list[Judged]) -> list[Judged]:
    """Let the neutral third with the greatest chance of being negative be called so."""
    neutral = sorted((row for row in rows if row.tone is ToneLabel.NEUTRAL), key=lambda row: -row.chances[0])
    worst = {id(row) for row in neutral[: len(neutral) // 3]}
    return [Judged(row.chances, LABELS[0]) if id(row) in worst else row for row in rows]


def main() -> None:
    """Print the table."""
    rows, reading = decided()
    print(f"{'office':10}{'decided':>8}{'right before':>14}{'after':>8}{'offered':>9}{'seconds':>9}")
    for name, office in (("agrees", rows), ("harsher", harsher(rows))):
        for size in SIZES:
            started = time.process_time()
            found = [refit(random.Random(seed).sample(office, size)) for seed in range(DRAWS)]
            seconds = (time.process_time() - started) / DRAWS + reading * size
            before, after = (median(getattr(one, when).right for one in found) for when in ("before", "after"))
            offered = f"{sum(one.helps for one in found)} of {DRAWS}"
            print(f"{name:10}{size:8}{before:14.3f}{after:8.3f}{offered:>9}{seconds:9.2f}")


if __name__ == "__main__":
    main()
