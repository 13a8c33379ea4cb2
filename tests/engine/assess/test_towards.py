from __future__ import annotations

import pytest

from kentongan.engine.assess.towards import NAMES, read_towards


def feature(name: str, text: str, subject: str = "Kemenkes") -> float:
    return float(read_towards(text, subject).features[NAMES.index(name)])


def test_who_accuses_is_not_the_accused() -> None:
    assert feature("title_ill", "Warga Kecam Kemenkes\n\nIsi.") > 0
    assert feature("title_ill", "Kemenkes Kecam Warga\n\nIsi.") == 0
    assert feature("title_ill", "Kemenkes Dikecam Warga\n\nIsi.") > 0


def test_who_does_good_is_before_the_deed() -> None:
    assert feature("title_good", "Kemenkes Resmikan Rumah Sakit\n\nIsi.") > 0
    assert feature("title_good", "Yayasan Resmikan Gedung di Seberang Kemenkes\n\nIsi.") == 0


def test_a_denied_failing_counts_little() -> None:
    assert feature("title_ill", "Kemenkes Tidak Lalai\n\nIsi.") < feature("title_ill", "Kemenkes Lalai\n\nIsi.")


def test_a_speaker_mostly_speaks_of_others() -> None:
    spoken = feature("near_ill", "Judul\n\nPabrik itu lalai, kata Kemenkes.")
    told = feature("near_ill", "Judul\n\nPabrik dan Kemenkes lalai.")
    assert 0 < spoken < told


def test_named_means_anywhere_in_the_article() -> None:
    assert read_towards("Judul\n\nRapat di Kementerian Kesehatan.", "Kemenkes").named
    assert not read_towards("Judul\n\nRapat di balai desa.", "Kemenkes").named
    assert not read_towards("Judul\n\nRapat di balai desa.", "").named


def test_a_long_first_line_is_no_headline() -> None:
    text = "Rapat dibuka pagi ini. " + "Kemenkes lalai menjaga gudang. " * 20
    assert feature("in_title", text) == 0
    assert feature("near_ill", text) > 0


@pytest.mark.parametrize("text", ["", "\n", "💥", "a" * 50_000, "Kemenkes " * 20_000, "\ud800", "0N 0N"])
def test_any_text_is_read(text: str) -> None:
    assert read_towards(text, "Kemenkes").features.shape == (len(NAMES),)
