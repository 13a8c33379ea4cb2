"""robots.txt (RFC 9309) as a value: what a host allows, and how slowly it wants to be asked. No cache, no socket."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from protego import Protego

# RFC 9309, 2.5: a parser must read at least 500 KiB, and may stop there.
MAX_ROBOTS_BYTES = 512 * 1024


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """The rules of one host. `text` is kept as it came, so that the value can be stored and read again."""

    text: str = ""
    _parsed: Protego | None = None
    _everything: bool | None = None

    @classmethod
    def parse(cls, content: bytes | str) -> Self:
        """Rules from the content of a robots.txt; unreadable lines are left out, as the RFC asks."""
        text = (
            content[:MAX_ROBOTS_BYTES].decode("utf-8", "replace")
            if isinstance(content, bytes)
            else content[:MAX_ROBOTS_BYTES]
        )
        return cls(text, Protego.parse(text.lstrip("\ufeff")))

    @classmethod
    def from_status(cls, status: int) -> Self:
        """Rules for a host whose robots.txt answers with an error (RFC 9309, 2.3.1): 4xx allows all, 5xx nothing."""
        return cls(_everything=status < 500)

    def allowed(self, url: str, user_agent: str) -> bool:
        """Whether `user_agent` (its product name, such as "Kentongan") may fetch this URL."""
        if self._parsed is None:
            return self._everything is not False
        return bool(self._parsed.can_fetch(url, user_agent))

    def crawl_delay(self, user_agent: str) -> float | None:
        """The seconds the host wants between two requests, at most a day; None where it names none."""
        delay = self._parsed.crawl_delay(user_agent) if self._parsed else None
        return min(float(delay), 86_400.0) if delay is not None else None

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The sitemaps that the host names."""
        return tuple(self._parsed.sitemaps) if self._parsed else ()
