"""The matcher answers as the oracle does, however many queries come and go."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.match.oracle import matches
from tests.engine.match.queries import articles, queries

from kentongan.engine.match.matcher import Matcher
from kentongan.engine.match.query import QuerySyntaxError, parse
from kentongan.engine.types import Article


def article(title: str = "", body: str = "") -> Article:
    return Article(id="x", title=title, body=body)


@given(st.lists(queries, min_size=1, max_size=12), st.lists(articles, min_size=1, max_size=6))
def test_finds_what_the_oracle_finds(texts: list[str], read: list[Article]) -> None:
    matcher = Matcher((str(number), text) for number, text in enumerate(texts))
    for one in read:
        assert matcher.match(one) == [str(n) for n, text in enumerate(texts) if matches(parse(text), one)]


@given(st.lists(st.tuples(st.sampled_from("123"), st.none() | queries, articles), max_size=12))
def test_queries_come_and_go(steps: list[tuple[str, str | None, Article]]) -> None:
    matcher, kept = Matcher(), dict[str, str]()
    for id_, query, one in steps:
        if query is not None:
            matcher.add(id_, query)
            kept[id_] = query
        elif kept.pop(id_, None):
            matcher.remove(id_)
        assert set(matcher.match(one)) == {kept_id for kept_id, text in kept.items() if matches(parse(text), one)}
        assert len(matcher) == len(kept)


@given(st.lists(queries, min_size=1, max_size=6), articles, articles)
def test_choosing_anchors_anew_changes_nothing(texts: list[str], common: Article, one: Article) -> None:
    matcher = Matcher((str(number), text) for number, text in enumerate(texts))
    for _ in range(64):
        matcher.match(common)
    assert matcher.match(one) == [str(n) for n, text in enumerate(texts) if matches(parse(text), one)]


@pytest.mark.parametrize(
    ("query", "one", "expected"),
    [
        ("korupsi", article("KORUPSI"), True),
        ('"suap proyek"', article("Suap", "proyek"), False),
        ("suap NEAR/9 proyek", article("Suap", "proyek"), False),
        ("suap NEAR/1 proyek", article("", "proyek besar suap"), True),
        ("suap NEAR/1 proyek", article("", "proyek yang besar suap"), False),
        ("suap NEAR/3 suap", article("", "suap"), False),
        ("suap NEAR/3 suap", article("", "suap demi suap"), True),
        ("suap NEAR/3 sua*", article("", "suap"), False),
        ("title:suap", article("", "suap"), False),
        ("title:(suap NOT proyek)", article("Suap", "proyek"), True),
        ("suap NOT title:proyek", article("Suap", "proyek"), True),
        ("Jum'at", article("", "hari JUM’AT ini"), True),
        ("1.500", article("", "1,500 orang"), True),
        ("a OR b", article(), False),
        ("komisi NOT proy* NEAR/2 sua*", article("komisi", "suap untuk proyek"), False),
    ],
)
def test_fields_and_words(query: str, one: Article, expected: bool) -> None:
    assert matches(parse(query), one) is expected
    assert Matcher([("q", query)]).match(one) == (["q"] if expected else [])


def test_a_bad_query_changes_nothing() -> None:
    matcher = Matcher([("q", "suap")])
    with pytest.raises(QuerySyntaxError):
        matcher.add("q", "(suap")
    assert matcher.match(article("suap")) == ["q"]


def test_removing_an_unknown_query_is_an_error() -> None:
    with pytest.raises(KeyError):
        Matcher().remove("nothing")


@pytest.mark.whole
def test_a_query_of_ten_thousand_terms() -> None:
    any_of = " OR ".join(f"kata{number} lagi{number}" for number in range(5_000))
    all_of = " ".join(f"kata{number}" for number in range(10_000))
    matcher = Matcher([("any", any_of), ("all", all_of), ("both", f"({any_of}) {all_of}")])
    assert matcher.match(article("lagi77", "kata77")) == ["any"]
    assert matcher.match(article("", all_of)) == ["all"]
    assert matcher.match(article("lagi4999", all_of)) == ["any", "all", "both"]


def test_a_huge_article() -> None:
    matcher = Matcher([("near", "suap NEAR/2 proyek"), ("phrase", '"suap proyek"'), ("same", "suap NEAR/0 suap")])
    assert matcher.match(article("", "suap x x x proyek x x x " * 100_000)) == []
    assert matcher.match(article("", "suap " * 500_000)) == ["same"]
