"""Copies of an earlier article are folded; what brings something new is not."""

import random

import pytest

from kentongan.engine.match.copies import CopyIndex
from kentongan.engine.types import Article


def article(id_: str, *seeds: int, length: int = 60) -> Article:
    parts = [[f"kata{random.Random(f'{seed}/{at}').randrange(9_000)}" for at in range(length)] for seed in seeds]
    return Article(id=id_, title="", body=" ".join(word for part in parts for word in part))


@pytest.mark.parametrize("length", [8, 20, 60, 400])
def test_a_copy_is_found_at_any_length(length: int) -> None:
    index = CopyIndex([article("first", 1, 2, length=length)])
    assert [(copy.original, copy.share) for copy in index.find(article("copy", 1, 2, length=length))] == [
        ("first", 1.0)
    ]
    assert index.find(article("other", 3, length=length)) == []


def test_a_shortened_copy_hides_nothing_new_but_an_extended_one_does() -> None:
    index = CopyIndex([article("first", 1, 2)])
    assert [copy.original for copy in index.find(article("shortened", 2))] == ["first"]
    assert index.find(article("extended", 1, 2, 3, 4)) == []


def test_it_never_finds_itself_and_forgets() -> None:
    index = CopyIndex([article("first", 1), article("second", 1)])
    assert [copy.original for copy in index.find(article("first", 1))] == ["second"]
    index.remove("second")
    assert index.find(article("first", 1)) == []
    assert len(index) == 1


def test_an_empty_article_is_no_copy() -> None:
    index = CopyIndex([Article(id="empty", title="x")])
    assert index.find(Article(id="too", title="x")) == []
