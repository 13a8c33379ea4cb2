"""The index: found by stems, by date, exactly ordered, and never broken by what people type."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection

from kentongan.common import search
from kentongan.common.search import Entry, Search
from kentongan.engine.match.query import parse

pytestmark = pytest.mark.django_db

NOON = datetime.fromisoformat("2026-11-24T12:00:00+07:00")


@pytest.fixture
def entries() -> list[Entry]:
    rows = [
        Entry(1, NOON - timedelta(days=300), "Kebijakan lama", "Loket lama ditutup.", 7),
        Entry(2, NOON - timedelta(hours=2), "Loket daring terhenti", "Warga menunggu kebijakannya.", 7),
        Entry(3, NOON - timedelta(hours=1), "Warga antre", "Antrean loket daring memanjang di halaman.", 8),
        Entry(4, NOON - timedelta(hours=3), "Bola", "Penonton bersorak.", 8),
    ]
    search.add(rows)
    return rows


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("loket", [3, 2, 1]),
        ("kebijakan", [2, 1]),
        ('"loket daring"', [3, 2]),
        ('"daring terhenti"', [2]),
        ('"terhenti warga"', []),
        ("title:loket", [2]),
        ("loket BUKAN antrean", [2, 1]),
        ("antre* ATAU bola", [3, 4]),
        ("loket NEAR/1 memanjang", [3]),
        ("(loket ATAU bola) DAN (warga ATAU penonton)", [3, 2, 4]),
    ],
)
def test_words_are_found_latest_first(query: str, ids: list[int], entries: list[Entry]) -> None:
    assert [hit.id for hit in search.find(Search(search.expression_of(parse(query))), 10)] == ids


def test_dates_outlets_and_pages_narrow_the_search(entries: list[Entry]) -> None:
    loket = search.expression_of(parse("loket"))
    assert [hit.id for hit in search.find(Search(loket, since=NOON - timedelta(days=1)), 10)] == [3, 2]
    assert [hit.id for hit in search.find(Search(loket, until=NOON - timedelta(days=1)), 10)] == [1]
    assert [hit.id for hit in search.find(Search(loket, outlets=(7,)), 10)] == [2, 1]
    first = search.find(Search(loket), 1)
    assert [hit.id for hit in search.find(Search(loket, after=first[-1].mark), 10)] == [2, 1]
    assert [hit.id for hit in search.find(Search(""), 2)] == [3, 2]
    assert search.count(Search(loket), 2) == 2
    assert search.reaches(Search(loket), 3)
    assert not search.reaches(Search(loket), 4)
    with connection.cursor() as cursor:
        for most, ids in ((10, [3, 2, 1]), (2, [3, 2])):
            asked = search.ids_of(Search(loket), most)
            cursor.execute(asked.sql, asked.params)
            assert [found for (found,) in cursor.fetchall()] == ids
    assert [hit.id for hit in search.find_ranked(Search(loket), 2)] != []


def test_adding_twice_finds_once_and_removing_finds_none(entries: list[Entry]) -> None:
    search.add(entries)
    loket = Search(search.expression_of(parse("loket")))
    assert [hit.id for hit in search.find(loket, 10)] == [3, 2, 1]
    search.remove(entries[1:2])
    search.remove(entries[1:2])
    assert [hit.id for hit in search.find(loket, 10)] == [3, 1]


def test_candidates_hold_every_word_of_one_list(entries: list[Entry]) -> None:
    found = search.find(Search(search.any_of([["loket", "warga"], ["bola"]])), 10)
    assert [hit.id for hit in found] == [3, 2, 4]


@pytest.mark.parametrize("text", ["'; DROP TABLE x; --", '"*"', "NEAR", "a:b", "^x", "ﬁnal Café 北京", "{x}", "\\x00"])
def test_nothing_people_type_breaks_out(text: str, entries: list[Entry]) -> None:
    search.add([Entry(9, NOON, text, text, 1)])
    words = [word for word in ["drop", "near", "final", "cafe", "x"] if word in text.lower()]
    for word in words:
        search.find(Search(search.expression_of(parse(word))), 5)


def test_only_folded_words_get_into_an_expression() -> None:
    with pytest.raises(ValueError, match="folded"):
        search.any_of([['loket" OR "x']])
