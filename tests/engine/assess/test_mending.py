from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.engine.assess.mending import Span, mended
from kentongan.engine.types import EntityType

PER, ORG, LOC = EntityType.PERSON, EntityType.ORGANISATION, EntityType.LOCATION
LISTS = {
    "kpk": 64,
    "bi": 64,
    "bmkg": 64,
    "dprd": 64,
    "malaysia": 16,
    "kombes": 128,
    "bupati": 128,
    "pak": 128,
    "duta": 128,
    "melati": 2,
    "raya": 2,
    "semarang": 2,
}


def read(marked: str) -> list[tuple[str, str]]:
    """The mended names of sentences parted by `|`, in which `<PER Budi Tarigan >` marks what the field found."""
    words: list[str] = []
    spans: list[Span] = []
    rows: list[tuple[int, int]] = []
    row = start = 0
    kind = PER
    for word in marked.split():
        if word == "|":
            rows.append((row, len(words)))
            row = len(words)
        elif word.startswith("<"):
            start, kind = len(words), EntityType(word[1:])
        elif word == ">":
            spans.append((start, len(words), kind))
        else:
            words.append(word)
    rows.append((row, len(words)))
    found = mended(tuple(words), spans, rows, lambda word: LISTS.get(word, 0))
    return [(" ".join(words[first:last]), str(kind)) for first, last, kind in found]


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        ("Kombes <PER Pol Rama > hadir", [("Rama", "PER")]),
        ("<PER Wamenaker Sari Wulandari > hadir", [("Sari Wulandari", "PER")]),
        ("kata <PER BI Sari Wulandari >", [("BI", "ORG"), ("Sari Wulandari", "PER")]),
        ("<ORG PM Malaysia > tiba", [("Malaysia", "LOC")]),
        ("dari Arab Saudi ke <LOC Malaysia >", [("Arab Saudi", "LOC"), ("Malaysia", "LOC")]),
        ("<ORG BMKG KELUARKAN PERINGATAN TSUNAMI >", [("BMKG", "ORG")]),
        ("<ORG DPRD KOTA SEMARANG > RAPAT", [("DPRD KOTA SEMARANG", "ORG")]),
        ("Gempa <PER M > 5,6", []),
        ("<PER Kadishub > dan <PER Forwarded > dan <PER Ttd >", []),
        ("<ORG SCROLL TO CONTINUE WITH CONTENT >", []),
        ("<ORG 🇮 🇩 🇮 🇩 12 34 > dan <ORG " + "RAPAT " * 30 + ">", []),
        # A name of the text stands again.
        ("<PER Tarigan > datang . | Lalu Tarigan pulang .", [("Tarigan", "PER"), ("Tarigan", "PER")]),
        ("<PER Budi Tarigan > datang . | Kata Budi <PER Tarigan >", [("Budi Tarigan", "PER"), ("Budi Tarigan", "PER")]),
        ("<LOC Semarang > banjir . | warga Semarang tabah", [("Semarang", "LOC")]),  # by its use: unmarked in both sets
        ("<ORG Melati > untung . | kebun Melati Putih", [("Melati", "ORG")]),  # a piece of a longer name
        ("<ORG KPK > hening . | anggota KPK Melati", [("KPK", "ORG"), ("KPK", "ORG")]),
        # Initials, names of birth, a name in two pieces; a country is no initial.
        ("wafatnya BJ <PER Pranoto >", [("BJ Pranoto", "PER")]),
        ("wafatnya B . J . <PER Pranoto >", [("B . J . Pranoto", "PER")]),
        ("I <PER Made Suta > terpilih", [("I Made Suta", "PER")]),
        ("presiden AS <PER Pranoto >", [("Pranoto", "PER")]),
        ("<PER Budi > Hakim <PER Tarigan > datang", [("Budi Hakim Tarigan", "PER")]),
        # Titles and places before a person.
        ("kata <PER Pak Tarigan >", [("Tarigan", "PER")]),
        ("kata <PER Duta Besar > itu", []),
        ("kata <PER Menkominfo >", []),
        ("Bupati <PER Melati Raya Budi Tarigan >", [("Melati Raya", "LOC"), ("Budi Tarigan", "PER")]),
        ("di <LOC RSPAD > <PER Budi Tarigan >", [("RSPAD Budi Tarigan", "LOC")]),
        ("tiba di Jalan <PER Budi Tarigan >", [("Jalan Budi Tarigan", "LOC")]),
        # Offices, and who heads them.
        (
            "<ORG Badan Cuaca > , <PER Iklim > dan <LOC Bumi > ( <ORG BCIB > ) dan",
            [("Badan Cuaca , Iklim dan Bumi", "ORG"), ("BCIB", "ORG")],
        ),
        (
            "<ORG Bank Melati > dan <ORG Dewan Raya > ( <ORG DR > )",
            [("Bank Melati", "ORG"), ("Dewan Raya", "ORG"), ("DR", "ORG")],
        ),
        (
            "<ORG Badan Cuaca Tarigan > | kata <PER Tarigan > | <PER Tarigan > pulang",
            [("Badan Cuaca", "ORG"), ("Tarigan", "PER"), ("Tarigan", "PER"), ("Tarigan", "PER")],
        ),
        ("iuran <ORG BPJS > Kesehatan naik", [("BPJS Kesehatan", "ORG")]),
        ("<ORG Badan Raya ( BR > )", [("Badan Raya", "ORG")]),
        # Kinds.
        ("tiba di <PER Armuna >", [("Armuna", "LOC")]),
        ("kata <LOC Ombudsman Semarang >", [("Ombudsman Semarang", "ORG")]),
        ("rapat di <LOC KPK >", [("KPK", "ORG")]),
        ("<PER Budi > , <LOC Tarigan > , dan <PER Eri >", [("Budi", "PER"), ("Tarigan", "PER"), ("Eri", "PER")]),
        ("<PER Budi > , <LOC Semarang > , dan <PER Eri >", [("Budi", "PER"), ("Semarang", "LOC"), ("Eri", "PER")]),
        (
            "<LOC Tarigan > dan <PER Budi Tarigan > | kata <PER Budi Tarigan >",
            [("Tarigan", "PER"), ("Budi Tarigan", "PER"), ("Budi Tarigan", "PER")],
        ),
        ("<LOC Melati Raya > ( <ORG MLR > )", [("Melati Raya", "LOC"), ("MLR", "LOC")]),
        ("Konsulat <LOC Melati > ( <ORG KJM > )", [("Melati", "LOC"), ("KJM", "ORG")]),
        ("di <ORG Rumah Sakit Melati >", [("Rumah Sakit Melati", "LOC")]),
        ("( <ORG MLR ) Raya >", [("MLR", "ORG")]),
        ("( MLR <ORG ) Raya ) >", [(") Raya", "ORG")]),
        # No names.
        ("pada <PER Ahad > malam", []),
        ("kata <PER Uu > soal <ORG UU > itu", [("Uu", "PER")]),
        ("revisi <ORG UU KPK >", [("KPK", "ORG")]),
        ("surat <PER Set/TU 00/09/2019 >", []),
        ("<PER Budi > , <ORG S . H >", [("Budi", "PER")]),
        ("<PER Budi > , <PER M . Kes >", [("Budi", "PER")]),
        ("<PER M . H > tiba", [("M . H", "PER")]),  # a suspect's initials
        ("pelaku <ORG UMKM > dan <ORG KPK >", [("KPK", "ORG")]),
    ],
)
def test_names_are_mended(marked: str, names: list[tuple[str, str]]) -> None:
    assert read(marked) == names


WORDS = st.sampled_from(
    ["Budi", "I", "Made", "BJ", ".", ",", ")", "dan", "di", "Kota", "Bupati", "Melati", "pak", "", "S"]
)


@given(
    st.lists(WORDS, max_size=30), st.lists(st.tuples(st.integers(1, 4), st.integers(0, 3), st.sampled_from(EntityType)))
)
def test_names_stay_in_order_and_in_the_text(words: list[str], sizes: list[tuple[int, int, EntityType]]) -> None:
    spans: list[Span] = []
    at = 0
    for size, gap, kind in sizes:
        at += gap
        if at + size <= len(words):
            spans.append((at, at + size, kind))
        at += size
    cut = len(words) // 2
    found = mended(words, spans, [(0, cut), (cut, len(words))], lambda word: LISTS.get(word, 0))
    assert all(0 <= first < last <= len(words) for first, last, _ in found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))
