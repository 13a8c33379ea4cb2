"""The sliding window of time: what is still live, whatever dates the articles claim."""

from __future__ import annotations

from collections import deque
from collections.abc import Container
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush
from statistics import median_low

# The stream's time is the median of the last few articles: one article dated 2099 or 1970 does not move it.
_LAST = 9


class Window:
    """Which articles lie within `length` of the time the stream has reached. Knows no clock but the articles' own.

    Times are seconds since 1970 inside, because `datetime` cannot count past the year 9999 and articles claim to.
    """

    def __init__(self, length: timedelta) -> None:
        self._length = length.total_seconds()
        self._last: deque[float] = deque(maxlen=_LAST)
        self._entered: list[tuple[float, str]] = []  # a heap
        self._undated: list[str] = []  # what came before the first date

    def enter(self, article: str, published: datetime | None) -> None:
        """Take an article in. Without a time it counts as of now, with one far in the future as one window ahead."""
        if published is not None:
            self._last.append(published.timestamp())
        now = self._now()
        if now is None:
            self._undated.append(article)
            return
        for earlier in self._undated:
            heappush(self._entered, (now, earlier))
        self._undated.clear()
        time = now if published is None else published.timestamp()
        heappush(self._entered, (min(time, now + self._length), article))

    def leave(self) -> list[str]:
        """The articles that the window has passed by, oldest first; each is told once."""
        now = self._now()
        gone: list[str] = []
        while now is not None and self._entered and self._entered[0][0] < now - self._length:
            gone.append(heappop(self._entered)[1])
        return gone

    def keep_only(self, articles: Container[str]) -> None:
        """Forget all but these, where something else than time has thrown articles out."""
        self._entered = [entry for entry in self._entered if entry[1] in articles]
        heapify(self._entered)
        self._undated = [article for article in self._undated if article in articles]

    def _now(self) -> float | None:
        return median_low(self._last) if self._last else None
