from __future__ import annotations

import pytest

from kentongan.engine.assess.subjects import Kind, is_key, is_slug, kind_of, names_of, pattern_of


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Kementerian Lingkungan Hidup dan Kehutanan", "kata juru bicara klhk"),
        ("KLHK", "kementerian lingkungan hidup dan kehutanan menyatakan"),
        ("Kementerian Keuangan", "menkeu menyampaikan"),
        ("kementerian-keuangan", "kemenkeu menyampaikan"),
        ("Pemerintah Kota Sukamaju", "wali kota sukamaju membuka"),
        ("Pemkab Sukamaju", "pemerintah kabupaten sukamaju membuka"),
        ("Kementerian Kesehatan, Kemenkes", "menteri kesehatan berkata"),
        ("Badan Meteorologi, Klimatologi, dan Geofisika", "menurut bmkg hari ini"),
        ("Polri", "polisi tangkap dua pelaku pencurian"),
        ("Kejaksaan Agung", "jaksa tuntut terdakwa lima tahun"),
    ],
)
def test_an_institution_is_found_under_the_names_the_press_uses(subject: str, text: str) -> None:
    pattern = pattern_of(subject)
    assert pattern is not None
    assert pattern.search(text)


def test_one_ministry_is_not_another() -> None:
    pattern = pattern_of("Kementerian Kesehatan")
    assert pattern is not None
    assert not pattern.search("kementerian pertanian dan kementan bersama kesehatan hewan")


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Kementerian Pendidikan dan Kebudayaan", "kpk menahan dua tersangka"),
        ("Kementerian Pekerjaan Umum", "kpu menetapkan calon"),
        ("Badan SAR Nasional", "bsn menerbitkan standar"),
        ("Polri", "polisi malaysia dan polisi militer, di depan polisi tidur"),
        ("Kejaksaan", "jaksa kpk dan jaksa penuntut umum kpk"),
    ],
)
def test_names_of_another_office_are_not_ours(subject: str, text: str) -> None:
    pattern = pattern_of(subject)
    assert pattern is not None
    assert not pattern.search(text)


def test_initials_of_an_office_of_its_own_are() -> None:
    assert {"kppu", "komisi pengawas persaingan usaha"} <= set(names_of("Komisi Pengawas Persaingan Usaha"))
    assert "bmkg" in names_of("Badan Meteorologi Klimatologi dan Geofisika")
    assert "basarnas" in names_of("Badan SAR Nasional")


@pytest.mark.parametrize("subject", ["", "  ", "-", ",;", "💥"])
def test_no_name_no_pattern(subject: str) -> None:
    assert names_of(subject) == ()
    assert pattern_of(subject) is None


def test_a_slug_is_told_from_a_name() -> None:
    assert is_slug("kementerian-keuangan")
    assert not is_slug("Kementerian Keuangan")
    assert not is_slug("KLHK")


def test_signs_in_a_name_are_read_as_they_stand() -> None:
    pattern = pattern_of("Dinas (A+B) [*]")
    assert pattern is None or not pattern.search("dinas lain")


@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        ("KPK", Kind.LAW),
        ("Polres Garut, Polri", Kind.LAW),
        ("Komisi Pemberantasan Korupsi", Kind.LAW),
        ("DPRD", Kind.PARLIAMENT),
        ("Bank Mandiri", Kind.COMPANY),
        ("Bank Indonesia", Kind.OTHER),
        ("Kementerian Kesehatan, Kemenkes", Kind.OTHER),
        ("kementerian-keuangan", Kind.OTHER),
        ("", Kind.OTHER),
    ],
)
def test_its_first_name_says_what_an_institution_is(subject: str, kind: Kind) -> None:
    assert kind_of(subject) is kind


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("prabowo-gibran", True),
        ("kementerian-keuangan", False),
        ("komisi-pemberantasan-korupsi", False),
        ("bank-indonesia", False),
        ("polda-metro-jaya", False),
        ("Prabowo-Gibran menang", False),
        ("", False),
    ],
)
def test_a_key_is_a_slug_that_names_no_office(subject: str, expected: bool) -> None:
    assert is_key(subject) is expected
