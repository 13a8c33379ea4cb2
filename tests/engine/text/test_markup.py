"""Text out of small pieces of HTML."""

from __future__ import annotations

import time

import pytest

from kentongan.engine.text.markup import clean_text, line_from_html, text_from_html


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("", ""),
        ("kabar  pagi\n", "kabar pagi"),
        ("<p>a &lt; b</p><p>c<b>d</b>e<br>f</p>", "a < b\n\ncde\n\nf"),
        ("satu<script>alert('<p>')</script>dua<STYLE>p{}</style>tiga", "satuduatiga"),
        ("5 < 7 & 3 <3", "5 < 7 & 3 <3"),
        ("AT&amp;amp;T &quot;x&quot; &#8217;", "AT&amp;T \"x\" ’"),
        ('<img alt="a > b" src=x>gambar', "gambar"),
        ("<a title=it's>Jum'at</a>", "Jum'at"),
        ("awal<!-- <p>tak tampak</p> -->akhir", "awalakhir"),
        ("sa<!-- tanpa akhir >fe", "safe"),
        ("potong <img src='https://x.exam", "potong"),
        ("<![CDATA[Harga <i>beras</i>]]>", "Harga beras"),
        ("<div>\n  <ul>\n <li>satu</li>\n <li>dua</li></ul></div>", "satu\n\ndua"),
        ("Ke&shy;men\u00adte\u200b<b>\u2060ri</b>&zwnj;an \u202e&#8203; Hu\ufeffkum", "Kementerian Hukum"),
        ("nul\x00 dan \x1b[31m", "nul dan [31m"),
    ],
)  # fmt: skip
def test_gives_what_a_reader_sees(markup: str, text: str) -> None:
    assert text_from_html(markup) == text
    assert line_from_html(markup) == " ".join(text.split())


def test_replaces_lone_surrogates_and_keeps_pairs() -> None:
    assert clean_text("a\ud800b😀") == "a\ufffdb😀"


@pytest.mark.parametrize(
    "piece", ["<div>", "<!--", '<a "', "<a b='", "<script>", "&amp", "<![CDATA[", "<", "<a = ", " \n", "-->", "<p> "]
)
def test_hostile_repetition_stays_linear(piece: str) -> None:
    started = time.process_time()
    text_from_html(piece * (500_000 // len(piece)))
    assert time.process_time() - started < 4
