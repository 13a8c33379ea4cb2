"""Planted bursts found, and false alarms a day, beside Kleinberg's own automaton. `python -m bench.bursts`

Streams of thirty days in hours. Made up: Poisson and overdispersed (negative binomial, variance twice the mean), flat
or with the rhythm of a newsroom's day, at a quarter of an article to twelve an hour. Real: the hours of the forty
largest outlets and sections of CLICK-ID (class A), 10 to 16 September 2019, shuffled among the days within the hour of
the day, so that their rhythm and spread stay and what bursts they hold do not. The usual of an hour is the mean of that
hour on all days. In half of the streams a burst of four or eight hours is planted, five times the usual (at least six
articles an hour more). Found: a burst that begins and ends within two hours of the planted one. False: one that touches
no hour of it. Rise and patience were chosen on other drawings of the same kinds.

The peer is the two-state automaton of Kleinberg (2003) for batched counts with its customary s=2 and gamma=1: counts
against all articles of the hour, binomial costs, gamma times the logarithm of the number of hours to enter a burst.
"""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from bench.training.corpus import CORPUS, articles_clickid

from kentongan.engine.measure.bursts import find_bursts

HOURS = 24
DAYS = 30
RATES = (0.25, 1.0, 3.0, 12.0)
RHYTHM = np.array([3, 2, 1, 1, 3, 5, 9, 12, 15, 17, 18, 18, 17, 17, 17, 16, 15, 14, 12, 10, 8, 6, 5, 4]) / 10
Found = list[tuple[int, int]]
Finder = Callable[[Sequence[float], Sequence[float]], Found]


@dataclass
class Score:
    planted: int = 0
    found: int = 0
    false: int = 0
    days: float = 0
    late: list[int] = field(default_factory=list)

    def add(self, found: Found, start: int, end: int, hours: int) -> None:
        """Count one stream; `end` 0 means that nothing was planted."""
        touching = [burst for burst in found if burst[0] < end and start < burst[1]]
        self.planted += end > 0
        self.found += any(abs(a - start) <= 2 and abs(b - end) <= 2 for a, b in touching)
        self.false += len(found) - len(touching)
        self.days += hours / HOURS


def ours(counts: Sequence[float], expected: Sequence[float]) -> Found:
    """What the product finds, given the usual of each hour."""
    return [(burst.start, burst.end) for burst in find_bursts(counts, expected=expected)]


def without_usual(counts: Sequence[float], _expected: Sequence[float]) -> Found:
    """What the product finds when nobody tells it the usual."""
    return [(burst.start, burst.end) for burst in find_bursts(counts)]


def kleinberg(counts: Sequence[float], expected: Sequence[float], s: float = 2, gamma: float = 1) -> Found:
    """Two states, binomial: the expected counts scaled up stand for all articles of the hour."""
    totals = np.maximum(np.asarray(expected) * 20, np.asarray(counts) + 1)
    calm = min(sum(counts) / totals.sum(), 0.999)
    calm = max(calm, 1e-6)
    burst = min(s * calm, 0.9999)
    entering = gamma * math.log(len(counts))
    cost = [
        -(k * math.log(p) + (n - k) * math.log(1 - p))
        for p in (calm, burst)
        for k, n in zip(counts, totals, strict=True)
    ]
    half = len(counts)
    best, back = (0.0, entering), []
    for at in range(half):
        from_calm, from_burst = best[0] + entering < best[1], best[1] < best[0]
        back.append((from_burst, not from_calm))
        best = (min(best) + cost[at], min(best[0] + entering, best[1]) + cost[half + at])
    state, found = best[1] < best[0], []
    for at in range(half - 1, -1, -1):
        if state:
            found.append(at)
        state = bool(back[at][int(state)])
    return stretches(sorted(found))


def stretches(hours: Sequence[int]) -> Found:
    out: Found = []
    for hour in hours:
        if out and out[-1][1] == hour:
            out[-1] = (out[-1][0], hour + 1)
        else:
            out.append((hour, hour + 1))
    return out


FINDERS: dict[str, Finder] = {
    "Kentongan": ours,
    "Kentongan, usual not told": without_usual,
    "Kleinberg s=2 gamma=1": kleinberg,
}


def drawn(chance: np.random.Generator, mean: np.ndarray, spread: float) -> np.ndarray:
    """Counts of that mean; variance `spread` times the mean."""
    if spread == 1:
        return chance.poisson(mean)
    return chance.negative_binomial(np.maximum(mean, 1e-9) / (spread - 1), 1 / spread)


def plant(chance: np.random.Generator, counts: np.ndarray, usual: np.ndarray, spread: float) -> tuple[int, int]:
    """Add a burst in place; where it begins and ends."""
    length = int(chance.choice([4, 8]))
    start = int(chance.integers(HOURS, len(counts) - HOURS - length))
    here = slice(start, start + length)
    counts[here] += drawn(chance, np.maximum(4 * usual[here], 6.0), spread)
    return start, start + length


def made_up(spread: float, *, rhythm: bool, rate: float, streams: int = 60) -> dict[str, Score]:
    """Scores on made-up streams."""
    chance = np.random.default_rng(23)
    scores = {name: Score() for name in FINDERS}
    for number in range(streams):
        mean = rate * np.tile(RHYTHM if rhythm else np.ones(HOURS), DAYS)
        counts = drawn(chance, mean, spread)
        usual = same_hour(counts)
        planted = plant(chance, counts, mean, spread) if number % 2 else (0, 0)
        for name, finder in FINDERS.items():
            scores[name].add(finder(counts.tolist(), usual.tolist()), *planted, len(counts))
    return scores


def same_hour(counts: np.ndarray) -> np.ndarray:
    """The mean of the same hour of all days."""
    return np.tile(counts.reshape(-1, HOURS).mean(axis=0), len(counts) // HOURS)


def real_streams() -> list[np.ndarray]:
    """Articles an hour of the commonest subcategories and title words, 10 to 16 September 2019."""
    first = datetime(2019, 9, 10)  # noqa: DTZ001 - the corpus names no zone
    by_key: dict[str, np.ndarray] = {}
    counted: Counter[str] = Counter()
    for row in articles_clickid():
        hour = int((datetime.fromisoformat(f"{row['date']}T{row['time'][:5]}") - first).total_seconds() // 3600)
        if 0 <= hour < 7 * HOURS:
            for key in {f"{row['outlet']}/{row['subcategory']}", row["outlet"]}:
                by_key.setdefault(key, np.zeros(7 * HOURS, dtype=np.int64))[hour] += 1
                counted[key] += 1
    return [by_key[key] for key, _ in counted.most_common(40)]


def real() -> dict[str, Score]:
    """Scores on the corpus's hours, shuffled among the days, thrice."""
    chance = np.random.default_rng(29)
    scores = {name: Score() for name in FINDERS}
    for number, stream in enumerate(real_streams() * 3):
        days = stream.reshape(-1, HOURS)
        counts = np.concatenate([[chance.choice(days[:, hour]) for hour in range(HOURS)] for _ in range(len(days))])
        usual = same_hour(stream)
        planted = plant(chance, counts, usual, 1) if number % 2 else (0, 0)
        for name, finder in FINDERS.items():
            scores[name].add(finder(counts.tolist(), usual.tolist()), *planted, len(counts))
    return scores


def show(title: str, scores: dict[str, Score]) -> None:
    for name, score in scores.items():
        print(
            f"{title:48}{name:28}{score.found / max(score.planted, 1):8.3f}{score.false / score.days:12.4f}", flush=True
        )


def main() -> None:
    """Print the table."""
    print(f"{'streams':48}{'':28}{'found':>8}{'false/day':>12}")
    for spread in (1.0, 2.0):
        for rhythm in (False, True):
            for rate in RATES:
                kind = "Poisson" if spread == 1 else "variance twice the mean"
                title = f"{kind}, {'day rhythm' if rhythm else 'flat'}, {rate:g} an hour"
                show(title, made_up(spread, rhythm=rhythm, rate=rate))
    if not CORPUS.exists():
        sys.exit(f"no corpus at {CORPUS}: set KENTONGAN_CORPUS")
    show("CLICK-ID's hours, 40 streams, thrice", real())


if __name__ == "__main__":
    main()
