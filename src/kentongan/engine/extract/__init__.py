"""Extracting: the article in a web page, and the address it wants to be known by."""

from __future__ import annotations

from kentongan.engine.extract.address import canonical_url, next_page_url
from kentongan.engine.extract.page import MAX_PAGE_BYTES, extract_page

__all__ = ["MAX_PAGE_BYTES", "canonical_url", "extract_page", "next_page_url"]
