"""Reading mentions, stories, queries and the archive, always through the eyes of a unit or a person."""

from __future__ import annotations

from kentongan.monitoring.queries.accuracy import (
    Accuracy,
    accuracy,
    head_of,
    judged,
    open_checks,
    tune_in_use,
    tunes_of,
)
from kentongan.monitoring.queries.archive import Answer, Found, Wanted, search_archive
from kentongan.monitoring.queries.decisions import is_decided
from kentongan.monitoring.queries.figures import (
    GemaSlit,
    StoryRow,
    Totals,
    found_by_query,
    gema,
    mentions_in,
    moving_stories,
    story_figures,
    totals,
)
from kentongan.monitoring.queries.lists import lists_of, term_lists
from kentongan.monitoring.queries.looks import last_look, new_since_look
from kentongan.monitoring.queries.stories import (
    find_stories,
    members_of,
    mergeable,
    stories_of,
    story_mentions,
    story_page,
)
from kentongan.monitoring.queries.stream import (
    Place,
    StreamPage,
    StreamRow,
    StreamScope,
    containing,
    copies_of,
    distinct_texts,
    newer_than,
    newest_id,
    passage_of,
    scope_of,
    stream_page,
    stream_totals,
    trees_of,
    whole_text,
)
from kentongan.monitoring.queries.tryout import TryOut, try_out
from kentongan.monitoring.queries.waiting import Waiting, waiting, waiting_arrivals

__all__ = [
    "Accuracy", "Answer", "Found", "GemaSlit", "Place", "StoryRow", "StreamPage", "StreamRow", "StreamScope", "Totals",
    "TryOut", "Waiting", "Wanted", "accuracy", "containing", "copies_of", "distinct_texts", "find_stories",
    "found_by_query", "gema", "head_of", "is_decided", "judged", "last_look", "lists_of", "members_of", "mentions_in",
    "mergeable", "moving_stories", "new_since_look", "newer_than", "newest_id", "open_checks", "passage_of",
    "scope_of", "search_archive", "stories_of", "story_figures", "story_mentions", "story_page", "stream_page",
    "stream_totals", "term_lists", "totals", "trees_of", "try_out", "tune_in_use", "tunes_of", "waiting",
    "waiting_arrivals", "whole_text",
]  # fmt: skip
