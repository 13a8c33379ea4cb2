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


NOTICE = "Dapatkan buletin Serayu Pos setiap pagi."
BACKGROUND = (
    "Sebelumnya, Balai Besar Sungai Serayu menyegel delapan belas tambang pasir di hulu yang digali tanpa izin sejak "
    "awal tahun dan menetapkan empat pengusaha sebagai tersangka."
)


def pages_of_one_outlet(count: int, extra: str = NOTICE) -> list[str]:
    """Articles of one outlet that end with the same words each."""
    pages = []
    for number in range(count):
        html = local_blog_software().html
        for part in PARAGRAPHS:
            html = html.replace(part, f"Berita nomor {number}: {part}")
        pages.append(html.replace(PARAGRAPHS[5] + "</p>", f"{PARAGRAPHS[5]}</p><p>{extra}</p>"))
    return pages


def texts_read(pages: list[str], templates: Templates) -> list[str]:
    return [
        extract_page(html, url=f"https://serayupos.example/{n}", templates=templates).text
        for n, html in enumerate(pages)
    ]


def test_a_short_line_on_every_page_of_an_outlet_is_learned_to_be_no_article() -> None:
    read = texts_read(pages_of_one_outlet(9), Templates())
    assert all(NOTICE in text for text in read[:5])
    assert NOTICE not in read[8]
    assert all(f"Berita nomor 8: {part}" in read[8] for part in PARAGRAPHS)


def test_a_short_line_on_less_than_half_of_the_pages_stays() -> None:
    templates = Templates()
    with_line, without = pages_of_one_outlet(25), pages_of_one_outlet(25, "")
    pages = [with_line[n] if n % 5 < 2 else without[n] for n in range(25)]
    assert [NOTICE in text for text in texts_read(pages, templates)] == [n % 5 < 2 for n in range(25)]


def test_background_that_an_outlet_repeats_in_every_article_stays() -> None:
    read = texts_read(pages_of_one_outlet(120, f"{BACKGROUND}</p><p>{NOTICE}"), Templates())
    assert all(BACKGROUND in text for text in read)
    assert not any(NOTICE in text for text in read[8:])


def test_one_text_under_many_addresses_and_headlines_stays() -> None:
    templates = Templates()
    texts_read(pages_of_one_outlet(1, ""), templates)
    body = f"<p>{' '.join(PARAGRAPHS)}</p>"
    read = texts_read([f"<article><h1>{TITLE} {n}</h1>{body}</article>" for n in range(12)], templates)
    assert all(text == " ".join(PARAGRAPHS) for text in read)


def test_an_article_never_loses_most_of_its_text() -> None:
    templates = Templates()
    texts_read(pages_of_one_outlet(9), templates)
    html = pages_of_one_outlet(1)[0]
    for number, part in enumerate(PARAGRAPHS):
        html = html.replace(part, "Ditutup dua pekan." if number else "")
    url = "https://serayupos.example/a"
    assert extract_page(html, url=url, templates=templates) == extract_page(html, url=url)


def test_the_same_article_read_again_loses_nothing() -> None:
    templates = Templates()
    html = pages_of_one_outlet(1)[0]
    read = [extract_page(html, url="https://serayupos.example/1", templates=templates) for _ in range(5)]
    assert len(set(read)) == 1


def test_templates_can_be_written_down_and_read_again() -> None:
    templates = Templates()
    *known, last = pages_of_one_outlet(9)
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
