"""Extracting: the article in a web page, the address it wants to be known by, and where its further pages are."""

from __future__ import annotations

from kentongan.engine.extract.address import canonical_url
from kentongan.engine.extract.page import MAX_PAGE_BYTES, extract_page, join_pages
from kentongan.engine.extract.parts import Parts, further_parts
from kentongan.engine.extract.templates import Templates

__all__ = ["MAX_PAGE_BYTES", "Parts", "Templates", "canonical_url", "extract_page", "further_parts", "join_pages"]
