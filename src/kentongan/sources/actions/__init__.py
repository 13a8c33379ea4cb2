"""What can be done to outlets, sources and articles. Each name is one change, whole; see the modules."""

from kentongan.sources.actions.articles import add_article_by_hand, add_article_from_url, remove_article
from kentongan.sources.actions.fetching import Fetching
from kentongan.sources.actions.importing import ImportReport, import_sources
from kentongan.sources.actions.outlets import add_outlet, edit_outlet, tick_catalogue
from kentongan.sources.actions.reading import Reading
from kentongan.sources.actions.rights import may_remove, require_manage, require_steward, require_triage
from kentongan.sources.actions.storing import Stored, store_items
from kentongan.sources.actions.watching import (
    TryOut,
    add_source,
    look_at_all,
    look_now,
    pause_source,
    resume_source,
    try_address,
)

__all__ = [
    "Fetching",
    "ImportReport",
    "Reading",
    "Stored",
    "TryOut",
    "add_article_by_hand",
    "add_article_from_url",
    "add_outlet",
    "add_source",
    "edit_outlet",
    "import_sources",
    "look_at_all",
    "look_now",
    "may_remove",
    "pause_source",
    "remove_article",
    "require_manage",
    "require_steward",
    "require_triage",
    "resume_source",
    "store_items",
    "tick_catalogue",
    "try_address",
]
