from __future__ import annotations

from itertools import pairwise

import pytest

from kentongan.engine.assess.entities import find_entities, find_entities_in_tokens, join_names, same_person
from kentongan.engine.types import Entity, EntityType

TEXT = 'Gubernur Jawa Tengah Bhakti Eri bertemu Menteri Keuangan di Jakarta. "Kami siap," kata Bhakti.'


def named(text: str) -> set[tuple[str, str]]:
    return {(entity.text, entity.type.value) for entity in find_entities(text)}


def test_persons_organisations_and_places_are_found() -> None:
    found = named("Ketua KPK Sari Wulandari tiba di Surabaya bersama pejabat Kementerian Kesehatan.")
    assert ("Sari Wulandari", "PER") in found
    assert ("Surabaya", "LOC") in found
    assert ("Kementerian Kesehatan", "ORG") in found
    assert ("KPK", "ORG") in found


def test_two_of_a_ticket_are_two_persons() -> None:
    found = named("Pasangan Sari Wulandari-Joko Pranoto menang di Semarang.")
    assert {("Sari Wulandari", "PER"), ("Joko Pranoto", "PER")} <= found


def test_offsets_count_code_points_and_end_after_the_name() -> None:
    text = "😀 “Selamat,” ujar Joko Pranoto di Bandung.\n\nRombongan lalu ke Semarang."
    found = find_entities(text)
    assert found
    for entity in found:
        assert text[entity.start : entity.end] == entity.text
    assert "Joko Pranoto" in {entity.text for entity in found}


def test_tokens_give_offsets_in_tokens() -> None:
    tokens = ["Presiden", "Joko", "Pranoto", "berkunjung", "ke", "Surabaya", "."]
    found = {(entity.start, entity.end, entity.type.value) for entity in find_entities_in_tokens(tokens)}
    assert {(1, 3, "PER"), (5, 6, "LOC")} <= found


@pytest.mark.parametrize(
    "text", ["", " \n ", "...", "\x00\x01", "a" * 100_000, "Jakarta " * 30_000, "م ر ح ب ا", "\ud800 Budi"]
)
def test_any_text_is_answered(text: str) -> None:
    for entity in find_entities(text):
        assert 0 <= entity.start < entity.end <= len(text)


@pytest.mark.parametrize("tokens", [[], [""], ["", "Budi", ""], ["x" * 10_000], ["a b"] * 1000])
def test_any_tokens_are_answered(tokens: list[str]) -> None:
    for entity in find_entities_in_tokens(tokens):
        assert 0 <= entity.start < entity.end <= len(tokens)


def test_names_do_not_overlap_and_stand_in_order() -> None:
    found = find_entities(TEXT * 5)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Bhakti", "Bhakti Eri", True),
        ("Eri", "Bhakti Eri", True),
        ("bhakti eri", "Bhakti Eri", True),
        ("J. Pranoto", "Joko Pranoto", True),
        ("Eri Bhakti", "Bhakti Eri", False),
        ("Sari", "Bhakti Eri", False),
        ("", "Bhakti Eri", False),
    ],
)
def test_one_person_has_many_names(one: str, other: str, same: bool) -> None:
    assert same_person(one, other) is same


def person(text: str, start: int) -> Entity:
    return Entity(start, start + len(text), EntityType.PERSON, text)


def test_short_names_join_the_full_name_of_the_article() -> None:
    names = [
        person("Bhakti Eri", 0),
        person("Sari", 20),
        person("Bhakti", 40),
        Entity(50, 57, EntityType.LOCATION, "Jakarta"),
    ]
    assert join_names(names) == {"Bhakti Eri": "Bhakti Eri", "Sari": "Sari", "Bhakti": "Bhakti Eri"}


def test_a_name_joins_the_person_named_last_before_it() -> None:
    names = [person("Sari Wulandari", 0), person("Sari Puspita", 20), person("Sari", 40)]
    assert join_names(names)["Sari"] == "Sari Puspita"


def test_joined_names_are_followed_to_the_fullest() -> None:
    names = [person("Eri", 0), person("Bhakti Eri", 20), person("Bhakti Eri Putra", 40)]
    assert set(join_names(names).values()) == {"Bhakti Eri Putra"}


def test_a_name_means_one_thing_in_one_text() -> None:
    text = "KPK memeriksa saksi. Petugas KPK datang. Menurut KPK, saksi hadir. Di KPK rapat selesai."
    assert {entity.type for entity in find_entities(text) if entity.text == "KPK"} == {EntityType.ORGANISATION}
