"""How common a word is: the background that tells a telling word from an everyday one.

Two counts are joined. The shipped table `commonness.txt` says in how many of some ten thousand Indonesian articles a
stem stands, so that the first article of a fresh start is weighed sensibly. The articles of the window are counted on
top, so that the theme of the week (every second article speaks of one law) stops telling stories apart.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path

# The table counts as this many articles: large enough that a quiet night does not move the weights, small enough that
# a window of a few thousand articles does.
BACKGROUND_ARTICLES = 4000

_TABLE = Path(__file__).with_name("commonness.txt")


@cache
def background() -> Mapping[str, float]:
    """Stem -> expected number of articles with it among `BACKGROUND_ARTICLES`; a stem not listed is rare (0).

    The table holds derived counts only, made by `python bench/group.py --table` from CLICK-ID (CC BY 4.0) and
    Indonesian News Intelligence (MIT); 16 September 2019, the day of the gold labels, was left out.
    """
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    rows = [line.split() for line in lines if line and not line.startswith("#")]
    scale = BACKGROUND_ARTICLES / int(rows[0][1])  # first row: "articles N"
    return {stem: int(count) * scale for stem, count in rows[1:]}


@cache
def everyday() -> frozenset[str]:
    """The stems that stand in more than a fifth of all articles: they cost much and tell nothing."""
    return frozenset(stem for stem, count in background().items() if count > BACKGROUND_ARTICLES / 5)


def rarity(*, in_background: float, in_window: int = 0, window_size: int = 0) -> float:
    """Inverse document frequency over background and window (Sparck Jones, J. Documentation 28, 1972), never < 0."""
    articles = BACKGROUND_ARTICLES + window_size
    return max(0.0, math.log((articles + 1) / (in_background + in_window + 0.5)))
