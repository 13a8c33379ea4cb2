"""Queries with lists: written out, and wrong in the column where they are wrong."""

from __future__ import annotations

import pytest

from kentongan.engine.match.query import Problem, QuerySyntaxError, parse
from kentongan.monitoring.rules import UnknownList, expand, list_names, parse_search, query_of_terms


def test_a_list_stands_for_its_lines() -> None:
    assert expand("@kantor DAN antrean", {"kantor": "loket daring\nlayan*\n"}).text == (
        '("loket daring" OR (layan*)) DAN antrean'
    )


def test_an_at_sign_inside_quotation_marks_is_only_a_sign() -> None:
    assert list_names('"surel @kantor" @daftar') == ["daftar"]


def test_an_unknown_list_names_its_column() -> None:
    with pytest.raises(UnknownList) as caught:
        expand("loket DAN @kantor", {})
    assert (caught.value.name, caught.value.column) == ("kantor", 11)


def test_columns_count_in_the_text_as_written() -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        expand("@kantor DAN (antrean", {"kantor": "loket daring terpadu\nkantor pusat"})
    assert (caught.value.code, caught.value.column) == (Problem.UNCLOSED_BRACKET, 13)


def test_a_list_where_only_a_word_may_stand_is_wrong_at_the_list() -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        expand("antrean NEAR/3 @kantor", {"kantor": "loket\nbilik"})
    assert caught.value.column == 16


def test_a_long_list_named_many_times_is_refused_before_it_is_written_out() -> None:
    long = "\n".join(f"kata{number} panjang" for number in range(10_000))
    with pytest.raises(QuerySyntaxError) as caught:
        expand(" OR ".join(["@kantor"] * 500), {"kantor": long})
    assert caught.value.code == Problem.TOO_LONG


def test_a_wrong_line_is_named() -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        query_of_terms('loket\n"bilik\nantrean')
    assert caught.value.column == 2


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("loket -wisata", "loket NOT wisata"),
        ('loket -"loket wisata" antre', 'loket NOT "loket wisata" antre'),
        ("-wisata loket", "NOT wisata loket"),
        ("loket -“loket wisata”", 'loket NOT "loket wisata"'),
        ("(loket -wisata*) OR title:antre", "(loket NOT wisata*) OR title:antre"),
        ("loket -title:wisata", "loket NOT title:wisata"),
        ("loket -(wisata OR turis)", "loket NOT (wisata OR turis)"),
        ("anti-korupsi Jum-at", '"anti korupsi" "Jum at"'),
        ('"loket -wisata"', '"loket wisata"'),
        ("loket --wisata", "loket wisata"),
        ("loket -ATAU", "loket atau"),
        ("loket -BUKANnya", "loket NOT BUKANnya"),
    ],
)
def test_a_minus_in_the_search_leaves_out(written: str, meant: str) -> None:
    assert parse_search(written) == parse(meant)


@pytest.mark.parametrize(
    ("written", "column"),
    [("loket -wisata (antre", 15), ("-a -b c (", 9), ("(loket -wisata", 1), ("-wisata", 1), ("a -b -", 6)],
)
def test_a_wrong_search_with_a_minus_names_the_column_as_written(written: str, column: int) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse_search(written)
    assert caught.value.column == column


def test_in_a_watch_query_a_minus_is_no_sign() -> None:
    assert expand("loket -wisata", {}).tree == parse("loket wisata")
