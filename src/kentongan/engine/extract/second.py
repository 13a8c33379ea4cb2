"""The second opinion: trafilatura, asked where the own reading is unsure or the page is built to hurt a parser.

Twice in its fast modes without comments: strict, and generous where strict keeps less than this share of what generous
finds. On the two public sets this beats each of trafilatura's eight modes, those that ask readability and justext too.
"""

from __future__ import annotations

from lxml.html import HtmlElement
from trafilatura import bare_extraction, load_html

from kentongan.engine.extract.clutter import clean_lines
from kentongan.engine.text.markup import clean_text

_KEPT = 0.8
# Where strict found an article of usual length, or most of the page, generous is not asked: it never changed the answer
# there, and this spares four of five second runs.
_LONG = 2_000
_MOST = 0.4
_MACHINERY = (
    ".//script[not(contains(@type,'ld+json'))] | .//style | .//svg | .//link | .//noscript | .//iframe | .//template"
    " | .//object | .//embed | .//canvas | .//select | .//button | .//input"
)


def read_by_trafilatura(source: str) -> str:
    """The article's text, paragraphs parted by a blank line; empty where trafilatura finds none.

    May raise whatever lxml and trafilatura raise on broken pages.
    """
    tree = load_html(source)
    if tree is None:
        return ""
    # JSON-LD stays: trafilatura knows forums by it, and takes `articleBody` from it when a page shows nothing else.
    for element in tree.xpath(_MACHINERY):
        element.drop_tree()
    strict = _fast(tree, favor_precision=True)
    if len(strict) >= _LONG or len(strict) >= _MOST * _text_length(tree):
        return strict
    generous = _fast(tree, favor_recall=True)
    return strict if len(strict) >= _KEPT * len(generous) else generous


def _fast(tree: HtmlElement, *, favor_precision: bool = False, favor_recall: bool = False) -> str:
    found = bare_extraction(
        tree, fast=True, include_comments=False, favor_precision=favor_precision, favor_recall=favor_recall
    )
    return clean_lines(clean_text(getattr(found, "text", None) or ""))


def _text_length(tree: HtmlElement) -> int:
    return sum(len(" ".join(text.split())) for text in tree.xpath(".//body//text()[not(parent::script)]"))
