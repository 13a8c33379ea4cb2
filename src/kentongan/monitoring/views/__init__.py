"""The pages of the heart: the stream, stories, watch queries, the archive."""

from __future__ import annotations

from kentongan.monitoring.views import archive, stories, stream, triaging, watching

__all__ = ["archive", "stories", "stream", "triaging", "watching"]
