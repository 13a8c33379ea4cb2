"""Pages as Indonesian outlets build them: all of the article and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kentongan.engine.extract import Templates, extract_page, join_pages, next_page_url
from tests.engine.extract.outlets import PARAGRAPHS, SAMPLES, TITLE, Sample, tabloid_in_parts


@pytest.mark.parametrize("build", SAMPLES, ids=lambda build: build.__name__)
def test_reads_the_article_and_cuts_what_surrounds_it(build: Callable[[], Sample]) -> None:
    sample = build()
    page = extract_page(sample.html, url=sample.url)
    assert page.error is None
    assert page.title == TITLE
    assert [part for part in PARAGRAPHS if part not in page.text] == []
    assert [part for part in sample.foreign if part in page.text] == []
    assert len(page.text) < sum(map(len, PARAGRAPHS)) * 1.15
    assert page.published == sample.published
    assert page.published.utcoffset() == sample.published.utcoffset() or "Z" in sample.html
    assert page.authors == sample.authors
