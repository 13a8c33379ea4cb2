"""Blocks of pages: the kernel reads what a walk over the tree reads, and weighs as numpy does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser
from tests.engine.extract.outlets import SAMPLES, Sample

from kentongan.engine.extract import blocks as blocks_module
from kentongan.engine.extract import extract_page, scan
from kentongan.engine.extract.blocks import NUMBERS, Blocks, read_blocks
from kentongan.engine.extract.content import weigh, weigh_plainly
from kentongan.engine.text.kernel import available

DATA = Path(__file__).parents[2] / "data" / "pages"
needs_kernel = pytest.mark.skipif(not available(), reason="the kernel is not built")

TAGS = (
    "div", "p", "span", "a", "h1", "h2", "ul", "li", "table", "td", "br", "b", "i", "nav", "footer", "script", "style",
    "svg", "xmp", "pre", "textarea", "noscript", "section", "template", "img", "wbr", "param", "time", "select", "form",
    "plaintext", "title", "math", "o:p", "iframe", "dialog", "blockquote",
)  # fmt: skip
NAMES = (
    "articleBody", "post-content clearfix", "baca juga", "maincontentwrapper", "ads", "adsense", "x&amp;ad",
    "Kelvin\u212a", "sidebar widget", "col", "column", "date", "a" * 310 + " nav",
    "foto\u0130nav", "relatedPosts Terkait", "isi_berita",
)  # fmt: skip
ATTRIBUTES = (
    *(f"class='{name}'" for name in NAMES), *(f"id='{name}'" for name in NAMES), "hidden", "hidden=''", "class", "id=",
    "style='DISPLAY :\n none'", "style='color:red;visibility:hidden'", "style='display:&nbsp;none'",
    "itemprop=ArticleBody", "itemprop=name", "role=navigation", "role=Menu", "=x", "class=nav class=article",
    "data-x='\"<p>'",
)  # fmt: skip
TEXTS = (
    "Baca juga: ", "kata ", "Harga beras naik, kata warga. ", "\n", " ", "&nbsp;", "\xa0", "\u3000", "&lt;b&gt;",
    "&amp;amp;", "“Kopi”", "tags", "tagsx", "© Serayu", "\x1c", "\x0b", "<!-- > -->", "<!--", "]]>", "<![CDATA[x]]>",
    "&",
    "e-mail 1", "by Ani", "\U0001f600", "</p>", "</div>", "<script><!--<script>a</script>--></script>",
    "x" * 70, "Sumber:", "\x85",
)  # fmt: skip

openings = st.builds(
    lambda tag, attributes: f"<{' '.join([tag, *attributes])}>",
    st.sampled_from(TAGS),
    st.lists(st.sampled_from(ATTRIBUTES), max_size=3),
)
closings = st.sampled_from(TAGS).map("</{}>".format)
pages = st.lists(st.one_of(openings, st.sampled_from(TEXTS), closings), max_size=60).map("".join)


def read_both(html: str | bytes) -> tuple[Blocks | None, Blocks]:
    body = LexborHTMLParser(html).body
    assert body is not None
    return blocks_module._blocks_scanned(body), blocks_module._blocks_walked(body)


def assert_equal(scanned: Blocks, walked: Blocks) -> None:
    assert scanned.texts == walked.texts
    assert np.array_equal(scanned.numbers[:, :NUMBERS], walked.numbers)
    assert np.array_equal(scanned.marks, walked.marks)
    for place in range(len(walked)):
        assert scanned.tag(place) == walked.tag(place)
        assert scanned.pieces(place) == walked.pieces(place)


@needs_kernel
@given(pages)
def test_the_kernel_reads_the_blocks_that_a_walk_reads(html: str) -> None:
    scanned, walked = read_both(html)
    if scanned is not None:
        assert_equal(scanned, walked)


@needs_kernel
@pytest.mark.parametrize("file", sorted(DATA.glob("*.html")), ids=lambda file: file.name)
def test_the_kernel_refuses_no_real_page(file: Path) -> None:
    scanned, walked = read_both(file.read_bytes())
    assert scanned is not None
    assert_equal(scanned, walked)


@needs_kernel
@pytest.mark.parametrize("build", SAMPLES, ids=lambda build: build.__name__)
def test_the_kernel_reads_the_pages_of_outlets(build: Callable[[], Sample]) -> None:
    scanned, walked = read_both(build().html)
    assert scanned is not None
    assert len(scanned) > 3
    assert_equal(scanned, walked)


@needs_kernel
def test_the_kernel_counts_what_a_block_holds() -> None:
    blocks = read_blocks(
        LexborHTMLParser("<div class=isi><h1>Judul</h1><p>Baca juga: <a href=/x>Jembatan, putus. Lagi</a>!</div>").body
    )
    assert blocks.texts == ["Judul", "Baca juga: Jembatan, putus. Lagi!"]
    assert blocks.heading.tolist() == [1, 0]
    assert blocks.words.tolist() == [1, 5]
    assert blocks.linked.tolist() == [0, 21]
    assert blocks.stops.tolist() == [0, 2]
    assert blocks.furniture.tolist() == [0, 1]
    assert blocks.ends.tolist() == [0, 1]
    assert blocks.depth.tolist() == [2, 2]


@needs_kernel
@pytest.mark.parametrize(
    "html",
    [
        b"",
        b"kabar",
        b"<body>kabar",
        b"<body></p></body>",
        b"<body><p></body>",
        b"<body><p class='x'></p></body>",
        b'<body><p class="x></p></body>',
        b"<body></body>kabar",
        b"<body><!-- </body>",
        b"<",
        b"<body" + b" a" * 3,
        b"<body>" + b"<i>" * 2_000 + b"</i>" * 2_000 + b"</body>",
    ],
)
def test_what_no_parser_writes_is_refused(html: bytes) -> None:
    assert scan.scan(html) is None


@needs_kernel
def test_what_the_kernel_refuses_is_walked() -> None:
    html = "<div>" * 1_100 + "<p>Harga beras naik." + "</div>" * 1_100
    scanned, walked = read_both(html)
    assert scanned is None
    assert read_blocks(LexborHTMLParser(html).body).texts == walked.texts == ["Harga beras naik."]


@needs_kernel
def test_blocks_and_their_lengths_are_bounded_alike() -> None:
    for html in ("<p>a</p>" * 20_010, "<p>" + "kata " * 30_000, "<p>" + "é\xa0" * 70_000 + "<a>x</a>"):
        scanned, walked = read_both(html)
        assert scanned is not None
        assert_equal(scanned, walked)


@needs_kernel
@given(pages)
def test_the_kernel_weighs_as_numpy_does(html: str) -> None:
    blocks = read_blocks(LexborHTMLParser(html).body)
    if len(blocks):
        assert np.allclose(weigh(blocks), weigh_plainly(blocks), atol=1e-5)


@pytest.mark.parametrize("build", SAMPLES, ids=lambda build: build.__name__)
def test_articles_are_the_same_without_the_kernel(build: Callable[[], Sample], monkeypatch: pytest.MonkeyPatch) -> None:
    sample = build()
    found = extract_page(sample.html, url=sample.url)
    monkeypatch.setattr(scan, "_reader", lambda: None)
    monkeypatch.setattr("kentongan.engine.extract.content._network", lambda: None)
    assert extract_page(sample.html, url=sample.url) == found
