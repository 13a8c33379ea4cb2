"""Pages as Indonesian outlets build them: all of the article and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from tests.engine.extract.outlets import PARAGRAPHS, SAMPLES, TITLE, Sample, local_blog_software, tabloid_in_parts

from kentongan.engine.extract import Parts, Templates, extract_page, further_parts, join_pages
from kentongan.engine.extract.page import EMPTY, NO_TEXT
from kentongan.engine.extract.templates import MAX_OUTLETS
from kentongan.engine.types import Page


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


def test_an_article_in_parts_is_joined_without_saying_anything_twice() -> None:
    sample = tabloid_in_parts()
    parts = further_parts(sample.html, sample.url)
    following = f"{sample.url}?page=2"
    assert parts == Parts(f"{sample.url}?page=all&s=paging_new", ((2, following),))
    second = "Perbaikan tahap kedua dijadwalkan pada tahun depan, menunggu persetujuan dewan perwakilan rakyat daerah."
    first_page = extract_page(sample.html, url=sample.url)
    second_page = extract_page(sample.html.replace(PARAGRAPHS[0], second), url=following)
    joined = join_pages([first_page, second_page])
    assert (joined.title, joined.published, joined.authors) == (TITLE, sample.published, sample.authors)
    assert second in joined.text
    assert all(joined.text.count(part) == 1 for part in PARAGRAPHS)
    assert join_pages([first_page]) == first_page
    assert join_pages([Page(error=NO_TEXT)]) == Page(error=NO_TEXT)
    assert join_pages([]).error == EMPTY


NOTICE = (
    "Serayu Pos adalah surat kabar yang terbit setiap pagi di Serayu, didirikan oleh para wartawan yang mencintai kota "
    "ini, dan selalu menerima kiriman tulisan dari warga."
)


def pages_of_one_outlet(count: int) -> list[str]:
    """Articles of one outlet whose template ends each with a notice that reads like a paragraph of the article."""
    pages = []
    for number in range(count):
        html = local_blog_software().html
        for part in PARAGRAPHS:
            html = html.replace(part, f"Berita nomor {number}: {part}")
        pages.append(html.replace(PARAGRAPHS[5] + "</p>", f"{PARAGRAPHS[5]}</p><p>{NOTICE}</p>"))
    return pages


def test_what_stands_on_every_page_of_an_outlet_is_learned_to_be_no_article() -> None:
    templates = Templates()
    read = [
        extract_page(html, url=f"https://serayupos.example/{n}", templates=templates)
        for n, html in enumerate(pages_of_one_outlet(4))
    ]
    assert NOTICE in read[0].text
    assert NOTICE not in read[3].text
    assert all(f"Berita nomor 3: {part}" in read[3].text for part in PARAGRAPHS)


def test_the_same_article_read_again_loses_nothing() -> None:
    templates = Templates()
    html = pages_of_one_outlet(1)[0]
    read = [extract_page(html, url="https://serayupos.example/1", templates=templates) for _ in range(5)]
    assert len(set(read)) == 1


def test_templates_can_be_written_down_and_read_again() -> None:
    templates = Templates()
    *known, last = pages_of_one_outlet(4)
    for html in known:
        extract_page(html, url="https://serayupos.example/1", templates=templates)
    again = Templates.from_values(json.loads(json.dumps(templates.values())))
    assert again.values() == templates.values()
    assert NOTICE not in extract_page(last, url="https://serayupos.example/1", templates=again).text
    for broken in ({"a": 1}, {"a": [1, 2, 3]}, [], {"a": [1, [[1, 2]], []]}):
        with pytest.raises(ValueError, match="no templates"):
            Templates.from_values(broken)


def test_templates_do_not_grow_without_end() -> None:
    templates = Templates()
    html = local_blog_software().html
    for number in range(MAX_OUTLETS + 5):
        extract_page(
            "<p>" + PARAGRAPHS[0] + "</p>" if number else html, url=f"https://o{number}.example/1", templates=templates
        )
    assert len(templates.values()) <= MAX_OUTLETS
