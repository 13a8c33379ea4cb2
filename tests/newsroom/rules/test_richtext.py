from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.newsroom.rules.content import Contact, Content, Fact, Quote, body_blocks
from kentongan.newsroom.rules.richtext import clean_body, clean_content, clean_plain

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal {margin:0}</style></head>
<body lang=IN style='tab-interval:36.0pt'><!--StartFragment-->
<p class=MsoNormal style='text-align:justify'><b><span lang=IN style='font-size:14.0pt'>Antrean pulih<o:p></o:p></span></b></p>
<p class=MsoNormal>Gangguan menyentuh&nbsp;12.480&nbsp;pemohon<span style='mso-spacerun:yes'>&nbsp; </span>di&nbsp;9 provinsi.</p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;</span></span></span><![endif]>Loket satu</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp;</span></span>Loket dua</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span>Datang</p>
<table class=MsoTable border=1><tr><td width=99><p class=MsoNormal>Kantor</p></td><td><p>214</p></td></tr></table>
</body></html>"""  # noqa: E501


def test_a_paste_from_word_keeps_words_lists_and_tables() -> None:
    assert clean_body(WORD) == (
        "<p><strong>Antrean pulih</strong></p>"
        "<p>Gangguan menyentuh 12.480 pemohon di 9 provinsi.</p>"
        "<ul><li>Loket satu</li><li>Loket dua</li></ul>"
        "<ol><li>Datang</li></ol>"
        "<table><tbody><tr><td>Kantor</td><td>214</td></tr></tbody></table>"
    ).replace("<tbody>", "").replace("</tbody>", "")


def test_a_text_from_whatsapp_loses_its_heads_and_keeps_its_marks() -> None:
    pasted = (
        "[24/11 06.12] Damar: *Layanan pulih* sejak pukul 04.50.\nAntrean _diganti_ otomatis.\n\n"
        "- Loket satu\n- Loket dua\n2 * 3 * 4"
    )
    assert clean_plain(pasted) == (
        "<p><strong>Layanan pulih</strong> sejak pukul 04.50.<br>Antrean <em>diganti</em> otomatis.</p>"
        "<ul><li>Loket satu</li><li>Loket dua</li></ul><p>2 * 3 * 4</p>"
    )


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("<p>a<script>alert(1)</script>b</p>", "<p>ab</p>"),
        ('<p onclick="x()" class="y" id="z" style="color:red">a</p>', "<p>a</p>"),
        ('<a href="javascript:alert(1)">a</a>', "<p>a</p>"),
        ('<p><a href=" https://kpp.example/a?b=1&c=2 ">a</a></p>', '<p><a href="https://kpp.example/a?b=1&amp;c=2">a</a></p>'),
        ('<a href="tel:1500119">1500-119</a>', '<p><a href="tel:1500119">1500-119</a></p>'),
        ("<svg><style><img src=x onerror=alert(1)></style></svg>a", "<p>a</p>"),
        ("<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", ""),
        ("a\ud800b\x00c\u200bd\u202ee\u00adf", "<p>a\ufffdbcdef</p>"),
        ("<p>a\ud800</p>", "<p>a\ufffd</p>"),
        ("<h1>Judul</h1><h5>Kecil</h5>", "<h2>Judul</h2><h3>Kecil</h3>"),
        ("<div>a<div>b</div>c</div>", "<p>a</p><p>b</p><p>c</p>"),
        ("<p>a<br><br>b</p>", "<p>a</p><p>b</p>"),
        ("<p><br></p><p> </p><ul></ul>", ""),
        ("<b style='font-weight:normal'><p>a <span style='font-weight:700'>b</span></p></b>", "<p>a <strong>b</strong></p>"),  # noqa: E501
        ("<b>a<p>b</p></b>", "<p><strong>a</strong></p><p><strong>b</strong></p>"),
        ("<p>25 m<sup>2</sup>, CO<sub>2</sub>, 10<sup>6</sup></p>", "<p>25 m², CO₂, 10⁶</p>"),
        ("<ul><li>a<ul><li>b</li></ul></li><li><p>c</p><p>d</p></li></ul>", "<ul><li>a<ul><li>b</li></ul></li><li>c<br>d</li></ul>"),  # noqa: E501
        ("<blockquote><p>a</p></blockquote>", "<blockquote><p>a</p></blockquote>"),
        ("x < y dan z > 3", "<p>x &lt; y dan z &gt; 3</p>"),
        ("<p>unclosed <strong>bold", "<p>unclosed <strong>bold</strong></p>"),
        ('<img src="x.png" alt="gambar">a', "<p>a</p>"),
        ("<iframe src=//x></iframe><object></object>", ""),
    ],
)  # fmt: skip
def test_only_what_a_release_may_hold_stays(dirty: str, clean: str) -> None:
    assert clean_body(dirty) == clean


PIECES = [
    *"<>/ \"'=ab&;!-*_\n\ud800\u200b",
    "<p>",
    "<li>",
    "<b>",
    "</b>",
    "<td>",
    "<ul>",
    "</ul>",
    "<a href='x:",
    "&#0;",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_cleaning_cleans_once_and_for_all(text: str) -> None:
    once = clean_body(text)
    assert clean_body(once) == once
    assert "\ud800" not in once
    once.encode()


def test_no_word_of_a_paragraph_is_lost() -> None:
    body = clean_body(
        "<p>Satu <b>dua</b> tiga</p><ul><li>empat</li></ul><table><tr><td>lima</td><td>enam</td></tr></table>"
    )
    assert " ".join(block.text for block in body_blocks(body)).split() == [
        "Satu",
        "dua",
        "tiga",
        "empat",
        "lima",
        "enam",
    ]


GIANTS = {
    "div": "<div>" * 80_000,
    "b": "<b>" * 80_000 + "a",
    "lt": "<" * 200_000,
    "comment": "<!--" * 50_000,
    "list": "<ul><li>" * 20_000,
    "star": "*a " * 100_000,
    "href": "<a href='" * 40_000,
    "hrefs": "<a href='" * 40_000 + ">",
    "amp": "&" * 200_000,
    "br": "<br>" * 90_000,
    "space": " " * 390_000 + "x",
    "lines": "\n" * 390_000,
    "under": "_a" * 190_000,
    "turns": "</b><b>" * 50_000,
    "bolds": "<p><b>" * 60_000 + "x",
    "tables": "<table><tr><td>" * 100 + "x",
}


@pytest.mark.parametrize("hostile", GIANTS.values(), ids=GIANTS)
@pytest.mark.whole
def test_a_hostile_giant_ends_soon(hostile: str) -> None:
    start = time.process_time()
    clean_body(hostile)
    assert time.process_time() - start < 20


def test_a_content_is_cleaned_whole() -> None:
    content = clean_content(
        Content(
            headline="  Layanan\n pulih\u200b  ",
            lead="a\ud800",
            place="Jakarta. ",
            body="<p>a<script>b</script></p>",
            quotes=(Quote("Maaf.", " Nirmala\n", "Menteri"), Quote("", "Tanpa kata")),
            facts=(Fact(" 12.480 ", "pemohon"), Fact("", "", "tanpa angka")),
            contacts=(Contact("", phone=""), Contact("Sekar")),
            topics=("loket", "loket", ""),
        )
    )
    assert (content.headline, content.lead, content.place, content.body) == (
        "Layanan pulih",
        "a\ufffd",
        "Jakarta",
        "<p>a</p>",
    )
    assert content.quotes == (Quote("Maaf.", "Nirmala", "Menteri"),)
    assert content.facts == (Fact("12.480", "pemohon"),)
    assert [row.name for row in content.contacts] == ["Sekar"]
    assert content.topics == ("loket",)
    assert clean_content(content) == content


def test_a_content_holds_at_most_sixty_rows_of_a_kind() -> None:
    assert len(clean_content(Content(facts=(Fact("1", "a"),) * 900)).facts) == 60


def test_what_word_says_of_right_to_left_text_takes_no_bold_away() -> None:
    word = '<b style="mso-bidi-font-weight:normal">Tebal</b> <i style="mso-bidi-font-style:normal">miring</i>'

    assert clean_body(f"<p class=MsoNormal>{word}</p>") == "<p><strong>Tebal</strong> <em>miring</em></p>"
