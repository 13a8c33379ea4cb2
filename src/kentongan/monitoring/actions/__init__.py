"""Everything that changes mentions, stories and watch queries."""

from __future__ import annotations

from kentongan.monitoring.actions.absorbing import absorb, note_arrivals
from kentongan.monitoring.actions.lanes import take_lane
from kentongan.monitoring.actions.looking import note_look
from kentongan.monitoring.actions.telling import merge_stories, move_article, rename_story, split_story
from kentongan.monitoring.actions.triaging import Change, Outcome, triage, undo_triage
from kentongan.monitoring.actions.tuning import adopt_tune, draw_checks, leave_tune, refit_tone, skip_check
from kentongan.monitoring.actions.watching import (
    continue_backfills,
    delete_query,
    delete_terms,
    save_query,
    save_terms,
    set_query_active,
    understood,
)

__all__ = [
    "Change", "Outcome", "absorb", "adopt_tune", "continue_backfills", "delete_query", "delete_terms", "draw_checks",
    "leave_tune", "merge_stories", "move_article", "note_arrivals", "note_look", "refit_tone", "rename_story",
    "save_query", "save_terms", "set_query_active", "skip_check", "split_story", "take_lane", "triage", "understood",
    "undo_triage",
]  # fmt: skip
