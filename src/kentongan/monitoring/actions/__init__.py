"""Everything that changes mentions, stories and watch queries."""

from __future__ import annotations

from kentongan.monitoring.actions.absorbing import absorb, note_arrivals
from kentongan.monitoring.actions.lanes import take_lane
from kentongan.monitoring.actions.looking import note_look
from kentongan.monitoring.actions.watching import (
    continue_backfills,
    delete_query,
    delete_terms,
    save_query,
    save_terms,
    set_query_active,
)

__all__ = [
    "absorb", "continue_backfills", "delete_query", "delete_terms", "note_arrivals", "note_look", "save_query",
    "save_terms", "set_query_active", "take_lane",
]  # fmt: skip
