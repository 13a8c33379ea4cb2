"""Further pages of an article, found by their addresses."""

from __future__ import annotations

import pytest

from kentongan.engine.extract import Parts, further_parts
from kentongan.engine.extract.parts import MAX_PAGES

URL = "https://serayu.example/berita/101/jalan-rusak"


def links(*hrefs: str) -> str:
    return "".join(f"<a class=x href='{href}'>{number}</a>" for number, href in enumerate(hrefs))


@pytest.mark.parametrize(
    ("page", "parts"),
    [
        ("<link rel='next' href='?page=2'>", Parts(rest=((2, f"{URL}?page=2"),))),
        (links("/berita/101/jalan-rusak/2"), Parts(rest=((2, f"{URL}/2"),))),
        (links(f"{URL}/halaman/2/", f"{URL}/halaman/3/#baca"),
         Parts(rest=((2, f"{URL}/halaman/2/"), (3, f"{URL}/halaman/3/")))),
        (links("?page=3", "?page=2", "?page=7"), Parts(rest=((2, f"{URL}?page=2"), (3, f"{URL}?page=3")))),
        (links("?page=all#page2"), Parts(whole=f"{URL}?page=all")),
        (links("?single=1&amp;utm_source=x"), Parts(whole=f"{URL}?single=1&utm_source=x")),
        (f'<a href="{URL}?showpage=all" rel=nofollow>Tampilkan semua</a>', Parts(whole=f"{URL}?showpage=all")),
        # Another article, another host, a scheme that is none, a broken address, no link at all.
        (links("/berita/102/lain/2", "//lain.example/berita/101/jalan-rusak/2",
               "ftp://serayu.example/berita/101/jalan-rusak/2",
               "http://[serayu/2", "?page=2&box=terkait",
               "https://serayu.example:8443/berita/101/jalan-rusak/2"), Parts()),
        (f"<p>{URL}/2</p>", Parts()),
        ("", Parts()),
    ],
)  # fmt: skip
def test_only_this_article_on_this_host_counts(page: str, parts: Parts) -> None:
    assert further_parts(page, URL) == parts
    assert further_parts(page.encode(), f"{URL}?utm_campaign=rss") == parts


def test_what_tells_articles_apart_is_no_page_number() -> None:
    assert further_parts(links("/?p=7", "/?p=2"), "https://serayu.example/?p=6") == Parts()
    assert further_parts(links("/berita/13", "/berita/2"), "https://serayu.example/berita/12") == Parts()
    asked = "https://serayu.example/baca?id=5&page=1"
    assert further_parts(links("/baca?id=6&page=2", "/baca?page=2&id=5"), asked).rest == (
        (2, "https://serayu.example/baca?page=2&id=5"),
    )


def test_a_later_page_names_those_after_it() -> None:
    numbers = links("?page=1", "?page=2", "?page=3", "?page=4", "?page=all")
    assert further_parts(numbers, f"{URL}?page=3", number=3).rest == ((4, f"{URL}?page=4"),)
    assert further_parts(links(f"{URL}/1", f"{URL}/3"), f"{URL}/2", number=2).rest == ((3, f"{URL}/3"),)
    assert further_parts(links(f"{URL}/3"), URL, number=2) == Parts()  # sent elsewhere: this is no page 2
    assert further_parts(numbers, f"{URL}?page=all") == Parts()


def test_a_page_of_links_is_read_within_bounds() -> None:
    many = links(*(f"?page={number}" for number in range(1, 100)))
    assert [number for number, _ in further_parts(many, URL).rest] == list(range(2, MAX_PAGES + 1))
    assert further_parts("<a href='" + "?page=" * 200_000, URL) == Parts()
