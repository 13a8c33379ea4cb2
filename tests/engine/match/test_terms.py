"""The words no match can lack."""

import pytest
from hypothesis import given
from tests.engine.match.oracle import matches, plain_words
from tests.engine.match.queries import articles, queries

from kentongan.engine.match.query import parse
from kentongan.engine.match.terms import MAX_ALTERNATIVES, candidate_terms
from kentongan.engine.types import Article


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("a", [["a"]]),
        ("a b", [["a", "b"]]),
        ("a OR b", [["a"], ["b"]]),
        ('(a OR "b c") d NOT e', [["a", "d"], ["b", "c", "d"]]),
        ("a NEAR/3 bb*", [["a"]]),
        ("aa*", None),
        ("aa* OR b", None),
        ("aa* b", [["b"]]),
        ("title:a", [["a"]]),
        ("a OR a b", [["a"]]),
        ("NOT (NOT a)", [["a"]]),
        ("a NOT (b OR c)", [["a"]]),
    ],
)
def test_candidate_terms(query: str, expected: list[list[str]] | None) -> None:
    assert candidate_terms(parse(query)) == expected


@given(queries, articles)
def test_no_match_is_lost(query: str, one: Article) -> None:
    found = candidate_terms(parse(query))
    if found is not None and matches(parse(query), one):
        held = set(plain_words(one.title) + plain_words(one.body))
        assert any(held.issuperset(words) for words in found)


def test_crossing_many_alternatives_stays_small() -> None:
    found = candidate_terms(parse(" ".join(f"(a{n} OR b{n} OR c{n})" for n in range(40))))
    assert found is not None
    assert len(found) <= MAX_ALTERNATIVES
