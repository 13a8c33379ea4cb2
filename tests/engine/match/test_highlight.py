"""What gets marked in an article."""

from itertools import pairwise

import pytest
from hypothesis import given
from tests.engine.match.oracle import matches
from tests.engine.match.queries import articles, queries

from kentongan.engine.match.highlight import matched_spans
from kentongan.engine.match.query import parse
from kentongan.engine.types import Article


def marked(query: str, body: str, title: str = "") -> tuple[list[str], list[str]]:
    found = matched_spans(parse(query), Article(id="x", title=title, body=body))
    return [title[start:end] for start, end in found.title], [body[start:end] for start, end in found.body]


@pytest.mark.parametrize(
    ("query", "title", "body", "expected"),
    [
        ("suap", "Suap!", "soal Suap, súap", (["Suap"], ["Suap", "súap"])),
        ('"suap proyek"', "", "suap; Proyek suap", ([], ["suap; Proyek"])),
        ("sua* OR proyek", "", "suara proyek", ([], ["suara", "proyek"])),
        ("suap NEAR/1 proyek", "", "suap x proyek x x suap", ([], ["suap", "proyek"])),
        ("suap NEAR/1 suap", "", "suap x suap x x suap", ([], ["suap", "suap"])),
        ("title:suap proyek", "suap proyek", "suap proyek", (["suap", "proyek"], ["proyek"])),
        ("suap NOT proyek", "", "suap proyek", ([], ["suap"])),
        ("suap", "", "", ([], [])),
        ('"suap proyek" OR "proyek suap"', "", "suap proyek suap", ([], ["suap proyek suap"])),
    ],
)
def test_marks(query: str, title: str, body: str, expected: tuple[list[str], list[str]]) -> None:
    assert marked(query, body, title) == expected


@given(queries, articles)
def test_a_match_shows_why(query: str, one: Article) -> None:
    tree = parse(query)
    found = matched_spans(tree, one)
    if matches(tree, one):
        assert found.title or found.body
    for spans in (found.title, found.body):
        assert all(start < end for start, end in spans)
        assert all(end < start for (_, end), (start, _) in pairwise(spans))
