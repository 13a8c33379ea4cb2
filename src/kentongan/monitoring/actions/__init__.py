"""Everything that changes mentions, stories and watch queries."""

from __future__ import annotations

from kentongan.monitoring.actions.looking import note_look

__all__ = ["note_look"]
