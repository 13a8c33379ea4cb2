"""Bursts: stretches of time in which a story is told far more often than it usually is.

Kleinberg's two states for batched counts ("Bursty and Hierarchical Structure in Streams", Data Mining and Knowledge
Discovery 7, 2003): calm at the expected rate, burst at `rise` times of it. The path of states that explains the counts
at least cost is found exactly (Viterbi); entering a burst costs, so that a single busy bucket is no burst unless
it is very busy. Counts are taken as Poisson, with more spread where their own calm spreads more. What is found is
then cut to where its own height holds.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median

from kentongan.engine.types import Burst

# A quiet subject with one article a day still has a rate: below this many a bucket nothing is expected.
_LEAST_EXPECTED = 0.25
_SHARPENINGS = 3


def find_bursts(
    counts: Sequence[float], *, expected: Sequence[float] | None = None, rise: float = 3.0, patience: float = 1.5
) -> list[Burst]:
    """The bursts in counts per bucket (of equal length, in order), in order.

    `expected` is the usual count per bucket, as long as `counts`: give it where the day has a rhythm (the mean of the
    same hour on other days); without it the median of the counts is expected everywhere. `rise` (> 1) is how many times
    the usual a burst is; `patience` weighs the cost of entering one: higher finds fewer. A burst's `ratio` is its
    counts over the expected ones. Raises ValueError for lengths that differ, negative counts or `rise` <= 1.
    """
    if rise <= 1:
        raise ValueError("rise must be more than 1")
    if any(count < 0 for count in counts):
        raise ValueError("counts must not be negative")
    if expected is not None and len(expected) != len(counts):
        raise ValueError("expected must be as long as counts")
    if not counts:
        return []
    usual = [max(rate, _LEAST_EXPECTED) for rate in (expected or [median(counts)] * len(counts))]
    spread = _spread(counts, usual)
    # Cost of the burst state over the calm one, -log of the likelihood ratio of two Poisson rates.
    extra = [((rise - 1) * rate - count * math.log(rise)) / spread for count, rate in zip(counts, usual, strict=True)]
    states = _cheapest_path(extra, patience * math.log(len(counts) + 1))
    found = [_sharpened(counts, usual, start, end, rise) for start, end in _stretches(states)]
    return [Burst(start, end, round(sum(counts[start:end]) / sum(usual[start:end]), 2)) for start, end in found]


def _sharpened(counts: Sequence[float], usual: Sequence[float], start: int, end: int, rise: float) -> tuple[int, int]:
    """The part of a stretch that its own height explains best.

    A burst of twenty times the usual would drag along the hours around it that are only three times as busy: with its
    own height for the burst state, the cheapest part is the one of greatest sum (Kadane's algorithm, Bentley,
    Programming Pearls, 1984).
    """
    for _ in range(_SHARPENINGS):
        height = max(rise, sum(counts[start:end]) / sum(usual[start:end]))
        best, best_part, begin, total = -math.inf, (start, end), start, 0.0
        for at in range(start, end):
            if total <= 0:
                begin, total = at, 0.0
            total += counts[at] * math.log(height) - (height - 1) * usual[at]
            if total > best:
                best, best_part = total, (begin, at + 1)
        if best_part == (start, end):
            break
        start, end = best_part
    return start, end


def _spread(counts: Sequence[float], usual: Sequence[float]) -> float:
    """How much wider than Poisson the calm counts vary (variance over mean), at least 1; high ones may be bursts."""
    below = [(count - rate) ** 2 / rate for count, rate in zip(counts, usual, strict=True) if count <= rate]
    return max(1.0, sum(below) / len(below)) if below else 1.0


def _cheapest_path(extra: Sequence[float], entering: float) -> list[bool]:
    calm, burst = 0.0, math.inf
    came_calm: list[bool] = []  # was the cheapest way to calm from a burst?
    came_burst: list[bool] = []  # was the cheapest way to a burst from calm?
    burst = entering
    for cost in extra:
        from_calm = calm + entering < burst
        from_burst = burst < calm
        came_burst.append(from_calm)
        came_calm.append(from_burst)
        calm, burst = min(calm, burst), min(burst, calm + entering) + cost
    state = burst < calm
    states: list[bool] = []
    for index in range(len(extra) - 1, -1, -1):
        states.append(state)
        state = not came_burst[index] if state else came_calm[index]
    return states[::-1]


def _stretches(states: Sequence[bool]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for index, state in enumerate(states):
        if state and (index == 0 or not states[index - 1]):
            found.append((index, index + 1))
        elif state:
            found[-1] = (found[-1][0], index + 1)
    return found
