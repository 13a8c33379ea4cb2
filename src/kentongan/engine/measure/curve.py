"""The curve of a story: how many articles in each stretch of time, by tone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kentongan.engine.types import ToneLabel

_MAX_BUCKETS = 100_000


@dataclass(frozen=True, slots=True)
class Bucket:
    """A stretch of time that begins at `start`; `tones` counts by tone, None for articles without one."""

    start: datetime
    tones: Mapping[ToneLabel | None, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.tones.values())


def curve(
    points: Iterable[tuple[datetime, ToneLabel | None]],
    *,
    start: datetime,
    end: datetime,
    width: timedelta = timedelta(hours=1),
) -> list[Bucket]:
    """Count `(time, tone)` points into buckets of `width` from `start` (inclusive) to `end` (exclusive), empty too.

    Points outside are left out. Times are aware. Raises ValueError for a width that is not positive, or more than
    100,000 buckets.
    """
    if width <= timedelta(0):
        raise ValueError("width must be positive")
    number = max(0, -((start - end) // width))
    if number > _MAX_BUCKETS:
        raise ValueError(f"{number} buckets are too many")
    counts: list[Counter[ToneLabel | None]] = [Counter() for _ in range(number)]
    for time, tone in points:
        if start <= time < end:
            counts[(time - start) // width][tone] += 1
    return [Bucket(start + index * width, dict(count)) for index, count in enumerate(counts)]
