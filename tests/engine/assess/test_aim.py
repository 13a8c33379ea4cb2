from __future__ import annotations

import pytest

from kentongan.engine.assess.aim import BITS, NAME, AimedTone, aim_features, sentence_features, words_of
from kentongan.engine.assess.subjects import pattern_of

CLASSES = ("negative", "neutral", "positive")


def chance(label: str, sentence: str, subject: str = "Kemenkes", title: str = "") -> float:
    row = AimedTone.load().probabilities([sentence_features(title, sentence, subject)])[0]
    return float(row[CLASSES.index(label)])


def test_the_institution_is_one_sign_under_all_its_names() -> None:
    pattern = pattern_of("Kementerian Kesehatan")
    assert words_of("Kementerian Kesehatan (Kemenkes) rapat", pattern)[0] == NAME
    assert words_of("Kementerian Kesehatan (Kemenkes) rapat", pattern).count(NAME) == 1


def test_a_bill_that_carries_its_name_is_not_the_institution() -> None:
    assert NAME not in words_of("Revisi UU KPK ditolak", pattern_of("KPK"))
    assert NAME in words_of("KPK ditolak", pattern_of("KPK"))


def test_among_its_kind_it_does_not_matter_which_institution_is_asked_about() -> None:
    one = sentence_features("", "Kemenkes menunggu laporan.", "Kemenkes")
    other = sentence_features("", "Kemensos menunggu laporan.", "Kemensos")
    assert list(one.buckets) == list(other.buckets)


def test_an_arrest_is_read_by_what_the_institution_is() -> None:
    police = sentence_features("", "Polres Garut menunggu laporan penangkapan.", "Polres Garut")
    bank = sentence_features("", "Bank Mandiri menunggu laporan penangkapan.", "Bank Mandiri")
    assert set(police.buckets) != set(bank.buckets)


def test_words_of_its_clause_are_told_from_the_others() -> None:
    words = [NAME, "lamban", "tetapi", "petani", "senang"]
    apart = [NAME, "senang", "tetapi", "petani", "lamban"]
    assert set(aim_features([], words).buckets) != set(aim_features([], apart).buckets)
    assert list(aim_features([], words).buckets) == list(aim_features([], list(words)).buckets)


def test_who_is_accused_is_not_the_accuser() -> None:
    blamed = chance("negative", "Warga mengecam Kemenkes yang lalai dan gagal.")
    blaming = chance("negative", "Kemenkes mengecam warga yang lalai dan gagal.")
    assert blamed > blaming + 0.1


def test_who_wins_a_prize_is_not_who_gives_it() -> None:
    won = chance("positive", "Kemenkes meraih penghargaan pelayanan publik terbaik.")
    plain = chance("positive", "Kemenkes menjadwalkan rapat dengan gubernur pada Senin.")
    assert won > 0.5 > plain


def test_weights_of_a_sentence_do_not_grow_with_its_length() -> None:
    short, long = aim_features(["a"], ["b", "c"]), aim_features(["a"], [str(k) for k in range(100)])
    assert float((long.weights**2).sum()) == pytest.approx(float((short.weights**2).sum()), rel=0.5)


@pytest.mark.parametrize("text", ["", "💥", "\ud800 kata", "kata " * 20_000, '"' * 999, f"{NAME} {NAME}"])
def test_any_sentence_gets_probabilities(text: str) -> None:
    row = sentence_features(text, text, "Kemenkes")
    assert row.buckets.max(initial=0) < 1 << BITS
    assert AimedTone.load().probabilities([row])[0].sum() == pytest.approx(1)


def test_no_sentences_no_probabilities() -> None:
    assert AimedTone.load().probabilities([]).shape == (0, 3)
