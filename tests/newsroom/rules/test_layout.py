"""A body on a page: its first paragraph, what follows, and an order that is always that of the signed text."""

from __future__ import annotations

import re

from kentongan.newsroom.rules.content import Content, blocks
from kentongan.newsroom.rules.layout import body_of

TABLE = "<table><tr><th>Kantor</th><th>Kuota</th></tr><tr><td>Muara Damar</td><td>80</td></tr></table>"


def words(html: str) -> list[str]:
    return re.sub(r"<[^>]+>", " ", html).split()


def test_the_place_stands_before_the_first_paragraph() -> None:
    body = body_of(Content(place="Muara Damar", body="<p>Loket <strong>buka</strong>.</p><p>Datanglah.</p>"))

    assert body.first == "<p>Muara Damar. Loket <strong>buka</strong>.</p>"
    assert body.rest == "<p>Datanglah.</p>"


def test_lists_and_tables_after_the_first_paragraph_stay_whole_and_wide_tables_scroll() -> None:
    body = body_of(Content(body=f"<p>Jadwal:</p><ul><li>Senin</li></ul>{TABLE}"))

    assert body.first == "<p>Jadwal:</p>"
    assert body.rest == f'<ul><li>Senin</li></ul><div class="scroll" tabindex="0">{TABLE}</div>'


def test_a_body_that_begins_with_a_list_keeps_the_order_of_the_signed_text() -> None:
    content = Content(place="Muara Damar", body=f"<ul><li>Senin</li><li>Selasa</li></ul><p>Datanglah.</p>{TABLE}")

    body = body_of(content)

    assert words(body.first + body.rest) == " ".join(block.text for block in blocks(content)).split()
    assert body.first == "<ul><li>Muara Damar. Senin</li></ul>"


def test_a_place_alone_and_nothing_at_all() -> None:
    assert body_of(Content(place="Muara Damar")).first == "<p>Muara Damar.</p>"
    assert body_of(Content()).first == body_of(Content()).rest == ""


def test_a_place_is_text_and_no_markup() -> None:
    assert "<script>" not in body_of(Content(place="<script>x</script>", body="<p>Isi.</p>")).first
