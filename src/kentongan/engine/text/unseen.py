"""Characters that nobody sees: soft hyphens, zero-width signs, marks of direction.

Typesetters, editors on the web and forgers put them into words; soft hyphens stand in some hundred words of the pages
this was made with. A reader does not see them, so what comes in from pages and feeds loses them (`markup.clean_text`),
and folding passes over them (`fold`). Joiners go too: Indonesian needs none, and a joined emoji falls apart into its
parts.
"""

from __future__ import annotations

TURNS = "\u202a-\u202e\u2066-\u2069"
"""Embeddings, overrides and isolates (UAX #9): left open, they turn around what stands behind them on the page."""

UNSEEN = (
    "\u00ad"  # soft hyphen
    f"\u061c\u200e\u200f{TURNS}"  # marks of direction
    "\u200b\u2060\ufeff"  # zero-width space, word joiner, byte order mark
    "\ufff9-\ufffb"  # annotations between lines
)
"""What no script needs, as the inside of a character class."""

JOINERS = "\u200c\u200d"
"""What Persian, Indic scripts and emoji need."""
