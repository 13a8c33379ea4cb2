from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.newsroom import CONTENT

from kentongan.newsroom.rules.content import (
    Block,
    Contact,
    Content,
    File,
    Part,
    Quote,
    blocks,
    body_blocks,
    canonical,
    contact_text,
    digest,
    quote_text,
    text_of,
)

PICTURE = File(7, "a" * 64, "loket.jpg", alt="Loket pelayanan", caption="Loket kembali buka", credit="Humas")


def test_what_is_stored_comes_back_the_same() -> None:
    content = replace(CONTENT, pictures=(PICTURE,), topics=("loket",))
    assert Content.of(content.as_json()) == content


def test_unknown_keys_are_dropped_and_missing_ones_empty() -> None:
    assert Content.of(
        {"headline": "a", "colour": "red", "facts": [{"value": "1", "label": "b", "x": 2}]}
    ) == Content.of({"headline": "a", "facts": [{"value": "1", "label": "b"}]})


@pytest.mark.parametrize("data", [{"headline": 7}, {"lead": None}, {"facts": [{"value": "1"}]}, {"quotes": 3}])
def test_another_type_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(TypeError):
        Content.of(data)


def test_a_picture_needs_a_number_for_its_row() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        Content.of({"pictures": [{"asset": "x", "sha256": "", "name": ""}]})


@pytest.mark.parametrize(
    "change",
    [
        {"headline": "Lain"}, {"lead": "lain"}, {"body": "<p>lain</p>"}, {"place": "Bogor"}, {"kind": "speech"},
        {"language": "en"}, {"quotes": ()}, {"facts": ()}, {"boilerplate": ""}, {"contacts": ()}, {"topics": ("x",)},
        {"pictures": (PICTURE,)}, {"attachments": (PICTURE,)},
    ],
)  # fmt: skip
def test_every_part_is_bound_by_the_digest(change: dict[str, object]) -> None:
    assert digest(replace(CONTENT, **change)) != digest(CONTENT)


def test_the_bytes_of_a_picture_are_bound() -> None:
    first = replace(CONTENT, pictures=(PICTURE,))
    assert digest(replace(CONTENT, pictures=(replace(PICTURE, sha256="b" * 64),))) != digest(first)


def test_the_canonical_form_is_one() -> None:
    assert canonical(Content(headline="é")) == canonical(Content.of({"headline": "é", "kind": "press_release"}))
    assert b'"headline":"\xc3\xa9"' in canonical(Content(headline="é"))


@given(st.text(alphabet=st.characters()))
def test_any_text_has_a_digest(text: str) -> None:
    assert len(digest(Content(headline=text, lead="\ud800" + text))) == 64


def test_parts_come_in_one_order() -> None:
    assert [block.part for block in blocks(CONTENT)] == [
        Part.HEADLINE, Part.LEAD, Part.FACT, Part.PARAGRAPH, Part.QUOTE, Part.PARAGRAPH, Part.BOILERPLATE, Part.CONTACT,
    ]  # fmt: skip


def test_the_place_stands_before_the_first_paragraph() -> None:
    body = [block for block in blocks(CONTENT) if block.part == Part.PARAGRAPH]
    assert body[0].text.startswith("Jakarta. Gangguan pada Senin")
    assert list(blocks(Content(place="Jakarta"))) == [Block(Part.PARAGRAPH, "Jakarta.", "Jakarta.")]


def test_the_place_is_escaped() -> None:
    assert next(blocks(Content(place="<b>", body="<p>a</p>"))).html == "&lt;b&gt;. a"


def test_the_whole_text_has_head_and_foot() -> None:
    text = text_of(Content(headline="Judul", body="<p>a &amp; b</p>"), head="Siaran Pers", foot="kpp.example/r/k7f2q")
    assert text == "Siaran Pers\n\nJudul\n\na & b\n\nkpp.example/r/k7f2q"
    assert text_of(Content()) == ""


def test_quotes_and_contacts_as_lines() -> None:
    assert quote_text(Quote('"Kami minta maaf."', "Nirmala", "Menteri")) == "“Kami minta maaf.” Nirmala, Menteri"
    assert contact_text(Contact("Sekar", "", "0812", "media@kpp.example")) == "Sekar 0812 media@kpp.example"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("", []),
        ("<p>a<br>b</p>", [(Part.PARAGRAPH, "a\nb")]),
        ("<h2>a</h2><h3>b</h3>", [(Part.HEADING, "a"), (Part.HEADING, "b")]),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", [(Part.ITEM, "a"), (Part.ITEM, "b")]),
        ("<ol><li><p>a</p></li></ol>", [(Part.ITEM, "a")]),
        ("<table><tr><th>a</th><td>b</td></tr></table>", [(Part.ROW, "a b")]),
        ("<blockquote><p>a</p><p>b</p></blockquote>", [(Part.PARAGRAPH, "a"), (Part.PARAGRAPH, "b")]),
        ("bare", [(Part.PARAGRAPH, "bare")]),
        ("<p>  a   b </p><p></p>", [(Part.PARAGRAPH, "a b")]),
        ("<p>1 &lt; 2</p>", [(Part.PARAGRAPH, "1 < 2")]),
    ],
)
def test_a_body_is_cut_into_blocks(body: str, found: list[tuple[Part, str]]) -> None:
    assert [(block.part, block.text) for block in body_blocks(body)] == found


@given(
    st.lists(
        st.lists(
            st.sampled_from(["kata", " ", "  ", "\n", "\f", "\xa0", "&amp;", "&lt;", "&#8217;", "&am", "<br>", "é"]),
            max_size=8,
        ),
        max_size=4,
    )
)
def test_plain_paragraphs_are_read_as_all_others_are(paragraphs: list[list[str]]) -> None:
    body = "".join(f"<p>{''.join(parts)}</p>" for parts in paragraphs)

    # An empty item, which is no block, sends the same body through the parser.
    assert body_blocks(body) == body_blocks(f"{body}<li></li>")


def test_marks_stay_in_the_html_of_a_block() -> None:
    (block,) = body_blocks('<p>a <strong>b</strong> <a href="https://kpp.example/?a=1&amp;b=2">c</a> &lt;</p>')
    assert block.html == 'a <strong>b</strong> <a href="https://kpp.example/?a=1&amp;b=2">c</a> &lt;'


def test_a_table_keeps_its_words_in_one_row_a_line() -> None:
    (one, two) = body_blocks("<table><tr><td><p>a</p><p>b</p></td></tr><tr><td>c</td></tr></table>")
    assert (one.text.replace(" ", ""), two.text) == ("ab", "c")


def test_counted_items_and_cells_keep_their_shape_beside_the_signed_words() -> None:
    found = body_blocks(
        "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"
        "<table><tr><th>K</th><th>Q</th></tr><tr><td><strong>1</strong></td><td></td></tr></table>"
    )

    assert [(block.text, block.number) for block in found[:3]] == [("a", 1), ("b", 0), ("c", 2)]
    assert [(block.text, block.cells, block.table, block.is_head) for block in found[3:]] == [
        ("K Q", ("K", "Q"), 1, True),
        ("1", ("<strong>1</strong>", ""), 1, False),
    ]
