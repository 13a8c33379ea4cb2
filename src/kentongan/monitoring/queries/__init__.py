"""Reading mentions, stories, queries and the archive, always through the eyes of a unit or a person."""

from __future__ import annotations

from kentongan.monitoring.queries.figures import (
    GemaSlit,
    StoryRow,
    Totals,
    gema,
    mentions_in,
    moving_stories,
    story_figures,
    totals,
)
from kentongan.monitoring.queries.looks import last_look, new_since_look
from kentongan.monitoring.queries.waiting import Waiting, waiting, waiting_arrivals

__all__ = [
    "GemaSlit", "StoryRow", "Totals", "Waiting", "gema", "last_look", "mentions_in", "moving_stories", "new_since_look",
    "story_figures", "totals", "waiting", "waiting_arrivals",
]  # fmt: skip
