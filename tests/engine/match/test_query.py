"""The query language: what it means, and what it says when it cannot be understood."""

import pytest

from kentongan.engine.match.query import (
    MAX_DEPTH,
    MAX_TERMS,
    MESSAGES,
    And,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Problem,
    Query,
    QuerySyntaxError,
    Title,
    Word,
    parse,
)

A, B, C, D = (Word(word) for word in "abcd")


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("korupsi", Word("korupsi")),
        ("  KORUPSI ", Word("korupsi")),
        ("Café", Word("cafe")),
        ('"a b"', Phrase(("a", "b"))),
        ('"a"', A),
        ("“a b”", Phrase(("a", "b"))),
        ('"a AND (b* OR c"', Phrase(("a", "and", "b", "or", "c"))),
        ("anti-korupsi", Phrase(("anti", "korupsi"))),
        ("Jum'at", Phrase(("jum", "at"))),
        ("1.500", Phrase(("1", "500"))),
        ("a b", And((A, B))),
        ("a AND b", And((A, B))),
        ("a DAN b c", And((A, B, C))),
        ("a OR b ATAU c", Or((A, B, C))),
        ("a OR b c", Or((A, And((B, C))))),
        ("(a OR b) c", And((Or((A, B)), C))),
        ("a NOT b", And((A, Not(B)))),
        ("a BUKAN b c", And((A, Not(B), C))),
        ("NOT NOT a", A),
        ("a NOT (b OR c)", And((A, Not(Or((B, C)))))),
        ("a(b)c", And((A, B, C))),
        ('a"b c"', And((A, Phrase(("b", "c"))))),
        ("korup*", Prefix("korup")),
        ("KoRúp*", Prefix("korup")),
        ("ko*si", Phrase(("ko", "si"))),
        ("a NEAR/5 b", Near(A, B, 5)),
        ("a NEAR/0 bb*", Near(A, Prefix("bb"), 0)),
        ("a c NEAR/5 b", And((A, Near(C, B, 5)))),
        ("c NOT a NEAR/5 b", And((C, Not(Near(A, B, 5))))),
        ('"a" NEAR/2 (b)', Near(A, B, 2)),
        ("a NEAR/" + "9" * 5000 + " b", Near(A, B, 10**9)),
        ("title:a", Title(A)),
        ('title:"a b"', Title(Phrase(("a", "b")))),
        ("title:aa* b", And((Title(Prefix("aa")), B))),
        ("title:(a OR b) c", And((Title(Or((A, B))), C))),
        ("title: a", Title(A)),
        ("title:anti-a", Title(Phrase(("anti", "a")))),
        ("subtitle:a", Phrase(("subtitle", "a"))),
        ("dan atau bukan or not", And(tuple(Word(w) for w in ("dan", "atau", "bukan", "or", "not")))),
        ("And", Word("and")),
        ("NEARBY", Word("nearby")),
        ("near/5", Phrase(("near", "5"))),
        ("(a)", A),
        ("((a) AND (b))", And((A, B))),
        ("(NOT a) b", And((Not(A), B))),
    ],
)
def test_meaning(query: str, tree: Query) -> None:
    assert parse(query) == tree


@pytest.mark.parametrize(
    ("query", "code", "column"),
    [
        ("", Problem.EMPTY, 1),
        ("   ", Problem.EMPTY, 1),
        ("a (b OR c", Problem.UNCLOSED_BRACKET, 3),
        ("(", Problem.UNCLOSED_BRACKET, 1),
        ("((a)", Problem.UNCLOSED_BRACKET, 1),
        ("a b) c", Problem.STRAY_BRACKET, 4),
        (")", Problem.STRAY_BRACKET, 1),
        ("a () b", Problem.EMPTY_BRACKETS, 3),
        ('a "b c', Problem.UNCLOSED_QUOTE, 3),
        ("a ”", Problem.UNCLOSED_QUOTE, 3),
        ('a "..." b', Problem.EMPTY_PHRASE, 3),
        ("a -- b", Problem.NO_WORD, 3),
        ("*", Problem.NO_WORD, 1),
        ("a k*", Problem.SHORT_PREFIX, 3),
        ("é*", Problem.SHORT_PREFIX, 1),
        ("a anti-kor*", Problem.PREFIX_OF_SEVERAL, 3),
        ("a AND", Problem.NOTHING_AFTER, 3),
        ("a OR OR b", Problem.NOTHING_AFTER, 3),
        ("a NOT", Problem.NOTHING_AFTER, 3),
        ("(a ATAU) b", Problem.NOTHING_AFTER, 4),
        ("AND a", Problem.NOTHING_BEFORE, 1),
        ("a (DAN b)", Problem.NOTHING_BEFORE, 4),
        ("NEAR/3 b", Problem.NOTHING_BEFORE, 1),
        ("a NEAR/3", Problem.NOTHING_AFTER, 3),
        ("a NEAR b", Problem.NEAR_NUMBER, 3),
        ("a NEAR/ b", Problem.NEAR_NUMBER, 3),
        ("a NEAR/x b", Problem.NEAR_NUMBER, 3),
        ('a NEAR/3 "b c"', Problem.NEAR_SIDES, 3),
        ("1.500 NEAR/3 b", Problem.NEAR_SIDES, 7),
        ("(a b) NEAR/3 c", Problem.NEAR_SIDES, 7),
        ("title:a NEAR/3 b", Problem.NEAR_SIDES, 9),
        ("a NEAR/3 b NEAR/4 c", Problem.NEAR_CHAIN, 12),
        ("a title:", Problem.TITLE_TARGET, 3),
        ("title:NOT a", Problem.TITLE_TARGET, 1),
        ("title:title:a", Problem.TITLE_TARGET, 1),
        ("NOT a", Problem.ONLY_EXCLUDES, 1),
        (" BUKAN a NOT b", Problem.ONLY_EXCLUDES, 2),
        ("NOT (a b)", Problem.ONLY_EXCLUDES, 1),
        ("a OR NOT b", Problem.ONLY_EXCLUDES, 1),
        ("title:(NOT a)", Problem.ONLY_EXCLUDES, 1),
    ],
)
def test_errors_name_the_column(query: str, code: Problem, column: int) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse(query)
    assert (caught.value.code, caught.value.column) == (code, column)
    assert str(caught.value) == f"column {column}: {caught.value.message}"


def test_every_problem_has_its_sentence() -> None:
    assert set(MESSAGES) == set(Problem)


def test_a_sentence_shows_the_token_it_is_about() -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse("berita x*")
    assert caught.value.params == {"token": "x*"}
    assert "x*" in caught.value.message


def test_ten_thousand_terms_are_read() -> None:
    tree = parse(" OR ".join(f"kata{number}" for number in range(10_000)))
    assert isinstance(tree, Or)
    assert len(tree.parts) == 10_000


def test_too_many_terms_are_refused() -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse("a " * (MAX_TERMS + 1))
    assert caught.value.code is Problem.TOO_LONG


def test_deep_brackets_are_refused_without_recursing() -> None:
    assert parse("(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH) == A
    with pytest.raises(QuerySyntaxError) as caught:
        parse("(" * 100_000 + "a" + ")" * 100_000)
    assert (caught.value.code, caught.value.column) == (Problem.TOO_DEEP, MAX_DEPTH + 1)


def test_a_tower_of_nots_is_read_without_recursing() -> None:
    assert parse("a " + "NOT " * 100_000 + "b") == And((A, B))
