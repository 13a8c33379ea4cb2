from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.engine.assess.degrees import without_degrees
from kentongan.engine.assess.entities import find_entities


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Sari Wulandari, M.Si., M.M., hadir", "Sari Wulandari , hadir"),
        ("Sari Wulandari, Sp.PD-KGEH, MPH menyatakan", "Sari Wulandari menyatakan"),
        ("Sari Wulandari, S.IP, M.A.P. membuka", "Sari Wulandari membuka"),
        ("Sari Wulandari, SE, MM, Senin", "Sari Wulandari , Senin"),
        ("Sari Wulandari, Ph.D", "Sari Wulandari"),
        ("ujar Sari Wulandari, S.H., M.Hum.", "ujar Sari Wulandari ."),
        ("Sari Wulandari, S.T. Rapat selesai", "Sari Wulandari . Rapat selesai"),
        ("Sari Wulandari, S.Sos Eri Bhakti", "Sari Wulandari, Eri Bhakti"),
    ],
)
def test_degrees_behind_a_name_are_blanked_and_all_else_stays_in_its_place(text: str, read: str) -> None:
    blanked = without_degrees(text)
    assert " ".join(blanked.split()) == read
    assert all(sign in {own, " ", ","} for own, sign in zip(text, blanked, strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "dua warga Sukamaju, SH (34) dan MM (25), ditahan",
        "Kasasi Sari Wulandari, MA menolak",
        "pada hari itu, SE terbit",
        "Jaksa Agung, ST Sukamaju, hadir",
        "Sari Wulandari, M. Eri, dan S. Bhakti",
        "harga naik, M.Si",
    ],
)
def test_what_is_no_degree_stays(text: str) -> None:
    assert without_degrees(text) == text


@given(st.text(alphabet="Sari, M.HSpPD()-\n", max_size=60))
def test_places_stay_in_any_text(text: str) -> None:
    assert len(without_degrees(text)) == len(text)


def test_degrees_are_no_names() -> None:
    text = "Dokter Eri Bhakti, Sp.PD., KGEH. hadir bersama Sari Wulandari, SH dan Wulan Sari, M.Kes, di Sukamaju."
    names = {entity.text for entity in find_entities(text)}
    assert {"Eri Bhakti", "Sari Wulandari", "Wulan Sari"} <= names
    assert names.isdisjoint({"Sp", "PD", "KGEH", "SH", "M.Kes"})
