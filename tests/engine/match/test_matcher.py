"""The matcher answers as the oracle does, in the kernel and in Python, however many queries come and go."""

from collections.abc import Callable, Iterable
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.match.oracle import matches
from tests.engine.match.queries import articles, queries

from kentongan.engine.match.matcher import Matcher
from kentongan.engine.match.native import NativeMatcher, render
from kentongan.engine.match.plain import PlainMatcher
from kentongan.engine.match.query import QuerySyntaxError, parse
from kentongan.engine.text.fold import words
from kentongan.engine.text.kernel import available
from kentongan.engine.types import Article

needs_kernel = pytest.mark.skipif(not available(), reason="the kernel is not built")
KINDS = [pytest.param(NativeMatcher, marks=needs_kernel), PlainMatcher]
Kind = Callable[[], NativeMatcher | PlainMatcher]


def filled(kind: Kind, queries: Iterable[tuple[str, str]]) -> NativeMatcher | PlainMatcher:
    matcher = kind()
    for id_, query in queries:
        matcher.add(id_, query)
    return matcher


def article(title: str = "", body: str = "") -> Article:
    return Article(id="x", title=title, body=body)


@pytest.mark.parametrize("kind", KINDS)
@given(texts=st.lists(queries, min_size=1, max_size=12), read=st.lists(articles, min_size=1, max_size=6))
def test_finds_what_the_oracle_finds(kind: Kind, texts: list[str], read: list[Article]) -> None:
    matcher = filled(kind, ((str(number), text) for number, text in enumerate(texts)))
    for one in read:
        assert matcher.match(one) == [str(n) for n, text in enumerate(texts) if matches(parse(text), one)]


@pytest.mark.parametrize("kind", KINDS)
@given(steps=st.lists(st.tuples(st.sampled_from("123"), st.none() | queries, articles), max_size=12))
def test_queries_come_and_go(kind: Kind, steps: list[tuple[str, str | None, Article]]) -> None:
    matcher, kept = kind(), dict[str, str]()
    for id_, query, one in steps:
        if query is not None:
            matcher.add(id_, query)
            kept.pop(id_, None)
            kept[id_] = query
        elif kept.pop(id_, None):
            matcher.remove(id_)
        # A replaced query goes to the end, as in a dict that lost it first.
        assert matcher.match(one) == [kept_id for kept_id, text in kept.items() if matches(parse(text), one)]
        assert len(matcher) == len(kept)


@pytest.mark.parametrize("kind", KINDS)
@given(texts=st.lists(queries, min_size=1, max_size=6), common=articles, one=articles)
def test_choosing_anchors_anew_changes_nothing(kind: Kind, texts: list[str], common: Article, one: Article) -> None:
    matcher = filled(kind, ((str(number), text) for number, text in enumerate(texts)))
    for _ in range(64):
        matcher.match(common)
    assert matcher.match(one) == [str(n) for n, text in enumerate(texts) if matches(parse(text), one)]


@pytest.mark.parametrize("kind", KINDS)
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
        ("коми*", article("", "КОМИССИЯ"), True),
        ('"½ harga"', article("", "diskon ½ harga"), True),
        ("pertanggungjawabannya", article("", "Pertanggungjawabannya."), True),
        ("pertanggungjawaban NOT pertanggungjawabannya", article("", "pertanggungjawaban"), True),
        ("pertanggungjaw* NEAR/0 keuangan", article("", "laporan pertanggungjawaban keuangan"), True),
        ('"a b c d e f"', article("", "a b c d e a b c d e f"), True),
        ('"a b c d e f"', article("a b c", "d e f"), False),
        ("\u3000suap\u3000proyek", article("proyek", "suap"), True),
        ("“suap proyek”", article("", "suap proyek"), True),
    ],
)
def test_fields_and_words(kind: Kind, query: str, one: Article, expected: bool) -> None:
    assert matches(parse(query), one) is expected
    assert filled(kind, [("q", query)]).match(one) == (["q"] if expected else [])


ODD = "aA z9 éÉ ﬁ ½ ² Ⅷ ß İ ı K Å ﷺ ё Я ا ب 漢字 ก ด \u0301\u200d\u200b\ufeff \u00ad ’ “ _ \ud800 \x00 \x1c 😀"
odd_texts = st.text(st.sampled_from(ODD), max_size=40) | st.text(max_size=20)


@needs_kernel
@given(title=odd_texts, body=odd_texts, other=odd_texts, more=st.integers(0, 30))
def test_both_see_the_same_words(title: str, body: str, other: str, more: int) -> None:
    """Every word of an odd text, its beginnings and its neighbours as queries: both matchers find the same."""
    found = [*words(title), *words(body), *words(other)] * (1 + more // 10)
    made = [*found, *(f"{word}*" for word in found if len(word) > 1), *(f"title:{word}" for word in found)]
    made += [f'"{" ".join(found[at : at + 2 + more % 5])}"' for at in range(len(found))]
    made += [f"{one} NEAR/{more} {two}" for one, two in zip(found, reversed(found), strict=True)]
    queries_ = [(str(number), query) for number, query in enumerate(made)]
    native, plain = filled(NativeMatcher, queries_), filled(PlainMatcher, queries_)
    for one in (article(title, body), article(body, other), article(other, title)):
        assert native.match(one) == plain.match(one)


@needs_kernel
@given(query=queries | st.text('ab* ()"ANDORTNEAR/5title:', max_size=30), one=articles)
def test_both_take_the_same_queries(query: str, one: Article) -> None:
    try:
        expected = parse(query)
    except QuerySyntaxError as error:
        with pytest.raises(QuerySyntaxError, match=f"column {error.column}"):
            NativeMatcher().add("q", query)
        return
    assert bool(filled(NativeMatcher, [("q", query)]).match(one)) == matches(expected, one)
    assert bool(filled(NativeMatcher, [("q", render(expected))]).match(one)) == matches(expected, one)


@needs_kernel
def test_two_threads_at_one_matcher_are_told() -> None:
    matcher = filled(NativeMatcher, [("q", "suap")])
    long, refused = article("", "suap proyek " * 500_000), []

    def match() -> None:
        for _ in range(3):
            try:
                assert matcher.match(long) == ["q"]
            except RuntimeError:
                refused.append(True)

    threads = [Thread(target=match) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused
    assert matcher.match(long) == ["q"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_bad_query_changes_nothing(kind: Kind) -> None:
    matcher = filled(kind, [("q", "suap")])
    with pytest.raises(QuerySyntaxError):
        matcher.add("q", "(suap")
    assert matcher.match(article("suap")) == ["q"]


@pytest.mark.parametrize("kind", [*KINDS, Matcher])
def test_removing_an_unknown_query_is_an_error(kind: Kind) -> None:
    with pytest.raises(KeyError):
        kind().remove("nothing")


@pytest.mark.whole
@pytest.mark.parametrize("kind", KINDS)
def test_a_query_of_ten_thousand_terms(kind: Kind) -> None:
    any_of = " OR ".join(f"kata{number} lagi{number}" for number in range(5_000))
    all_of = " ".join(f"kata{number}" for number in range(10_000))
    matcher = filled(kind, [("any", any_of), ("all", all_of), ("both", f"({any_of}) {all_of}")])
    assert matcher.match(article("lagi77", "kata77")) == ["any"]
    assert matcher.match(article("", all_of)) == ["all"]
    assert matcher.match(article("lagi4999", all_of)) == ["any", "all", "both"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_huge_article(kind: Kind) -> None:
    matcher = filled(kind, [("near", "suap NEAR/2 proyek"), ("phrase", '"suap proyek"'), ("same", "suap NEAR/0 suap")])
    assert matcher.match(article("", "suap x x x proyek x x x " * 100_000)) == []
    assert matcher.match(article("", "suap " * 500_000)) == ["same"]
