"""Extracting: the article in a web page, and the address it wants to be known by."""

from __future__ import annotations

from kentongan.engine.extract.address import canonical_url, next_page_url
from kentongan.engine.extract.page import MAX_PAGE_BYTES, extract_page, join_pages
from kentongan.engine.extract.templates import Templates

__all__ = ["MAX_PAGE_BYTES", "Templates", "canonical_url", "extract_page", "join_pages", "next_page_url"]
